// What a coating of beryllium does to the modes of a PET film and of a dome.
#include "solver/analysis/shell_modes.h"
#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

constexpr double film_thickness = 25e-6, coat_thickness = 1e-6, radius = 2.6e-3;

/// @param poissons_ratio  of the coating
ShellSection film(bool coated, double poissons_ratio = 0.07) {
  const Ply pet{isotropic_ply(1390, 4.5e9, 0.38), film_thickness};
  const Ply beryllium{isotropic_ply(1850, 290e9, poissons_ratio), coat_thickness};
  return coated ? laminate({beryllium, pet}) : laminate({pet});
}

/// Stiffness of a laminate, the sum of its parts, by ply theory about its neutral surface: where an edge is
/// clamped, u = (B11/A11) grad w leaves D11 - B11^2/A11 against bending.
double bending_stiffness(const ShellSection &s) {
  double a = 0, b = 0, d = 0;
  for (const ShellStiffness &part : s.parts) {
    a += part.membrane[0];
    b += part.coupling[0];
    d += part.bending[0];
  }
  return d - b * b / a;
}

/// Force per strain and length of a strip that may contract: E h of one ply.
double membrane_stiffness(const ShellSection &s) {
  double a11 = 0, a12 = 0;
  for (const ShellStiffness &part : s.parts) {
    a11 += part.membrane[0];
    a12 += part.membrane[1];
  }
  return a11 - a12 * a12 / a11;
}

ModeSet modes_of(const ShellSpace &space, const ShellSection &section, double up_to) {
  const FrequencyProblem problem = testing::shell_problem(space, {{section}, {}});
  return shell_modes({problem, space, {}, {}}, up_to);
}

const Mode &first_of(const ModeSet &modes, int m) {
  return *std::find_if(modes.modes.begin(), modes.modes.end(), [=](const Mode &mode) { return mode.m == m; });
}

TEST(ModesCoating, RaisesAFlatFilmByTheRootOfBendingStiffnessOverMass) {
  const ShellSpace space(disc_shell(Profile({{"film", radius}}), {}, std::vector{0.4 * radius}), 5);
  const ShellSection plain = film(false), coated = film(true);
  const double ratio =
      std::sqrt(bending_stiffness(coated) / coated.mass * plain.mass / bending_stiffness(plain));
  const ModeSet before = modes_of(space, plain, 30e3), after = modes_of(space, coated, 60e3);
  std::printf("1 um Be on a flat 25 um PET film: m, before, after [Hz], ratio, by sqrt(D/m), error\n");
  for (const int m : {0, 1, 2}) {
    const double f0 = first_of(before, m).frequency, f1 = first_of(after, m).frequency;
    std::printf("    %d  %.1f  %.1f  %.5f  %.5f  %.1e\n", m, f0, f1, f1 / f0, ratio,
                std::abs(f1 / f0 / ratio - 1));
    // Shear and rotary inertia, some 1e-3 of each frequency, nearly cancel in the ratio.
    EXPECT_NEAR(f1 / f0 / ratio, 1, 1e-4);
  }
}

/// Share of bending in a mode's strain energy.
double bending_share(const FrequencyProblem &problem, const std::vector<Complex> &shape) {
  double bending = 0, all = 0;
  for (const Term &term : problem.terms) {
    if (term.name == "shell inertia")
      continue;
    const double energy = term.coefficient.value(1).real() * term.matrix.quadratic_form(shape);
    all += energy;
    bending += term.name == "shell bending" ? energy : 0;
  }
  return bending / all;
}

TEST(ModesCoating, RaisesADomeByTheRootOfMembraneStiffnessOverMass) {
  const Profile dome({{"dome", radius, ProfileShape::dome, 0.5e-3}});
  const ShellSpace space(disc_shell(dome, {}, std::vector{0.3 * radius}), 5);
  const ShellSection plain = film(false);
  const FrequencyProblem problem = testing::shell_problem(space, {{plain}, {}});
  const ModeSet before = shell_modes({problem, space, {}, {}}, 46e3);
  for (const double poissons_ratio : {0.38, 0.07}) {
    const ShellSection coated = film(true, poissons_ratio);
    const ModeSet after = modes_of(space, coated, 85e3);
    const double mass = coated.mass / plain.mass,
                 membrane = membrane_stiffness(coated) / membrane_stiffness(plain) / mass,
                 bending = bending_stiffness(coated) / bending_stiffness(plain) / mass;
    std::printf("1 um of Be (Poisson's ratio %.2f) on a dome of 25 um PET: m, before, after [Hz], share of "
                "bending, ratio, by energies, by membrane, by bending\n",
                poissons_ratio);
    for (const int m : {0, 1, 2}) {
      const Mode &mode = first_of(before, m);
      const double ratio = first_of(after, m).frequency / mode.frequency;
      const double share = bending_share(problem, mode.shapes[0]);
      // Rayleigh's quotient with the shape as it was: each energy grows by its own ratio.
      const double expected = std::sqrt((1 - share) * membrane + share * bending);
      std::printf("    %d  %.0f  %.0f  %.4f  %.5f  %.5f  %.5f  %.5f\n", m, mode.frequency,
                  ratio * mode.frequency, share, ratio, expected, std::sqrt(membrane), std::sqrt(bending));
      // With the film's own Poisson's ratio the shape stays but for the second order. With beryllium's it
      // changes to strains that a smaller Poisson's ratio makes cheap, so that the ratio is less than that.
      if (poissons_ratio == 0.38) {
        EXPECT_NEAR(ratio / expected, 1, 2e-3);
      }
      EXPECT_LT(ratio, expected);
      EXPECT_GT(ratio, std::sqrt(bending));
    }
  }
}

} // namespace
} // namespace earshot
