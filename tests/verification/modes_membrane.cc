// Flat discs under tension: modes of membranes and of plates with some stiffness of their own; the film of a
// planar driver, which is driven evenly.
#include "solver/analysis/shell_modes.h"
#include "solver/sweep/direct_sweep.h"
#include "support/shell_problem.h"
#include "tests/support/quantities.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

struct MembraneMode {
  int m, n; ///< nodal diameters and circles
  double root;
};

constexpr double tension = 30, radius = 5e-3, density = 1400, poissons_ratio = 0.3;

ShellSpace film_space() {
  return ShellSpace(disc_shell(Profile({{"film", radius}}), {}, std::vector{0.25 * radius}), 5);
}

FrequencyProblem film_problem(const ShellSpace &space, double modulus, double thickness) {
  ShellSection section = laminate({{isotropic_ply(density, modulus, poissons_ratio), thickness}});
  section.tension = tension;
  return testing::shell_problem(space, {{section}, {}});
}

/// The modes of a clamped disc of film under `tension`, up to a frequency [Hz].
ModeSet film_modes(double modulus, double thickness, double up_to) {
  const ShellSpace space = film_space();
  const FrequencyProblem problem = film_problem(space, modulus, thickness);
  std::printf("film under tension, p = 5, %d unknowns: m, n, value [Hz], exact, error\n",
              int(space.n_unknowns()));
  return shell_modes({problem, space, {}, {}}, up_to);
}

void compare(const ModeSet &modes, int m, int n, double exact, double tolerance) {
  const auto found = std::find_if(modes.modes.begin(), modes.modes.end(), [&](const Mode &mode) {
    return mode.m == m && mode.n == n && mode.kind == "film"; // not in-plane
  });
  ASSERT_NE(found, modes.modes.end());
  std::printf("    %d %d  %10.3f  %10.3f  %.2e\n", m, n, found->frequency, exact,
              std::abs(found->frequency / exact - 1));
  EXPECT_NEAR(found->frequency / exact, 1, tolerance);
}

TEST(ModesMembrane, FilmWithoutStiffnessIsAMembrane) {
  // w = j_mn/a sqrt(T/m), zeros of Bessel functions. The film has a bending stiffness of 3e-9 T a^2 and
  // in-plane modes of its own, which its tension stiffens too.
  constexpr double thickness = 5e-6;
  const double scale = std::sqrt(tension / (density * thickness)) / (2 * std::numbers::pi * radius);
  const ModeSet modes = film_modes(1e5, thickness, 9 * scale);
  for (const auto &[m, n, root] : {MembraneMode{0, 0, 2.4048255576958},
                                   {0, 1, 5.5200781102863},
                                   {0, 2, 8.653727912911},
                                   {1, 0, 3.8317059702075},
                                   {1, 1, 7.0155866698156},
                                   {2, 0, 5.1356223018407},
                                   {2, 1, 8.4172441403999},
                                   {3, 0, 6.380161895924},
                                   {4, 0, 7.5883424345038}})
    compare(modes, m, n, root * scale, 1e-4);
}

/// Mean deflection of a membrane that 1 N is spread over evenly, T lap w + w^2 m w = -1/(pi a^2): the
/// solution (J_0(kr)/J_0(ka) - 1)/(pi a^2 w^2 m), k = w sqrt(m/T), averaged over the disc (Morse and Ingard,
/// Theoretical Acoustics, sec. 5.2).
double mean_deflection(double omega, double surface_density) {
  const double k = omega * std::sqrt(surface_density / tension), x = k * radius;
  return (2 * std::cyl_bessel_j(1, x) / (x * std::cyl_bessel_j(0, x)) - 1) /
         (std::numbers::pi * radius * radius * omega * omega * surface_density);
}

TEST(PlanarFilm, IsMovedByAnEvenForceAsTheClosedFormSays) {
  constexpr double thickness = 5e-6, first_root = 2.4048255576958;
  const ShellSpace space = film_space();
  FrequencyProblem problem = film_problem(space, 1e5, thickness);
  const SparseVector mean = space.mean_displacement(0, dealii::Tensor<1, 3>({0, 0, 1}));
  const Coefficient one{"1", [](double) { return Complex(1); }};
  problem.loads.push_back({"force", one, mean});
  problem.outputs.push_back({quantity::probe("mean deflection"), one, mean});
  const double first = first_root / radius * std::sqrt(tension / (density * thickness));
  DirectSweep sweep(problem, problem.at(first));
  for (const double ratio : {0.01, 0.3, 0.8, 1.5, 2.0, 3.2}) { // the second resonance lies at 2.30
    const double omega = ratio * first, exact = mean_deflection(omega, density * thickness);
    const Complex found = sweep.evaluate(problem.at(omega)).outputs.front();
    std::printf("    %.2f of the first resonance  %.6e m/N  %.1e off\n", ratio, found.real(),
                std::abs(found / exact - 1.0));
    // 0.1 %: the modes' error of 1e-4 (above) where the deflection is a few times the static one, as here.
    EXPECT_NEAR(std::abs(found / exact - 1.0), 0, 1e-3) << ratio;
  }
}

/// The n-th root of the clamped plate under tension, alpha J_m+1(alpha)/J_m(alpha) + beta
/// I_m+1(beta)/I_m(beta) = 0 with beta^2 - alpha^2 = T a^2/D, as alpha beta = w a^2 sqrt(m/D) (Leissa,
/// Vibration of Plates, ch. 10).
double plate_under_tension(int m, int n, double load) {
  const auto determinant = [=](double alpha) {
    const double beta = std::sqrt(alpha * alpha + load);
    return alpha * std::cyl_bessel_j(m + 1, alpha) * std::cyl_bessel_i(m, beta) +
           beta * std::cyl_bessel_i(m + 1, beta) * std::cyl_bessel_j(m, alpha);
  };
  int roots = -1;
  for (double alpha = 0.5;; alpha += 0.05) {
    double low = alpha, high = alpha + 0.05;
    if (determinant(low) * determinant(high) > 0 || ++roots < n)
      continue;
    for (int step = 0; step < 60; ++step) {
      const double middle = (low + high) / 2;
      (determinant(low) * determinant(middle) <= 0 ? high : low) = middle;
    }
    return low * std::sqrt(low * low + load);
  }
}

TEST(ModesMembrane, TensionAndStiffnessAddUp) {
  constexpr double thickness = 25e-6, modulus = 4e9;
  const double stiffness = modulus * std::pow(thickness, 3) / (12 * (1 - poissons_ratio * poissons_ratio));
  const double load = tension * radius * radius / stiffness;
  EXPECT_NEAR(plate_under_tension(0, 0, 0), 10.215826229867, 1e-9) << "without tension";
  const double scale =
      std::sqrt(stiffness / (density * thickness)) / (2 * std::numbers::pi * radius * radius);
  const ModeSet modes = film_modes(modulus, thickness, 130 * scale);
  // Shear and rotary inertia lower the frequencies by up to (h/a)^2 times 25.
  for (const auto &[m, n] : {std::pair{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}, {3, 0}})
    compare(modes, m, n, plate_under_tension(m, n, load) * scale, 6e-4);
}

} // namespace
} // namespace earshot
