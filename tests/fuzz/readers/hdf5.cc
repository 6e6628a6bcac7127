// HDF5 files, by the names and the kinds that saved models and motors have. HDF5 reads files alone: the bytes
// are one in memory.
#include "solver/files/hdf5_file.h"
#include "tests/fuzz/readers/reader.h"

#include <sys/mman.h>
#include <unistd.h>

#include <string>

using namespace earshot;
using namespace earshot::testing;

namespace {

/// A file of given contents that no disk holds.
class MemoryFile {
public:
  MemoryFile(const std::uint8_t *data, std::size_t size) : file_(memfd_create("fuzz", 0)) {
    require(file_ >= 0 && write(file_, data, size) == static_cast<ssize_t>(size));
  }
  ~MemoryFile() { close(file_); }
  MemoryFile(const MemoryFile &) = delete;
  MemoryFile &operator=(const MemoryFile &) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
  int file_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  const MemoryFile file(data, size);
  expect_answer(data, size, [&](const std::string &) {
    const Hdf5Reader reader(file.path(), "a saved model");
    const auto read = [&](auto take) { expect_answer(data, 0, [&](const std::string &) { take(); }); };
    for (const char *name : {"format", "numbers", "matrix", "counts", "group/text", "missing"}) {
      read([&] { reader.text(name); });
      read([&] { reader.numbers(name); });
      read([&] { reader.counts(name); });
      read([&] { reader.count(name); });
    }
  });
  return 0;
}
