#include "solver/fit/fit_answers.h"

#include "solver/fit/next_measurement.h"
#include "solver/fit/predictions.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace earshot {

namespace {

constexpr double most_remaining = 0.5; ///< of the prior's spread: the data say three times as much as it
constexpr double at_bound = 1e-6;
constexpr double least_told_error = 0.02; ///< [dB] of a reduced model
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Invariances by the names of their parts.
std::map<std::string, std::string> unseen_names(const std::vector<Combination> &invariances) {
  std::map<std::string, std::string> names;
  for (const Combination &combination : invariances)
    for (const auto &[name, exponent] : combination.exponents)
      names.emplace(name, describe(combination));
  return names;
}

FittedParameter parameter_of(const CaseFit &fit, const FitSolution &solution,
                             const std::map<std::string, std::string> &unseen, std::size_t k) {
  const FitProblem &problem = fit.problem;
  const FitPrior &prior = problem.priors()[k];
  const Explanations &known = solution.explanations;
  const double x = solution.best[k], spread = known.remaining(k);
  const auto [low, high] = known.interval(k);
  const auto bounded = [&](double place) {
    return std::clamp(problem.value(k, place), prior.lower, prior.upper);
  };
  FittedParameter parameter{prior.key,
                            prior.unit,
                            fit.parameter_states[k],
                            prior.start,
                            problem.value(k, x),
                            bounded(low),
                            bounded(known.quantile(k, 0.5)),
                            bounded(high),
                            spread,
                            spread < most_remaining,
                            ""};
  const double width = std::abs(parameter.best) * at_bound;
  if (parameter.best <= prior.lower + width || parameter.best >= prior.upper - width)
    parameter.note = "at its bound";
  if (const auto found = unseen.find(prior.key); found != unseen.end()) {
    parameter.best = parameter.low = parameter.mid = parameter.high = unknown;
    parameter.determined = false;
    parameter.note = "no curve changes with " + found->second;
  } else if (!parameter.determined && parameter.note.empty()) {
    parameter.note = "known by its prior";
  }
  return parameter;
}

std::vector<FitDirection> directions_of(const FitProblem &problem, const Posterior &posterior,
                                        const std::vector<Combination> &invariances) {
  std::vector<FitDirection> directions;
  for (const Combination &combination : singular_combinations(problem, posterior))
    directions.push_back({combination.strength > 1      ? "fixed"
                          : combination.strength > 0.01 ? "weak"
                                                        : "unseen",
                          combination.strength, describe(combination)});
  for (const Combination &combination : invariances)
    directions.push_back({"invariance", combination.strength, describe(combination)});
  return directions;
}

FitBand band_of(const FittedCurve &curve, const std::vector<double> &whitened, double lowest,
                double highest) {
  FitBand band{lowest, highest, 0, 0, 0, 0, 0, false};
  std::vector<double> sizes;
  double chi = 0;
  for (std::size_t i = 0; i < curve.frequency_hz.size(); ++i) {
    const double f = curve.frequency_hz[i], residual = curve.measured_db[i] - curve.fitted_db[i];
    if (f < lowest || f >= highest)
      continue;
    sizes.push_back(std::abs(residual));
    band.rms_db += residual * residual;
    chi += whitened[i] * whitened[i];
    if (std::abs(residual) >= std::abs(band.largest_db))
      band.largest_db = residual, band.at_hz = f;
  }
  const auto n = static_cast<double>(sizes.size());
  if (sizes.empty())
    return band;
  std::nth_element(sizes.begin(), sizes.begin() + sizes.size() / 2, sizes.end());
  band.median_db = sizes[sizes.size() / 2];
  band.rms_db = std::sqrt(band.rms_db / n);
  band.misfit = std::sqrt(chi / n);
  band.is_misfit = chi > largest_chi_square(n);
  return band;
}

FittedCurve curve_of(const FitProblem &problem, const FitSolution &solution, std::size_t s) {
  const FitState &state = problem.states()[s];
  FittedCurve curve{state.curve.state,
                    name_of(state.curve.quantity),
                    problem.offset_db(s, solution.best),
                    state.curve.frequency_hz,
                    state.curve.measured_db,
                    problem.level_db(s, std::vector<double>(problem.n_unknowns(), 0.0)),
                    problem.level_db(s, solution.best),
                    problem.errors(s).sigma(),
                    {}};
  std::vector<double> residual(curve.fitted_db.size());
  for (std::size_t i = 0; i < residual.size(); ++i) {
    curve.start_db[i] += problem.offset_db(s, std::vector<double>(problem.n_unknowns(), 0.0));
    curve.fitted_db[i] += curve.offset_db;
    residual[i] = curve.measured_db[i] - curve.fitted_db[i];
  }
  const std::vector<double> whitened = problem.errors(s).whitened(residual);
  for (std::size_t k = 0; k + 1 < fit_bands.size(); ++k) {
    const FitBand band = band_of(curve, whitened, fit_bands[k], fit_bands[k + 1]);
    if (band.misfit > 0)
      curve.bands.push_back(band);
  }
  return curve;
}

/// Whether two points give the same curves.
bool has_same_curves(const FitProblem &problem, const std::vector<double> &a, const std::vector<double> &b) {
  constexpr double same = 0.05; // [dB] rms
  double squares = 0;
  for (std::size_t s = 0; s < problem.states().size(); ++s) {
    const std::vector<double> level_a = problem.level_db(s, a), level_b = problem.level_db(s, b);
    const double offset = problem.offset_db(s, a) - problem.offset_db(s, b);
    for (std::size_t i = 0; i < level_a.size(); ++i)
      squares += std::pow(level_a[i] - level_b[i] + offset, 2);
  }
  return std::sqrt(squares / static_cast<double>(problem.n_levels())) <= same;
}

std::vector<std::string> warnings_of(const FitProblem &problem, const FitSolution &solution,
                                     const FitResults &results) {
  std::vector<std::string> warnings;
  for (const FittedCurve &curve : results.curves)
    for (const FitBand &band : curve.bands)
      if (band.is_misfit)
        warnings.push_back(fmt::format("{}: misfit from {} to {}: residuals are {:.1f} times the stated "
                                       "errors; the model lacks something "
                                       "there, or the errors are larger. Intervals are widened",
                                       curve.state, frequency_text(band.lowest_hz),
                                       frequency_text(band.highest_hz), band.misfit));
  for (std::size_t s = 0; s < problem.states().size(); ++s)
    if (const double error = problem.model_error_db(s, solution.best); error > least_told_error)
      warnings.push_back(
          fmt::format("{}: the reduced model's error is up to {:.2g} dB at the best numbers; run "
                      "fitted.toml and fit again with its model",
                      problem.states()[s].curve.state, error));
  if (!solution.conflicts.empty())
    warnings.push_back(
        fmt::format("the states {} contradict each other: no common numbers follow all as well as "
                    "numbers of its own follow each",
                    fmt::join(solution.conflicts, ", ")));
  if (results.effective_number < static_cast<double>(problem.n_unknowns()) - 0.5)
    warnings.push_back(fmt::format("the curves fix {:.0f} of {} directions; the others are known by their "
                                   "priors alone (identifiability.csv)",
                                   results.effective_number, problem.n_unknowns()));
  return warnings;
}

} // namespace

FitResults fit_answers(const CaseFit &fit, const FitSolution &solution, int seed) {
  FitResults results;
  const FitProblem &problem = fit.problem;
  const std::vector<Combination> unseen = invariances(problem, solution.posterior);
  const auto names = unseen_names(unseen);
  for (std::size_t k = 0; k < problem.priors().size(); ++k)
    results.parameters.push_back(parameter_of(fit, solution, names, k));
  results.directions = directions_of(problem, solution.posterior, unseen);
  for (std::size_t s = 0; s < problem.states().size(); ++s)
    results.curves.push_back(curve_of(problem, solution, s));
  for (const Prediction &prediction : fit.predictions)
    results.predictions.push_back(predicted(problem, solution, prediction, seed));
  results.next = next_measurements(fit, solution);
  results.cost = solution.cost;
  results.n_starts = static_cast<int>(solution.starts.size());
  for (const LeastSquaresPoint &start : solution.starts)
    results.n_same += has_same_curves(problem, start.x, solution.best) ? 1 : 0;
  results.noise = solution.posterior.noise();
  results.effective_number = solution.posterior.effective_number();
  results.warnings = warnings_of(problem, solution, results);
  return results;
}

} // namespace earshot
