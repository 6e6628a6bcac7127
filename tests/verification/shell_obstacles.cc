#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

using dealii::Point;
using testing::node_at;

/// The shell obstacle course (Belytschko et al., CMAME 51, 1985) on symmetric parts.
struct Obstacle {
  const char *name;
  ShellMesh mesh;
  ShellSection section;
  ShellSpace::EdgeConstraint constraint;
  double load_per_area;                                       ///< along -z
  std::vector<std::tuple<Point<3>, int, double>> point_loads; ///< place, component, force
  Point<3> observed;
  int component;
};

double displacement(const Obstacle &obstacle, unsigned degree, Index *n_unknowns) {
  const ShellSpace space(obstacle.mesh, degree, obstacle.constraint);
  std::vector<double> load(space.n_unknowns(), 0);
  if (obstacle.load_per_area != 0)
    for (const auto &[unknown, weight] : space.mean_displacement(0, Point<3>(0, 0, -1)))
      load[unknown] += obstacle.load_per_area * space.area(0) * weight;
  for (const auto &[place, component, force] : obstacle.point_loads)
    load[space.unknowns(node_at(space, place))[component]] += force;
  const auto u = testing::static_solution(testing::shell_problem(space, {{obstacle.section}, {}}), load);
  *n_unknowns = space.n_unknowns();
  return u[space.unknowns(node_at(space, obstacle.observed))[obstacle.component]];
}

/// Prints value and error per degree and returns the last error.
double table(const Obstacle &obstacle, const std::vector<unsigned> &degrees, double reference,
             const char *source) {
  double error = 1;
  for (const unsigned degree : degrees) {
    Index n = 0;
    const double value = std::abs(displacement(obstacle, degree, &n));
    error = std::abs(value / reference - 1);
    std::printf("    %-34s p = %u  %6d unknowns  %.6e  %.6e (%s)  %.2e\n", obstacle.name, degree, int(n),
                value, reference, source, error);
  }
  return error;
}

ShellSection section_of(double modulus, double poissons_ratio, double thickness) {
  return laminate({{isotropic_ply(1, modulus, poissons_ratio), thickness}});
}

/// The Kirchhoff-Love limit: a section that hardly shears. Without it a point load sinks in with the
/// logarithm of the element size, and the references, which are series of that theory, could not be reached.
ShellSection hardly_shearing(ShellSection section) {
  for (double &stiffness : section.parts[0].shear)
    stiffness *= 100;
  return section;
}

/// Sets what symmetry about the plane normal to coordinate `axis` fixes.
void mirror(std::array<bool, 6> &fixed, int axis) {
  fixed[axis] = true;
  for (int c = 0; c < 3; ++c)
    if (c != axis)
      fixed[3 + c] = true;
}

/// A diaphragm across x holds the displacement in its plane and the rotation about x.
void hold_by_diaphragm(std::array<bool, 6> &fixed) {
  fixed[1] = fixed[2] = fixed[3] = true;
}

/// A cylinder about x; angle from the z axis, the shell from x = 0 (diaphragm) to half its length.
ShellMesh cylinder(int n, int m, double radius, double half_length, double angle) {
  return testing::patch(n, m, [=](double s, double t) {
    return Point<3>(half_length * s, radius * std::sin(angle * t), radius * std::cos(angle * t));
  });
}

TEST(ShellObstacles, ScordelisLoRoof) {
  const double radius = 25, half_length = 25, angle = 40 * std::numbers::pi / 180;
  const auto constraint = [=](const Point<3> &x) {
    std::array<bool, 6> fixed{};
    if (x[0] < 1e-6)
      hold_by_diaphragm(fixed);
    if (x[0] > half_length - 1e-6)
      mirror(fixed, 0);
    if (x[1] < 1e-6)
      mirror(fixed, 1);
    return fixed;
  };
  const Point<3> midside(half_length, radius * std::sin(angle), radius * std::cos(angle));
  Obstacle roof{"Scordelis-Lo roof",
                cylinder(4, 4, radius, half_length, angle),
                section_of(4.32e8, 0, 0.25),
                constraint,
                90,
                {},
                midside,
                2};
  // The boundary layer of the free edges, as thin as the shell, is not resolved by 4 x 4 elements.
  EXPECT_LT(table(roof, {3, 4, 5}, 0.301462560, "Naghdi series"), 2e-3);
  roof.section = hardly_shearing(roof.section);
  EXPECT_LT(table(roof, {3, 4, 5}, 0.300600866, "Kirchhoff-Love series"), 2e-4);
}

TEST(ShellObstacles, PinchedCylinderWithDiaphragms) {
  const double radius = 300, half_length = 300;
  const auto constraint = [=](const Point<3> &x) {
    std::array<bool, 6> fixed{};
    if (x[0] < 1e-6)
      hold_by_diaphragm(fixed);
    if (x[0] > half_length - 1e-6)
      mirror(fixed, 0);
    if (x[1] < 1e-6)
      mirror(fixed, 1);
    if (x[2] < 1e-6)
      mirror(fixed, 2);
    return fixed;
  };
  const Point<3> top(half_length, 0, radius);
  const Obstacle pinched{"pinched cylinder",
                         cylinder(8, 8, radius, half_length, std::numbers::pi / 2),
                         hardly_shearing(section_of(3e6, 0.3, 3)),
                         constraint,
                         0,
                         {{top, 2, -0.25}},
                         top,
                         2};
  // The series itself is extrapolated.
  EXPECT_LT(table(pinched, {3, 4, 5}, 1.82767472e-5, "Kirchhoff-Love series"), 1e-3);
}

TEST(ShellObstacles, PinchedHemisphereWithHole) {
  const double radius = 10;
  const auto constraint = [=](const Point<3> &x) {
    std::array<bool, 6> fixed{};
    if (x[0] < 1e-6)
      mirror(fixed, 0);
    if (x[1] < 1e-6)
      mirror(fixed, 1);
    if (x.distance(Point<3>(radius, 0, 0)) < 1e-6)
      fixed[2] = true; // the loads balance: this only stops it from floating
    return fixed;
  };
  const auto position = [=](double s, double t) {
    const double azimuth = std::numbers::pi / 2 * s, latitude = 72 * std::numbers::pi / 180 * t;
    return Point<3>(radius * std::cos(latitude) * std::cos(azimuth),
                    radius * std::cos(latitude) * std::sin(azimuth), radius * std::sin(latitude));
  };
  const Point<3> loaded(radius, 0, 0), across(0, radius, 0);
  const Obstacle hemisphere{"pinched hemisphere with hole",
                            testing::patch(8, 8, position),
                            hardly_shearing(section_of(6.825e7, 0.3, 0.04)),
                            constraint,
                            0,
                            {{loaded, 0, 1.0}, {across, 1, -1.0}},
                            loaded,
                            0};
  EXPECT_LT(table(hemisphere, {3, 4, 5}, 0.09348327, "Kirchhoff-Love series"), 1e-3);
}

} // namespace
} // namespace earshot
