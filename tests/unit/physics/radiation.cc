#include "solver/physics/acoustics/radiation.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace {

using namespace earshot;

// Piston: closed form in 30 digits. Flanged: Galerkin solution of the aperture. Unflanged: integral of
// Levine and Schwinger (Phys. Rev. 73, 1948). All over rho c.
struct Row {
  double ka;
  Complex piston, flanged, unflanged;
};
const Row rows[] = {
    {0.01, {4.9999167e-05, 0.0084880373}, {4.9999046e-05, 0.0082164588}, {2.4996263e-05, 0.0061269036}},
    {0.1, {0.0049916736, 0.084656541}, {0.0049904637, 0.081925184}, {0.0024820045, 0.061174516}},
    {0.5, {0.11989883, 0.39691467}, {0.11912825, 0.3814942}, {0.059486301, 0.29844043}},
    {1, {0.42327519, 0.64676373}, {0.41125069, 0.60902068}, {0.23827929, 0.55750669}},
    {1.5, {0.77396069, 0.68007305}, {0.72462407, 0.62848341}, {0.5323462, 0.70290983}},
    {2, {1.0330217, 0.53486333}, {0.93654397, 0.51074623}, {0.83602183, 0.65454031}},
    {2.5, {1.1310317, 0.32312478}, {1.0270034, 0.36294088}, {1.0057416, 0.48091686}},
    {3, {1.092228, 0.15939175}, {1.0380156, 0.24426406}, {1.039756, 0.31605808}},
    {3.5, {1.0013379, 0.098944495}, {1.0084591, 0.16319769}, {1.0047368, 0.20317602}},
};

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

// Tolerances: the piston's formula is exact to the table's eight digits, the pipe ends are a
// published fit.
TEST(RadiationImpedance, AgreesWithTheExactSolutions) {
  std::printf("     ka   piston  flanged unflanged   (relative error of Z)\n");
  for (const Row &row : rows) {
    const double piston = relative_error(normalised_piston_impedance(row.ka), row.piston);
    const double flanged =
        relative_error(normalised_radiation_impedance(Flange::infinite, row.ka), row.flanged);
    const double unflanged =
        relative_error(normalised_radiation_impedance(Flange::none, row.ka), row.unflanged);
    std::printf("%7.2f %8.1e %8.1e %9.1e\n", row.ka, piston, flanged, unflanged);
    EXPECT_LT(piston, 6e-8) << row.ka;
    EXPECT_LT(flanged, 0.014) << row.ka;
    EXPECT_LT(unflanged, 0.023) << row.ka;
  }
}

// H1(1), H1(10), H1(30): NIST DLMF tables / Abramowitz and Stegun table 12.1 (first two).
TEST(Struve, AgreesWithTables) {
  EXPECT_NEAR(struve_h1(1), 0.1984573, 1e-7);
  EXPECT_NEAR(struve_h1(10), 0.8918325, 1e-7);
  EXPECT_NEAR(struve_h1(20 - 1e-9), struve_h1(20 + 1e-9), 3e-8); // both series at their common end
}

// A wide piston radiates plane waves; a small opening moves a slug of air of 8a/(3 pi) (piston).
TEST(RadiationImpedance, HasItsLimitsAndScalesWithAir) {
  EXPECT_NEAR(std::abs(normalised_piston_impedance(200) - 1.0), 0, 0.01);
  const AirProperties air;
  const double radius = 1e-3, area = 3.14159265358979 * radius * radius, omega = 100;
  EXPECT_NEAR(piston_radiation_impedance(air, area, omega).imag(),
              air.density * omega * 8 * radius / (3 * 3.14159265358979), 1e-8);
  EXPECT_NEAR(radiation_impedance(Flange::infinite, air, area, omega).imag(),
              air.density * omega * 0.8216 * radius, 1e-6);
}

} // namespace
