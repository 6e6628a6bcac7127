#include "solver/sweep/error_estimate.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// A coarser model must be this much worse before its error is taken for the difference of the two.
constexpr double clearly_worse = 3;
/// Frequency ratio on either side whose kappas are averaged: alone, one may vanish by chance.
constexpr double averaged_ratio = 2;

/// Frequency ratio between points whose kappas are measured, as they are averaged anyway.
const double measured_ratio = std::exp2(1.0 / 4);

/// Calls visit(k) for the points around `i`, in a list that runs along the frequency axis.
template <typename Visit>
void for_each_neighbour(std::span<const Factors> points, std::size_t i, Visit visit) {
  const auto near = [&](std::size_t k) {
    return std::abs(std::log(points[k].omega / points[i].omega)) <= std::log(averaged_ratio);
  };
  for (std::size_t k = i; k < points.size() && near(k); ++k)
    visit(k);
  for (std::size_t k = i; k-- > 0 && near(k);)
    visit(k);
}

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
  double measured = 0; // angular frequency
  for (const Factors &factors : points) {
    results.push_back({model_.solve(factors), {}});
    kappa.emplace_back(n_outputs, -1);
    if (std::max(factors.omega, measured) < measured_ratio * std::min(factors.omega, measured))
      continue;
    measured = factors.omega;
    kappa.back() = amplification(factors, results.back().solution);
    for (std::size_t l = 0; l < n_outputs; ++l)
      largest[l] = std::max(largest[l], kappa.back()[l]);
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const ReducedSolution &solution = results[i].solution;
    for (std::size_t l = 0; l < n_outputs; ++l) {
      double logarithms = 0;
      int count = 0;
      for_each_neighbour(points, i, [&](std::size_t k) {
        if (kappa[k][l] > 0) {
          logarithms += std::log(kappa[k][l]);
          ++count;
        }
      });
      // Without a coarser model, nothing is known: as large as the output itself, or as elsewhere.
      const double elsewhere = largest[l] > 0 ? largest[l] : std::abs(solution.outputs[l]);
      const double factor = count > 0 ? std::exp(logarithms / count) : elsewhere;
      results[i].errors.push_back(safety_ * factor * solution.residual * solution.adjoint_residuals[l]);
    }
  }
  return results;
}

} // namespace earshot
