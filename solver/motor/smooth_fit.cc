#include "solver/motor/smooth_fit.h"

#include <deal.II/lac/householder.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>

namespace earshot {

std::vector<std::complex<double>> smooth_fit(std::span<const double> x,
                                             std::span<const std::complex<double>> values,
                                             std::span<const std::complex<double>> scales) {
  const std::size_t n_points = x.size(), n_terms = std::min<std::size_t>(13, n_points);
  dealii::FullMatrix<double> basis(n_points, n_terms), weighted(n_points, n_terms);
  dealii::Vector<double> real(n_points), imaginary(n_points);
  const double middle = 0.5 * std::log(x.back() * x.front()),
               half = std::max(0.5 * std::log(x.back() / x.front()), 1e-9);
  for (std::size_t k = 0; k < n_points; ++k) {
    const double t = std::clamp((std::log(x[k]) - middle) / half, -1.0, 1.0),
                 weight = 1 / std::abs(scales[k]);
    for (std::size_t j = 0; j < n_terms; ++j) {
      basis(k, j) = std::cos(j * std::acos(t));
      weighted(k, j) = weight * basis(k, j);
    }
    real[k] = weight * values[k].real();
    imaginary[k] = weight * values[k].imag();
  }
  const dealii::Householder<double> least_squares(weighted);
  dealii::Vector<double> a(n_terms), b(n_terms);
  least_squares.least_squares(a, real);
  least_squares.least_squares(b, imaginary);
  std::vector<std::complex<double>> fit(n_points);
  for (std::size_t k = 0; k < n_points; ++k)
    for (std::size_t j = 0; j < n_terms; ++j)
      fit[k] += std::complex<double>(a[j], b[j]) * basis(k, j);
  return fit;
}

} // namespace earshot
