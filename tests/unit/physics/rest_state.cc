// Where films under tension and what they pull at come to rest.
#include "solver/physics/structure/rest_state.h"

#include "solver/mesh/profile.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <memory>

namespace earshot {
namespace {

constexpr double youngs_modulus = 4.5e9, poissons_ratio = 0.38, thickness = 9e-6;
constexpr double film_radius = 2.6e-3, radius = 3e-3;

ShellSection film(double tension, double of_thickness = thickness) {
  ShellSection section = laminate({{isotropic_ply(1390, youngs_modulus, poissons_ratio), of_thickness}});
  section.tension = tension;
  return section;
}

/// A flat film with a rim around it.
AxisymmetricShell with_rim(const ProfileZone &rim, const ShellSection &film, const ShellSection &of_rim,
                           int elements = 8) {
  const auto profile = std::make_shared<const Profile>(std::vector<ProfileZone>{{"film", film_radius}, rim});
  const std::function<double(double)> height = [profile](double r) { return profile->height(r); },
                                      slope = [profile](double r) { return profile->slope(r); };
  return {{{"film", 0, film_radius, height, slope, film, elements},
           {rim.name, film_radius, rim.outer_radius, height, slope, of_rim, elements * rim.waves}},
          4,
          std::nullopt};
}

const ProfileZone flat_rim{"rim", radius};
ProfileZone corrugations(double amplitude, int waves = 2) {
  return {"rim", radius, ProfileShape::corrugated, amplitude, waves};
}

/// N_1 in the middle of the film.
double tension_left(const AxisymmetricShell &shell) {
  return shell.points(rest_state(shell)).front().force[0];
}

TEST(RestState, OfOneTensionThroughoutIsThatOfStretching) {
  const AxisymmetricShell shell = with_rim(flat_rim, film(20), film(20));
  const std::vector<double> u = rest_state(shell);
  for (const double value : u)
    EXPECT_LT(std::abs(value), 1e-9 * thickness); // of some 1e-3 of it for unequal tensions
  for (const auto &point : shell.points(u))
    EXPECT_NEAR(point.force[0] / 20, 1, 1e-9);
}

// Plane stress (Lame): with q = (b/a)^2 the disc of radius a in an annulus to b keeps
// N = T - T (1 + nu)(q - 1)/(2 q), and in the annulus N_1, N_2 = T/(2 q) (1 + nu +- (1 - nu) b^2/r^2).
TEST(RestState, OfAFilmInARimOfTheSameFoilIsLames) {
  constexpr double tension = 20, q = radius * radius / (film_radius * film_radius);
  const AxisymmetricShell shell = with_rim(flat_rim, film(tension), film(0));
  const double left = tension * (1 - (1 + poissons_ratio) * (q - 1) / (2 * q));
  std::printf("tension left: %.9f N/m, closed form %.9f N/m\n", tension_left(shell), left);
  // In the annulus degree 4 meets a + b/r^2 within some (element/radius)^4 = 1e-7.
  for (const auto &point : shell.points(rest_state(shell))) {
    const double mean = (1 + poissons_ratio) * tension / (2 * q),
                 part = (1 - poissons_ratio) * tension / (2 * q) * std::pow(radius / point.radius, 2);
    EXPECT_NEAR(point.force[0], point.zone == 0 ? left : mean + part, 1e-6 * tension) << point.radius;
    EXPECT_NEAR(point.force[1], point.zone == 0 ? left : mean - part, 1e-6 * tension) << point.radius;
    EXPECT_NEAR(point.radial_force, point.force[0], 1e-9 * tension);
  }
}

TEST(RestState, OfCorrugationsLeavesLessTensionTheSofterTheyAre) {
  double stiffer = 20;
  for (const double amplitude : {5e-6, 10e-6, 20e-6, 40e-6}) {
    const double left = tension_left(with_rim(corrugations(amplitude), film(20), film(0)));
    std::printf("corrugations of %2.0f um: %.4f N/m of 20 left\n", 1e6 * amplitude, left);
    EXPECT_LT(left, stiffer);
    EXPECT_GT(left, 0);
    stiffer = left;
  }
  EXPECT_NEAR(tension_left(with_rim(corrugations(20e-6), film(20), film(0, 1e-3))) / 20, 1, 5e-3)
      << "of a hundred times the thickness";
}

} // namespace
} // namespace earshot
