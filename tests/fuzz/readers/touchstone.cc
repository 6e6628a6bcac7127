// Touchstone, versions 1 and 2, of one port and of two.
#include "solver/files/touchstone.h"
#include "tests/fuzz/readers/reader.h"

#include <cmath>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace earshot::testing;
  expect_answer(data, size, [](const std::string &text) {
    const earshot::ImportedTwoPort two_port = earshot::parse_touchstone(text, "a.s2p");
    require(two_port.chain.size() == two_port.frequency_hz.size());
  });
  expect_answer(data, size, [](const std::string &text) {
    const earshot::ImportedCurve curve = earshot::parse_one_port(text, "a.s1p").curve;
    require(curve.values.size() == curve.frequency_hz.size());
    for (const auto &value : curve.values)
      require(std::isfinite(value.real()) && std::isfinite(value.imag()));
  });
  return 0;
}
