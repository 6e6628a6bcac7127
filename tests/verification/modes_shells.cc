// Modes of plates with a hole, layered plates and spherical shells against closed forms and one-dimensional
// FEM.
#include "solver/analysis/shell_modes.h"
#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

using dealii::Point;

constexpr double modulus = 1e9, density = 1000, poissons_ratio = 0.3;

/// The frequency of the mode (m, n) [Hz], NaN when there is none.
double frequency_in(const ModeSet &modes, int m, int n) {
  for (const Mode &mode : modes.modes)
    if (mode.m == m && mode.n == n && mode.frequency > 0)
      return mode.frequency;
  return std::nan("");
}

/// A ring of `around` x `across` elements.
ShellMesh ring(double inner, double outer, int around, int across) {
  return testing::patch(
      around, across,
      [=](double s, double t) {
        const double r = outer + t * (inner - outer), phi = 2 * std::numbers::pi * s;
        return Point<3>(r * std::cos(phi), r * std::sin(phi), 0);
      },
      true);
}

TEST(ModesShells, AnnularPlatesAreKirchhoffs) {
  // w a^2 sqrt(rho h/D), b/a = 0.3; cf. Leissa, Vibration of Plates, ch. 2.
  struct Case {
    const char *name;
    bool inner_clamped, outer_clamped;
    std::vector<std::array<double, 3>> modes; ///< m, n, value
  };
  const std::vector<Case> cases{
      {"clamped outside",
       false,
       true,
       {{0, 0, 11.4237778493},
        {0, 1, 51.745085624},
        {1, 0, 19.5403233839},
        {1, 1, 59.7594552854},
        {2, 0, 32.5939126848},
        {2, 1, 79.0607794075},
        {3, 0, 49.0690345241}}},
      {"clamped inside",
       true,
       false,
       {{0, 0, 6.66036730876},
        {0, 1, 42.6142120472},
        {1, 0, 6.55231424294},
        {1, 1, 44.6311464958},
        {2, 0, 7.95648654446},
        {2, 1, 50.9472718477},
        {3, 0, 13.275732998},
        {3, 1, 62.0527894354}}},
      {"clamped at both",
       true,
       true,
       {{0, 0, 45.3462370572}, {1, 0, 46.6435269637}, {2, 0, 51.1388496085}, {3, 0, 60.0334909532}}}};
  for (const Case &c : cases) {
    const auto constraint = [&](const Point<3> &x) {
      const bool inside = x.norm() < 0.6;
      return (inside ? c.inner_clamped : c.outer_clamped) ? ShellSpace::clamped(x) : ShellSpace::free(x);
    };
    const ShellSpace space(ring(0.3, 1, 12, 4), 5, constraint);
    const ShellSection section = laminate({{isotropic_ply(density, modulus, poissons_ratio), 1e-3}});
    const double scale = 2 * std::numbers::pi * std::sqrt(section.mass / section.parts[0].bending[0]);
    const FrequencyProblem problem = testing::shell_problem(space, {{section}, {}});
    const ModeSet modes = shell_modes({problem, space, {}, {}}, 85 / scale);
    std::printf("annular plate %s, b/a = 0.3, p = 5, %d unknowns: m, n, value, Kirchhoff, error\n", c.name,
                int(space.n_unknowns()));
    for (const auto &[m, n, reference] : c.modes) {
      const double value = scale * frequency_in(modes, int(m), int(n));
      std::printf("    %.0f %.0f  %10.5f  %10.5f  %.2e\n", m, n, value, reference,
                  std::abs(value / reference - 1));
      // Two elements across instead of four err by 2e-3; what is left is the plate's shear and the mesh's
      // 5e-5.
      EXPECT_NEAR(value / reference, 1, 1e-4);
    }
  }
}

TEST(ModesShells, LayeredDiscsFollowClassicalPlateTheoryWhereTheyAreThin) {
  // PEEK on both sides of a stiffer core, symmetric: lambda^2 sqrt(D/m)/(2 pi a^2) with D = sum of the plies'
  // own.
  const double a = 10e-3, nu = 0.38;
  const auto peek = isotropic_ply(1300, 3.6e9, nu), core = isotropic_ply(1390, 4.5e9, nu);
  const ShellSection section = laminate({{peek, 6e-6}, {core, 20e-6}, {peek, 6e-6}});
  const double outer = 16e-6, inner = 10e-6;
  const double stiffness = 2.0 / 3 / (1 - nu * nu) *
                           (3.6e9 * (std::pow(outer, 3) - std::pow(inner, 3)) + 4.5e9 * std::pow(inner, 3));
  const double mass = 1300 * 12e-6 + 1390 * 20e-6;
  const double scale = std::sqrt(stiffness / mass) / (2 * std::numbers::pi * a * a);
  const ShellSpace space(disc_shell(Profile({{"film", a}}), {}, std::vector{0.4 * a}), 5);
  const FrequencyProblem problem = testing::shell_problem(space, {{section}, {}});
  const ModeSet modes = shell_modes({problem, space, {}, {}}, 92 * scale);
  std::printf("layered disc, p = 5, %d unknowns: m, n, value [Hz], classical theory, error\n",
              int(space.n_unknowns()));
  for (const auto &[m, n, root] : {std::tuple{0, 0, 10.215826229867},
                                   {1, 0, 21.260397694615},
                                   {2, 0, 34.87703542032},
                                   {0, 1, 39.771148236457},
                                   {1, 1, 60.82867182002},
                                   {2, 1, 84.582649551475},
                                   {0, 2, 89.104143973969}}) {
    const double value = frequency_in(modes, m, n);
    std::printf("    %d %d  %10.3f  %10.3f  %.2e\n", m, n, value, root * scale,
                std::abs(value / (root * scale) - 1));
    // Shear and rotary inertia lower the highest by (h/a)^2 times 20: 2e-4.
    EXPECT_NEAR(value / (root * scale), 1, 4e-4);
  }
}

/// A closed sphere of radius 1: a cube's six faces, each n x n elements, pushed out along the radius.
ShellMesh sphere(int n) {
  ShellMesh mesh;
  mesh.zones = {"sphere"};
  std::map<std::array<long, 3>, int> numbers;
  std::vector<std::pair<Point<3>, std::array<Point<3>, 2>>> corners; // of each quad, with its two edges
  for (int axis = 0; axis < 3; ++axis)
    for (const int side : {-1, 1})
      for (int j = 0; j < n; ++j)
        for (int i = 0; i < n; ++i) {
          std::array<Point<3>, 2> edges;
          edges[side > 0 ? 0 : 1][(axis + 1) % 3] = 2.0 / n;
          edges[side > 0 ? 1 : 0][(axis + 2) % 3] = 2.0 / n;
          Point<3> corner;
          corner[axis] = side;
          corner[(axis + 1) % 3] = -1 + 2.0 * i / n;
          corner[(axis + 2) % 3] = -1 + 2.0 * j / n;
          corners.emplace_back(corner, edges);
          std::array<int, 4> quad;
          for (int k = 0; k < 4; ++k) {
            const Point<3> x = corner + (k % 2) * edges[0] + (k / 2) * edges[1];
            const std::array<long, 3> key{std::lround(x[0] * n), std::lround(x[1] * n),
                                          std::lround(x[2] * n)};
            quad[k] = numbers.try_emplace(key, int(numbers.size())).first->second;
          }
          mesh.quads.push_back(quad);
        }
  mesh.zone.assign(mesh.quads.size(), 0);
  mesh.position = [corners](std::size_t quad, const Point<2> &unit) {
    const auto &[corner, edges] = corners[quad];
    Point<3> x = corner + unit[0] * edges[0] + unit[1] * edges[1];
    // Equal angles instead of equal lengths make the elements more alike.
    for (int d = 0; d < 3; ++d)
      x[d] = std::tan(std::numbers::pi / 4 * x[d]);
    return Point<3>(x / x.norm());
  };
  return mesh;
}

/// Lamb's membrane theory of a closed sphere of degree l >= 2: x = w^2 R^2 rho (1 - nu^2)/E is the lower root
/// of x^2 - x (l (l + 1) + 1 + 3 nu) + (1 - nu^2) (l (l + 1) - 2) = 0 (Lamb, Proc. London Math. Soc. 14,
/// 1882).
double spherical_membrane(int l, double nu) {
  const double degree = l * (l + 1.0);
  const double sum = degree + 1 + 3 * nu, product = (1 - nu * nu) * (degree - 2);
  return std::sqrt((sum - std::sqrt(sum * sum - 4 * product)) / 2);
}

TEST(ModesShells, FreeSphereHasSixRigidMotionsAndMultipletsOfLamb) {
  const ShellSpace space(sphere(3), 5);
  const ShellSection section = laminate({{isotropic_ply(density, modulus, poissons_ratio), 1e-3}});
  const FrequencyProblem problem = testing::shell_problem(space, {{section}, {}});
  const double scale =
      2 * std::numbers::pi * std::sqrt(density * (1 - poissons_ratio * poissons_ratio) / modulus);
  const double up_to = 0.89 / scale;
  const auto pairs = undamped_eigenpairs(problem, 0, up_to);
  std::size_t next = 0;
  while (next < pairs.size() && frequency_of(pairs[next].value, up_to) == 0)
    ++next;
  EXPECT_EQ(next, 6u) << "rigid motions";
  std::printf(
      "free spherical shell, h/R = 1/1000, p = 5, %d unknowns: degree, number, lowest, highest, membrane\n",
      int(space.n_unknowns()));
  for (int l = 2; l <= 4; ++l) {
    const double reference = spherical_membrane(l, poissons_ratio);
    ASSERT_GE(pairs.size(), next + 2 * l + 1);
    const double lowest = scale * frequency_of(pairs[next].value, up_to),
                 highest = scale * frequency_of(pairs[next + 2 * l].value, up_to);
    std::printf("    %d  %d  %.6f  %.6f  %.6f\n", l, 2 * l + 1, lowest, highest, reference);
    // Bending, which the membrane lacks, raises the highest by 2e-5; all 2 l + 1 are one.
    EXPECT_NEAR(lowest / reference, 1, 6e-5);
    EXPECT_NEAR(highest / lowest, 1, 1e-6);
    next += 2 * l + 1;
  }
  EXPECT_EQ(pairs.size(), next) << "no others";
}

} // namespace
} // namespace earshot
