#include "solver/sweep/error_estimate.h"

#include "solver/results/worse.h"
#include "solver/sweep/vector_norm.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace earshot {

namespace {

/// A coarser model must be this much worse before its error is taken for the difference of the two.
constexpr double clearly_worse = 3;
/// A coarser model is asked if it has no more than this share of the coordinates of the one asked before it:
/// all of them together then cost about as much as the model itself.
constexpr double next_coarser = 0.8;
/// Frequency ratio on either side whose kappas are averaged: alone, one may vanish by chance.
constexpr double averaged_ratio = 2;

/// Frequency ratio between points whose kappas are measured, as they are averaged anyway.
const double measured_ratio = std::exp2(1.0 / 4);

bool near(double omega, double other, double ratio) {
  return std::abs(std::log(other / omega)) <= std::log(ratio);
}

/// Geometric mean of an output's kappas that were measured within a frequency ratio of a point; 0 where none
/// was.
/// @param points run along the frequency axis
double mean_amplification(std::span<const Factors> points, const std::vector<std::vector<double>> &kappa,
                          std::size_t i, std::size_t output, double ratio) {
  double logarithms = 0;
  int count = 0;
  const auto add = [&](std::size_t k) {
    if (kappa[k][output] > 0) {
      logarithms += std::log(kappa[k][output]);
      ++count;
    }
  };
  for (std::size_t k = i; k < points.size() && near(points[i].omega, points[k].omega, ratio); ++k)
    add(k);
  for (std::size_t k = i; k-- > 0 && near(points[i].omega, points[k].omega, ratio);)
    add(k);
  return count > 0 ? std::exp(logarithms / count) : 0;
}

/// kappa by the direct solve nearest in frequency; 0 where none told it.
double nearest_amplification(const std::vector<Calibration> &calibrations, double omega, std::size_t output) {
  double nearest = 0, distance = std::numeric_limits<double>::infinity();
  for (const Calibration &calibration : calibrations)
    if (const double away = std::abs(std::log(calibration.omega / omega));
        away < distance && calibration.amplification[output] > 0) {
      distance = away;
      nearest = calibration.amplification[output];
    }
  return nearest;
}

/// What a coarser model's error tells of those kappas that no finer one told.
void add_amplification(const EstimatedSolution &fine, const ReducedSolution &coarse,
                       std::vector<double> &kappa) {
  for (std::size_t l = 0; l < kappa.size(); ++l) {
    const double product = coarse.residual * coarse.adjoint_residuals[l],
                 difference = std::abs(coarse.outputs[l] - fine.solution.outputs[l]);
    // A difference that may be round-off says nothing, and would say much over small residuals.
    if (kappa[l] < 0 && difference > clearly_worse * fine.round_off[l] && product > 0 &&
        product >= clearly_worse * fine.solution.residual * fine.solution.adjoint_residuals[l])
      kappa[l] = difference / product;
  }
}

} // namespace

ErrorEstimate::ErrorEstimate(const ReducedModel &model, std::vector<std::size_t> levels,
                             std::vector<Calibration> calibrations)
    : model_(model), levels_(std::move(levels)), calibrations_(std::move(calibrations)) {}

std::vector<std::vector<double>> ErrorEstimate::amplifications(
    std::span<const Factors> points, const std::vector<EstimatedSolution> &solutions,
    const std::vector<std::size_t> &measured, const ReducedSolver &solver, unsigned threads) const {
  const std::size_t n_outputs = model_.outputs.size();
  std::vector<double> unknown(n_outputs, -1); // but where nobody asks
  for (std::size_t l = 0; l < n_outputs; ++l)
    if (model_.outputs[l].sketch.empty())
      unknown[l] = 0;
  std::vector<std::vector<double>> kappa(points.size(), unknown);
  std::vector<std::size_t> open = measured;
  auto asked = static_cast<double>(model_.size) / next_coarser;
  for (auto level = levels_.rbegin(); level != levels_.rend() && !open.empty(); ++level) {
    if (static_cast<double>(*level) > next_coarser * asked)
      continue;
    asked = static_cast<double>(*level);
    std::vector<Factors> factors;
    for (const std::size_t i : open)
      factors.push_back(points[i]);
    const std::vector<ReducedSolution> coarse = solver.solve(factors, *level, threads);
    std::vector<std::size_t> left;
    for (std::size_t k = 0; k < open.size(); ++k) {
      add_amplification(solutions[open[k]], coarse[k], kappa[open[k]]);
      if (std::any_of(kappa[open[k]].begin(), kappa[open[k]].end(), [](double known) { return known < 0; }))
        left.push_back(open[k]);
    }
    open = std::move(left);
  }
  return kappa;
}

double ErrorEstimate::calibrated(double omega, std::size_t output) const {
  for (auto calibration = calibrations_.rbegin(); calibration != calibrations_.rend(); ++calibration)
    if (near(omega, calibration->omega, averaged_ratio))
      return calibration->amplification[output];
  return 0;
}

/// By the largest nearby, or else by that of the nearest direct solve.
std::vector<double> ErrorEstimate::round_off(const Factors &factors, const ReducedSolution &solution) const {
  std::vector<double> result;
  const double size = norm(solution.coordinates);
  for (std::size_t l = 0; l < solution.outputs.size(); ++l) {
    double largest = 0, nearest = 0, distance = std::numeric_limits<double>::infinity();
    for (const Calibration &calibration : calibrations_) {
      if (near(factors.omega, calibration.omega, averaged_ratio))
        largest = worse(largest, calibration.round_off[l]);
      if (const double away = std::abs(std::log(calibration.omega / factors.omega)); away < distance) {
        distance = away;
        nearest = calibration.round_off[l];
      }
    }
    result.push_back(worse(largest, nearest) * size * norm(solution.adjoints[l]));
  }
  return result;
}

std::vector<EstimatedSolution> ErrorEstimate::evaluate(std::span<const Factors> points,
                                                       unsigned threads) const {
  std::vector<EstimatedSolution> results;
  const ReducedSolver solver(model_);
  for (ReducedSolution &solution : solver.solve(points, model_.size, threads))
    results.push_back({std::move(solution), {}, {}});
  const std::size_t n_outputs = model_.outputs.size();
  std::vector<std::size_t> measured;
  for (std::size_t i = 0; i < points.size(); ++i) {
    results[i].round_off = round_off(points[i], results[i].solution);
    const double here = points[i].omega, last = measured.empty() ? 0 : points[measured.back()].omega;
    if (std::max(here, last) >= measured_ratio * std::min(here, last))
      measured.push_back(i);
  }
  const std::vector<std::vector<double>> kappa = amplifications(points, results, measured, solver, threads);
  std::vector<double> largest(n_outputs, 0);
  for (const std::size_t i : measured)
    for (std::size_t l = 0; l < n_outputs; ++l)
      largest[l] = std::max(largest[l], kappa[i][l]);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ReducedSolution &solution = results[i].solution;
    results[i].errors.assign(n_outputs, 0);
    for (std::size_t l = 0; l < n_outputs; ++l) {
      if (model_.outputs[l].sketch.empty())
        continue;
      // The octaves' mean is too small where kappa rises steeply, as at the edge of a band that a chain of
      // volumes lets through: there the nearest ones count.
      const double mean = std::max(mean_amplification(points, kappa, i, l, averaged_ratio),
                                   mean_amplification(points, kappa, i, l, measured_ratio));
      // Without a coarser model: as elsewhere, or else as large as the output itself.
      const double elsewhere = worse(largest[l], nearest_amplification(calibrations_, points[i].omega, l));
      const double factor = mean > 0 ? mean : elsewhere > 0 ? elsewhere : std::abs(solution.outputs[l]);
      const double kappa_here = std::max(factor, calibrated(points[i].omega, l));
      results[i].errors[l] =
          kappa_here * solution.residual * solution.adjoint_residuals[l] + results[i].round_off[l];
    }
  }
  return results;
}

} // namespace earshot
