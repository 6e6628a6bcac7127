// What the fast sweep costs and how near it comes, beside direct solves of the same matrix.
//
//   build/benchmark.fast_sweep [case file] [key=value ...]
#include "solver/sweep/fast_sweep.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/study/model.h"
#include "solver/study/prepare.h"
#include "solver/sweep/direct_sweep.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <numbers>

using namespace earshot;

namespace {

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::vector<double> log_grid(int n, double from, double to) {
  std::vector<double> grid;
  for (int k = 0; k < n; ++k)
    grid.push_back(from * std::pow(to / from, static_cast<double>(k) / (n - 1)));
  return grid;
}

double setting(const char *name, double value) {
  const char *text = std::getenv(name);
  return text ? std::atof(text) : value;
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const std::string file = argc > 1 ? argv[1] : EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml";
  const Case config = read_case(file, {argv + std::min(argc, 2), argv + argc});
  const auto mesh = prepare_mesh(config, MPI_COMM_WORLD);
  double start = now();
  const Model model(config, mesh, MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  const double assembly = now() - start;
  fmt::print("{} unknowns, {} terms, assembly {:.2f} s\n", problem.partition.total, problem.terms.size(),
             assembly);

  FastSweepOptions options;
  for (std::size_t l = 0; l < problem.outputs.size(); ++l) {
    const std::string &name = problem.outputs[l].name;
    fmt::print("output {}\n", name);
    if (name == "eardrum")
      options.goals.push_back({l, std::pow(10, 0.01 / 20) - 1});
    if (name.starts_with("coil_current"))
      options.goals.push_back({l, 1e-4});
  }
  options.corrected_points = int(setting("POINTS", options.corrected_points));
  options.correction_rounds = int(setting("ROUNDS", options.correction_rounds));
  options.neighbourhood = setting("RATIO", options.neighbourhood);
  options.negligible = setting("NEGLIGIBLE", options.negligible);
  const auto factors_of = [&](const std::vector<double> &frequencies) {
    std::vector<Factors> factors;
    for (const double f : frequencies)
      factors.push_back(problem.at(2 * std::numbers::pi * f));
    return factors;
  };
  const auto points = factors_of(log_grid(int(setting("CANDIDATES", 1000)), 20, 20000));
  start = now();
  Factorization factorization(problem, points[points.size() / 2]);
  FastSweep sweep(problem, factorization, points, options);
  bool more = true;
  while (more) {
    const double before = now();
    more = sweep.step();
    const auto &t = factorization.timings();
    fmt::print("{:6.2f} s (+{:.2f})  {} factorisations, {} back-substitutions, basis {}, error before "
               "{:.3g}, at {:.0f} Hz\n",
               now() - start, now() - before, t.factorizations, t.back_substitutions, sweep.basis().size(),
               sweep.record().largest_error, sweep.record().expansion_frequencies.back());
  }
  for (const auto &c : sweep.record().confirmations)
    fmt::print("confirmed at {:.1f} Hz: estimated {:.3g}, measured {:.3g}\n", c.frequency, c.estimated,
               c.measured);
  double t0 = now();
  const auto answers = sweep.evaluate(factors_of(log_grid(1000, 20, 20000)));
  fmt::print("1000 points {:.2f} s\n", now() - t0);
  const double fast = now() - start;
  const auto &timings = factorization.timings();
  const double one = timings.factorization / timings.factorizations;
  fmt::print(
      "fast sweep {:.2f} s = {:.1f} factorisations of {:.2f} s (analysis {:.2f} s, factorisations {:.2f} s, "
      "solves {:.2f} s, sums {:.2f} s), basis {:.0f} MB, model {:.0f} MB, factor {:.0f} MB\n",
      fast, fast / one, one, timings.analysis, timings.factorization, timings.solves, timings.summation,
      sweep.basis().bytes() / 1e6, sweep.model().bytes() / 1e6, factorization.used_bytes() / 1e6);

  const int n_checks = int(setting("CHECKS", 20));
  auto grid = log_grid(n_checks, 20.2, 19800);
  DirectSweep direct(problem, points[points.size() / 2]);
  std::vector<double> worst(problem.outputs.size(), 0);
  constexpr double noise = 1e-9; // below it the direct solve's own error is in the difference
  int within = 0, counted = 0, hidden = 0;
  const auto check = factors_of(grid);
  const auto found = sweep.evaluate(check);
  for (int k = 0; k < n_checks; ++k) {
    const auto exact = direct.evaluate(check[k]);
    std::string line = fmt::format("{:8.1f} Hz", grid[k]);
    for (const Goal &goal : options.goals) {
      const std::size_t l = goal.output;
      const double error = std::abs(found[k].outputs[l] - exact.outputs[l]) / std::abs(exact.outputs[l]);
      const double estimate = found[k].output_errors[l] / std::abs(exact.outputs[l]);
      line += fmt::format("  {:.2e} (est {:.2e})", error, estimate);
      worst[l] = std::max(worst[l], error);
      if (error > noise) {
        within += error < 10 * estimate && error > estimate / 10;
        ++counted;
      }
      hidden += error > goal.tolerance && estimate < goal.tolerance;
    }
    if (n_checks <= 50)
      fmt::print("{}\n", line);
  }
  for (const Goal &goal : options.goals)
    fmt::print("{}: largest error {:.3e} of {:.3e}\n", problem.outputs[goal.output].name, worst[goal.output],
               goal.tolerance);
  fmt::print("estimate within a factor of 10: {} of {}, hidden: {}\n", within, counted, hidden);
}
