// Tones of a distortion analysis.
#include "unit/config/case_text.h"

namespace earshot {
namespace {

std::string complaint_of(const std::string &tones) {
  const CaseFolder folder;
  return complaint(
      folder.write("case.toml", valid_case + "\n[[analysis]]\ntype = \"distortion\"\n" + tones + "\n"));
}

TEST(Tones, AreTwoDifferentFrequenciesOfTheSweep) {
  const auto expect = [](const std::string &tones, const std::string &found) {
    EXPECT_NE(complaint_of(tones).find(found), std::string::npos) << complaint_of(tones);
  };
  expect("tones = [\"1 kHz\"]", "found 1 tones, expected two");
  expect("tones = [\"1 kHz\", \"2 kHz\", \"3 kHz\"]", "found 3 tones, expected two");
  expect("tones = [\"1 kHz\", \"1000 Hz\"]", "found the same tone twice");
  expect("tones = [\"1 kHz\", \"1 MHz\"]", "found 1e+06 Hz, expected a frequency of the sweep");
  EXPECT_EQ(complaint_of("tones = [\"1 kHz\", \"2 kHz\"]").find("tone"), std::string::npos);
}

} // namespace
} // namespace earshot
