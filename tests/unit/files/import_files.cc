// Files of other programs: what they mean, and what is wrong with them.
#include "solver/files/import_files.h"
#include "solver/config/located.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>

namespace {

using namespace earshot;
using Complex = std::complex<double>;

class ImportFiles : public ::testing::Test {
protected:
  std::filesystem::path write(const std::string &name, const std::string &text) const {
    std::ofstream(directory.path / name) << text;
    return directory.path / name;
  }
  template <class Read>
  std::string complaint(const std::filesystem::path &file, Read read) const {
    try {
      read(file);
    } catch (const UserError &error) {
      const std::string text = error.what();
      return text.substr(text.find(file.filename().string()));
    }
    return "nothing";
  }
  TemporaryDirectory directory;
};

TEST_F(ImportFiles, FrdIsLevelAndPhase) {
  const auto curve =
      read_frd(write("a.frd", "* heading\nFreq SPL Phase\n20\t94.0 90\n1e3, 100 ; -180\n2000 80\n"));
  EXPECT_EQ(curve.frequency_hz, (std::vector<double>{20, 1000, 2000}));
  EXPECT_LT(std::abs(curve.values[0] / Complex(0, std::pow(10, 4.7)) - 1.0), 1e-12);
  EXPECT_LT(std::abs(curve.values[1] / -1e5 - 1.0), 1e-12);
  EXPECT_LT(std::abs(curve.values[2] / 1e4 - 1.0), 1e-12);
}

TEST_F(ImportFiles, ImpedancesOfFourKinds) {
  const auto zma = read_impedance(write("a.zma", "10 16 0\n20 32 90\n"));
  EXPECT_EQ(zma.quantity, TableQuantity::electrical);
  EXPECT_LT(std::abs(zma.curve.values[1] - Complex(0, 32)), 1e-12);
  const auto csv =
      read_impedance(write("a.csv", "frequency_hz,resistance_ohm,reactance_ohm\n10,1,2\n20,3,4\n"));
  EXPECT_EQ(csv.quantity, TableQuantity::electrical);
  EXPECT_EQ(csv.curve.values[1], Complex(3, 4));
  const auto acoustic =
      read_impedance(write("b.csv", "frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\n10,1e8,2e7\n"));
  EXPECT_EQ(acoustic.quantity, TableQuantity::acoustic);
  const auto polar = read_impedance(write("c.csv", "frequency_hz,magnitude_pa_s_m3,phase_deg\n10,2,-90\n"));
  EXPECT_LT(std::abs(polar.curve.values[0] - Complex(0, -2)), 1e-12);
}

// A series impedance z between two ports of 50 ohm: s11 = z/(z + 100), s21 = 100/(z + 100).
TEST_F(ImportFiles, TouchstoneOfASeriesImpedanceIsItsChainMatrix) {
  const double z = 25, s11 = z / (z + 100), s21 = 100 / (z + 100);
  const auto line = [&](double a, double b) {
    return std::to_string(a) + " 0 " + std::to_string(b) + " 0 " + std::to_string(b) + " 0 " +
           std::to_string(a) + " 0\n";
  };
  const auto s = read_two_port(write("s.s2p", "! comment\n# kHz S RI R 50\n1 " + line(s11, s21)));
  EXPECT_DOUBLE_EQ(s.frequency_hz[0], 1000);
  EXPECT_LT(std::abs(s.chain[0][0] - 1.0), 1e-6); // std::to_string gives six digits
  EXPECT_LT(std::abs(s.chain[0][1] - z), 1e-4);
  EXPECT_LT(std::abs(s.chain[0][2]), 1e-6);
  EXPECT_LT(std::abs(s.chain[0][3] - 1.0), 1e-6);
  // The shunt y = 1/25 has z11 = z12 = 25 = 0.5 x 50; in dB and degrees.
  const std::string half = std::to_string(20 * std::log10(0.5)) + " 0 ";
  const auto shunt = read_two_port(write("z.s2p", "# Hz Z DB R 50\n10 " + half + half + half + half + "\n"));
  EXPECT_LT(std::abs(shunt.chain[0][2] - 1 / 25.0), 1e-6);
  EXPECT_LT(std::abs(shunt.chain[0][1]), 1e-4);
}

TEST_F(ImportFiles, ChainMatricesSayTheirQuantity) {
  const auto chain = read_two_port(write(
      "a.csv", "frequency_hz,a_re,a_im,b_re_pa_s_m3,b_im_pa_s_m3,c_re,c_im,d_re,d_im\n10,1,0,5,6,0,0,1,0\n"));
  EXPECT_EQ(chain.quantity, TableQuantity::acoustic);
  EXPECT_EQ(chain.chain[0][1], Complex(5, 6));
}

TEST_F(ImportFiles, ErrorsNameFileAndLine) {
  EXPECT_EQ(complaint(write("a.zma", "* x\n10 16 0\n10 17 0\n"), read_zma),
            "a.zma:3: found 10 Hz after 10 Hz, expected rising frequencies");
  EXPECT_EQ(complaint(write("b.zma", "10 16\n"), read_zma), "b.zma:1: found 2 numbers, expected 3");
  EXPECT_EQ(complaint(write("c.zma", "10 abc 0\n"), read_zma), "c.zma:1: 'abc' is not a number");
  EXPECT_NE(complaint(write("z.csv", "frequency,resistance_ohm\n1,2\n"), read_impedance)
                .find("z.csv: no column \"frequency_hz\""),
            std::string::npos);
  EXPECT_EQ(complaint(write("d.frd", "nothing here\n"), read_frd), "d.frd has no rows of numbers");
  EXPECT_EQ(complaint(write("e.s2p", "# Hz X\n"), read_two_port),
            "e.s2p:1: found 'x', expected an option line such as '# Hz S RI R 50'");
}

} // namespace
