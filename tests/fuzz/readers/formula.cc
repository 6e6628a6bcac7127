// Formulas over the frequency.
#include "solver/circuit/formula.h"
#include "tests/fuzz/readers/reader.h"

#include <cmath>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  using namespace earshot::testing;
  expect_answer(data, size, [](const std::string &text) {
    const earshot::FrequencyFormula formula(text, {{"length", 8e-3}});
    require(std::isfinite(formula(6283).real()));
  });
  return 0;
}
