#include "solver/physics/transducers/smooth_curve.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace earshot {

SmoothCurve::SmoothCurve(std::vector<double> coefficients, double unit, double lowest, double highest)
    : coefficients_(std::move(coefficients)), unit_(unit), lowest_(lowest), highest_(highest) {
  if (!(lowest <= 0 && highest >= 0))
    throw std::invalid_argument("a curve's range does not hold its rest position");
}

double SmoothCurve::polynomial(double x) const {
  double sum = 0;
  for (std::size_t k = coefficients_.size(); k-- > 0;)
    sum = sum * x / unit_ + coefficients_[k];
  return sum;
}

double SmoothCurve::polynomial_slope(double x) const {
  double sum = 0;
  for (std::size_t k = coefficients_.size(); k-- > 1;)
    sum = sum * x / unit_ + static_cast<double>(k) * coefficients_[k];
  return sum / unit_;
}

double SmoothCurve::polynomial_integral(double x) const {
  double sum = 0;
  for (std::size_t k = coefficients_.size(); k-- > 0;)
    sum = sum * x / unit_ + coefficients_[k] / static_cast<double>(k + 1);
  return sum * x;
}

double SmoothCurve::value(double x) const {
  const double end = std::clamp(x, lowest_, highest_);
  return polynomial(end) + (x - end) * polynomial_slope(end);
}

double SmoothCurve::slope(double x) const {
  return polynomial_slope(std::clamp(x, lowest_, highest_));
}

double SmoothCurve::curvature(double x) const {
  if (!reaches(x))
    return 0;
  double sum = 0;
  for (std::size_t k = coefficients_.size(); k-- > 2;)
    sum = sum * x / unit_ + static_cast<double>(k * (k - 1)) * coefficients_[k];
  return sum / (unit_ * unit_);
}

double SmoothCurve::integral(double x) const {
  const double end = std::clamp(x, lowest_, highest_), beyond = x - end;
  return polynomial_integral(end) + beyond * (polynomial(end) + beyond / 2 * polynomial_slope(end));
}

SmoothCurve SmoothCurve::scaled(double factor) const {
  SmoothCurve scaled = *this;
  for (double &coefficient : scaled.coefficients_)
    coefficient *= factor;
  return scaled;
}

CurveFit fit_curve(std::span<const double> x, std::span<const double> values) {
  if (x.size() < 2 || x.size() != values.size())
    throw std::invalid_argument("a curve needs two points or more, and a value for each");
  constexpr std::size_t highest_degree = 6;
  const std::size_t n = std::min(highest_degree + 1, x.size());
  const double unit = std::max(std::abs(x.front()), std::abs(x.back()));
  std::vector<double> normal(n * n), coefficients(n);
  for (std::size_t p = 0; p < x.size(); ++p)
    for (std::size_t i = 0; i < n; ++i) {
      coefficients[i] += std::pow(x[p] / unit, i) * values[p];
      for (std::size_t j = 0; j < n; ++j)
        normal[i * n + j] += std::pow(x[p] / unit, i + j);
    }
  DenseLu(std::move(normal), n).solve(coefficients);
  CurveFit fit{SmoothCurve(std::move(coefficients), unit, x.front(), x.back())};
  for (std::size_t p = 0; p < x.size(); ++p)
    fit.largest_error = std::max(fit.largest_error, std::abs(fit.curve.value(x[p]) - values[p]));
  return fit;
}

} // namespace earshot
