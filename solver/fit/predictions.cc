#include "solver/fit/predictions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace earshot {

namespace {

constexpr int draws_each = 16; ///< of errors, for each member of the ensemble

/// The value below which a share of the sorted values lies, linear between them.
double quantile(const std::vector<double> &sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  return std::lerp(sorted[below], sorted[std::min(below + 1, sorted.size() - 1)],
                   place - static_cast<double>(below));
}

std::vector<double> change_of(const FitProblem &problem, const Prediction &prediction,
                              const std::vector<double> &unknowns) {
  const std::vector<double> values = problem.values(unknowns);
  std::vector<double> change = level_of(*prediction.after, prediction.parameters_after, values);
  const std::vector<double> before = level_of(*prediction.before, prediction.parameters_before, values);
  for (std::size_t i = 0; i < change.size(); ++i)
    change[i] -= before[i];
  return change;
}

/// Changes that may be measured, by frequency.
std::vector<std::vector<double>> samples_of(const FitProblem &problem, const FitSolution &solution,
                                            const Prediction &prediction, int seed) {
  std::vector<std::vector<double>> samples(prediction.frequency_hz.size());
  const CorrelatedErrors errors(prediction.frequency_hz, prediction.error_db, 1.0 / 3);
  NormalDraws draws(static_cast<std::uint64_t>(seed) * 1000003 + 3);
  const std::vector<std::vector<double>> only_best{solution.best};
  for (const auto &member : solution.members.empty() ? only_best : solution.members) {
    const std::vector<double> change = change_of(problem, prediction, member);
    for (int k = 0; k < draws_each; ++k) {
      const std::vector<double> error = errors.draw(draws);
      for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i].push_back(change[i] + error[i]);
    }
  }
  return samples;
}

/// A change whose level says nothing, brought to that of the prediction: by the mean difference, errors
/// counted.
void take_off_level(FitPrediction &p, const std::vector<double> &error_db) {
  double sum = 0, weights = 0;
  for (std::size_t i = 0; i < p.measured_db.size(); ++i) {
    const double weight = 1 / (error_db[i] * error_db[i]);
    sum += weight * (p.measured_db[i] - p.mid_db[i]);
    weights += weight;
  }
  for (double &value : p.measured_db)
    value -= sum / weights;
}

PredictedBand band_of(const FitPrediction &p, double lowest, double highest, double tolerance) {
  PredictedBand band{lowest, highest, 0, false, {}, {}};
  double squares = 0, within = 0, n = 0;
  for (std::size_t i = 0; i < p.frequency_hz.size(); ++i) {
    if (p.frequency_hz[i] < lowest || p.frequency_hz[i] >= highest)
      continue;
    ++n;
    band.half_width_db += (p.high_db[i] - p.low_db[i]) / 2;
    if (p.measured_db.empty())
      continue;
    squares += std::pow(p.measured_db[i] - p.mid_db[i], 2);
    within += p.measured_db[i] >= p.low_db[i] && p.measured_db[i] <= p.high_db[i] ? 1 : 0;
  }
  band.half_width_db = n > 0 ? band.half_width_db / n : std::numeric_limits<double>::quiet_NaN();
  band.determined = band.half_width_db <= tolerance;
  if (!p.measured_db.empty() && n > 0)
    band.rms_error_db = std::sqrt(squares / n), band.within = within / n;
  return band;
}

} // namespace

FitPrediction predicted(const FitProblem &problem, const FitSolution &solution, const Prediction &prediction,
                        int seed) {
  FitPrediction result{prediction.name, prediction.frequency_hz, {}, {}, {}, prediction.measured_db, {}};
  for (std::vector<double> &samples : samples_of(problem, solution, prediction, seed)) {
    std::sort(samples.begin(), samples.end());
    result.low_db.push_back(quantile(samples, 0.05));
    result.mid_db.push_back(quantile(samples, 0.5));
    result.high_db.push_back(quantile(samples, 0.95));
  }
  if (!prediction.level_counts && !result.measured_db.empty())
    take_off_level(result, prediction.error_db);
  for (std::size_t k = 0; k + 1 < fit_bands.size(); ++k) {
    const PredictedBand band = band_of(result, fit_bands[k], fit_bands[k + 1], prediction.tolerance_db);
    if (std::isfinite(band.half_width_db))
      result.bands.push_back(band);
  }
  return result;
}

} // namespace earshot
