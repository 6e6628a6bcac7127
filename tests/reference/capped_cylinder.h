#ifndef EARSHOT_TESTS_REFERENCE_CAPPED_CYLINDER_H
#define EARSHOT_TESTS_REFERENCE_CAPPED_CYLINDER_H

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <vector>

/// Axisymmetric modes of a thin cylinder |z| < l of radius a that flat ends close, all of one thickness. With
/// u along z, w along r on the cylinder, W along z, U along r on an end, K = E h/(1 - nu^2), D = K h^2/12,
/// m = rho h, the equations of motion (Soedel, Vibrations of Shells and Plates, 2004, ch. 3 to 5; terms of
/// the order (h/a)^2 left out)
///
///   K (u'' + nu w'/a) + m w^2 u = 0      D w'''' + K/a (nu u' + w/a) - m w^2 w = 0
///
/// have solutions exp(lambda z) with a cubic for lambda^2; on an end W = A J0(k r) + B I0(k r), U = C J1(q
/// r), k^4 = m w^2/D, q^2 = m w^2/K. At the edge w = U, u = W, w' = -W', and forces and moments balance.
namespace earshot::testing {

struct CappedCylinder {
  double radius, half_length, thickness, modulus, density, poissons_ratio;

  /// Size of the determinant of the edge's six conditions, each row scaled to 1.
  double determinant(double omega, bool even) const {
    using C = std::complex<double>;
    const double a = radius, nu = poissons_ratio, K = modulus * thickness / (1 - nu * nu),
                 D = K * thickness * thickness / 12, inertia = density * thickness * omega * omega;
    std::array<std::array<C, 6>, 6> rows{};
    const std::array<C, 3> squares = cubic_roots(
        D * K, D * inertia, K * K * (1 - nu * nu) / (a * a) - K * inertia, (K / (a * a) - inertia) * inertia);
    for (int j = 0; j < 3; ++j) {
      const C lambda = std::sqrt(squares[j]), x = lambda * half_length;
      const double scale = std::exp(-std::abs(x.real()));
      const auto w = [&](int n) { // nth derivative of cosh or sinh
        return std::pow(lambda, n) * scale * ((n % 2 == 0) == even ? std::cosh(x) : std::sinh(x));
      };
      const C u_over_slope = -K * nu / a / (K * squares[j] + inertia);
      rows[0][j] = w(0);
      rows[1][j] = u_over_slope * w(1);
      rows[2][j] = w(1);
      rows[3][j] = -D * w(3);
      rows[4][j] = K * (u_over_slope * w(2) + nu * w(0) / a);
      rows[5][j] = D * w(2);
    }
    const double k = std::pow(inertia / D, 0.25), q = std::sqrt(inertia / K), x = k * a, y = q * a;
    const double j0 = std::cyl_bessel_j(0, x), j1 = std::cyl_bessel_j(1, x),
                 i0 = std::cyl_bessel_i(0, x) * std::exp(-x), i1 = std::cyl_bessel_i(1, x) * std::exp(-x),
                 c0 = std::cyl_bessel_j(0, y), c1 = std::cyl_bessel_j(1, y);
    // W, W', W'' and (W'' + W'/r)' of both
    const double ends[2][4] = {{j0, -k * j1, -k * k * (j0 - j1 / x), k * k * k * j1},
                               {i0, k * i1, k * k * (i0 - i1 / x), k * k * k * i1}};
    for (int j = 0; j < 2; ++j) {
      rows[1][3 + j] = -ends[j][0];
      rows[2][3 + j] = ends[j][1];
      rows[4][3 + j] = -D * ends[j][3];
      rows[5][3 + j] = -D * (ends[j][2] + nu * ends[j][1] / a);
    }
    rows[0][5] = -c1;
    rows[3][5] = K * (q * (c0 - c1 / y) + nu * c1 / a);
    return std::abs(determinant(rows));
  }

  /// Angular frequencies below `top` of the shapes whose w is even or odd in z.
  std::vector<double> modes(double top, bool even) const {
    constexpr int steps = 8000;
    std::vector<double> found;
    std::array<double, 3> last{};
    for (int i = 1; i <= steps; ++i) {
      std::rotate(last.begin(), last.begin() + 1, last.end());
      last[2] = determinant(top * i / steps, even);
      if (i < 3 || last[1] >= last[0] || last[1] >= last[2])
        continue;
      double low = top * (i - 2) / steps, high = top * i / steps;
      for (int k = 0; k < 80; ++k) { // thirds
        const double a = (2 * low + high) / 3, b = (low + 2 * high) / 3;
        (determinant(a, even) < determinant(b, even) ? high : low) =
            determinant(a, even) < determinant(b, even) ? b : a;
      }
      const double root = (low + high) / 2;
      if (determinant(root, even) < 1e-3 * last[0])
        found.push_back(root);
    }
    return found;
  }

  /// Twisting: v = sin or cos(k z) around the cylinder, J1(k r) on an end, k = w sqrt(rho/G); the
  /// displacement is continuous and the shear, G h v' and G h (V' - V/r), balances. Vanishes at a mode.
  double torsion(double omega, bool even) const {
    const double k = omega * std::sqrt(2 * (1 + poissons_ratio) * density / modulus), x = k * half_length,
                 j1 = std::cyl_bessel_j(1, k * radius), j2 = std::cyl_bessel_j(2, k * radius);
    return even ? -std::sin(x) * j1 - std::cos(x) * j2 : std::cos(x) * j1 - std::sin(x) * j2;
  }

private:
  template <class Rows>
  static std::complex<double> determinant(Rows rows) {
    std::complex<double> product = 1;
    for (auto &row : rows) {
      double largest = 0;
      for (const auto &entry : row)
        largest = std::max(largest, std::abs(entry));
      for (auto &entry : row)
        entry /= largest;
    }
    for (std::size_t k = 0; k < rows.size(); ++k) {
      const auto pivot = std::max_element(rows.begin() + k, rows.end(), [k](const auto &a, const auto &b) {
        return std::abs(a[k]) < std::abs(b[k]);
      });
      std::swap(rows[k], *pivot);
      product *= rows[k][k];
      for (std::size_t i = k + 1; i < rows.size(); ++i)
        for (std::size_t j = rows.size(); j-- > k;)
          rows[i][j] -= rows[i][k] / rows[k][k] * rows[k][j];
    }
    return product;
  }

  /// Roots of a x^3 + b x^2 + c x + d by Durand and Kerner's iteration.
  static std::array<std::complex<double>, 3> cubic_roots(double a, double b, double c, double d) {
    const double size = std::max({std::abs(b / a), std::sqrt(std::abs(c / a)), std::cbrt(std::abs(d / a))});
    std::array<std::complex<double>, 3> x;
    for (int k = 0; k < 3; ++k)
      x[k] = size * std::pow(std::complex<double>(0.4, 0.9), k + 1);
    for (int iteration = 0; iteration < 200; ++iteration)
      for (int k = 0; k < 3; ++k)
        x[k] -= (((a * x[k] + b) * x[k] + c) * x[k] + d) / a /
                ((x[k] - x[(k + 1) % 3]) * (x[k] - x[(k + 2) % 3]));
    return x;
  }
};

} // namespace earshot::testing

#endif
