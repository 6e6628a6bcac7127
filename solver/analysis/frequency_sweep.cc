#include "solver/analysis/frequency_sweep.h"

#include "solver/model/moving_housing.h"
#include "solver/model/outside.h"
#include "solver/model/vents.h"
#include "solver/physics/transducers/lumped_motor.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace earshot {

namespace {

/// Up to so many points a factorisation each costs no more than a basis with its confirmations.
constexpr std::size_t few_points = 5;
/// Candidates of a basis: answers are smooth between them once the basis holds the resonances.
constexpr std::size_t enough_candidates = 250;
constexpr double current_tolerance_per_db = 1e-4 / 0.01;
/// What counts is that the basis holds the adjoints of openings: closing one adds a multiple of its own, and
/// so does a vent's loss.
constexpr double outside_tolerance = 0.1;

} // namespace

FastSweepOptions fast_sweep_options(const FrequencyProblem &problem, const SweepConfig &sweep) {
  FastSweepOptions options;
  for (std::size_t k = 0; k < problem.outputs.size(); ++k)
    switch (problem.outputs[k].quantity.kind) {
    case QuantityKind::eardrum_pressure:
    case QuantityKind::probe_pressure:
      options.goals.push_back({k, std::pow(10, sweep.tolerance / 20) - 1});
      break;
    case QuantityKind::source_current:
      options.goals.push_back({k, current_tolerance_per_db * sweep.tolerance});
      break;
    case QuantityKind::exterior_load:
    case QuantityKind::vent_displacement:
      options.goals.push_back({k, outside_tolerance});
      break;
    case QuantityKind::housing_motion: // symmetry may leave nothing of it that could be held to a tolerance
    case QuantityKind::housing_point:
      options.adjoints.push_back(k);
      break;
    case QuantityKind::node:
    case QuantityKind::coil_current:
    case QuantityKind::coil_displacement:
    case QuantityKind::coil_voltage:
    case QuantityKind::piston_displacement:
    case QuantityKind::excursion:
    case QuantityKind::pressure_jump:
    case QuantityKind::reaction:
    case QuantityKind::opening_velocity:
      break; // as good as the fields are
    }
  for (std::size_t j = 0; j < problem.terms.size(); ++j)
    if (problem.terms[j].name == force_factor_term)
      options.drives.push_back(j);
  if (options.drives.size() == 1) // nothing to cancel with
    options.drives.clear();
  return options;
}

bool fast_sweep_pays(const SweepConfig &sweep, std::size_t n_points) {
  return sweep.method.value == SweepMethod::fast && n_points > few_points;
}

std::vector<double> band_of_analyses(const std::vector<double> &frequencies) {
  constexpr std::size_t n = 60;
  const double from = frequencies.front(), to = frequencies.back();
  if (frequencies.size() >= n)
    return frequencies;
  if (!(from < to))
    throw UserError({}, fmt::format("analyses and saved models need a band of frequencies, found {} alone",
                                    frequency_text(from)));
  std::vector<double> grid;
  for (std::size_t k = 0; k < n; ++k)
    grid.push_back(from * std::pow(to / from, static_cast<double>(k) / (n - 1)));
  return grid;
}

std::vector<Factors> candidate_points(const FrequencyProblem &problem,
                                      const std::vector<double> &frequencies) {
  const std::size_t n = std::min(frequencies.size(), enough_candidates);
  std::vector<Factors> points;
  for (std::size_t k = 0; k < n; ++k) {
    const double frequency = frequencies[n == 1 ? 0 : k * (frequencies.size() - 1) / (n - 1)];
    points.push_back(problem.at(2 * std::numbers::pi * frequency));
  }
  return points;
}

FastSweep::GoOn watch(const FastSweep &sweep, const Model &model, const Options &options, spdlog::logger &log,
                      const Interrupt &interrupt) {
  return [&, tolerance = model.config().sweep.tolerance.value, quiet = options.quiet,
          communicator = model.communicator()] {
    if (!quiet)
      log.info("{}", describe_step(sweep, tolerance));
    return !interrupt.requested(communicator);
  };
}

std::string describe_step(const FastSweep &sweep, double tolerance_db) {
  const FastSweepRecord &record = sweep.record();
  const std::string error = record.factorizations < 2
                                ? ""
                                : fmt::format(", estimated error {:.2g} dB before the last one",
                                              tolerance_db * record.largest_error);
  return fmt::format("{} factorisations, {} vectors{}", record.factorizations, sweep.basis().size(), error);
}

std::vector<std::string> describe_outcome(const FastSweepRecord &record, double tolerance_db) {
  std::vector<std::string> lines;
  for (const Confirmation &confirmation : record.confirmations)
    lines.push_back(fmt::format("direct solve at {}: error {:.2g} dB, estimated {:.2g} dB",
                                frequency_text(confirmation.frequency), tolerance_db * confirmation.measured,
                                tolerance_db * confirmation.estimated));
  if (!record.gave_up.empty() && record.answered)
    lines.push_back(
        fmt::format("the reduced model was left as it is after {} factorisations: {}. {} points were "
                    "solved directly",
                    record.factorizations - record.direct_points, record.gave_up, record.direct_points));
  return lines;
}

std::vector<std::string> sweep_warnings(const FastSweepRecord &record, double tolerance_db) {
  std::vector<std::string> lines;
  if (!record.converged && !record.answered)
    lines.push_back(
        fmt::format("the tolerance of {:g} dB is not met{}: the error may be {:.2g} dB; error_db in "
                    "response.csv says where. Use sweep.method = \"direct\" or a larger tolerance",
                    tolerance_db, record.gave_up.empty() ? "" : ", as " + record.gave_up,
                    tolerance_db * record.largest_error));
  if (!(record.round_off <= 1))
    lines.push_back(fmt::format(
        "the tolerance of {:g} dB is below the round-off of the solutions, which is {:.2g} dB "
        "at {}; error_db in response.csv tells it",
        tolerance_db, tolerance_db * record.round_off, frequency_text(record.round_off_frequency)));
  return lines;
}

} // namespace earshot
