// What a fast sweep of 1000 points costs beside one factorisation of the same matrix, and how near it comes
// to direct solves at other points.
//
//   build/benchmark.fast_sweep [case file] [key=value ...]
//
// The environment sets the number of direct solves (CHECKS, 20) and takes devices away: ROUNDS=0 leaves
// corrections out, POINTS and RATIO change how many there are and how far they reach.
#include "solver/analysis/frequency_sweep.h"
#include "solver/output/run_record.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/benchmarks/benchmark_model.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numbers>

using namespace earshot;

namespace {

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

std::vector<Factors> factors_at(const FrequencyProblem &problem, const std::vector<double> &frequencies) {
  std::vector<Factors> factors;
  for (const double frequency : frequencies)
    factors.push_back(problem.at(2 * std::numbers::pi * frequency));
  return factors;
}

/// Direct solves beside the sweep's answers: errors and how well they were estimated.
void compare(const FrequencyProblem &problem, const FastSweep &sweep, const std::vector<Goal> &goals,
             const std::vector<double> &frequencies) {
  const std::vector<Factors> points = factors_at(problem, frequencies);
  DirectSweep direct(problem, points[points.size() / 2]);
  const std::vector<SweepPoint> found = sweep.evaluate(points);
  std::vector<double> worst(problem.outputs.size(), 0), worst_at(problem.outputs.size(), 0);
  int within = 0, counted = 0, hidden = 0;
  for (std::size_t k = 0; k < points.size(); ++k) {
    const SweepPoint exact = direct.evaluate(points[k]);
    for (const Goal &goal : goals) {
      const std::size_t l = goal.output;
      const double size = std::abs(exact.outputs[l]),
                   error = std::abs(found[k].outputs[l] - exact.outputs[l]) / size,
                   estimate = found[k].output_errors[l] / size,
                   noise = 10 * found[k].round_off[l] / size; // which varies from point to point
      if (error > worst[l])
        worst[l] = error, worst_at[l] = frequencies[k];
      within += error > noise && error < 10 * estimate && estimate < 10 * error;
      counted += error > noise;
      hidden += error > goal.tolerance && estimate < goal.tolerance;
    }
  }
  for (const Goal &goal : goals)
    fmt::print("{:24} largest error {:.2e} at {:.1f} Hz, tolerance {:.2e}\n",
               to_string(problem.outputs[goal.output].quantity).c_str(), worst[goal.output],
               worst_at[goal.output], goal.tolerance);
  fmt::print(
      "estimate within a factor of 10 of the error: {} of {} (others near round-off); hidden beyond the "
      "tolerance: {}\n",
      within, counted, hidden);
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const auto [config, model, assembly] = benchmark_model(argc, argv);
  const FrequencyProblem &problem = model->problem();
  fmt::print("{} unknowns, {} terms\n", problem.partition.total, problem.terms.size());

  FastSweepOptions options = fast_sweep_options(problem, config.sweep);
  options.corrected_points = static_cast<int>(setting("POINTS", options.corrected_points));
  options.correction_rounds = static_cast<int>(setting("ROUNDS", options.correction_rounds));
  options.neighbourhood = setting("RATIO", options.neighbourhood);
  const std::vector<double> frequencies = log_grid(1000, 20, 20000);
  std::unique_ptr<Factorization> factorization;
  std::unique_ptr<FastSweep> sweep;
  const double setup = seconds([&] {
    const std::vector<Factors> candidates = candidate_points(problem, frequencies);
    factorization = std::make_unique<Factorization>(problem, candidates[candidates.size() / 2]);
    sweep = std::make_unique<FastSweep>(problem, *factorization, candidates, options);
  });
  const double basis = seconds([&] {
    while (sweep->step())
      fmt::print("  {}\n", describe_step(*sweep, config.sweep.tolerance));
  });
  std::vector<SweepPoint> answers;
  const double evaluation = seconds([&] { answers = sweep->evaluate(factors_at(problem, frequencies)); });
  double largest = 0;
  for (const SweepPoint &point : answers)
    largest = std::max(largest, sweep->excess(point));
  for (const std::string &line : describe_outcome(sweep->record(), config.sweep.tolerance))
    fmt::print("  {}\n", line);

  const FactorizationTimings &timings = factorization->timings();
  const double one = timings.factorization / timings.factorizations, all = setup + basis + evaluation;
  fmt::print("one factorisation        {:8.2f} s\n", one);
  fmt::print("assembly                 {:8.2f} s\n", assembly);
  fmt::print("analysis                 {:8.2f} s\n", setup);
  fmt::print(
      "basis, projection, check {:8.2f} s  ({} factorisations {:.2f} s, {} back-substitutions {:.2f} s)\n",
      basis, timings.factorizations, timings.factorization, timings.back_substitutions, timings.solves);
  fmt::print("1000 points              {:8.2f} s  ({:.2f} ms each with error, power and excursion)\n",
             evaluation, evaluation);
  fmt::print(
      "fast sweep               {:8.2f} s  = {:.1f} factorisations; 1000 of them cost {:.0f} x as much\n",
      all, all / one, 1000 * one / all);
  fmt::print("with assembly            {:8.2f} s  = {:.1f} factorisations\n", all + assembly,
             (all + assembly) / one);
  fmt::print("basis {} vectors, {:.0f} MB; reduced model {:.0f} MB; factor {:.0f} MB; process {:.0f} MiB\n",
             sweep->basis().size(), sweep->basis().bytes() / 1e6, sweep->model().bytes() / 1e6,
             factorization->used_bytes() / 1e6, peak_memory_mib());
  fmt::print("largest estimate of the 1000 points: {:.2g} of the tolerance\n", largest);
  const ReducedModel &reduced = sweep->model();
  const Factors factors = problem.at(2 * std::numbers::pi * 1e3);
  constexpr int repeats = 100;
  const double solve = seconds([&] {
    for (int k = 0; k < repeats; ++k)
      reduced.solve(factors);
  });
  fmt::print("one frequency of the reduced model: {:.2f} ms\n", 1e3 * solve / repeats);
  compare(problem, *sweep, options.goals, log_grid(static_cast<int>(setting("CHECKS", 20)), 20.13, 19890));
}
