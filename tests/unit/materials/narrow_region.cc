#include "solver/materials/narrow_region.h"
#include "tests/reference/boundary_layer_tube.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace {

using namespace earshot;
using Complex = std::complex<double>;

constexpr double two_pi = 2 * std::numbers::pi;
const AirProperties air{.density = 1.2043,
                        .sound_speed = 343.20,
                        .viscosity = 1.8140e-5,
                        .heat_capacity_ratio = 1.4,
                        .prandtl = 0.71};

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

// Reference: closed-form Zwikker-Kosten, and the boundary-layer condition in the same tube, each evaluated
// in 30 digits and given with 10.
struct TubeRow {
  double radius_mm, frequency_hz;
  Complex propagation, impedance, boundary_layer;
};
const TubeRow tube_rows[] = {
    {0.1, 20, {2.982265397, 3.017629854}, {7.761068515e+10, -7.637730539e+10}, {0.2917427635, 0.04237330019}},
    {0.1, 1000, {16.48730006, 28.15002695}, {1.573144554e+10, -7438551059.0}, {15.8079746, 18.85756322}},
    {0.1, 20000, {46.90888668, 407.5767389}, {1.368425802e+10, -720970371.1}, {50.99768171, 406.5599406}},
    {0.25, 1000, {4.607894129, 21.92160098}, {2250281279.0, -249680204.3}, {5.29474061, 21.56543129}},
    {0.5, 20, {0.5221272014, 0.6954562386}, {748257312.6, -504964626.0}, {0.3672388236, 0.2747689058}},
    {0.5, 5000, {4.375667751, 95.71260366}, {534794763.9, -9729373.112}, {4.524386616, 95.69939045}},
    {1, 500, {0.7106546076, 9.812424983}, {134930052.1, -4119472.954}, {0.7493348265, 9.806765328}},
    {1, 20000, {4.228016529, 370.3328695}, {132097445.8, -553117.7078}, {4.266347011, 370.3320121}},
    {4, 100, {0.0769399752, 1.904580795}, {8340713.671, -132474.792}, {0.07924020063, 1.904401804}},
    {4, 10000, {0.7419406675, 183.8154563}, {8234477.756, -11963.33416}, {0.7449105921, 183.8154299}},
};

// 1e-9 is what ten digits allow.
TEST(NarrowTube, PropagationAndImpedanceAreThoseOfZwikkerAndKosten) {
  double worst = 0;
  for (const TubeRow &row : tube_rows) {
    const double a = row.radius_mm * 1e-3, omega = two_pi * row.frequency_hz;
    const EquivalentFluid fluid = tube_fluid(air, a, omega);
    const double area = std::numbers::pi * a * a;
    const double error = std::max(relative_error(fluid.propagation_constant(omega), row.propagation),
                                  relative_error(fluid.impedance() / area, row.impedance));
    EXPECT_LT(error, 1e-9) << row.radius_mm << " mm, " << row.frequency_hz << " Hz";
    worst = std::max(worst, error);
  }
  RecordProperty("largest_relative_error", std::to_string(worst));
  std::printf("tube: largest relative error %.1e\n", worst);
}

TEST(NarrowSlit, PropagationAndImpedanceAreThoseOfZwikkerAndKosten) {
  struct Row {
    double gap_mm, frequency_hz;
    Complex propagation, impedance_per_width;
  };
  const Row rows[] = {
      {0.02, 20, {18.36785261, 18.37294665}, {740738060.1, -740449138.9}},
      {0.02, 20000, {508.9777276, 667.3344338}, {28288533.96, -19252394.62}},
      {0.05, 5000, {95.3169986, 143.7277639}, {9985044.867, -5533458.017}},
      {0.1, 1000, {22.08676477, 30.86059559}, {5290472.132, -3281869.781}},
      {0.2, 200, {5.089777276, 6.673344338}, {2828853.396, -1925239.462}},
      {0.5, 20, {0.6752454418, 0.8017227393}, {1335817.423, -1048163.708}},
      {0.5, 20000, {8.695930872, 374.5044342}, {833342.5137, -7274.828423}},
      {1, 5000, {2.173982718, 93.62610856}, {416671.2568, -3637.414211}},
  };
  double worst = 0;
  for (const Row &row : rows) {
    const double h = row.gap_mm * 1e-3, omega = two_pi * row.frequency_hz;
    const EquivalentFluid fluid = slit_fluid(air, h, omega);
    const double error = std::max(relative_error(fluid.propagation_constant(omega), row.propagation),
                                  relative_error(fluid.impedance() / h, row.impedance_per_width));
    EXPECT_LT(error, 1e-9) << row.gap_mm << " mm, " << row.frequency_hz << " Hz";
    worst = std::max(worst, error);
  }
  std::printf("slit: largest relative error %.1e\n", worst);
}

// Input impedance of a 10 mm tube, closed a/c and open b/d; the reference has nine digits.
TEST(NarrowTube, TwoPortGivesTheImpedanceOfClosedAndOpenTubes) {
  struct Row {
    double radius_mm, frequency_hz;
    Complex closed, open;
  };
  const Row rows[] = {
      {0.1, 20, {6.96880709e+9, -2.56652209e+12}, {4.61941019e+9, 61458225.1}},
      {0.1, 10000, {6.73164124e+9, 6.75746794e+9}, {1.18459877e+10, -1.65697123e+10}},
      {0.25, 2000, {460068188.0, -4.92040447e+9}, {230896367.0, 966884438.0}},
      {0.5, 500, {395506793.0, -5.20967759e+9}, {12649940.3, 57388872.6}},
      {1, 20, {3.3825474e+9, -2.81950818e+10}, {487697.741, 635203.517}},
      {1, 10000, {4561617.86, 39352219.1}, {45626332.3, -439607898.0}},
      {2, 2000, {1109389.51, -84633059.5}, {343944.997, 12941921.3}},
      {4, 500, {1011461.04, -88526987.3}, {19250.3093, 773340.753}},
  };
  double worst = 0;
  for (const Row &row : rows) {
    const double a = row.radius_mm * 1e-3, omega = two_pi * row.frequency_hz;
    const TwoPort t = uniform_passage(tube_fluid(air, a, omega), omega, 10e-3, std::numbers::pi * a * a);
    const double error = std::max(relative_error(t.a / t.c, row.closed), relative_error(t.b / t.d, row.open));
    EXPECT_LT(error, 1e-8) << row.radius_mm << " mm, " << row.frequency_hz << " Hz";
    EXPECT_NEAR(std::abs(t.a * t.d - t.b * t.c - 1.0), 0, 1e-10);
    worst = std::max(worst, error);
  }
  std::printf("tube of 10 mm: largest relative error %.1e\n", worst);
}

// Wide-range check of F against its definition's limits: k^2 i/8 (tube) and k^2 i/3 (slit) for small k with
// the next order known, 1 - 2/(sqrt(i) k) - ... for large k.
TEST(Profiles, KeepTheirLimitsToTwelveDigits) {
  const Complex i(0, 1);
  for (const double k : {1e-3, 1e-2}) {
    const Complex q = i * k * k; // -s^2 of the tube, s^2 of the slit
    EXPECT_LT(relative_error(tube_profile(k), q / 8.0 * (1.0 - q / 6.0 + 11.0 * q * q / 384.0)), 1e-12) << k;
    EXPECT_LT(relative_error(slit_profile(k), q / 3.0 * (1.0 - 2.0 * q / 5.0 + 17.0 * q * q / 105.0)), 1e-12)
        << k;
  }
  const double k = 1e3;
  const Complex s = std::sqrt(i) * k;
  EXPECT_LT(relative_error(tube_profile(k),
                           1.0 - 2.0 / s * (1.0 - 0.5 / s - 0.125 / (s * s) - 0.125 / (s * s * s))),
            1e-12);
  EXPECT_LT(relative_error(slit_profile(k), 1.0 - 1.0 / s), 1e-13);
}

// Where one way of evaluation hands over to another both must give the same.
TEST(Profiles, HaveNoStepWhereTheEvaluationChanges) {
  struct Knee {
    Complex (*profile)(double);
    double k;
  };
  for (const auto &[profile, knee] : {Knee{tube_profile, 30}, Knee{slit_profile, 5}}) {
    const double h = 1e-3; // third difference: smooth part below 1e-12
    const Complex third = profile(knee + 1.5 * h) - 3.0 * profile(knee + 0.5 * h) +
                          3.0 * profile(knee - 0.5 * h) - profile(knee - 1.5 * h);
    EXPECT_LT(std::abs(third), 1e-11);
  }
}

// Slow flow: what is left at 0.1 Hz is k^2/6 of it, 2e-5, and in the imaginary part.
TEST(Mouths, ResistSlowFlowAsSampsonAndHasimotoHaveIt) {
  const double omega = two_pi * 0.1, length = 1e-3, mu = air.viscosity, pi = std::numbers::pi;
  const double a = 0.15e-3, h = 0.2e-3, width = 3e-3;
  for (const double layered : {0., 1.})
    for (const double n : {0., 1., 2.}) {
      const PassageMouths mouths{n, length, n * layered};
      const TwoPort tube = uniform_passage(tube_fluid(air, a, omega, mouths), omega, length, pi * a * a),
                    slit = uniform_passage(slit_fluid(air, h, omega, mouths), omega, length, h * width);
      const double tube_resistance = 8 * mu * length / (pi * std::pow(a, 4)) + n * 3 * mu / (2 * a * a * a),
                   slit_resistance = (12 * mu * length / (h * h * h) + n * 16 * mu / (pi * h * h)) / width;
      EXPECT_NEAR(tube.b.real(), tube_resistance, 1e-4 * tube_resistance);
      EXPECT_NEAR(slit.b.real(), slit_resistance, 1e-4 * slit_resistance);
    }
}

TEST(Mouths, AddTheViscousPartOfTheDensityAlone) {
  const double omega = two_pi * 2000, a = 0.3e-3, length = 1e-3;
  const EquivalentFluid without = tube_fluid(air, a, omega), with = tube_fluid(air, a, omega, {2, length, 2}),
                        grown = tube_fluid(air, a, omega, {2, length});
  EXPECT_EQ(with.bulk_modulus, without.bulk_modulus);
  EXPECT_LT(relative_error(with.density - air.density,
                           (without.density - air.density) * (1 + 2 * tube_mouth_length(a) / length)),
            1e-12);
  const Complex x(0, omega * air.density * a * a / (8 * air.viscosity));
  EXPECT_LT(relative_error((grown.density - without.density) / (with.density - without.density),
                           1.0 + 0.4 * x / (1.0 + x)),
            1e-12);
}

TEST(BoundaryLayerTube, ReferenceModeSolvesTheWallCondition) {
  double worst = 0;
  for (const TubeRow &row : tube_rows) {
    const Complex gamma =
        reference::boundary_layer_tube(air, row.radius_mm * 1e-3, two_pi * row.frequency_hz);
    EXPECT_LT(relative_error(gamma, row.boundary_layer), 1e-9)
        << row.radius_mm << " mm, " << row.frequency_hz << " Hz";
    worst = std::max(worst, relative_error(gamma, row.boundary_layer));
  }
  std::printf("boundary-layer condition: largest relative error %.1e\n", worst);
}

} // namespace
