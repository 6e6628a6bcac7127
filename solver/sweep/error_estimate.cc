#include "solver/sweep/error_estimate.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// A coarser model must be this much worse before its error is taken for the difference of the two.
constexpr double clearly_worse = 10;
/// Points on either side whose kappa counts too: between two vectors it may vanish by chance.
constexpr std::ptrdiff_t neighbours = 3;

} // namespace

ErrorEstimate::ErrorEstimate(const ReducedModel &model, std::vector<std::size_t> levels, double safety)
    : model_(model), levels_(std::move(levels)), safety_(safety) {}

std::vector<double> ErrorEstimate::amplification(const Factors &factors,
                                                 const ReducedSolution &solution) const {
  const std::size_t n_outputs = solution.outputs.size();
  std::vector<double> kappa(n_outputs, -1);
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const ReducedSolution coarse = model_.solve(factors, *level);
    bool all_known = true;
    for (std::size_t l = 0; l < n_outputs; ++l) {
      const double product = coarse.residual * coarse.adjoint_residuals[l];
      if (kappa[l] < 0 && product >= clearly_worse * solution.residual * solution.adjoint_residuals[l] &&
          product > 0)
        kappa[l] = std::abs(coarse.outputs[l] - solution.outputs[l]) / product;
      all_known = all_known && kappa[l] >= 0;
    }
    if (all_known)
      break;
  }
  return kappa;
}

std::vector<EstimatedSolution> ErrorEstimate::evaluate(std::span<const Factors> points) const {
  std::vector<EstimatedSolution> results;
  std::vector<std::vector<double>> kappa;
  const std::size_t n_outputs = model_.outputs.size();
  std::vector<double> largest(n_outputs, 0);
  for (const Factors &factors : points) {
    results.push_back({model_.solve(factors), {}});
    kappa.push_back(amplification(factors, results.back().solution));
    for (std::size_t l = 0; l < n_outputs; ++l)
      largest[l] = std::max(largest[l], kappa.back()[l]);
  }
  const auto n = static_cast<std::ptrdiff_t>(points.size());
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    const ReducedSolution &solution = results[i].solution;
    for (std::size_t l = 0; l < n_outputs; ++l) {
      double factor = -1;
      for (auto k = std::max<std::ptrdiff_t>(0, i - neighbours); k <= std::min(n - 1, i + neighbours); ++k)
        factor = std::max(factor, kappa[k][l]);
      if (factor < 0)
        factor = largest[l] > 0 ? largest[l] : std::abs(solution.outputs[l]);
      results[i].errors.push_back(safety_ * factor * solution.residual * solution.adjoint_residuals[l]);
    }
  }
  return results;
}

} // namespace earshot
