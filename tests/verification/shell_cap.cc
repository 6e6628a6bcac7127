#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

struct CapCase {
  const char *name;
  double half_angle, thickness, poissons_ratio; ///< [rad], h / R, nu
  double element_size;                          ///< over R
  int count;                                    ///< of modes to look for
  /// w R sqrt(rho (1 - nu^2) / E) by nodal diameters m = 0 ... 3: first-order shear theory (k = 5/6, rotary
  /// inertia), solved by a one-dimensional p-FEM.
  std::vector<std::vector<double>> references;
};

void compare(const CapCase &c, unsigned degree, double tolerance) {
  const Profile profile({{"cap", std::sin(c.half_angle), ProfileShape::dome, 1 - std::cos(c.half_angle)}});
  const ShellSpace space(disc_shell(profile, {}, std::vector{c.element_size}), degree);
  const double modulus = 1e9, density = 1000;
  const ShellSection section = laminate({{isotropic_ply(density, modulus, c.poissons_ratio), c.thickness}});
  const double scale = std::sqrt(density * (1 - c.poissons_ratio * c.poissons_ratio) / modulus);
  const auto modes = testing::by_nodal_diameters(
      space, profile,
      testing::shell_modes(testing::shell_problem(space, {{section}, {}}), c.count, 0.8 / scale));
  std::printf("clamped spherical cap %s, p = %u, %d unknowns: value, Naghdi, error\n", c.name, degree,
              int(space.n_unknowns()));
  for (std::size_t m = 0; m < c.references.size(); ++m)
    for (std::size_t n = 0; n < c.references[m].size(); ++n) {
      ASSERT_GT(modes.at(int(m)).size(), n);
      const double value = modes.at(int(m))[n] * scale, reference = c.references[m][n];
      std::printf("    (%zu,%zu)  %10.7f  %10.7f   %.2e\n", m, n + 1, value, reference,
                  std::abs(value / reference - 1));
      EXPECT_NEAR(value / reference, 1, tolerance);
    }
}

TEST(ShellCap, ModesOfAThickDeepCapAreNaghdis) {
  // Same theory on both sides; the reference states eight digits.
  compare({"60 deg, h/R = 1/20",
           std::numbers::pi / 3,
           0.05,
           0.3,
           0.4,
           70,
           {{0.95379326, 1.30522587, 1.59569050, 2.14219495},
            {0.85736346, 1.15255813, 1.67536788},
            {1.02899697, 1.40632278, 2.07906030},
            {1.15754466, 1.68220252}}},
          4, 5e-4);
}

TEST(ShellCap, ModesOfAThinShallowCapAreNaghdis) {
  compare({"30 deg, h/R = 1/200",
           std::numbers::pi / 6,
           0.005,
           0.38,
           0.2,
           60,
           {{0.92143778, 1.01458809, 1.21088170, 1.49298780},
            {0.93911173, 1.00938679, 1.13039583, 1.39453854},
            {0.96454845, 1.06130675, 1.24400306},
            {0.99020439, 1.12252433, 1.37596442}}},
          4, 5e-4);
}

} // namespace
} // namespace earshot
