// Tables of all formats. What a reader takes is finite, and its frequencies rise.
#include "solver/files/import_files.h"
#include "tests/fuzz/readers/reader.h"

#include <cmath>

using namespace earshot;
using namespace earshot::testing;

namespace {

void require_curve(const ImportedCurve &curve) {
  require(curve.values.size() == curve.frequency_hz.size());
  for (std::size_t k = 0; k < curve.values.size(); ++k) {
    require(std::isfinite(curve.frequency_hz[k]) && std::isfinite(std::abs(curve.values[k])));
    require(curve.frequency_hz[k] > 0 && (k == 0 || curve.frequency_hz[k] > curve.frequency_hz[k - 1]));
  }
}

void require_pair(const ColumnPair &pair) {
  require(pair.first.size() == pair.second.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size) {
  expect_answer(data, size, [](const std::string &text) { require_curve(parse_frd(text, "a.frd")); });
  for (const char *file : {"a.zma", "a.csv"})
    expect_answer(data, size,
                  [&](const std::string &text) { require_curve(parse_impedance(text, file).curve); });
  expect_answer(data, size, [](const std::string &text) { parse_chain_table(text, "a.csv"); });
  expect_answer(data, size, [](const std::string &text) { require_pair(parse_bh_table(text, "a.csv")); });
  for (const DriverLaw law : {DriverLaw::force_factor, DriverLaw::stiffness, DriverLaw::inductance})
    expect_answer(data, size,
                  [&](const std::string &text) { require_pair(parse_law_table(text, "a.txt", law)); });
  return 0;
}
