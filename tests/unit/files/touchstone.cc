// Touchstone files of both versions against the chain matrix that they were made of.
#include "solver/files/touchstone.h"

#include "solver/config/located.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace earshot;
using Complex = std::complex<double>;

/// 20 ohm in series, then 50 ohm across: a = 1.4, b = 20, c = 1/50, d = 1.
void expect_l_section(const std::string &text, double tolerance = 1e-9) {
  const ImportedTwoPort read = parse_touchstone(text, "a.s2p");
  const std::array<double, 4> expected{1.4, 20, 0.02, 1};
  ASSERT_FALSE(read.chain.empty()) << text;
  for (const auto &chain : read.chain)
    for (std::size_t k = 0; k < 4; ++k)
      EXPECT_LT(std::abs(chain[k] - expected[k]), tolerance * expected[k]) << text << ", entry " << k;
}

std::string complaint(const std::string &text) {
  try {
    parse_touchstone(text, "a.s2p");
  } catch (const UserError &error) {
    return error.what();
  }
  return "nothing";
}

// z = 70, 50; 50, 50.  y = 0.05, -0.05; -0.05, 0.07.  h = 20, 1; -1, 0.02.  g = 1/70, -5/7; 5/7, 100/7.
TEST(Touchstone, Version1IsNormalisedToR) {
  expect_l_section("# Hz Z RI R 50\n10 1.4 0 1 0 1 0 1 0\n");
  expect_l_section("# Hz Y RI R 50\n10 2.5 0 -2.5 0 -2.5 0 3.5 0\n");
  expect_l_section("# Hz H RI R 50\n10 0.4 0 -1 0 1 0 1 0\n");
  expect_l_section("# Hz G RI R 50\n10 0.714285714285714 0 0.714285714285714 0 -0.714285714285714 0 "
                   "0.285714285714286 0\n");
  expect_l_section("  #   HZ   Z   RI   R 50\n10 1.4 0 1 0 1 0 1 0 ! rows\n\n! end\n");
  expect_l_section("! 2 ports\n# R 50 RI Z hz\n10 1.4 0 1 0 1 0 1 0\n20 1.4 0 1 0 1 0 1 0\n");
}

TEST(Touchstone, Version2IsNotNormalised) {
  const std::string head = "[Version] 2.0\n# Hz Z RI R 1\n[Number of Ports] 2\n[Two-Port Data Order] 21_12\n"
                           "[Number of Frequencies] 1\n";
  expect_l_section(head + "[Network Data]\n10 70 0 50 0 50 0 50 0\n[End]\n");
  expect_l_section(head + "[Reference] 50\n75\n[Network Data]\n10 70 0 50 0 50 0 50 0\n[End]\n");
  expect_l_section(head + "[Matrix Format] Lower\n[Network Data]\n10 70 0 50 0 50 0\n[End]\n");
  expect_l_section(
      "[Version] 2.0\n# Hz H RI R 50\n[Number of Ports] 2\n[Two-Port Data Order] 12_21\n[Network "
      "Data]\n10 20 0 1 0 -1 0 0.02 0\n");
}

// S in references of 50 and 75 ohm: S11 = (Z - 50)/(Z + 50) with port 2 ended by 75 ohm, and so on.
TEST(Touchstone, Version2ReadsReferencesOfBothPorts) {
  const double r1 = 50, r2 = 75, d = (70 + r1) * (50 + r2) - 2500;
  const double s11 = ((70 - r1) * (50 + r2) - 2500) / d, s22 = ((70 + r1) * (50 - r2) - 2500) / d,
               s21 = 2 * 50 * std::sqrt(r1 * r2) / d;
  char row[200];
  std::snprintf(row, sizeof row, "10 %.15g 0 %.15g 0 %.15g 0 %.15g 0\n", s11, s21, s21, s22);
  expect_l_section(
      "[Version] 2.0\n# Hz S RI R 50\n[Number of Ports] 2\n[Two-Port Data Order] 12_21\n[Reference] 50 "
      "75\n[Network Data]\n" +
          std::string(row),
      1e-12);
}

TEST(Touchstone, NoiseRowsAreLeftOutAndTold) {
  const std::string text =
      "# Hz Z RI R 50\n10 1.4 0 1 0 1 0 1 0\n20 1.4 0 1 0 1 0 1 0\n10 2 0.3 40 0.1\n20 2 0.3 41 0.1\n";
  expect_l_section(text);
  EXPECT_EQ(parse_touchstone(text, "a.s2p").notes,
            (std::vector<std::string>{"a.s2p:4: rows of noise parameters are left out"}));
}

TEST(Touchstone, SaysWhatItCannotRead) {
  const std::pair<const char *, const char *> cases[] = {
      {"[Version] 3.0\n", "a.s2p:1: found [version] \"3.0\", expected 2.0 or 2.1"},
      {"[Version] 2.0\n# Hz\n[Number of Ports] 4\n", "a.s2p:3: found [number of ports] \"4\", expected 2"},
      {"[Version] 2.0\n[Mixed-Mode Order] D2,3 C2,3\n", "a.s2p:2: found [mixed-mode order]"},
      {"[Reference] 50\n", "a.s2p:1: found [reference] without [Version]"},
      {"# Hz Z RI R 50\n10 1,4 0 1 0 1 0 1 0\n",
       "a.s2p:2: found \"1,4\", expected a number with a decimal point"},
      {"# Hz Z RI R 50\n10 1.4 0 1 0 1\n", "a.s2p:2: found 6 numbers, expected 9"},
      {"# Hz Z RI R 50\n20 1 0 1 0 1 0 1 0\n10 1 0 1 0 1 0 1 0\n", "a.s2p:3: found 10 Hz after 20 Hz"},
      {"# Hz Z RI R 0\n", "a.s2p:1: found the reference 0 ohm"},
      {"# Hz Z RI R 50\n10 1 0 0 0 0 0 1 0\n", "a.s2p:2: the two-port transmits nothing"},
      {"10 1 0 1 0 1 0 1 0\n", "a.s2p:1: found numbers before the option line"},
      {"! nothing\n", "a.s2p: missing, expected an option line"},
      {"# Hz\n", "a.s2p: has no rows of numbers"},
      {"[Version] 2.0\n# Hz Z RI\n[Number of Ports] 2\n[Network Data]\n10 1 0 1 0 1 0 1 0\n",
       "a.s2p: missing, expected [Two-Port Data Order]"}};
  for (const auto &[text, message] : cases)
    EXPECT_EQ(complaint(text).rfind(message, 0), 0U) << complaint(text) << "\nfor " << text;
}

// A line of a form feed alone, as printers' files have it, is an empty one.
TEST(Touchstone, FormFeedsAreBlanks) {
  expect_l_section("# Hz Z RI R 50\n\f\n\v\n10 1.4 0 1 0 1 0 1 0\n\f");
}

/// 20 + 5i ohm in the forms that a one-port may have.
TEST(Touchstone, OnePortIsAnImpedance) {
  const Complex z(20, 5), s = (z - 75.0) / (z + 75.0), y = 50.0 / z;
  const auto entry = [](Complex v) { return fmt::format("{:.12g} {:.12g}\n", v.real(), v.imag()); };
  const std::string two = "[Version] 2.0\n# kHz Z RI R 50\n[Number of Ports] 1\n[Network Data]\n1 ";
  const std::vector<std::string> texts{
      "# kHz Z RI R 50\n1 " + entry(z / 50.0), "# kHz S RI R 75\n1 " + entry(s), two + entry(z),
      "# kHz Y RI R 50\n1 " + entry(y), "# Hz Z MA R 1\n1000 20.6155281281 14.0362434679\n"};
  for (const std::string &text : texts) {
    const ImportedImpedance read = parse_one_port(text, "a.s1p");
    EXPECT_EQ(read.quantity, TableQuantity::electrical);
    EXPECT_EQ(read.curve.frequency_hz, (std::vector<double>{1000}));
    EXPECT_LT(std::abs(read.curve.values.at(0) - z), 1e-9) << text; // twelve digits
  }
}

TEST(Touchstone, OnePortMayBeNone) {
  for (const char *text :
       {"# Hz S RI R 50\n10 1 0\n", "# Hz Y RI R 50\n10 0 0\n", "# Hz H RI R 50\n10 1 0\n", "# Hz Z RI R 1\n",
        "# Hz Z RI R 1\n10 1 0 1 0 1 0 1 0\n", "# Hz Z RI R 1\n20 1 0\n10 1 0\n",
        "[Version] 2.0\n# Hz Z RI\n[Number of Ports] 2\n[Network Data]\n10 1 0\n"})
    EXPECT_THROW(parse_one_port(text, "a.s1p"), UserError) << text;
}

} // namespace
