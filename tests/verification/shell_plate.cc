#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

struct PlateMode {
  int m, n; ///< nodal diameters and circles
  double reference;
};

/// w a^2 sqrt(rho h / D) of a clamped flat disc of unit radius, nu = 0.3, by nodal diameters.
std::map<int, std::vector<double>> plate_modes(double thickness, unsigned degree, double element_size,
                                               int count, Index *n_unknowns = nullptr) {
  const Profile profile({{"plate", 1.0}});
  const ShellSpace space(disc_shell(profile, {}, std::vector{element_size}), degree);
  const ShellSection section = laminate({{isotropic_ply(1000, 1e9, 0.3), thickness}});
  const FrequencyProblem problem = testing::shell_problem(space, {{section}, {}});
  auto modes = testing::by_nodal_diameters(space, profile, testing::shell_modes(problem, count));
  const double scale = std::sqrt(section.mass / section.parts[0].bending[0]);
  for (auto &[m, values] : modes)
    for (double &value : values)
      value *= scale;
  if (n_unknowns != nullptr)
    *n_unknowns = space.n_unknowns();
  return modes;
}

double largest_error(const std::map<int, std::vector<double>> &modes,
                     const std::vector<PlateMode> &references, bool print) {
  double largest = 0;
  for (const PlateMode &r : references) {
    const auto found = modes.find(r.m);
    const double value =
        found != modes.end() && int(found->second.size()) > r.n ? found->second[r.n] : std::nan("");
    const double error = std::abs(value / r.reference - 1);
    if (print)
      std::printf("    (%d,%d)  %12.6f  %12.6f   %.2e\n", r.m, r.n, value, r.reference, error);
    largest = std::isnan(error) ? 1 : std::max(largest, error);
  }
  return largest;
}

/// Bessel determinants of the clamped Kirchhoff plate; cf. Leissa, Vibration of Plates, table 2.1.
const std::vector<PlateMode> kirchhoff{
    {0, 0, 10.215826229867}, {1, 0, 21.260397694615}, {2, 0, 34.87703542032},  {0, 1, 39.771148236457},
    {3, 0, 51.030035483776}, {1, 1, 60.82867182002},  {4, 0, 69.665830696789}, {2, 1, 84.582649551475},
    {0, 2, 89.104143973969}, {5, 0, 90.738986317446}};

TEST(ShellPlate, FirstTenModesOfAThinClampedPlateAreKirchhoffs) {
  Index n = 0;
  const auto modes = plate_modes(1.0 / 200, 4, 0.4, 22, &n);
  std::printf("clamped plate, h/a = 1/200, p = 4, %d unknowns: value, Kirchhoff, error\n", int(n));
  // Shear and rotary inertia, which Kirchhoff leaves out, lower the tenth mode by 4e-4 at this thickness.
  EXPECT_LT(largest_error(modes, kirchhoff, true), 1e-3);
}

TEST(ShellPlate, ThickClampedPlateIsMindlins) {
  // Exact determinants of Mindlin's plate, k = 5/6, with rotary inertia.
  const std::vector<PlateMode> mindlin{{0, 0, 9.9438892619}, {0, 1, 36.511074383}, {1, 0, 20.187954515},
                                       {1, 1, 53.911171264}, {2, 0, 32.231398176}, {2, 1, 72.327764957}};
  const auto modes = plate_modes(0.1, 4, 0.4, 36);
  std::printf("clamped plate, h/a = 1/10, p = 4: value, Mindlin, error\n");
  // Same theory on both sides, so that only the discretisation is left.
  EXPECT_LT(largest_error(modes, mindlin, true), 2e-5);
}

TEST(ShellPlate, DoesNotLockWhenThin) {
  const std::vector<PlateMode> first(kirchhoff.begin(), kirchhoff.begin() + 6);
  std::printf("clamped plate, largest error of six modes against Kirchhoff\n"
              "     p   size   unknowns   h/a = 1/200   1/2000\n");
  for (const auto &[degree, size, tolerance] :
       {std::tuple{3u, 0.4, 5e-3}, {4u, 0.8, 5e-3}, {4u, 0.4, 5e-4}, {5u, 0.8, 5e-4}, {5u, 0.4, 5e-4}}) {
    Index n = 0;
    const double thin = largest_error(plate_modes(1.0 / 200, degree, size, 16, &n), first, false);
    const double thinnest = largest_error(plate_modes(1.0 / 2000, degree, size, 16), first, false);
    std::printf("    %2u   %.2f   %8d   %.2e      %.2e\n", degree, size, int(n), thin, thinnest);
    // Locking grows with (a/h)^2: a locked mesh would be wrong by many per cent in the last column.
    EXPECT_LT(thin, tolerance);
    EXPECT_LT(thinnest, tolerance);
  }
}

} // namespace
} // namespace earshot
