// ranks: 1 2
// The blocked impedance of a saturated motor's coil with eddy currents in iron and magnet.
#include "solver/physics/magnetics/blocked_impedance.h"
#include "solver/physics/magnetics/motor_curves.h"
#include "solver/sweep/direct_sweep.h"
#include "solver/sweep/fast_sweep.h"
#include "tests/support/micro_motor.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

struct EddyMotor {
  explicit EddyMotor(const RefinementOptions &options)
      : mesh(micro_motor_in_open_air()), problem(mesh, materials(mesh)) {
    potential = solve_adaptively(problem, motor_goals(coil, -0.4e-3, 0.4e-3), {.tolerance = 5e-4}).potential;
    passes = refine_for_eddy_currents(problem, potential, coil, 20e3, options);
  }
  static std::vector<MagneticMaterial> materials(const PlaneMesh &mesh) {
    auto all = micro_motor_materials(mesh);
    all[region_index(mesh, "iron")].conductivity = 7e6;
    all[region_index(mesh, "magnet")].conductivity = 0.7e6;
    return all;
  }
  Coil coil = micro_motor_coil();
  PlaneMesh mesh;
  MagnetostaticProblem problem;
  std::vector<double> potential;
  std::vector<RefinementPass> passes;
};

const EddyMotor &shared_motor() {
  static const EddyMotor motor({.tolerance = 1e-3});
  return motor;
}

TEST(BlockedImpedance, ConvergesAsTheSkinIsResolved) {
  std::printf("unknowns   estimated error   Z(20 kHz) - R_dc [ohm]\n");
  std::vector<Complex> voltages;
  const EddyMotor finer({.tolerance = 5e-5});
  for (const EddyMotor *motor : {&shared_motor(), &finer}) {
    const auto system =
        blocked_impedance_problem(motor->problem, motor->potential, motor->coil, 0, {}, MPI_COMM_SELF);
    const Factors factors = system.at(2 * std::numbers::pi * 20e3);
    Factorization factorization(system, factors);
    factorization.factorize(factors);
    voltages.push_back(
        evaluate_outputs(system, factors, factorization.solve(right_hand_side(system, factors))).front());
    std::printf("%8d   %15.1e   %.6f %+.6f i\n", motor->problem.space().n_unknowns(),
                motor->passes.back().change, voltages.back().real(), voltages.back().imag());
  }
  EXPECT_LT(std::abs(voltages[0] / voltages[1] - 1.0), 1e-3); // the coarser mesh's tolerance
}

/// 48 um copper wire, 40 turns in 0.2 mm x 0.8 mm.
constexpr CoilWire copper{48e-6, 58e6};

std::vector<SweepPoint> direct(const FrequencyProblem &system, const std::vector<double> &frequencies) {
  DirectSweep sweep(system, system.at(2 * std::numbers::pi * 1e3));
  std::vector<SweepPoint> points;
  for (const double frequency : frequencies)
    points.push_back(sweep.evaluate(system.at(2 * std::numbers::pi * frequency)));
  return points;
}

TEST(BlockedImpedance, IsTheIncrementalInductanceAtLowFrequencies) {
  const EddyMotor &motor = shared_motor();
  const auto rows = motor_curves(motor.problem, motor.potential, motor.coil, std::vector{0.1e-3});
  const auto system =
      blocked_impedance_problem(motor.problem, motor.potential, motor.coil, 0.1e-3, copper, MPI_COMM_WORLD);
  const auto point = direct(system, {0.1}).front();
  const double omega = 2 * std::numbers::pi * 0.1;
  EXPECT_NEAR(point.outputs[0].imag() / omega / rows[0].inductance, 1, 1e-6);
  EXPECT_LT(point.outputs[0].real(),
            1e-4 * point.outputs[0].imag()); // losses rise with the frequency's square
}

TEST(BlockedImpedance, HasTheResistanceThatItsLossesAccountFor) {
  const EddyMotor &motor = shared_motor();
  const auto system =
      blocked_impedance_problem(motor.problem, motor.potential, motor.coil, 0, copper, MPI_COMM_WORLD);
  std::printf("  f [Hz]   R - R_dc [ohm]   L [uH]   eddy currents [W/A^2]   proximity [W/A^2]\n");
  double resistance = 0, inductance = 1;
  const std::vector<double> frequencies = {20, 200, 2e3, 20e3};
  const auto points = direct(system, frequencies);
  for (std::size_t k = 0; k < points.size(); ++k) {
    const Complex z = points[k].outputs[0];
    double losses = 0;
    std::map<std::string, double> rows;
    for (const auto &[row, power] : points[k].balance.losses) {
      rows[row] += power;
      losses += power;
    }
    const double l = z.imag() / (2 * std::numbers::pi * frequencies[k]);
    std::printf("%8.0f   %14.6f   %6.3f   %21.6f   %.3e\n", frequencies[k], z.real(), 1e6 * l,
                rows["eddy_currents"], rows["proximity"]);
    EXPECT_NEAR(losses / z.real(), 1, 1e-8); // 1 A (RMS): power is resistance
    EXPECT_NEAR(points[k].balance.input / z.real(), 1, 1e-8);
    EXPECT_GT(z.real(), resistance);
    EXPECT_LT(l, inductance);
    EXPECT_GT(rows["proximity"], 0);
    resistance = z.real();
    inductance = l;
  }
}

TEST(BlockedImpedance, IsTheSameByTheFastSweep) {
  const EddyMotor &motor = shared_motor();
  const auto system =
      blocked_impedance_problem(motor.problem, motor.potential, motor.coil, 0, copper, MPI_COMM_WORLD);
  std::vector<double> frequencies;
  std::vector<Factors> candidates;
  for (int k = 0; k <= 30; ++k) {
    frequencies.push_back(20 * std::pow(1000.0, k / 30.0));
    candidates.push_back(system.at(2 * std::numbers::pi * frequencies.back()));
  }
  Factorization factorization(system, candidates[15]);
  FastSweep fast(system, factorization, candidates, {.goals = {{0, 1e-4}}});
  fast.run();
  const auto reduced = fast.evaluate(candidates);
  const auto exact = direct(system, frequencies);
  double worst = 0;
  for (std::size_t k = 0; k < exact.size(); ++k)
    worst = std::max(worst, std::abs(reduced[k].outputs[0] / exact[k].outputs[0] - 1.0));
  std::printf("31 frequencies by %zu factorisations, largest error %.1e\n",
              fast.record().expansion_frequencies.size(), worst);
  EXPECT_LT(worst, 2e-4);
  EXPECT_LT(fast.record().expansion_frequencies.size(), 15u);
}

} // namespace
} // namespace earshot::testing
