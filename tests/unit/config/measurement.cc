// What is said about a measurement beside its file.
#include "solver/config/measurement.h"

#include <gtest/gtest.h>

using namespace earshot;

namespace {

std::string problems_of(const std::string &text) {
  try {
    read_measurement(text, "m.frd.toml");
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

void expect_problem(const std::string &text, const std::vector<std::string> &parts) {
  const std::string problems = problems_of(text);
  for (const std::string &part : parts)
    EXPECT_NE(problems.find(part), std::string::npos) << "'" << part << "' is not in\n" << problems;
}

} // namespace

TEST(Measurement, SaysAllThatItsSidecarSays) {
  const MeasurementConfig m = read_measurement(R"(ear = "iec711"
fixture = "a tube"
voltage = "179 mV"
output_impedance = "0.5 ohm"
smoothing = "1/12 octave"
seatings = 5
columns = "frequency [Hz], level [dB], -"
[[uncertainty]]
to = "1 kHz"
value = "0.5 dB"
[[uncertainty]]
value = "2 dB"
)",
                                               "m.frd.toml");
  EXPECT_EQ(m.ear.value, EarModel::iec711);
  EXPECT_EQ(m.fixture.value, "a tube");
  EXPECT_DOUBLE_EQ(m.voltage->value, 0.179);
  EXPECT_EQ(m.output_impedance->value, 0.5);
  EXPECT_EQ(m.output_impedance->where.line, 4);
  EXPECT_DOUBLE_EQ(smoothing_octaves(m.smoothing, {}), 1.0 / 12);
  EXPECT_EQ(m.seatings.value, 5);
  EXPECT_EQ(m.columns.value, "frequency [Hz], level [dB], -");
  ASSERT_EQ(m.uncertainty.size(), 2u);
  EXPECT_EQ(m.uncertainty[0].to->value, 1000);
  EXPECT_EQ(m.uncertainty[1].value.value, 2);
}

TEST(Measurement, NeedsNothing) {
  const MeasurementConfig m = read_measurement("", "m.frd.toml");
  EXPECT_EQ(m.ear.value, EarModel::unset);
  EXPECT_FALSE(m.voltage || m.output_impedance);
  EXPECT_TRUE(m.uncertainty.empty());
}

TEST(Measurement, HasOneUncertaintyOrAList) {
  const MeasurementConfig m = read_measurement("uncertainty = \"0.5 dB\"\n", "m.frd.toml");
  ASSERT_EQ(m.uncertainty.size(), 1u);
  EXPECT_FALSE(m.uncertainty[0].to);
  EXPECT_EQ(m.uncertainty[0].value.value, 0.5);
  expect_problem("uncertainty = 0.5\n", {"m.frd.toml:1: uncertainty"});
  expect_problem("uncertainty = \"0.5 Pa\"\n", {"m.frd.toml:1: uncertainty", "0.5 Pa", "level"});
  expect_problem("[[uncertainty]]\nvalue = \"1 dB\"\n[[uncertainty]]\nvalue = \"2 dB\"\n",
                 {"m.frd.toml:2", "\"to\""});
  expect_problem("[[uncertainty]]\nto = \"2 kHz\"\nvalue = \"1 dB\"\n[[uncertainty]]\nto = \"1 kHz\"\nvalue "
                 "= \"2 dB\"\n",
                 {"m.frd.toml:5", "1 kHz", "rising"});
}

TEST(Measurement, IsToldOfEverythingWrongAtOnce) {
  expect_problem("ear = \"iec71\"\noutput_impedence = \"1 ohm\"\nvoltage = \"1 ohm\"\nsmoothing = \"ERB\"\n",
                 {"m.frd.toml:1: ear: found \"iec71\"", "did you mean \"iec711\"?",
                  "m.frd.toml:2: output_impedence: found an unknown key",
                  "did you mean \"output_impedance\"?", "m.frd.toml:3: voltage",
                  "m.frd.toml:4: smoothing: found \"ERB\"", "1/12 octave"});
  expect_problem("ear = \n", {"m.frd.toml:1"});
}

TEST(Smoothing, IsAPartOfAnOctave) {
  EXPECT_EQ(smoothing_octaves("none", {}), 0);
  EXPECT_DOUBLE_EQ(smoothing_octaves("1/3", {}), 1.0 / 3);
  EXPECT_EQ(smoothing_octaves("1 octave", {}), 1);
  for (const char *wrong : {"1/0", "0", "-1/12", "1/12 dB", "12", "1/", "/3", "1.5/3", "99999999999/3"})
    EXPECT_THROW(smoothing_octaves(wrong, {}), UserError) << wrong;
  EXPECT_EQ(smoothing_text(1.0 / 12), "1/12 octave");
  EXPECT_EQ(smoothing_text(1), "1 octave");
  EXPECT_EQ(smoothing_text(0), "no smoothing");
}
