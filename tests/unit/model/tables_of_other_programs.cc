// Tables of other programs at a plug: the values that are right, computed by hand, between the rows too.
#include "tests/unit/model/network_case.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

class TablesOfOtherPrograms : public NetworkCase {
protected:
  Response at(double frequency, const std::string &elements) const {
    const Case config = read_case(
        write("case.toml", elements + "[sweep]\nfrequencies = [\"" + std::to_string(frequency) + " Hz\"]\n"));
    return lumped_response(config, {frequency});
  }
  void expect_impedance(const std::string &elements, double frequency, double ohm, double degrees,
                        double tolerance) const {
    const Complex expected = std::polar(ohm, degrees * two_pi / 360);
    EXPECT_LT(relative_error(at(frequency, elements).impedance.at(0), expected), tolerance)
        << frequency << " Hz";
  }
  static std::string table(const std::string &file) {
    return element("name = \"load\"\nkind = \"impedance_table\"\nfrom = \"plug\"\ntable = \"" + file + "\"");
  }
  static constexpr double printed = 1e-3; ///< values of three digits
};

TEST_F(TablesOfOtherPrograms, DecimalCommasAndMarks) {
  write("commas.zma", "* sweep\n31,5 9,75 14,25\n90,25 33,5 -2,75\n250,5 7,25 -11,5\n");
  write("mark.zma", "\xEF\xBB\xBF"
                    "31.5 9.75 14.25\n90.25 33.5 -2.75\n250.5 7.25 -11.5\n");
  for (const char *file : {"commas.zma", "mark.zma"}) {
    expect_impedance(table(file), 31.5, 9.75, 14.25, 1e-9);
    expect_impedance(table(file), 90.25, 33.5, -2.75, 1e-9);
    expect_impedance(table(file), 250, 7.27, -11.48, printed);
  }
}

// ln|Z| and the phase are linear in ln f: 8.48 ohm and 11.02 degrees at 31.5 Hz.
TEST_F(TablesOfOtherPrograms, RowsInAnyPlainOrder) {
  for (const char *text :
       {"Freq Ohm Deg\n----------\n30 8 12\n90 30 -10\n300 9 -5\n", "300 9 -5\n90 30 -10\n30 8 12\n",
        "0 6 0\n30 8 12\n90 30 -10\n300 9 -5\n", "30 8 12\n90 30 -10\n90 30 -10\n300 9 -5\n",
        "\"Freq\";\"Z\";\"Phase\"\n\"30\";\"8\";\"12\"\n\"90\";\"30\";\"-10\"\n\"300\";\"9\";\"-5\"\n"}) {
    write("a.zma", text);
    expect_impedance(table("a.zma"), 31.5, 8.485, 11.02, printed);
  }
}

TEST_F(TablesOfOtherPrograms, NoPhaseIsTheMinimumPhase) {
  write("a.zma", "30 8\n90 30\n300 9\n");
  EXPECT_NEAR(std::abs(at(31.5, table("a.zma")).impedance.at(0)), 8.485, printed * 8.485);
  // it rises to the peak and falls from it
  EXPECT_GT(std::arg(at(31.5, table("a.zma")).impedance.at(0)), 0.1);
  EXPECT_LT(std::arg(at(290, table("a.zma")).impedance.at(0)), -0.1);
  const Case config = read_case(write("case.toml", table("a.zma") + "[sweep]\nfrequencies = [\"100 Hz\"]\n"));
  const auto warnings = build_network(config, air_properties(config)).warnings;
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(warnings[0].ends_with("a.zma: minimum phase taken")) << warnings[0];
}

// S11 = S21 = 1/2 in 50 ohm is 100 ohm in series: 175 ohm before 75 ohm. -6.0206 dB is 1/2 to 1e-6.
TEST_F(TablesOfOtherPrograms, TouchstoneWithBlanksBeforeItsOptions) {
  const std::string row = " -6.0206 0 -6.0206 0 -6.0206 0 -6.0206 0\n";
  write("box.s2p", "! old analyser\n  #   HZ   S   DB   R   50\n100" + row + "4000" + row);
  expect_impedance(
      element(
          "name = \"box\"\nkind = \"two_port_table\"\nfrom = \"plug\"\nto = \"out\"\ntable = \"box.s2p\"") +
          element("name = \"load\"\nkind = \"resistance\"\nfrom = \"out\"\nvalue = \"75 ohm\""),
      200, 175, 0, 1e-5);
}

TEST_F(TablesOfOtherPrograms, OnePortIsAnImpedanceTable) {
  write("load.s1p", "# kHz S RI R 50\n0.1 0.5 0\n10 0.5 0\n");
  expect_impedance(table("load.s1p"), 1000, 150, 0, 1e-12);
}

} // namespace
