#include "solver/physics/acoustics/radiation.h"

#include <cmath>
#include <numbers>

namespace earshot {

namespace {

/// |R| = (1 + a1 x^2) / (1 + (beta + a1) x^2 + a2 x^4 + a3 x^6) and
/// l/a = eta (1 + b1 x^2) / (1 + b2 x^2 + b3 x^4 + b4 x^6) at x = ka: Silva et al., equations 15 and 16.
struct ReflectionFit {
  double beta, a1, a2, a3, eta, b1, b2, b3, b4;
};

constexpr ReflectionFit flanged{1.0, 0.730, 0.372, 0.0231, 0.8216, 0.244, 0.723, -0.0198, 0.00366};
constexpr ReflectionFit unflanged{0.5, 0.800, 0.266, 0.0263, 0.6133, 0.0599, 0.238, -0.0153, 0.00150};

Complex impedance_of_reflection(const ReflectionFit &f, double ka) {
  const double x2 = ka * ka, x4 = x2 * x2, x6 = x4 * x2;
  const double magnitude = (1 + f.a1 * x2) / (1 + (f.beta + f.a1) * x2 + f.a2 * x4 + f.a3 * x6);
  const double length = f.eta * (1 + f.b1 * x2) / (1 + f.b2 * x2 + f.b3 * x4 + f.b4 * x6);
  const Complex reflection = -std::polar(magnitude, -2 * ka * length);
  return (1.0 + reflection) / (1.0 - reflection);
}

/// ka of a round opening.
double size_parameter(const AirProperties &air, double area, double omega) {
  return omega / air.sound_speed * std::sqrt(area / std::numbers::pi);
}

} // namespace

double struve_h1(double x) {
  constexpr double pi = std::numbers::pi;
  if (x < 20) { // 2/pi [x^2/3 - x^4/(3^2 5) + x^6/(3^2 5^2 7) - ...]
    double term = 2 / pi * x * x / 3, sum = term;
    for (int n = 1; n < 60; ++n) {
      term *= -x * x / ((2 * n + 1.0) * (2 * n + 3.0));
      sum += term;
    }
    return sum;
  }
  const double inverse = 1 / (x * x);
  return std::cyl_neumann(1.0, x) +
         2 / pi * (1 + inverse * (1 + inverse * (-3 + inverse * (45 + inverse * (-1575 + inverse * 99225)))));
}

Complex normalised_radiation_impedance(Flange flange, double ka) {
  return impedance_of_reflection(flange == Flange::infinite ? flanged : unflanged, ka);
}

Complex normalised_piston_impedance(double ka) {
  const double x = 2 * ka;
  // 1 - 2 J1(x)/x loses its digits in the difference where x is small; its series there is x^2/8 - x^4/192.
  const double resistance =
      x < 1e-2 ? x * x / 8 - x * x * x * x / 192 : 1 - 2 * std::cyl_bessel_j(1.0, x) / x;
  return {resistance, 2 * struve_h1(x) / x};
}

Complex radiation_impedance(Flange flange, const AirProperties &air, double area, double omega) {
  return air.impedance() * normalised_radiation_impedance(flange, size_parameter(air, area, omega));
}

Complex piston_radiation_impedance(const AirProperties &air, double area, double omega) {
  return air.impedance() * normalised_piston_impedance(size_parameter(air, area, omega));
}

} // namespace earshot
