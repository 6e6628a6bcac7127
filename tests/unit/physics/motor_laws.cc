#include "solver/physics/transducers/motor_laws.h"

#include "tests/reference/large_signal.h"
#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

using test::Phasor;

// The micro-motor's force factor of +-0.4 mm, rounded; six degrees leave less than a part in ten thousand.
const std::vector<double> positions = {-4e-4, -3e-4, -2e-4, -1e-4, 0, 1e-4, 2e-4, 3e-4, 4e-4};
const std::vector<double> force_factors = {0.3251, 0.3577, 0.3836, 0.4003, 0.4051,
                                           0.3973, 0.3783, 0.3510, 0.3182};

TEST(SmoothCurve, FitsATableAndTellsItsError) {
  const CurveFit fit = fit_curve(positions, force_factors);
  double largest = 0;
  for (std::size_t k = 0; k < positions.size(); ++k)
    largest = std::max(largest, std::abs(fit.curve.value(positions[k]) - force_factors[k]));
  EXPECT_EQ(fit.largest_error, largest);
  EXPECT_LT(fit.largest_error, 1e-4);
  EXPECT_GT(fit.largest_error, 1e-7);
}

TEST(SmoothCurve, FewPointsAreMetExactly) {
  const CurveFit line = fit_curve(std::vector<double>{-1e-3, 1e-3}, std::vector<double>{2, 4});
  EXPECT_LT(line.largest_error, 1e-12);
  EXPECT_NEAR(line.curve.value(0), 3, 1e-12);
  EXPECT_THROW(fit_curve(std::vector<double>{0}, std::vector<double>{1}), std::invalid_argument);
}

// Central differences of a step of a thousandth of the range; the tangent's ends are left out.
TEST(SmoothCurve, DerivativesAndIntegralBelongTogetherAlsoBeyondTheRange) {
  const SmoothCurve curve({1, -0.5, 2, 0.3}, 1e-3, -0.5e-3, 0.7e-3);
  constexpr double step = 1e-6;
  for (const double x : {-0.9e-3, -0.3e-3, 0.0, 0.4e-3, 1.2e-3}) {
    EXPECT_NEAR((curve.integral(x + step) - curve.integral(x - step)) / (2 * step), curve.value(x), 1e-5)
        << x;
    EXPECT_NEAR((curve.value(x + step) - curve.value(x - step)) / (2 * step), curve.slope(x), 1e-2) << x;
    EXPECT_NEAR((curve.slope(x + step) - curve.slope(x - step)) / (2 * step), curve.curvature(x), 10) << x;
  }
  EXPECT_NEAR(curve.value(0.7e-3 + 1e-9) - curve.value(0.7e-3 - 1e-9), 2e-9 * curve.slope(0.7e-3), 1e-10);
  EXPECT_FALSE(curve.reaches(0.8e-3));
}

std::vector<Law> all_laws() {
  const SmoothCurve bl = fit_curve(positions, force_factors).curve, k({148, 60, 900}, 1e-3, -5e-4, 5e-4),
                    l({20e-6, -3e-6, -8e-6}, 1e-3, -5e-4, 5e-4), li({20e-6, 1e-6, -2e-6}, 1, -1, 1);
  const SmoothCurve area({60, -9, 50}, 1e-3, -5e-4, 5e-4); // in units that make it count as the others
  const DriverScalars scalars{1, 0,
                              0}; // not in the order of their declaration; only one of the laws at a time
  return {force_factor_law(bl, scalars), stiffness_law(k, scalars), inductance_law(l, scalars),
          saturation_law(li, scalars), area_law(area, scalars)};
}

LawValues value_of(const Law &law, const std::vector<double> &s) {
  LawValues values(2);
  law.add(s, std::vector<double>(2), values);
  return values;
}

TEST(MotorLaws, SlopesAreDerivativesAndSymmetric) {
  for (const Law &law : all_laws())
    for (const double x : {-6e-4, -2e-4, 3e-4, 7e-4})
      for (const double i : {-0.05, 0.1}) {
        const std::vector<double> steps = {1e-5, 1e-8}, at = {i, x};
        const LawValues exact = value_of(law, at);
        EXPECT_NEAR(exact.slope[1], exact.slope[2], 1e-12) << law.name; // power is neither made nor lost
        for (std::size_t b = 0; b < 2; ++b) {
          std::vector<double> above = at, below = at;
          above[b] += steps[b];
          below[b] -= steps[b];
          const LawValues high = value_of(law, above), low = value_of(law, below);
          for (std::size_t a = 0; a < 2; ++a)
            EXPECT_NEAR((high.value[a] - low.value[a]) / (2 * steps[b]), exact.slope[a * 2 + b],
                        1e-6 * (1e-3 + std::abs(exact.slope[a * 2 + b])))
                << law.name << " at " << x << " m";
        }
      }
}

TEST(MotorLaws, AreNothingAtRest) {
  for (const Law &law : all_laws())
    for (const double part : value_of(law, {0, 0}).value)
      EXPECT_EQ(part, 0) << law.name;
}

// A diaphragm of the area S0 (1 + a x) on a closed volume, slow against its air: p = B/V S0 (x + a x^2/2)
// pushes back with p S0 (1 + a x), which is a spring of powers of x.
TEST(MotorLaws, AnAreaOnAClosedVolumeIsASpring) {
  constexpr double area = 0.8, slope = 0.3, bulk = 0.9; // B/V
  const auto mechanical = [](double w) { return Phasor(1 - w * w, 0.1 * w); };
  const LinearRest with_pressure = [&](double w) {
    const Phasor z = mechanical(w), x = 1.0 / (z + bulk * area * area); // Z x + S p = F, S x - p V/B = n
    return LinearResponse{{x, bulk * area * x}, {x, bulk * area * x, bulk * area * x, -bulk * z * x}};
  };
  const LinearRest spring_alone = [&](double w) {
    const Phasor x = 1.0 / (mechanical(w) + bulk * area * area);
    return LinearResponse{{x}, {x}};
  };
  const double stiffness = bulk * area * area;
  for (const double omega : {0.4, 1.1}) {
    DrivenBalance found(with_pressure, 2, {area_law(SmoothCurve({area, area * slope}, 1, -2, 2), {0, 0, 1})},
                        {omega}, {1.0}, {}),
        expected(spring_alone, 1,
                 {test::power_spring(1.5 * stiffness * slope, 2),
                  test::power_spring(0.5 * stiffness * slope * slope, 3)},
                 {omega}, {1.0}, {});
    ASSERT_EQ(found.raise_to(0.5), "");
    ASSERT_EQ(expected.raise_to(0.5), "");
    EXPECT_GT(std::abs(found.phasor(0, 2) / found.phasor(0, 1)), 1e-3) << "there is something to find";
    for (std::size_t h = 0; h <= 4; ++h) // what both leave out beyond their orders is 80 dB down
      EXPECT_LT(std::abs(found.phasor(0, h) - expected.phasor(0, h)), 1e-5 * std::abs(expected.phasor(0, 1)))
          << omega << ", harmonic " << h;
  }
}

// The reference's loudspeaker by these laws instead of its own.
TEST(MotorLaws, GiveTheReferenceDistortion) {
  const test::Loudspeaker speaker;
  constexpr double mm = 1e-3, range = 1e-3;
  const SmoothCurve bl({0.405, -20 * mm, -0.55e6 * mm * mm}, mm, -range, range),
      k({148.05, 148.05 * 400 * mm, 148.05 * 6e6 * mm * mm}, mm, -range, range),
      l({20e-6, -20e-6 * 150 * mm}, mm, -range, range);
  for (const reference::Distortion &expected : reference::inductance_of_x) {
    DrivenBalance balance(speaker.rest(), 2,
                          {force_factor_law(bl, {}), stiffness_law(k, {}), inductance_law(l, {})},
                          {2 * std::numbers::pi * expected.frequency_hz}, {1.0}, {});
    ASSERT_EQ(balance.raise_to(1.5), "");
    const double fundamental = std::abs(balance.phasor(0, 1));
    EXPECT_NEAR(1e6 * fundamental / expected.fundamental_um, 1, 1e-4) << expected.frequency_hz;
    for (std::size_t h = 2; h <= 3; ++h)
      EXPECT_NEAR(100 * std::abs(balance.phasor(0, h)) / fundamental / expected.harmonics_percent[h - 2], 1,
                  1e-3)
          << expected.frequency_hz << ", harmonic " << h;
  }
}

} // namespace
} // namespace earshot
