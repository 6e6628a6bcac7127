// Where a diaphragm comes to rest under a static pressure, and where it snaps through.
#include "solver/physics/structure/pressure_curve.h"

#include "tests/reference/large_deflection.h"
#include "tests/support/meridian_zones.h"
#include "tests/support/shallow_cap.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <numbers>

namespace earshot {
namespace {

constexpr double pi = std::numbers::pi;
using test::film, test::flat, test::poissons_ratio, test::youngs_modulus;

/// z = rise (1 - (r/outer)^2): the shallow cap of Marguerre's equations.
MeridianZone paraboloid(double outer, double rise, double thickness, int elements) {
  return {"cap",
          0,
          outer,
          [=](double r) { return rise * (1 - r * r / (outer * outer)); },
          [=](double r) { return -2 * rise * r / (outer * outer); },
          film(thickness),
          elements};
}

// Of the whole plate as its own coil: the mean displacement is the volume's over the area.
TEST(PressureCurve, SmallPressureMovesAClampedPlateAsLinearTheory) {
  constexpr double a = 5e-3, h = a / 200;
  const AxisymmetricShell plate({flat(0, a, h, 8)}, 4, std::nullopt);
  const double bending = youngs_modulus * h * h * h / (12 * (1 - poissons_ratio * poissons_ratio));
  const double pressure = 0.01 * 64 * bending * h / std::pow(a, 4); // w_0 = h/100, no stretch yet
  const PressureCurve curve = pressure_curve(plate, 0, std::array{-pressure, pressure});
  for (const PressurePoint &point : curve.points) {
    // w = p (a^2 - r^2)^2/(64 D) holds pi p a^6/(192 D). What is left out: shear, some (h/a)^2 = 3e-5, and
    // stretching, 0.49 (w_0/h)^2 = 5e-5.
    const double volume = -point.pressure * pi * std::pow(a, 6) / (192 * bending);
    EXPECT_NEAR(point.volume / volume, 1, 5e-4);
    EXPECT_NEAR(point.displacement / (volume / (pi * a * a)), 1, 5e-4);
    EXPECT_NEAR(plate.points(point.unknowns).front().displacement[1] /
                    (-point.pressure * std::pow(a, 4) / (64 * bending)),
                1, 1e-3);                                      // the first point lies off the axis
    EXPECT_NEAR(point.effective_area / (pi * a * a), 1, 1e-3); // all of it moves the volume
    EXPECT_NEAR(point.tangent_stiffness * point.displacement / (-point.pressure * pi * a * a), 1, 1e-3);
  }
  EXPECT_FALSE(curve.in_front.snap || curve.behind.snap) << "a plate has nothing to snap through";
  EXPECT_NEAR(curve.in_front.followed / pressure, snap_reach, 1e-12);
}

// Edge layers are some h wide at the largest load, where the elements are a twentieth of the radius.
TEST(PressureCurve, ClampedPlateHasTheReferenceDeflectionOnEitherSide) {
  constexpr double a = 5e-3, h = a / 200;
  const AxisymmetricShell plate({flat(0, a, h, 12)}, 4, std::nullopt);
  std::vector<double> pressures;
  for (const double side : {-1, 1})
    for (const reference::LargeDeflection &expected : reference::clamped_plate)
      pressures.push_back(side * expected.pressure * youngs_modulus * std::pow(h / a, 4));
  std::sort(pressures.begin(), pressures.end());
  const PressureCurve curve = pressure_curve(plate, 0, pressures);
  const std::size_t n = reference::clamped_plate.size();
  double largest = 0;
  for (std::size_t k = 0; k < n; ++k)
    for (const std::size_t at : {n - 1 - k, n + k}) {
      const double side = at < n ? 1 : -1; // pressure behind moves to the front
      const double error = plate.points(curve.points[at].unknowns).front().displacement[1] /
                               (side * h * reference::clamped_plate[k].deflection) -
                           1;
      largest = std::max(largest, std::abs(error));
      EXPECT_LT(std::abs(error), 5e-3) << reference::clamped_plate[k].pressure;
    }
  std::printf("clamped plate to w = 5 h: deflection within %.1e\n", largest);
}

// S_d and the tangent at a state, by differences of large deflection: by reciprocity a pressure pushes at the
// coil with S_d, so that dx/dp = -S_d/K.
TEST(PressureCurve, TangentAndAreaAreTheSlopeOfTheDisplacement) {
  const AxisymmetricShell dome({paraboloid(2e-3, 0.3e-3, 25e-6, 6), flat(2e-3, 3e-3, 20e-6, 6)}, 4,
                               std::nullopt);
  const auto points = pressure_curve(dome, 0, std::array{490.0, 500.0, 510.0}).points;
  const double slope = (points[2].displacement - points[0].displacement) / 20;
  EXPECT_NEAR(slope / (-points[1].effective_area / points[1].tangent_stiffness), 1, 1e-3);
}

// Shallow: (rise/radius)^2 = 4e-4 is what Marguerre's equations leave out.
TEST(PressureCurve, ShallowCapsSnapThroughAtThePressureOfMarguerresEquations) {
  constexpr double a = 5e-3, rise = a / 50;
  for (const double lambda : {4.0, 5.0, 5.5}) {
    const double expected = test::ShallowCap(lambda, poissons_ratio).snap_through();
    const double h = 4 * rise * std::sqrt(3 * (1 - poissons_ratio * poissons_ratio)) / (lambda * lambda);
    const AxisymmetricShell cap({paraboloid(a, rise, h, 10)}, 4, std::nullopt);
    const double radius = a * a / (2 * rise),
                 classical = 2 * youngs_modulus * h * h /
                             (std::sqrt(3 * (1 - poissons_ratio * poissons_ratio)) * radius * radius);
    const PressureCurve curve =
        pressure_curve(cap, 0, std::array{0.9 * expected * classical, 1.1 * expected * classical});
    ASSERT_TRUE(curve.in_front.snap);
    std::printf("clamped shallow cap, lambda = %g: snaps through at %.5f of the classical pressure, by "
                "Marguerre's equations %.5f\n",
                lambda, *curve.in_front.snap / classical, expected);
    EXPECT_NEAR(*curve.in_front.snap / classical / expected, 1, 5e-3) << lambda;
    const auto middle = [&](std::size_t k) {
      return cap.points(curve.points[k].unknowns).front().displacement[1];
    };
    EXPECT_GT(middle(0), -rise / 2) << "before it";
    EXPECT_LT(middle(1), -rise) << "behind it: inside out";
    EXPECT_GT(curve.points[1].tangent_stiffness, 0);
    EXPECT_FALSE(curve.behind.snap);
  }
}

TEST(PressureCurve, FindsSnappingThroughBeyondThePressuresThatAreAsked) {
  constexpr double a = 3e-3;
  const AxisymmetricShell dome({paraboloid(a, 0.1e-3, 20e-6, 10)}, 4, std::nullopt);
  const std::array near{3000.0}, far{1000.0};
  const auto found = pressure_curve(dome, 0, near).in_front.snap;
  ASSERT_TRUE(found);
  const auto from_far = pressure_curve(dome, 0, far).in_front.snap;
  ASSERT_TRUE(from_far);
  EXPECT_NEAR(*from_far / *found, 1, 1e-6); // one path, other steps
}

} // namespace
} // namespace earshot
