// Phases from magnitudes against networks whose phase is known.
#include "solver/files/minimum_phase.h"

#include "solver/config/located.h"
#include "solver/files/import_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;
using Complex = std::complex<double>;
using Law = std::function<Complex(double x)>;

constexpr double pi = std::numbers::pi;

struct Band {
  std::vector<double> x, magnitude, phase;
};

/// Four decades on either side of x = 1: there the slopes are those at infinity to 1e-8.
Band sampled(const Law &law, int per_octave) {
  const int rows = static_cast<int>(8 * std::log2(10.0) * per_octave);
  Band band;
  for (int k = 0; k <= rows; ++k) {
    band.x.push_back(1e-4 * std::exp2(static_cast<double>(k) / per_octave));
    band.magnitude.push_back(std::abs(law(band.x.back())));
    band.phase.push_back(std::arg(law(band.x.back())));
  }
  return band;
}

double largest_error(const Law &law, int per_octave) {
  const Band band = sampled(law, per_octave);
  const std::vector<double> phase = minimum_phase(band.x, band.magnitude);
  double error = 0;
  for (std::size_t k = 0; k < phase.size(); ++k)
    error = std::max(error, std::abs(phase[k] - band.phase[k]));
  return error;
}

/// Largest second derivative of ln|Z| by ln x, by differences.
double largest_bend(const Law &law) {
  const double d = 1e-3;
  double largest = 0;
  const auto y = [&](double u) { return std::log(std::abs(law(std::exp(u)))); };
  for (double u = -9; u < 9; u += d)
    largest = std::max(largest, std::abs(y(u + d) - 2 * y(u) + y(u - d)) / (d * d));
  return largest;
}

/// A bound of the error at a row. Linear interpolation over intervals h is off by e with |e| <= h^2 A/8, |e'|
/// <= h A/2, and 0 at the rows; A is the largest bend. Within h of the row the phase's integral is at most
/// (2/pi) h A/2 W(h), with W(h) < h (1 + ln(2/h)) + h^3/36. Beyond, by parts, e over sinh(u): at most (2/pi)
/// h^2 A/8 ln coth(h/2).
double error_bound(const Law &law, int per_octave) {
  const double h = std::numbers::ln2 / per_octave, bend = largest_bend(law),
               w = h * (1 + std::log(2 / h)) + h * h * h / 36;
  return 2 / pi * (h * bend / 2 * w + h * h * bend / 8 * std::log(1 / std::tanh(h / 2)));
}

const Law coil = [](double x) { return Complex(1, x); };
/// 16 ohm in series with a parallel circuit of 40 ohm and Q = 3: a driver's resonance.
const Law resonance = [](double x) { return 16.0 + 40.0 / Complex(1, 3 * (x - 1 / x)); };
/// A coil of 1 ohm in parallel with a capacitor: |Z| rises to a peak and falls for good.
const Law tank = [](double x) { return 1.0 / (Complex(0, x) + 1.0 / Complex(0.2, x)); };

TEST(MinimumPhase, OfAPowerOfTheFrequencyIsExact) {
  for (const double power : {-2.0, -1.0, 0.0, 0.5, 1.0}) {
    const std::vector<double> f{20, 25, 100, 3000, 20000};
    std::vector<double> magnitude;
    for (const double frequency : f)
      magnitude.push_back(8 * std::pow(frequency, power));
    // ln of magnitudes of 1e-8 is known to 1e-15, slopes over a fifth of an octave to 1e-14
    for (const double phase : minimum_phase(f, magnitude))
      EXPECT_NEAR(phase, power * pi / 2, 1e-12);
  }
}

TEST(MinimumPhase, MeetsKnownNetworksWithinTheInterpolation) {
  for (const Law &law : {coil, resonance, tank})
    for (const int per_octave : {3, 12, 48})
      EXPECT_LT(largest_error(law, per_octave), error_bound(law, per_octave) + 1e-7) << per_octave;
  std::printf("rows per octave   coil [degree]   resonance   tank\n");
  for (const int n : {3, 6, 12, 24, 48})
    std::printf("%14d %15.2g %11.2g %6.2g\n", n, 180 / pi * largest_error(coil, n),
                180 / pi * largest_error(resonance, n), 180 / pi * largest_error(tank, n));
}

// The error falls as h^2 ln(1/h): by more than 3 for half the spacing.
TEST(MinimumPhase, ConvergesWithTheSpacing) {
  for (const Law &law : {coil, resonance, tank})
    EXPECT_GT(largest_error(law, 12) / largest_error(law, 24), 3);
}

// A linear grid of 65536 rows, as analysers export: four thousand million pairs of rows.
TEST(MinimumPhase, OfManyRowsTakesNoTime) {
  std::vector<double> x, magnitude;
  for (int k = 1; k <= 65536; ++k) {
    x.push_back(k * 2e-3);
    magnitude.push_back(std::abs(resonance(x.back())));
  }
  const std::vector<double> phase = minimum_phase(x, magnitude);
  // From 0.2 to 10 rows are as close as 1/70 octave; the ends lie where |Z| has the slopes of 1/x^2.
  const double bound = error_bound(resonance, 70) + 1e-3;
  for (std::size_t k = 100; k < 5000; ++k)
    EXPECT_NEAR(phase[k], std::arg(resonance(x[k])), bound);
}

TEST(MinimumPhase, RefusesWhatHasNone) {
  const std::vector<double> one{20}, two{20, 40}, falls{40, 20}, zero{0, 1};
  EXPECT_THROW(minimum_phase(one, one), std::invalid_argument);
  EXPECT_THROW(minimum_phase(two, one), std::invalid_argument);
  EXPECT_THROW(minimum_phase(falls, two), std::invalid_argument);
  EXPECT_THROW(minimum_phase(two, zero), std::invalid_argument);
}

TEST(MinimumPhase, IsTakenWhereATableHasNoPhase) {
  const Band band = sampled(resonance, 12);
  std::string text = "* Freq(Hz) Z(Ohms)\n", bare;
  for (std::size_t k = 0; k < band.x.size(); ++k)
    bare += std::to_string(1000 * band.x[k]) + " " + std::to_string(band.magnitude[k]) + "\n";
  const std::vector<double> expected = minimum_phase(band.x, band.magnitude);
  for (const auto &[file, bytes] : {std::pair("a.txt", text + bare), std::pair("a.zma", bare)}) {
    const ImportedImpedance read = parse_impedance(bytes, file);
    EXPECT_FALSE(read.has_phase());
    EXPECT_EQ(read.quantity, TableQuantity::electrical);
    ASSERT_EQ(read.notes().size(), 1U);
    EXPECT_EQ(read.notes()[0], std::string("no phase in ") + file + ": minimum phase taken");
    for (std::size_t k = 0; k < expected.size(); ++k) // six decimals of ohm and Hz
      EXPECT_NEAR(std::arg(read.curve.values[k]), expected[k], 1e-4);
  }
  EXPECT_TRUE(parse_impedance("20 8 0\n40 9 1\n", "a.zma").has_phase());
}

TEST(MinimumPhase, OfATableMayBeUnknown) {
  const auto complaint = [](const std::string &text, const std::string &file) {
    try {
      parse_impedance(text, file);
    } catch (const UserError &error) {
      return std::string(error.what());
    }
    return std::string("nothing");
  };
  EXPECT_EQ(
      complaint("10 16\n", "a.zma"),
      "a.zma:1: found one row without a phase, expected two or more: its minimum phase follows from slopes");
  EXPECT_EQ(complaint("10 16\n20 0\n", "a.zma"),
            "a.zma:1: found the magnitude 0 at 20 Hz without a phase, expected more than 0");
  EXPECT_EQ(
      complaint("10 94\n20 95\n", "a.txt"),
      "a.txt:1: found 2 columns without titles, which may be levels, expected a heading such as \"Freq(Hz) "
      "Z(Ohms)\"");
  EXPECT_NE(complaint("20,5,94\n30,5,95\n", "a.zma").find("can be read as three numbers or as two"),
            std::string::npos);
}

} // namespace
