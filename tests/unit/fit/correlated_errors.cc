// Errors that are alike over a part of an octave.
#include "solver/fit/correlated_errors.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

const std::vector<double> frequencies{100, 106, 119, 141, 200, 400}, sigma{0.2, 0.2, 0.3, 0.3, 1, 2};
constexpr double octaves = 1.0 / 3;

double covariance(std::size_t i, std::size_t j) {
  return sigma[i] * sigma[j] * std::exp(-std::abs(std::log2(frequencies[i] / frequencies[j])) / octaves);
}

// W C W^T = 1.
TEST(CorrelatedErrors, AreIndependentAfterWhitening) {
  const CorrelatedErrors errors(frequencies, sigma, octaves);
  const std::size_t n = frequencies.size();
  std::vector<std::vector<double>> w(n, std::vector<double>(n)); // columns of W by rows
  for (std::size_t j = 0; j < n; ++j) {
    std::vector<double> unit(n);
    unit[j] = 1;
    w[j] = errors.whitened(unit);
  }
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = 0; b < n; ++b) {
      double sum = 0;
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          sum += w[i][a] * covariance(i, j) * w[j][b];
      EXPECT_NEAR(sum, a == b ? 1 : 0, 1e-12) << a << " " << b;
    }
}

// The standard error of a covariance from 20000 draws is at most 1 % of the product of both deviations.
TEST(CorrelatedErrors, DrawsHaveTheCovariance) {
  const CorrelatedErrors errors(frequencies, sigma, octaves);
  NormalDraws draws(1);
  const std::size_t n = frequencies.size();
  constexpr int count = 20000;
  std::vector<std::vector<double>> sum(n, std::vector<double>(n));
  for (int k = 0; k < count; ++k) {
    const std::vector<double> draw = errors.draw(draws);
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < n; ++j)
        sum[i][j] += draw[i] * draw[j] / count;
  }
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j)
      EXPECT_NEAR(sum[i][j], covariance(i, j), 0.04 * sigma[i] * sigma[j]);
}

TEST(CorrelatedErrors, WithoutLengthAreIndependent) {
  const std::vector<double> white = CorrelatedErrors(frequencies, sigma, 0).whitened(sigma);
  for (const double value : white)
    EXPECT_DOUBLE_EQ(value, 1);
}

} // namespace
} // namespace earshot
