// The fast sweep on earphones drawn at random: does it end, does it hide an error, is its estimate right,
// what does it cost?
//
//   build/benchmark.fast_sweep_cases [seed [number of cases [first case [checks [finer mesh]]]]]
//
// Each case answers 481 frequencies, then some others (60) are solved directly and compared. An error is
// hidden where it is beyond the tolerance and the estimate is not. The estimate counts as right within a
// factor of ten of the error, where that is clearly above round-off. Cost is the processor time of the sweep,
// without analysis, over that of one point of a direct sweep: sum of the terms, factorisation, solve,
// outputs, peaks and power balance. In brackets, over sum and factorisation alone.
#include "solver/analysis/frequency_sweep.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/benchmarks/random_case.h"

#include "solver/config/reader.h"
#include "solver/model/model.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <numbers>

using namespace earshot;

namespace {

struct Outcome {
  int unknowns = 0, factorizations = 0, hidden = 0, right = 0, counted = 0, answers_beyond = 0;
  std::size_t direct_points = 0, vectors = 0;
  double cost = 0, bare_cost = 0;        ///< in points of a direct sweep; in sums and factorisations alone
  double worst_error = 0, round_off = 0; ///< over the tolerance
  bool answered = false;
};

/// Direct solves at random frequencies beside the sweep's answers. Errors are counted over the tolerance.
void check(const FrequencyProblem &problem, Factorization &factorization, const FastSweep &sweep,
           const std::vector<Goal> &goals, const std::vector<double> &frequencies, Outcome &outcome) {
  std::vector<Factors> points;
  for (const double frequency : frequencies)
    points.push_back(problem.at(2 * std::numbers::pi * frequency));
  const std::vector<SweepPoint> found = sweep.evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    factorization.factorize(points[k]);
    const std::vector<std::vector<Complex>> b = {right_hand_side(problem, points[k])};
    const auto first = factorization.solve(b), second = factorization.refined(b, first);
    const std::vector<Complex> exact = evaluate_outputs(problem, points[k], second.front()),
                               before = evaluate_outputs(problem, points[k], first.front());
    for (const Goal &goal : goals) {
      const std::size_t l = goal.output;
      const double unit = goal.tolerance * std::abs(exact[l]), noise = std::abs(exact[l] - before[l]) / unit,
                   error = std::abs(found[k].outputs[l] - exact[l]) / unit,
                   estimate = found[k].output_errors[l] / unit;
      constexpr double clearly = 10; // what one refinement changes varies from point to point
      outcome.hidden += error > 1 + clearly * noise && !(estimate > 1);
      outcome.worst_error = std::max(outcome.worst_error, error - clearly * noise);
      if (error > clearly * noise && error > clearly * found[k].round_off[l] / unit) {
        ++outcome.counted;
        outcome.right += error < 10 * estimate && estimate < 10 * error;
      }
    }
  }
}

/// Processor time of some work [s], which other programs' work on the machine hardly changes.
template <class Work>
double processor_seconds(const Work &work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

/// Tells what the sweep took in what a direct one takes for a point, on average over the band.
void compare_cost(const FrequencyProblem &problem, Factorization &factorization,
                  const std::vector<Factors> &points, double sweep_seconds, Outcome &outcome) {
  constexpr std::size_t n = 6;
  double bare = 0, rest = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const Factors &point = points[(2 * k + 1) * points.size() / (2 * n)];
    bare += processor_seconds([&] { factorization.factorize(point); });
    rest += processor_seconds([&] {
      const std::vector<Complex> solution = factorization.solve(right_hand_side(problem, point));
      evaluate_outputs(problem, point, solution);
      evaluate_peaks(problem, point, solution);
      power_balance(problem, point, solution);
    });
  }
  outcome.cost = sweep_seconds * n / (bare + rest);
  outcome.bare_cost = sweep_seconds * n / bare;
}

Outcome try_case(const Case &read, std::uint64_t seed, int n_checks) {
  const Case config = with_motors(read, compute_motors(read, MPI_COMM_WORLD));
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const FrequencyProblem &problem = model.problem();
  const std::vector<double> frequencies = sweep_frequencies(config.sweep);
  std::vector<Factors> points;
  for (const double frequency : frequencies)
    points.push_back(problem.at(2 * std::numbers::pi * frequency));
  const FastSweepOptions options = fast_sweep_options(problem, config.sweep);
  Outcome outcome;
  outcome.unknowns = static_cast<int>(problem.partition.total);
  Factorization factorization(problem, points[points.size() / 2]);
  FastSweep sweep(problem, factorization, candidate_points(problem, frequencies), options);
  const double all = processor_seconds([&] { sweep.answer(points); });
  compare_cost(problem, factorization, points, all, outcome);
  outcome.factorizations = sweep.record().factorizations;
  outcome.direct_points = sweep.record().direct_points;
  outcome.answered = sweep.record().answered;
  outcome.round_off = sweep.record().round_off;
  outcome.vectors = sweep.basis().size();
  std::mt19937_64 engine(seed);
  std::vector<double> others;
  for (int k = 0; k < n_checks; ++k) {
    const double part = static_cast<double>(engine() >> 11) * 0x1p-53;
    others.push_back(frequencies.front() * std::pow(frequencies.back() / frequencies.front(), part));
  }
  std::sort(others.begin(), others.end());
  check(problem, factorization, sweep, options.goals, others, outcome);
  return outcome;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values.empty() ? 0 : values[values.size() / 2];
}

double largest(const std::vector<double> &values) {
  return values.empty() ? 0 : *std::max_element(values.begin(), values.end());
}

} // namespace

int main(int argc, char **argv) {
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  const auto argument = [&](int k, int value) { return argc > k ? std::atoi(argv[k]) : value; };
  const int seed = argument(1, 1), n_cases = argument(2, 45), first = argument(3, 0),
            n_checks = argument(4, 60);
  const double finer = argc > 5 ? std::atof(argv[5]) : 1;
  const std::filesystem::path file =
      std::filesystem::temp_directory_path() / fmt::format("earshot_fast_sweep_cases_{}.toml", seed);
  fmt::print("| case | kind | unknowns | factorisations | of them points alone | basis | cost | hidden | "
             "worst error / "
             "tolerance | estimate right | round-off / tolerance | answered "
             "|\n|---|---|---|---|---|---|---|---|---|---|"
             "---|---|\n");
  Outcome sum;
  std::vector<double> costs, bare_costs;
  int ended = 0;
  for (int k = first; k < first + n_cases; ++k) {
    const RandomCase drawn = CaseGenerator(seed, k, finer).draw();
    std::ofstream(file) << drawn.toml;
    try {
      const Outcome o =
          try_case(read_case(file.string()), static_cast<std::uint64_t>(1000 * seed + k), n_checks);
      fmt::print("| {} | {} | {} | {} | {} | {} | {:.1f} ({:.1f}) | {} | {:.2g} | {} of {} | {:.1g} | {} |\n",
                 k, drawn.kind, o.unknowns, o.factorizations, o.direct_points, o.vectors, o.cost, o.bare_cost,
                 o.hidden, o.worst_error, o.right, o.counted, o.round_off, o.answered ? "yes" : "no");
      ++ended;
      costs.push_back(o.cost);
      bare_costs.push_back(o.bare_cost);
      sum.hidden += o.hidden;
      sum.right += o.right;
      sum.counted += o.counted;
    } catch (const std::exception &error) {
      fmt::print("| {} | {} | {} |\n", k, drawn.kind, error.what());
    }
    std::fflush(stdout);
  }
  std::filesystem::remove(file);
  fmt::print("seed {}: {} of {} ended; hidden errors {}; estimate within a factor of 10 at {} of {} ({:.1f} "
             "%); cost median {:.1f} ({:.1f}), worst {:.1f} ({:.1f}) points of a direct sweep\n",
             seed, ended, n_cases, sum.hidden, sum.right, sum.counted,
             100.0 * sum.right / std::max(1, sum.counted), median(costs), median(bare_costs), largest(costs),
             largest(bare_costs));
}
