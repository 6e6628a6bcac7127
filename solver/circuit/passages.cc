#include "solver/circuit/passages.h"

#include "solver/circuit/dense_solve.h"

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

/// cosh(x) - 1 and sinh(x)/x - 1 without loss of digits at small x.
Complex cosh_excess(Complex x) {
  const Complex half = std::sinh(x / 2.0);
  return 2.0 * half * half;
}
Complex sinhc_excess(Complex x) {
  if (std::abs(x) > 0.5)
    return std::sinh(x) / x - 1.0;
  const Complex x2 = x * x;
  Complex term = x2 / 6.0, sum = term;
  for (int n = 2; n < 12; ++n) {
    term *= x2 / (2.0 * n * (2.0 * n + 1));
    sum += term;
  }
  return sum;
}

/// A chain matrix without its unit diagonal: a - 1, b, c, d - 1.
struct Excess {
  Complex a = 0, b = 0, c = 0, d = 0;
};

/// (1 + first)(1 + second) - 1
Excess cascade(const Excess &x, const Excess &y) {
  return {x.a + y.a + x.a * y.a + x.b * y.c, x.b + y.b + x.a * y.b + x.b * y.d,
          x.c + y.c + x.c * y.a + x.d * y.c, x.d + y.d + x.c * y.b + x.d * y.d};
}

/// Truncated cone: p x is a plane wave's solution, x counted from the apex. With q = r2/r1 and
/// kappa = (q - 1)/l its chain matrix is a = q cosh - kappa sinh/Gamma, b = z sinh/(q Gamma S1),
/// c = S1/z [Gamma q sinh + kappa ((q - 1) cosh - kappa sinh/Gamma)], d = (cosh + kappa sinh/Gamma)/q,
/// z = i w rho.
Excess cone(const EquivalentFluid &fluid, double omega, double length, double radius1, double radius2) {
  const Complex gamma = fluid.propagation_constant(omega), z = Complex(0, omega) * fluid.density;
  const double q = radius2 / radius1, kappa = (q - 1) / length, area = pi * radius1 * radius1;
  const Complex x = gamma * length, ch1 = cosh_excess(x), sh1 = sinhc_excess(x);
  const Complex sh_gamma = length * (1.0 + sh1);
  Excess m;
  m.a = q * ch1 - kappa * length * sh1;
  m.b = z * sh_gamma / (q * area);
  m.c = area / z * (gamma * gamma * q * sh_gamma + kappa * ((q - 1) * ch1 - kappa * length * sh1));
  m.d = (ch1 + kappa * length * sh1) / q;
  return m;
}

using Wall = std::optional<YieldingWall>;

Excess cones(const AirProperties &air, double omega, double length, double radius1, double radius2, int n,
             const Wall &wall) {
  Excess all;
  for (int k = 0; k < n; ++k) {
    const double r1 = std::lerp(radius1, radius2, double(k) / n),
                 r2 = std::lerp(radius1, radius2, double(k + 1) / n);
    // The harmonic mean gives thin layers their exact series loss, the integral of 1/r^3, and misses that of
    // Poiseuille flow, of 1/r^4, by a sixth of what the arithmetic mean does.
    const double mean = 2 * r1 * r2 / (r1 + r2);
    EquivalentFluid fluid = tube_fluid(air, mean, omega);
    if (wall)
      fluid.bulk_modulus = 1.0 / (1.0 / fluid.bulk_modulus + 2 / mean * wall_compliance(*wall, omega));
    all = cascade(all, cone(fluid, omega, length / n, r1, r2));
  }
  return all;
}

PiTwoPort pi_of(const Excess &m) {
  return {1.0 / m.b, m.d / m.b, m.a / m.b};
}

/// I1(s) / I0(s) for Re s > 0: continued fraction I_n / I_(n-1) = 1 / (2n/s + I_(n+1) / I_n), for large s
/// the asymptotic series (DLMF 10.33.1, 10.40.1).
Complex ratio_i1_i0(Complex s) {
  if (std::abs(s) > 60) {
    const auto series = [s](double mu) {
      Complex term = 1, sum = 1;
      for (int m = 1; m <= 12; ++m) {
        term *= -(mu - (2.0 * m - 1) * (2.0 * m - 1)) / (8.0 * m * s);
        sum += term;
      }
      return sum;
    };
    return series(4) / series(0);
  }
  Complex tail = 0;
  for (int n = 40 + static_cast<int>(1.5 * std::abs(s)); n >= 1; --n)
    tail = 1.0 / (2.0 * n / s + tail);
  return tail;
}

/// w / alpha of the thermal diffusion, alpha = mu / (rho Pr) [1/m^2].
double thermal_number(const AirProperties &air, double omega) {
  return omega * air.density * air.prandtl / air.viscosity;
}

Complex compliance(const AirProperties &air, double volume, Complex mean) {
  const double gamma = air.heat_capacity_ratio;
  return volume / air.bulk_modulus() * (gamma - (gamma - 1) * mean);
}

/// <Theta> in a sphere: 1 - 3 (s coth s - 1) / s^2.
Complex sphere_mean(Complex s) {
  if (std::abs(s) < 0.1) // s^2/15 - 2 s^4/315 + s^6/1575
    return s * s * (1.0 / 15 - s * s * (2.0 / 315 - s * s / 1575.0));
  return 1.0 - 3.0 * (s / std::tanh(s) - 1.0) / (s * s);
}

} // namespace

PiTwoPort pi_of(const TwoPort &t) {
  return {1.0 / t.b, (t.d - 1.0) / t.b, (t.a - 1.0) / t.b};
}

TwoPort chain_of(const PiTwoPort &p) {
  return {1.0 + p.shunt2 / p.series, 1.0 / p.series, p.shunt1 + p.shunt2 + p.shunt1 * p.shunt2 / p.series,
          1.0 + p.shunt1 / p.series};
}

PiTwoPort uniform_pi(const EquivalentFluid &fluid, double omega, double length, double area) {
  const Complex gl = fluid.propagation_constant(omega) * length, yc = area / fluid.impedance();
  const Complex shunt = yc * std::tanh(gl / 2.0);
  return {yc / std::sinh(gl), shunt, shunt};
}

Complex annulus_profile(double inner_radius, double outer_radius, double omega_rho_mu) {
  // (r P')' / r - i s^2 P = -i s^2, P = 0 at both walls, collocated at r = c - h cos(j pi / n).
  const double h = (outer_radius - inner_radius) / 2, c = (outer_radius + inner_radius) / 2;
  const double s2 = omega_rho_mu * h * h;
  const int n = 32 + static_cast<int>(8 * std::sqrt(std::sqrt(s2)));
  const auto m = static_cast<std::size_t>(n + 1);
  std::vector<double> x(m), derivative(m * m);
  for (int j = 0; j <= n; ++j)
    x[j] = -std::cos(j * pi / n);
  const auto weight = [n](int j) { return (j == 0 || j == n ? 2.0 : 1.0) * (j % 2 == 0 ? 1 : -1); };
  for (int i = 0; i <= n; ++i) // Trefethen, Spectral Methods in MATLAB, chapter 6
    for (int j = 0; j <= n; ++j)
      if (i != j) {
        derivative[i * m + j] = weight(i) / weight(j) / (x[i] - x[j]);
        derivative[i * m + i] -= derivative[i * m + j];
      }
  std::vector<Complex> matrix(m * m), b(m, Complex(0, -s2));
  for (std::size_t i = 0; i < m; ++i)
    for (std::size_t j = 0; j < m; ++j) {
      double second = 0;
      for (std::size_t k = 0; k < m; ++k)
        second += derivative[i * m + k] * derivative[k * m + j];
      matrix[i * m + j] =
          second + h / (c + h * x[i]) * derivative[i * m + j] - (i == j ? Complex(0, s2) : Complex(0));
    }
  for (const std::size_t wall : {std::size_t(0), m - 1}) {
    for (std::size_t j = 0; j < m; ++j)
      matrix[wall * m + j] = wall == j ? 1 : 0;
    b[wall] = 0;
  }
  const std::vector<Complex> profile = solve_dense(std::move(matrix), std::move(b));
  // Integrating the equation over the section: the mean is 1 plus the friction at the walls.
  Complex inner = 0, outer = 0;
  for (std::size_t j = 0; j < m; ++j) {
    inner += derivative[j] * profile[j];
    outer += derivative[(m - 1) * m + j] * profile[j];
  }
  const double section = 2 * h * c; // (ro^2 - ri^2)/2
  return 1.0 + (outer_radius * outer - inner_radius * inner) * h / (Complex(0, s2) * section);
}

EquivalentFluid annulus_fluid(const AirProperties &air, double inner_radius, double outer_radius,
                              double omega, const PassageMouths &mouths) {
  const double k2 = omega * air.density / air.viscosity, gamma = air.heat_capacity_ratio;
  const EquivalentFluid fluid{
      air.density / annulus_profile(inner_radius, outer_radius, k2),
      air.bulk_modulus() /
          (gamma - (gamma - 1) * annulus_profile(inner_radius, outer_radius, k2 * air.prandtl))};
  return with_slit_mouths(fluid, air, outer_radius - inner_radius, omega, mouths);
}

PiTwoPort cone_pi(const AirProperties &air, double omega, double length, double radius1, double radius2,
                  int segments) {
  return pi_of(cones(air, omega, length, radius1, radius2, segments, {}));
}

PiTwoPort horn_pi(const AirProperties &air, double omega, const std::vector<Section> &sections,
                  const std::optional<YieldingWall> &wall, int segments_each) {
  if (sections.size() < 2)
    throw std::invalid_argument("a passage needs two sections or more");
  Excess all;
  for (std::size_t k = 0; k + 1 < sections.size(); ++k) {
    const double length = sections[k + 1].position - sections[k].position;
    if (!(length > 0 && sections[k].radius > 0 && sections[k + 1].radius > 0))
      throw std::invalid_argument("the positions of a passage's sections must rise, their radii be positive");
    all = cascade(all,
                  cones(air, omega, length, sections[k].radius, sections[k + 1].radius, segments_each, wall));
  }
  return pi_of(all);
}

Complex wall_compliance(const YieldingWall &wall, double omega) {
  const double x = omega / (2 * pi * wall.resonance_hz);
  return 1.0 / (wall.stiffness * Complex(1 - x * x, 2 * wall.damping * x));
}

Complex sphere_compliance(const AirProperties &air, double omega, double radius) {
  const Complex s = radius * std::sqrt(Complex(0, thermal_number(air, omega)));
  return compliance(air, 4 * pi / 3 * radius * radius * radius, sphere_mean(s));
}

Complex cavity_compliance(const AirProperties &air, double omega, double volume, double surface_area) {
  const Complex s = 3 * volume / surface_area * std::sqrt(Complex(0, thermal_number(air, omega)));
  return compliance(air, volume, sphere_mean(s));
}

Complex cylinder_compliance(const AirProperties &air, double omega, double radius, double length) {
  // Sines along the axis: <Theta> = sum over odd m of 8/(m pi)^2 / (1 + k_m^2/s^2) (1 - 2 I1/(q I0)(q R)),
  // q^2 = k_m^2 + s^2, s^2 = i w/alpha. The ones add up to the slit's mean, the rest falls as m^-5.
  const Complex s2(0, thermal_number(air, omega)), half = std::sqrt(s2) * length / 2.0;
  Complex mean = 1.0 - std::tanh(half) / half;
  for (int m = 1; m < 4000; m += 2) {
    const double k = m * pi / length;
    const Complex q = std::sqrt(k * k + s2) * radius;
    mean -= 8 / (m * m * pi * pi) / (1.0 + k * k / s2) * 2.0 * ratio_i1_i0(q) / q;
  }
  return compliance(air, pi * radius * radius * length, mean);
}

} // namespace earshot
