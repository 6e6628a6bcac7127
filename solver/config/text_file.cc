#include "solver/config/text_file.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace earshot {

namespace {

/// An open file, closed at the end of its scope.
class Descriptor {
public:
  explicit Descriptor(const std::string &file)
      : number_(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~Descriptor() {
    if (number_ >= 0)
      ::close(number_);
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  operator int() const { return number_; }

private:
  int number_;
};

std::string kind_of(mode_t mode) {
  return S_ISDIR(mode) ? "a directory" : S_ISFIFO(mode) ? "a pipe" : "a device";
}

} // namespace

std::string read_text_file(const std::string &file, std::size_t largest_bytes) {
  const auto fail = [&](const std::string &reason) { throw UserError({file, 0, 0, ""}, reason); };
  const Descriptor descriptor(file);
  if (descriptor < 0)
    fail(fmt::format("can't be read: {}", std::strerror(errno)));
  struct stat status {};
  if (::fstat(descriptor, &status) != 0)
    fail(fmt::format("can't be read: {}", std::strerror(errno)));
  if (!S_ISREG(status.st_mode))
    fail(fmt::format("found {}, expected a file", kind_of(status.st_mode)));
  constexpr double mebibyte = 1024 * 1024;
  const auto refuse_large = [&](std::size_t size) {
    if (size > largest_bytes)
      fail(fmt::format("found a file of {:.4g} MiB, expected at most {:.4g} MiB", size / mebibyte,
                       largest_bytes / mebibyte));
  };
  refuse_large(static_cast<std::size_t>(status.st_size));
  std::string text;
  for (;;) { // what the system makes up as it is read, such as /proc, has no size
    const std::size_t done = text.size();
    text.resize(std::max<std::size_t>(done + 65536, static_cast<std::size_t>(status.st_size) + 1));
    const ssize_t read = ::read(descriptor, text.data() + done, text.size() - done);
    if (read < 0)
      fail(fmt::format("can't be read: {}", std::strerror(errno)));
    text.resize(done + static_cast<std::size_t>(read));
    refuse_large(text.size());
    if (read == 0)
      return text;
  }
}

} // namespace earshot
