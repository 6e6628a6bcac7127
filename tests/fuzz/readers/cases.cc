// Case files with their units. Includes are left out: they would open files of any name.
#include "solver/config/reader.h"
#include "tests/fuzz/readers/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  earshot::testing::expect_answer(data, size, [](const std::string &text) {
    if (text.find("include") == std::string::npos)
      earshot::read_resolved_case(text, "case.toml");
  });
  return 0;
}
