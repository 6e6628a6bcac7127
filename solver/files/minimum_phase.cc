#include "solver/files/minimum_phase.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double pi = std::numbers::pi;
/// Rows that are closer, as the treble's of linear grids, would cost their square and add no accuracy: the
/// phase is linear between those that are left.
constexpr double finest = std::numbers::ln2 / 192;

/// Legendre's chi function, sum over odd k of x^k/k^2, for 0 <= x <= 1. Above sqrt(2) - 1 by Landen's
/// identity chi((1 - x)/(1 + x)) + chi(x) = pi^2/8 + ln(x) ln((1 + x)/(1 - x))/2 (Lewin, Polylogarithms,
/// 1981).
double legendre_chi(double x) {
  if (x >= 1)
    return pi * pi / 8;
  if (x > std::numbers::sqrt2 - 1)
    return pi * pi / 8 + std::log(x) * std::log((1 + x) / (1 - x)) / 2 - legendre_chi((1 - x) / (1 + x));
  double sum = 0, power = x;
  for (int k = 1; power > 1e-17 * k * k * (sum + x); k += 2, power *= x * x)
    sum += power / (k * k);
  return sum;
}

/// int_0^u ln coth(|t|/2) dt: the integrand is 2 sum over odd k of e^(-k t)/k.
double weight(double u) {
  return std::copysign(pi * pi / 4 - 2 * legendre_chi(std::exp(-std::abs(u))), u);
}

/// Slope of ln|Z| over ln f between the row at an end and the first one a third of an octave from it.
double end_slope(std::span<const double> log_frequency, std::span<const double> log_magnitude,
                 bool upper_end) {
  const std::size_t n = log_frequency.size(), end = upper_end ? n - 1 : 0;
  std::size_t inner = upper_end ? n - 2 : 1;
  // Third octaves by their nominal frequencies are up to 2 % closer.
  while (std::abs(log_frequency[inner] - log_frequency[end]) < 0.98 * std::numbers::ln2 / 3 && inner > 0 &&
         inner + 1 < n)
    inner += upper_end ? -1 : 1;
  return (log_magnitude[end] - log_magnitude[inner]) / (log_frequency[end] - log_frequency[inner]);
}

std::vector<double> logarithms(std::span<const double> values) {
  std::vector<double> result;
  for (const double value : values) {
    if (!(value > 0) || !std::isfinite(value))
      throw std::invalid_argument("a minimum phase needs positive frequencies and magnitudes");
    result.push_back(std::log(value));
  }
  return result;
}

/// Rows that are `finest` or more apart, and both ends.
std::vector<std::size_t> spaced_rows(std::span<const double> log_frequency) {
  std::vector<std::size_t> rows{0};
  for (std::size_t k = 1; k < log_frequency.size(); ++k)
    if (log_frequency[k] - log_frequency[rows.back()] >= finest || k + 1 == log_frequency.size())
      rows.push_back(k);
  return rows;
}

std::vector<double> at_rows(std::span<const double> values, const std::vector<std::size_t> &rows) {
  std::vector<double> result;
  for (const std::size_t row : rows)
    result.push_back(values[row]);
  return result;
}

/// The phases at rows of ln f and ln|Z|.
std::vector<double> phase_of(const std::vector<double> &x, const std::vector<double> &y) {
  const std::size_t n = x.size();
  std::vector<double> slopes{end_slope(x, y, false)};
  for (std::size_t k = 1; k < n; ++k)
    slopes.push_back((y[k] - y[k - 1]) / (x[k] - x[k - 1]));
  slopes.push_back(end_slope(x, y, true));
  // Sums by parts: slope k lies between rows k - 1 and k, the outer ones reach to W(+-infinity) = +-pi^2/4.
  std::vector<double> phase(n, pi / 4 * (slopes.front() + slopes.back()));
  for (std::size_t k = 0; k < n; ++k)
    if (const double bend = (slopes[k] - slopes[k + 1]) / pi; bend != 0)
      for (std::size_t row = 0; row < n; ++row)
        phase[row] += bend * weight(x[k] - x[row]);
  return phase;
}

} // namespace

std::vector<double> minimum_phase(std::span<const double> frequency_hz, std::span<const double> magnitude) {
  const std::size_t n = frequency_hz.size();
  if (n < 2 || magnitude.size() != n)
    throw std::invalid_argument("a minimum phase needs two rows, and as many magnitudes as frequencies");
  const std::vector<double> x = logarithms(frequency_hz), y = logarithms(magnitude);
  for (std::size_t k = 1; k < n; ++k)
    if (!(x[k] > x[k - 1]))
      throw std::invalid_argument("a minimum phase needs rising frequencies");
  const std::vector<std::size_t> rows = spaced_rows(x);
  const std::vector<double> coarse = phase_of(at_rows(x, rows), at_rows(y, rows));
  std::vector<double> phase(n, coarse.back());
  for (std::size_t piece = 0; piece + 1 < rows.size(); ++piece) {
    const double left = x[rows[piece]], right = x[rows[piece + 1]];
    for (std::size_t k = rows[piece]; k < rows[piece + 1]; ++k)
      phase[k] = coarse[piece] + (coarse[piece + 1] - coarse[piece]) * (x[k] - left) / (right - left);
  }
  return phase;
}

} // namespace earshot
