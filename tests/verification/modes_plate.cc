// Modes of flat plates against Kirchhoff's theory: frequencies, names and number.
#include "solver/analysis/shell_modes.h"
#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

struct PlateMode {
  int m, n; ///< nodal diameters and circles
  double reference;
};

constexpr double thickness = 1e-3, modulus = 1e9, density = 1000, poissons_ratio = 0.3;

ShellSection plate_section() {
  return laminate({{isotropic_ply(density, modulus, poissons_ratio), thickness}});
}

struct Plate {
  const char *name;
  ShellSpace::EdgeConstraint constraint;
  std::size_t rigid_motions; ///< among the modes
  std::vector<PlateMode> modes;
};

std::array<bool, 6> supported(const dealii::Point<3> &) {
  return {true, true, true, false, false, false};
}

/// w a^2 sqrt(rho h / D) from Bessel determinants, nu = 0.3; cf. Leissa, Vibration of Plates, tables 2.1
/// to 2.5. All modes below the seventh nodal diameter's first one.
const std::vector<Plate> plates{{"clamped",
                                 ShellSpace::clamped,
                                 0,
                                 {{0, 0, 10.215826229867},
                                  {1, 0, 21.260397694615},
                                  {2, 0, 34.87703542032},
                                  {0, 1, 39.771148236457},
                                  {3, 0, 51.030035483776},
                                  {1, 1, 60.82867182002},
                                  {4, 0, 69.665830696789},
                                  {2, 1, 84.582649551475},
                                  {0, 2, 89.104143973969},
                                  {5, 0, 90.738986317446},
                                  {3, 1, 111.0214118775},
                                  {6, 0, 114.21252163551},
                                  {1, 2, 120.07923658262}}},
                                {"simply supported",
                                 supported,
                                 0,
                                 {{0, 0, 4.9351490425749},
                                  {1, 0, 13.898165073049},
                                  {2, 0, 25.6132967208},
                                  {0, 1, 29.720004732076},
                                  {3, 0, 39.957314117796},
                                  {1, 1, 48.478928176188},
                                  {4, 0, 56.841600221653},
                                  {2, 1, 70.117038439906},
                                  {0, 2, 74.156055436467},
                                  {5, 0, 76.203093822249},
                                  {3, 1, 94.54897767175},
                                  {6, 0, 97.994558232493},
                                  {1, 2, 102.77334578521}}},
                                {"free",
                                 ShellSpace::free,
                                 6,
                                 {{2, 0, 5.3583297878999},
                                  {0, 1, 9.0031373502955},
                                  {3, 0, 12.438988165408},
                                  {1, 1, 20.474550113938},
                                  {4, 0, 21.835162704169},
                                  {5, 0, 33.494931587508},
                                  {2, 1, 35.260108315373},
                                  {0, 2, 38.443198244752},
                                  {6, 0, 47.378027094599},
                                  {3, 1, 53.007791449183},
                                  {1, 2, 59.811591264309}}}};

/// The modes up to a little above the last reference, frequencies in the references' measure.
ModeSet modes_of(const Plate &plate, unsigned degree, double size, Index *unknowns) {
  const ShellSpace space(disc_shell(Profile({{"plate", 1.0}}), {}, std::vector{size}), degree,
                         plate.constraint);
  const ShellSection section = plate_section();
  const FrequencyProblem problem = testing::shell_problem(space, {{section}, {}});
  const double scale = 2 * std::numbers::pi * std::sqrt(section.mass / section.parts[0].bending[0]);
  ModeSet modes = shell_modes({problem, space, {}, {}}, 1.005 * plate.modes.back().reference / scale);
  for (Mode &mode : modes.modes)
    mode.frequency *= scale;
  *unknowns = space.n_unknowns();
  return modes;
}

double largest_error(const Plate &plate, const ModeSet &modes, bool print) {
  double largest = 0;
  for (const PlateMode &r : plate.modes) {
    const auto found = std::find_if(modes.modes.begin(), modes.modes.end(), [&](const Mode &mode) {
      return mode.m == r.m && mode.n == r.n && mode.frequency > 0;
    });
    if (found == modes.modes.end()) {
      std::printf("    (%d,%d) not found\n", r.m, r.n);
      return 1;
    }
    const double error = std::abs(found->frequency / r.reference - 1);
    if (print)
      std::printf("    (%d,%d)  %zu  %12.6f  %12.6f   %.2e\n", r.m, r.n, found->shapes.size(),
                  found->frequency, r.reference, error);
    largest = std::max(largest, error);
  }
  return largest;
}

TEST(ModesPlate, FirstTwentyModesAreKirchhoffsAndNoneIsMissed) {
  for (const Plate &plate : plates) {
    Index unknowns = 0;
    const ModeSet modes = modes_of(plate, 5, 0.25, &unknowns);
    std::printf("%s plate, h/a = 1/1000, p = 5, %d unknowns: shapes, value, Kirchhoff, error\n", plate.name,
                int(unknowns));
    EXPECT_LT(largest_error(plate, modes, true), 1e-3);
    std::size_t expected = plate.rigid_motions;
    for (const PlateMode &mode : plate.modes)
      expected += mode.m == 0 ? 1 : 2;
    EXPECT_EQ(modes.count(), expected);
  }
}

TEST(ModesPlate, ConvergesWithDegreeAndSize) {
  // Sizes that give different meshes: a disc has even numbers of elements around its quarter and whole rings,
  // so that in between, for instance from 1.4 to 1.9 elements per wavelength, refinement changes nothing.
  const Plate &plate = plates[0];
  const double wavelength = 2 * std::numbers::pi / std::sqrt(plate.modes.back().reference);
  std::printf("%s plate: degree, elements per wavelength, unknowns, largest error of 23 modes\n", plate.name);
  // Beyond 3e-5 the plate's shear and rotary inertia show, which Kirchhoff leaves out: (h/a)^2 times 26.
  for (const auto &[degree, size, tolerance] :
       {std::tuple{3u, 0.2, 3e-3}, {4u, 0.4, 5e-4}, {4u, 0.2, 4e-5}, {5u, 0.6, 3e-3}, {5u, 0.4, 4e-5}}) {
    Index unknowns = 0;
    const double error = largest_error(plate, modes_of(plate, degree, size, &unknowns), false);
    std::printf("    %u  %.2f  %6d  %.2e\n", degree, wavelength / size, int(unknowns), error);
    EXPECT_LT(error, tolerance);
  }
}

} // namespace
} // namespace earshot
