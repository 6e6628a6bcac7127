// Free shells on triangulated walls: a sphere and a cylinder with flat ends against thin-shell theory.
#include "solver/analysis/modes.h"
#include "tests/reference/capped_cylinder.h"
#include "tests/support/shell_problem.h"
#include "tests/support/triangle_surfaces.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

using dealii::Point;
using dealii::Tensor;

constexpr double modulus = 1, density = 1, poissons_ratio = 0.3;

ShellSection section_of(double thickness) {
  return laminate({{isotropic_ply(density, modulus, poissons_ratio), thickness}});
}

/// Undamped modes, rigid ones as 0 [rad/s].
std::vector<ShellMode> modes_below(const ShellSpace &space, const ShellSection &section, double omega) {
  const FrequencyProblem problem = shell_problem(space, {{section}, {}});
  const double up_to = omega / (2 * std::numbers::pi);
  std::vector<ShellMode> modes;
  for (auto &[value, shape] : undamped_eigenpairs(problem, 0, up_to))
    modes.push_back({2 * std::numbers::pi * frequency_of(value, up_to), std::move(shape)});
  return modes;
}

int number_of_rigid(const std::vector<ShellMode> &modes) {
  return int(
      std::count_if(modes.begin(), modes.end(), [](const ShellMode &mode) { return mode.omega == 0; }));
}

/// x = w^2 a^2 rho (1 - nu^2)/E of a closed sphere's spheroidal modes of degree l: the lower root of x^2 - b
/// x
/// + c = 0 with bending, L = l (l + 1), k = h^2/(12 a^2),
///   b = L + 1 + 3 nu + k (L^2 + nu L + nu - 1),  c = (L - 2) (1 - nu^2) + k (L^3 - 4 L^2 + L (5 - nu^2) - 2
///   + 2 nu^2)
/// (Junger and Feit, Sound, Structures, and Their Interaction, 1986, eq. 7.120; without k Baker, J. Acoust.
/// Soc. Am. 33, 1961).
double spheroidal(int l, double thickness) {
  const double L = l * (l + 1.0), nu = poissons_ratio, k = thickness * thickness / 12;
  const double b = L + 1 + 3 * nu + k * (L * L + nu * L + nu - 1),
               c = (L - 2) * (1 - nu * nu) +
                   k * (L * L * L - 4 * L * L + L * (5 - nu * nu) - 2 * (1 - nu * nu));
  return std::sqrt((b - std::sqrt(b * b - 4 * c)) / 2 / (1 - nu * nu));
}

/// w a sqrt(rho/G) = sqrt((l - 1) (l + 2)) (Lamb 1882).
double torsional(int l) {
  return std::sqrt((l - 1) * (l + 2) / (2 * (1 + poissons_ratio)));
}

TEST(ModesOfWalls, OfAFreeSphereAreBakers) {
  const double thickness = 0.02;
  const TriangleSurface fine = sphere_surface(1, 10);
  for (const auto &[edge, tolerance] : {std::pair(1.2, 5e-3), std::pair(0.6, 1e-3)}) {
    const ShellSpace space(wall_shell(fine, {{"walls", edge}}), 3);
    const std::vector<ShellMode> modes = modes_below(space, section_of(thickness), 0.93);
    EXPECT_EQ(number_of_rigid(modes), 6);
    std::printf("free sphere, h/a = 0.02, edges of %.1f, p = 3, %zu elements: degree, lowest, highest, "
                "reference\n",
                edge, space.n_cells());
    std::size_t next = 6;
    std::vector<std::pair<double, int>> degrees; // what follows the rigid motions, in turn
    for (int l = 2; l <= 4; ++l)
      degrees.emplace_back(spheroidal(l, thickness), l);
    for (const auto &[reference, l] : degrees) {
      ASSERT_GE(modes.size(), next + 2 * l + 1);
      const double low = modes[next].omega, high = modes[next + 2 * l].omega;
      std::printf("    %d  %.6f  %.6f  %.6f\n", l, low, high, reference);
      EXPECT_NEAR(low / reference, 1, tolerance) << l;
      EXPECT_NEAR(high / reference, 1, tolerance) << l;
      next += 2 * l + 1;
    }
    // The torsional modes of degree 2 lie among spheroidal ones: five that move in the surface alone.
    const auto around = eigenpairs_nearest(shell_pencil(shell_problem(space, {{section_of(thickness)}, {}})),
                                           std::pow(torsional(2), 2), 40);
    int in_surface = 0;
    for (const auto &[value, shape] : around) {
      double across = 0, total = 0;
      for (std::size_t node = 0; node < space.n_nodes(); ++node) {
        Tensor<1, 3> u;
        for (int c = 0; c < 3; ++c)
          u[c] = shape[space.unknowns(node)[c]];
        across += std::pow(u * Tensor<1, 3>(space.position(node)), 2);
        total += u.norm_square();
      }
      if (across > 1e-2 * total)
        continue;
      ++in_surface;
      EXPECT_NEAR(std::sqrt(value) / torsional(2), 1, tolerance);
    }
    EXPECT_EQ(in_surface, 5);
  }
}

/// How much of a shape is the same all around z, at a few radii on the ends and on the side: along the
/// normal, and around the axis.
std::pair<double, double> even_shares(const ShellSpace &space, const std::vector<double> &shape) {
  constexpr int around = 24;
  double total = 0, normal = 0, twist = 0;
  for (const auto &[r, z] :
       {std::pair(0.2, -1.0), std::pair(0.5, -1.0), std::pair(0.75, -1.0), std::pair(0.2, 1.0),
        std::pair(0.5, 1.0), std::pair(0.75, 1.0), std::pair(1.0, 0.4)}) {
    double even_normal = 0, even_twist = 0;
    for (int i = 0; i < around; ++i) {
      const double phi = 2 * std::numbers::pi * (i + 0.3) / around;
      const ShellPoint point = space.closest({r * std::cos(phi), r * std::sin(phi), z});
      const Tensor<1, 3> u = displacement(point, shape), along({-std::sin(phi), std::cos(phi), 0});
      total += u.norm_square() / around;
      even_normal += u * point.normal / around;
      even_twist += u * along / around;
    }
    normal += even_normal * even_normal;
    twist += even_twist * even_twist;
  }
  return {normal / total, twist / total};
}

TriangleSurface centred_cylinder() {
  TriangleSurface fine = capped_cylinder_surface(1, 2, 40, 10);
  for (Point<3> &node : fine.nodes)
    node[2] -= 1;
  return fine;
}

TEST(ModesOfWalls, OfAFreeCylinderWithFlatEndsAreThoseOfTheMatchedParts) {
  // Shear and rotary inertia, which the reference lacks, lower the highest by 1e-4.
  const double thickness = 0.005, top = 0.1;
  const CappedCylinder exact{1, 1, thickness, modulus, density, poissons_ratio};
  std::vector<double> expected;
  for (const bool even : {true, false})
    for (const double omega : exact.modes(top, even))
      expected.push_back(omega);
  std::sort(expected.begin(), expected.end());
  const TriangleSurface fine = centred_cylinder();
  for (const auto &[edge, tolerance] : {std::pair(0.8, 8e-3), std::pair(0.55, 2e-3)}) {
    const ShellSpace space(wall_shell(fine, {{"walls", edge}}), 3);
    const std::vector<ShellMode> modes = modes_below(space, section_of(thickness), top);
    EXPECT_EQ(number_of_rigid(modes), 6);
    std::vector<double> breathing;
    for (std::size_t k = 6; k < modes.size(); ++k)
      if (even_shares(space, modes[k].shape).first > 0.5)
        breathing.push_back(modes[k].omega);
    std::printf(
        "free cylinder with ends, l/a = 2, h/a = 0.005, edges of %.2f, p = 3, %zu elements, %zu modes\n",
        edge, space.n_cells(), modes.size());
    for (std::size_t k = 0; k < std::min(breathing.size(), expected.size()); ++k)
      std::printf("    %.6f  %.6f  %.1e\n", breathing[k], expected[k], breathing[k] / expected[k] - 1);
    ASSERT_EQ(breathing.size(), expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k)
      EXPECT_NEAR(breathing[k] / expected[k], 1, tolerance);
  }
}

/// The shear that a side hands over to an end is the end's in its own plane, across the kink.
TEST(ModesOfWalls, ACylinderTwistsItsEnds) {
  const double thickness = 0.02;
  const CappedCylinder exact{1, 1, thickness, modulus, density, poissons_ratio};
  const ShellSpace space(wall_shell(centred_cylinder(), {{"walls", 0.8}}), 3);
  const Pencil pencil = shell_pencil(shell_problem(space, {{section_of(thickness)}, {}}));
  int found = 0;
  for (const auto &[value, shape] : eigenpairs_nearest(pencil, 0.774 * 0.774, 12)) {
    if (even_shares(space, shape).second < 0.5)
      continue;
    const double omega = std::sqrt(value);
    ++found;
    std::printf("twisting %.6f\n", omega);
    EXPECT_LT(exact.torsion(omega * (1 - 1e-4), false) * exact.torsion(omega * (1 + 1e-4), false), 0)
        << omega;
  }
  EXPECT_EQ(found, 1);
}

} // namespace
} // namespace earshot::testing
