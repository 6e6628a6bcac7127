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
  static ImportedCurve read_zma(const std::filesystem::path &path) { return read_impedance(path).curve; }
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
      read_frd(write("a.frd", "* heading\nFreq SPL Phase\n20\t94.0 90\n1e3  100 -180\n2000, 80, 0\n"));
  EXPECT_EQ(curve.frequency_hz, (std::vector<double>{20, 1000, 2000}));
  EXPECT_LT(std::abs(curve.values[0] / Complex(0, std::pow(10, 4.7)) - 1.0), 1e-12);
  EXPECT_LT(std::abs(curve.values[1] / -1e5 - 1.0), 1e-12);
  EXPECT_LT(std::abs(curve.values[2] / 1e4 - 1.0), 1e-12);
}

TEST_F(ImportFiles, FrdMayDoWithoutAPhase) {
  const auto curve = read_frd(write("a.csv", "frequency,raw\n20,20\n1000,40\n"));
  EXPECT_FALSE(curve.has_phase);
  EXPECT_NEAR(std::abs(curve.values[1] - 100.0), 0, 1e-9);
  EXPECT_TRUE(read_frd(write("b.frd", "20 94 0\n1000 95 0\n")).has_phase);
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

TEST_F(ImportFiles, RowsInAnyPlainOrder) {
  const auto at = [&](const std::string &name, const std::string &text) {
    return read_zma(write(name, text));
  };
  const ImportedCurve plain = at("a.zma", "30 8 12\n90 30 -10\n300 9 -5\n");
  EXPECT_TRUE(plain.notes.empty());
  for (const auto &[text, note] :
       {std::pair("300 9 -5\n90 30 -10\n30 8 12\n", "b.zma:1: the frequencies fall, the rows are reversed"),
        std::pair("0 6 0\n30 8 12\n90 30 -10\n300 9 -5\n", "b.zma:1: the row at 0 Hz is left out"),
        std::pair("30 8 12\n90 30 -10\n90 30 -10\n300 9 -5\n",
                  "b.zma:3: the row repeats the one before, once is enough")}) {
    const ImportedCurve curve = at("b.zma", text);
    EXPECT_EQ(curve.frequency_hz, plain.frequency_hz);
    EXPECT_EQ(curve.values, plain.values);
    ASSERT_EQ(curve.notes.size(), 1U);
    EXPECT_TRUE(curve.notes[0].ends_with(note)) << curve.notes[0];
  }
  for (const char *text :
       {"Freq Ohm Deg\n----------\n30 8 12\n90 30 -10\n300 9 -5\n",
        "\"Freq\";\"Z\";\"Phase\"\n\"30\";\"8\";\"12\"\n\"90\";\"30\";\"-10\"\n\"300\";\"9\";\"-5\"\n"}) {
    const ImportedCurve curve = at("c.zma", text);
    EXPECT_EQ(curve.frequency_hz, plain.frequency_hz);
    EXPECT_EQ(curve.values, plain.values);
  }
}

TEST_F(ImportFiles, StatedColumnsStandForTheHeading) {
  const auto path = write("a.csv", "1;x;8;12\n2;y;30;-10\n");
  const auto curve = read_impedance(path, "frequency [kHz], -, Z [ohm], phase [degree]").curve;
  EXPECT_EQ(curve.frequency_hz, (std::vector<double>{1000, 2000}));
  EXPECT_DOUBLE_EQ(std::abs(curve.values[1]), 30);
}

TEST_F(ImportFiles, ErrorsNameFileAndLine) {
  const auto impedance = [](const std::filesystem::path &path) { read_impedance(path); };
  const auto frd = [](const std::filesystem::path &path) { read_frd(path); };
  EXPECT_EQ(complaint(write("a.zma", "* x\n10 16 0\n10 17 0\n"), impedance),
            "a.zma:3: found 10 Hz a second time with other values than in line 2, expected one row for each "
            "frequency");
  EXPECT_EQ(complaint(write("a.zma", "10 16 0\n30 17 0\n20 3 0\n"), impedance),
            "a.zma:3: found 20 Hz after 30 Hz, expected rising frequencies or falling ones");
  EXPECT_EQ(complaint(write("c.zma", "10 abc 0\n"), impedance),
            "c.zma:1: found \"abc\" under magnitude, expected a finite number");
  EXPECT_EQ(complaint(write("c.zma", "10 1 0\n20 1\n"), impedance),
            "c.zma:2: found 2 values in \"20 1\", expected 3 as in line 1");
  EXPECT_EQ(
      complaint(write("z.csv", "frequenzy,resistance_ohm\n1,2\n"), impedance),
      "z.csv: found the columns \"frequenzy\", \"resistance_ohm\", expected a frequency such as \"frequency "
      "[Hz]\"");
  EXPECT_EQ(complaint(write("d.frd", "nothing here\n"), frd),
            "d.frd: has no rows of numbers, expected a table of them");
  EXPECT_EQ(complaint(write("d.frd", "20 94 0\n2000 1.5e7 0\n"), frd),
            "d.frd:2: found the level 1.5e+07 dB, expected one that an amplitude has");
  EXPECT_EQ(
      complaint(write("l.txt", "* Freq(Hz) SPL(dB) Phase(degrees)\n30 71.5 20\n90 88 -15\n"), impedance),
      "l.txt:2: found the column \"SPL(dB)\", a level, expected an impedance in ohm, Pa s/m3 or Pa s/m with "
      "its "
      "phase");
  EXPECT_EQ(
      complaint(write("l.frd", "30 71.5 20\n90 88 -15\n"), impedance),
      "l.frd:1: found a table of levels in dB by its name or heading, expected an impedance with its phase");
  EXPECT_EQ(
      complaint(write("t.zma", "1,234 8 0\n2,345 9 0\n"), impedance),
      "t.zma:1: found \"1,234 8 0\", which can be read as 1234 | 8 | 0 or as 1.234 | 8 | 0, expected decimal "
      "points, no marks of thousands, and tabs or semicolons between the columns");
  EXPECT_EQ(complaint(write("e.s2p", "# Hz X\n"), [](const auto &path) { read_two_port(path); }),
            "e.s2p:1: found 'x', expected an option line such as '# Hz S RI R 50'");
}

// Exports of laser instruments, and the names of this program.
TEST_F(ImportFiles, LawsOfADriverOverItsDisplacement) {
  const ColumnPair bl =
      parse_law_table("x [mm];Bl(x) [N/A]\n0,5;0,8\n0;1\n-0,5;0,9\n", "bl.txt", DriverLaw::force_factor);
  EXPECT_EQ(bl.first, (std::vector<double>{-0.5e-3, 0, 0.5e-3}));
  EXPECT_EQ(bl.second, (std::vector<double>{0.9, 1, 0.8}));
  const std::string both = "x [mm]\tKms(x) [N/mm]\tLe(x) [mH]\n-1\t1.5\t0.25\n0\t1\t0.125\n1\t1.25\t0.0625\n";
  EXPECT_EQ(parse_law_table(both, "a.txt", DriverLaw::stiffness).second,
            (std::vector<double>{1500, 1000, 1250}));
  EXPECT_EQ(parse_law_table(both, "a.txt", DriverLaw::inductance).second,
            (std::vector<double>{0.25e-3, 0.125e-3, 0.0625e-3}));
  EXPECT_EQ(
      parse_law_table("displacement_mm,stiffness_n_mm\n-1,2\n1,3\n", "k.csv", DriverLaw::stiffness).second,
      (std::vector<double>{2000, 3000}));
  for (const char *text : {"x,Bl\n-1,2\n1,3\n", "x [mm],Kms [N/mm]\n-1,2\n1,3\n",
                           "x [mm],Bl [N/A]\n-1,2\n1,3\n0,3\n", "x [s],Bl [N/A]\n-1,2\n1,3\n"})
    EXPECT_THROW(parse_law_table(text, "bl.csv", DriverLaw::force_factor), UserError) << text;
}

TEST_F(ImportFiles, BHTablesHaveTheirColumnsInAnyOrder) {
  for (const char *text : {"flux_density_t,field_strength_a_m\n0,0\n1,500\n", "H [A/m];B [T]\n0;0\n500;1\n",
                           "H (kA/m)\tB (mT)\n0\t0\n0,5\t1000\n"}) {
    const ColumnPair pair = read_bh_table(write("bh.csv", text));
    EXPECT_EQ(pair.first, (std::vector<double>{0, 1})) << text;
    EXPECT_EQ(pair.second, (std::vector<double>{0, 500})) << text;
  }
}

} // namespace
