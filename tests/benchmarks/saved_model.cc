// What a frequency costs by a saved model: the solution with all adjoints, and with the estimate of its
// error.
//
//   build/benchmark.saved_model m.h5 [key=value ...]
//
// where `earshot run case.toml --save-model m.h5` wrote m.h5.
#include "solver/model/saved_model.h"
#include "solver/config/reader.h"
#include "solver/model/case_terms.h"
#include "solver/motor/motors.h"
#include "solver/sweep/reduced_sweep.h"
#include "tests/benchmarks/seconds.h"

#include <deal.II/base/mpi.h>
#include <fmt/core.h>

#include <cmath>
#include <numbers>

int main(int argc, char **argv) {
  using namespace earshot;
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  if (argc < 2) {
    fmt::print("benchmark.saved_model m.h5 [key=value ...]\n");
    return 2;
  }
  constexpr int n_points = 200;
  SavedModel saved;
  std::vector<Factors> points;
  const double reading = seconds([&] { saved = read_saved_model(argv[1]); });
  const double coefficients = seconds([&] {
    const Case config = read_resolved_case(saved.config, argv[1], {argv + 2, argv + argc});
    const CoefficientFunctions functions =
        coefficient_functions(with_motors(config, compute_motors(config, MPI_COMM_SELF)), saved.facts);
    for (int k = 0; k < n_points; ++k)
      points.push_back(functions.at(2 * std::numbers::pi * saved.lowest_hz *
                                    std::pow(saved.highest_hz / saved.lowest_hz, k / (n_points - 1.0))));
  });
  const double solving = seconds([&] {
    for (const Factors &point : points)
      saved.model.solve(point);
  });
  const double estimating = seconds([&] { evaluate(saved.model, saved.estimate(), points); });
  fmt::print("{} coordinates, {} terms, {} points\n", saved.model.size, saved.model.terms.size(), n_points);
  fmt::print("reading                     {:9.2f} ms\n", 1e3 * reading);
  fmt::print("coefficients per point      {:9.3f} ms\n", 1e3 * coefficients / n_points);
  fmt::print("solution per point          {:9.3f} ms\n", 1e3 * solving / n_points);
  fmt::print("with estimate per point     {:9.3f} ms\n", 1e3 * estimating / n_points);
}
