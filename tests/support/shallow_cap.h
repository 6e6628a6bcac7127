#ifndef EARSHOT_TESTS_SUPPORT_SHALLOW_CAP_H
#define EARSHOT_TESTS_SUPPORT_SHALLOW_CAP_H

#include "solver/algebra/dense_system.h"

#include <cmath>
#include <numbers>
#include <stdexcept>
#include <vector>

namespace earshot::test {

/// A clamped shallow cap z = H (1 - x^2), x = r/a, under pressure from outside, by Marguerre's equations (the
/// problem of Budiansky, Proc. IUTAM Symp. Theory of Thin Elastic Shells, 1959, and Huang, J. Appl. Mech. 31,
/// 1964): with dw/dr = (H/a) B, r N_r = E h (H/a)^2 a P, L f = x f'' + f' - f/x,
///
///   L B = -4 lambda^2 rho x^2 + lambda^4/4 P (B - 2 x),  L P = -B^2/2 + 2 x B,
///   B(1) = 0, P'(1) = nu P(1),  lambda = 2 (3 (1 - nu^2))^(1/4) (H/h)^(1/2),
///
/// rho being the pressure over 2 E/(3 (1 - nu^2))^(1/2) (h/R)^2, the classical one of a whole sphere of
/// radius R = a^2/(2 H). B and P are sums of odd Chebyshev polynomials, collocated at zeros of one. The mean
/// slope is prescribed, which grows along the path up to lambda of some 5.5.
class ShallowCap {
public:
  ShallowCap(double lambda, double poissons_ratio, int n = 16)
      : lambda_(lambda), nu_(poissons_ratio), n_(n), state_(2 * n + 1) {}

  /// rho where it first stops to grow.
  double snap_through() {
    constexpr double step = 0.002;
    double before = 0, middle = 0;
    for (double slope = step; slope < 2; slope += step) {
      const double rho = pressure_at(slope);
      if (middle > rho) // the top of the parabola through the three
        return middle + std::pow(before - rho, 2) / (8 * (2 * middle - before - rho));
      before = middle;
      middle = rho;
    }
    throw std::runtime_error("the cap doesn't snap through");
  }

private:
  /// @param mean_slope mean of B over the points
  double pressure_at(double mean_slope) {
    for (int iteration = 0; iteration < 20; ++iteration) {
      std::vector<double> residual(size()), jacobian(size() * size());
      assemble(mean_slope, residual, jacobian);
      DenseLu(jacobian, size()).solve(residual);
      double change = 0;
      for (std::size_t k = 0; k < size(); ++k) {
        state_[k] -= residual[k];
        change = std::max(change, std::abs(residual[k]));
      }
      if (change < 1e-10)
        return state_.back();
    }
    throw std::runtime_error("Newton's method doesn't converge");
  }

  void assemble(double mean_slope, std::vector<double> &residual, std::vector<double> &jacobian) const {
    const int edge_b = n_ - 1, edge_p = 2 * n_ - 1, control = 2 * n_, rho = 2 * n_;
    const double coupling = std::pow(lambda_, 4) / 4, load = 4 * lambda_ * lambda_;
    residual[control] = -mean_slope;
    for (int j = 0; j < n_ - 1; ++j) {
      const double t = (2 * j + 1) * std::numbers::pi / (4 * (n_ - 1)), x = std::cos(t);
      double b = 0, p = 0;
      for (int k = 0; k < n_; ++k) {
        b += state_[k] * std::cos((2 * k + 1) * t);
        p += state_[n_ + k] * std::cos((2 * k + 1) * t);
      }
      const int row_b = j, row_p = n_ + j;
      residual[row_b] = load * state_[rho] * x * x - coupling * p * (b - 2 * x);
      residual[row_p] = b * b / 2 - 2 * x * b;
      residual[control] += b / (n_ - 1);
      jacobian[row_b * size() + rho] = load * x * x;
      for (int k = 0; k < n_; ++k) {
        const double m = 2 * k + 1, value = std::cos(m * t), slope = m * std::sin(m * t) / std::sin(t),
                     second = (x * slope - m * m * value) / (1 - x * x),
                     operated = x * second + slope - value / x;
        residual[row_b] += operated * state_[k];
        residual[row_p] += operated * state_[n_ + k];
        jacobian[row_b * size() + k] = operated - coupling * p * value;
        jacobian[row_b * size() + n_ + k] = -coupling * (b - 2 * x) * value;
        jacobian[row_p * size() + k] = (b - 2 * x) * value;
        jacobian[row_p * size() + n_ + k] = operated;
        jacobian[control * size() + k] += value / (n_ - 1);
      }
    }
    for (int k = 0; k < n_; ++k) { // T_m(1) = 1, T_m'(1) = m^2
      const double edge = std::pow(2 * k + 1, 2) - nu_;
      residual[edge_b] += state_[k];
      residual[edge_p] += edge * state_[n_ + k];
      jacobian[edge_b * size() + k] = 1;
      jacobian[edge_p * size() + n_ + k] = edge;
    }
  }

  std::size_t size() const { return state_.size(); }

  double lambda_, nu_;
  int n_;
  std::vector<double> state_; ///< coefficients of B, of P, and rho
};

} // namespace earshot::test

#endif
