#include "solver/sweep/design_space.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

/// From 0, the same, to 1, one of them is nothing.
double relative_difference(Complex a, Complex b) {
  const double size = std::abs(a) + std::abs(b);
  return size > 0 ? std::abs(a - b) / size : 0;
}

double distance(const std::vector<Factors> &a, const std::vector<Factors> &b) {
  double largest = 0;
  for (std::size_t k = 0; k < a.size(); ++k)
    for (std::size_t j = 0; j < a[k].terms.size(); ++j)
      largest = std::max(largest, relative_difference(a[k].terms[j], b[k].terms[j]));
  return largest;
}

} // namespace

std::vector<std::size_t> spread_designs(const CoefficientFunctions &nominal,
                                        std::span<const CoefficientFunctions> designs,
                                        std::span<const double> frequencies_hz, std::size_t n) {
  const auto sampled = [&](const CoefficientFunctions &functions) {
    std::vector<Factors> samples;
    for (const double frequency : frequencies_hz)
      samples.push_back(functions.at(2 * std::numbers::pi * frequency));
    return samples;
  };
  std::vector<std::vector<Factors>> samples;
  for (const CoefficientFunctions &functions : designs)
    samples.push_back(sampled(functions));
  std::vector<double> nearest(designs.size(), std::numeric_limits<double>::infinity());
  std::vector<std::size_t> chosen;
  for (std::vector<Factors> last = sampled(nominal); chosen.size() < n;) {
    for (std::size_t k = 0; k < samples.size(); ++k)
      nearest[k] = std::min(nearest[k], distance(samples[k], last));
    const auto farthest = std::max_element(nearest.begin(), nearest.end());
    constexpr double rounding = 1e-12;
    if (farthest == nearest.end() || *farthest <= rounding)
      break;
    chosen.push_back(farthest - nearest.begin());
    last = samples[chosen.back()];
  }
  return chosen;
}

} // namespace earshot
