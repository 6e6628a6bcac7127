// What a micro-driver's motor costs: its curves at 21 positions, and its blocked impedance at 200 frequencies
// by the direct and the fast sweep.
//
//   build/benchmark.motor
#include "solver/physics/magnetics/blocked_impedance.h"
#include "solver/physics/magnetics/motor_curves.h"
#include "solver/sweep/direct_sweep.h"
#include "solver/sweep/fast_sweep.h"
#include "tests/support/micro_motor.h"

#include <deal.II/base/mpi.h>
#include <fmt/core.h>

#include <chrono>

namespace {

using namespace earshot;

class Stopwatch {
public:
  /// Time since the last call [s].
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    return std::chrono::duration<double>(now - std::exchange(last_, now)).count();
  }

private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const auto mesh = testing::micro_motor_in_open_air();
  auto materials = testing::micro_motor_materials(mesh);
  materials[region_index(mesh, "iron")].conductivity = 7e6;
  materials[region_index(mesh, "magnet")].conductivity = 0.7e6;
  const auto coil = testing::micro_motor_coil();

  Stopwatch watch;
  MagnetostaticProblem problem(mesh, materials);
  auto solution = solve_adaptively(problem, motor_goals(coil, -0.4e-3, 0.4e-3));
  fmt::print("static field, {} meshes, {} unknowns          {:6.2f} s\n", solution.passes.size(),
             problem.space().n_unknowns(), watch.lap());
  std::vector<double> displacements;
  for (int k = 0; k <= 20; ++k)
    displacements.push_back(0.4e-3 * (k - 10) / 10);
  const auto rows = motor_curves(problem, solution.potential, coil, displacements);
  fmt::print(
      "Bl, L, reluctance force at 21 positions       {:6.2f} s   Bl(0) = {:.5f} N/A, L(0) = {:.3f} uH\n",
      watch.lap(), rows[10].force_factor_lorentz, 1e6 * rows[10].inductance);

  const auto passes = refine_for_eddy_currents(problem, solution.potential, coil, 20e3);
  fmt::print("refinement for eddy currents, {} unknowns   {:6.2f} s   change {:.1e}\n",
             passes.back().unknowns, watch.lap(), passes.back().change);
  const auto system =
      blocked_impedance_problem(problem, solution.potential, coil, 0, {48e-6, 58e6}, MPI_COMM_WORLD);
  std::vector<Factors> points;
  for (int k = 0; k < 200; ++k)
    points.push_back(system.at(2 * std::numbers::pi * 20 * std::pow(1000.0, k / 199.0)));
  fmt::print("assembly of the impedance problem             {:6.2f} s\n", watch.lap());
  Factorization factorization(system, points[100]);
  FastSweep fast(system, factorization, points, {.goals = {{0, 1e-4}}});
  fast.run();
  const auto reduced = fast.evaluate(points);
  fmt::print("fast sweep, 200 frequencies                   {:6.2f} s   {} factorisations\n", watch.lap(),
             fast.record().expansion_frequencies.size());
  DirectSweep direct(system, points[100]);
  double worst = 0;
  for (std::size_t k = 0; k < points.size(); ++k)
    worst = std::max(worst, std::abs(direct.evaluate(points[k]).outputs[0] / reduced[k].outputs[0] - 1.0));
  fmt::print("direct sweep, 200 frequencies                 {:6.2f} s   largest difference {:.1e}\n",
             watch.lap(), worst);
}
