#include "solver/materials/narrow_region.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

using Complex = std::complex<double>;

/// From here on Hankel's series is as good as double precision.
constexpr double wide = 30;

/// Sum of Hankel's asymptotic series for H1_n(s) without its common factor (DLMF 10.17.5):
/// sum_m i^m a_m(n) / s^m. Thirty terms at |s| >= 30 leave less than 1e-16.
Complex hankel_series(int order, Complex s) {
  const double mu = 4.0 * order * order;
  const Complex step = Complex(0, 1) / (8.0 * s);
  Complex term = 1, sum = 1;
  for (int m = 1; m <= 30; ++m) {
    term *= (mu - (2.0 * m - 1) * (2.0 * m - 1)) / m * step;
    sum += term;
    if (std::norm(term) < 1e-36)
      break;
  }
  return sum;
}

/// i r / z for a real r, without the care that a division of any complex numbers takes.
Complex imaginary_over(double r, Complex z) {
  const double factor = r / std::norm(z);
  return {factor * z.imag(), factor * z.real()};
}

/// s J2(s) / J1(s) = s^2 / (4 - s^2 / (6 - s^2 / (8 - ...))) with s^2 = -i k^2, from the tail on (DLMF
/// 10.10.1). Once 2n > |s| each further level gains at least a factor (|s| / 2n)^2.
Complex ratio_j2_j1(double k) {
  const int levels = 20 + static_cast<int>(k);
  Complex tail = 0;
  for (int n = levels; n >= 2; --n)
    tail = imaginary_over(-k * k, 2.0 * n - tail);
  return tail;
}

/// sqrt(+-i) k lies on a diagonal of the complex plane.
Complex on_diagonal(double k, double sign) {
  return k * std::numbers::sqrt2 / 2 * Complex(1, sign);
}

EquivalentFluid equivalent_fluid(const AirProperties &air, Complex viscous_profile, Complex thermal_profile) {
  const double gamma = air.heat_capacity_ratio;
  return {air.density / viscous_profile, air.bulk_modulus() / (gamma - (gamma - 1) * thermal_profile)};
}

/// How much longer a mouth acts than in slow flow where all of its friction has to be counted: the flow along
/// the wall around it makes a layer there, which sets in as the layers inside come apart. With the
/// passage's own rate of decay w0 = 8 mu/(rho a^2), 12 mu/(rho h^2) of a slit,
///     1 + 0.4 x/(1 + x),  x = i w/w0,
/// within 5 % of the linearised Navier-Stokes equations up to radii of six layers (verification,
/// mouth_resistance.cc).
Complex mouth_growth(double omega, double decay) {
  const Complex x(0, omega / decay);
  return 1.0 + 0.4 * x / (1.0 + x);
}

EquivalentFluid with_mouths(EquivalentFluid fluid, const AirProperties &air, const PassageMouths &mouths,
                            double length, Complex growth) {
  const Complex number = mouths.layered + (mouths.number - mouths.layered) * growth;
  fluid.density += (fluid.density - air.density) * number * length / mouths.length;
  return fluid;
}

Complex with_positive_real_part(Complex z) {
  return z.real() < 0 ? -z : z;
}

} // namespace

Complex tube_profile(double k) {
  if (k > wide) { // J_n = H1_n / 2 here: the other half is smaller by exp(-2 |Im s|) < 1e-18
    const Complex s = on_diagonal(k, -1);
    const Complex j1_j0 = Complex(0, -1) * hankel_series(1, s) / hankel_series(0, s);
    return 1.0 - 2.0 * j1_j0 / s;
  }
  // 1 - 2 J1 / (s J0) = -J2 / J0, which keeps its digits where F is small.
  const Complex t = ratio_j2_j1(k);
  return -t / (2.0 - t);
}

Complex slit_profile(double k) {
  if (k > 5) {
    const Complex s = on_diagonal(k, 1);
    return 1.0 - std::tanh(s) / s;
  }
  // tanh(s) / s = 1 / (1 + u) with u = s^2 / (3 + s^2 / (5 + ...)), s^2 = i k^2: no cancellation where F is
  // small.
  Complex u = 0;
  for (int n = 25; n >= 1; --n)
    u = imaginary_over(k * k, 2.0 * n + 1 + u);
  return u / (1.0 + u);
}

Complex EquivalentFluid::propagation_constant(double omega) const {
  return with_positive_real_part(Complex(0, omega) * std::sqrt(density / bulk_modulus));
}

Complex EquivalentFluid::impedance() const {
  return with_positive_real_part(std::sqrt(density * bulk_modulus));
}

double tube_mouth_length(double radius) {
  return 3 * std::numbers::pi / 16 * radius;
}

double slit_mouth_length(double gap) {
  return 4 / (3 * std::numbers::pi) * gap;
}

double step_share(double area_ratio) {
  return std::max(0.0, 1 - area_ratio);
}

EquivalentFluid tube_fluid(const AirProperties &air, double radius, double omega,
                           const PassageMouths &mouths) {
  const double k = radius * std::sqrt(omega * air.density / air.viscosity);
  return with_mouths(equivalent_fluid(air, tube_profile(k), tube_profile(k * std::sqrt(air.prandtl))), air,
                     mouths, tube_mouth_length(radius),
                     mouth_growth(omega, 8 * air.viscosity / (air.density * radius * radius)));
}

EquivalentFluid slit_fluid(const AirProperties &air, double gap, double omega, const PassageMouths &mouths) {
  const double k = gap / 2 * std::sqrt(omega * air.density / air.viscosity);
  return with_slit_mouths(equivalent_fluid(air, slit_profile(k), slit_profile(k * std::sqrt(air.prandtl))),
                          air, gap, omega, mouths);
}

EquivalentFluid with_slit_mouths(const EquivalentFluid &fluid, const AirProperties &air, double gap,
                                 double omega, const PassageMouths &mouths) {
  return with_mouths(fluid, air, mouths, slit_mouth_length(gap),
                     mouth_growth(omega, 12 * air.viscosity / (air.density * gap * gap)));
}

TwoPort uniform_passage(const EquivalentFluid &fluid, double omega, double length, double area) {
  const Complex gl = fluid.propagation_constant(omega) * length, zc = fluid.impedance() / area;
  const Complex ch = std::cosh(gl), sh = std::sinh(gl);
  return {ch, zc * sh, sh / zc, ch};
}

} // namespace earshot
