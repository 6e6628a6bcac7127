// ranks: 1 2 3
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "unit/algebra/small_problems.h"

#include <gtest/gtest.h>

#include <numbers>

using namespace earshot;

namespace {

constexpr double mass = 2e-5, stiffness = 1500, loss_factor = 0.03, force_factor = 0.6, resistance = 16;

/// A diaphragm of one unknown u on a lossy spring, driven by a coil with current i:
/// [K(1+i eta) - w^2 M] u - Bl i = f  and  -Bl u - R/(i w) i = -V/(i w).
FrequencyProblem loudspeaker(double voltage, double force) {
  FrequencyProblem problem;
  problem.partition = test::share_out(2);
  const Partition &all = problem.partition;
  const auto inertia = [](double omega) { return Complex(-omega * omega); };
  const auto minus_over_i_omega = [](double omega) { return -1.0 / Complex(0, omega); };
  problem.terms = {
      {"spring", "diaphragm", test::constant({1, loss_factor}), test::symmetric(all, {{0, 0, stiffness}}),
       "structure"},
      {"inertia", "diaphragm", {"-w^2", inertia}, test::symmetric(all, {{0, 0, mass}}), ""},
      {"motor", "coil", test::constant(-1), test::symmetric(all, {{0, 1, force_factor}}), ""},
      {"coil", "coil", {"-1/(i w)", minus_over_i_omega}, test::symmetric(all, {{1, 1, resistance}}), "coil"}};
  problem.loads = {{"voltage", {"-1/(i w)", minus_over_i_omega}, {{1, voltage}}},
                   {"force", test::constant(1), {{0, force}}}};
  problem.outputs = {{quantity::coil_displacement("coil"), test::constant(1), {{0, 1}}},
                     {quantity::source_current("coil"), test::constant(1), {{1, 1}}}};
  return problem;
}

std::vector<double> band() {
  std::vector<double> frequencies;
  for (double f = 20; f < 20000; f *= 1.31)
    frequencies.push_back(f);
  frequencies.push_back(std::sqrt(stiffness / mass) / (2 * std::numbers::pi)); // the resonance itself
  return frequencies;
}

} // namespace

TEST(DirectSweep, EqualsTheClosedFormOfADrivenResonator) {
  const FrequencyProblem problem = loudspeaker(1, 0);
  DirectSweep sweep(problem, problem.at(2 * std::numbers::pi * 1000));
  for (const double frequency : band()) {
    const double omega = 2 * std::numbers::pi * frequency;
    const SweepPoint point = sweep.evaluate(problem.at(omega));
    // Eliminate u: the coil sees R plus the motional impedance i w Bl^2 / (K(1+i eta) - w^2 M).
    const Complex mechanical = stiffness * Complex(1, loss_factor) - omega * omega * mass;
    const Complex impedance = resistance + Complex(0, omega) * force_factor * force_factor / mechanical;
    const Complex current = 1.0 / impedance, displacement = force_factor * current / mechanical;
    // 1e-13: round-off of two equations.
    EXPECT_LT(std::abs(point.outputs[1] - current), 1e-12 * std::abs(current)) << frequency << " Hz";
    EXPECT_LT(std::abs(point.outputs[0] - displacement), 1e-12 * std::abs(displacement))
        << frequency << " Hz";
    EXPECT_DOUBLE_EQ(point.frequency, frequency);
    EXPECT_LT(point.relative_residual, 1e-12);

    double losses = 0;
    for (const auto &[name, power] : point.balance.losses)
      losses += power;
    EXPECT_NEAR(point.balance.input, current.real(), 1e-12 * current.real()) << "Re(V* i)";
    EXPECT_NEAR(losses, point.balance.input, 1e-12 * losses);
  }
}

TEST(DirectSweep, IsReciprocal) {
  // Blocked-force sensitivity: displacement per source term of the coil equals current per force.
  const FrequencyProblem as_speaker = loudspeaker(1, 0), as_microphone = loudspeaker(0, 1);
  DirectSweep speaker(as_speaker, as_speaker.at(3000)), microphone(as_microphone, as_microphone.at(3000));
  for (const double frequency : band()) {
    const double omega = 2 * std::numbers::pi * frequency;
    const Complex source = -1.0 / Complex(0, omega);
    const Complex forth = speaker.evaluate(as_speaker.at(omega)).outputs[0] / source;
    const Complex back = microphone.evaluate(as_microphone.at(omega)).outputs[1];
    EXPECT_LT(std::abs(forth - back), 1e-12 * std::abs(back)) << "A^T = A, to round-off";
  }
}
