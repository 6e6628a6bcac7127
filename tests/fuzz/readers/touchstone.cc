// Touchstone, versions 1 and 2.
#include "solver/files/touchstone.h"
#include "tests/fuzz/readers/reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace earshot::testing;
  expect_answer(data, size, [](const std::string &text) {
    const earshot::ImportedTwoPort two_port = earshot::parse_touchstone(text, "a.s2p");
    require(two_port.chain.size() == two_port.frequency_hz.size());
  });
  return 0;
}
