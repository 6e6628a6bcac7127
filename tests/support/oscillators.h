#ifndef EARSHOT_TESTS_SUPPORT_OSCILLATORS_H
#define EARSHOT_TESTS_SUPPORT_OSCILLATORS_H

#include "solver/sweep/driven_balance.h"

#include <array>
#include <cmath>
#include <complex>
#include <functional>
#include <numbers>
#include <vector>

namespace earshot::test {

using Phasor = std::complex<double>;

/// x'' + 2 damping x' + x = force + laws' force.
inline LinearRest oscillator(double damping) {
  return [damping](double w) {
    const Phasor g = 1.0 / Phasor(1 - w * w, 2 * damping * w);
    return LinearResponse{{g}, {g}};
  };
}

/// force -= stiffness x^power
inline Law power_spring(double stiffness, int power) {
  return {"spring", [=](std::span<const double> s, std::span<const double>, LawValues &law) {
            law.value[0] -= stiffness * std::pow(s[0], power);
            law.slope[0] -= stiffness * power * std::pow(s[0], power - 1);
          }};
}

/// The loudspeaker of reference/large_signal.h.
struct Loudspeaker {
  double resistance = 16, inductance = 20e-6, mass = 15e-6, damping = 0.010, stiffness = 148.05, bl = 0.405;
  double bl1 = -20, bl2 = -0.55e6, k1 = 400, k2 = 6e6; ///< of x and x^2
  double l1 = 0;                                       ///< of L = inductance (1 + l1 x)

  double force_factor(double x) const { return bl + bl1 * x + bl2 * x * x; }
  double restoring(double x) const { return stiffness * (1 + k1 * x + k2 * x * x) * x; }

  /// Scalars x and i; laws act as a force and as a flux linkage.
  LinearRest rest() const {
    return [*this](double w) {
      if (w == 0) // no direct voltage, no direct current
        return LinearResponse{{0, 0}, {1 / stiffness, 0, 0, 0}};
      const Phasor iw(0, w), mechanical = stiffness + iw * damping - w * w * mass,
                             electrical = resistance + iw * inductance;
      // mechanical x - Bl i = F, iw Bl x + electrical i = V - iw flux
      const Phasor determinant = mechanical * electrical + iw * bl * bl;
      return LinearResponse{{bl / determinant, mechanical / determinant},
                            {electrical / determinant, -iw * bl / determinant, -iw * bl / determinant,
                             -iw * mechanical / determinant}};
    };
  }

  std::vector<Law> laws() const {
    return {{"force factor",
             [*this](std::span<const double> s, std::span<const double>, LawValues &law) {
               const double x = s[0], i = s[1], excess = force_factor(x) - bl, slope = bl1 + 2 * bl2 * x;
               law.value[0] += excess * i;
               law.value[1] += bl1 * x * x / 2 + bl2 * x * x * x / 3;
               law.slope[0] += slope * i;
               law.slope[1] += excess;
               law.slope[2] += excess;
             }},
            {"stiffness",
             [*this](std::span<const double> s, std::span<const double>, LawValues &law) {
               const double x = s[0];
               law.value[0] -= restoring(x) - stiffness * x;
               law.slope[0] -= stiffness * (2 * k1 * x + 3 * k2 * x * x);
             }},
            {"inductance", [*this](std::span<const double> s, std::span<const double>, LawValues &law) {
               const double x = s[0], i = s[1], l = inductance * l1;
               law.value[0] += i * i / 2 * l;
               law.value[1] += l * x * i;
               law.slope[1] += i * l;
               law.slope[2] += l * i;
               law.slope[3] += l * x;
             }}};
  }

  /// d(x, v, i)/dt at a source voltage.
  std::array<double, 3> rates(const std::array<double, 3> &state, double voltage) const {
    const auto [x, v, i] = state;
    const double l = inductance * (1 + l1 * x), slope = inductance * l1;
    return {v, (force_factor(x) * i + i * i / 2 * slope - damping * v - restoring(x)) / mass,
            (voltage - resistance * i - slope * v * i - force_factor(x) * v) / l};
  }
};

/// One step of the classical Runge-Kutta method of fourth order.
template <std::size_t n, class Rates>
std::array<double, n> runge_kutta(const std::array<double, n> &y, double t, double step, const Rates &rates) {
  const auto moved = [&](const std::array<double, n> &by, double length) {
    std::array<double, n> result = y;
    for (std::size_t k = 0; k < n; ++k)
      result[k] += length * by[k];
    return result;
  };
  const auto a = rates(t, y), b = rates(t + step / 2, moved(a, step / 2)),
             c = rates(t + step / 2, moved(b, step / 2)), d = rates(t + step, moved(c, step));
  std::array<double, n> result = y;
  for (std::size_t k = 0; k < n; ++k)
    result[k] += step / 6 * (a[k] + 2 * b[k] + 2 * c[k] + d[k]);
  return result;
}

/// Peak phasors 0 ... n of the first variable in the last of several periods, integrated from a state at t =
/// 0.
template <std::size_t n, class Rates>
std::vector<Phasor> steady_harmonics(std::array<double, n> state, double omega, int periods, int steps,
                                     int harmonics, const Rates &rates) {
  const double step = 2 * std::numbers::pi / omega / steps;
  std::vector<Phasor> sums(harmonics + 1);
  for (int period = 0; period < periods; ++period)
    for (int k = 0; k < steps; ++k) {
      if (period == periods - 1)
        for (int h = 0; h <= harmonics; ++h)
          sums[h] += (h == 0 ? 1.0 : 2.0) / steps * state[0] * std::polar(1.0, -omega * h * k * step);
      state = runge_kutta(state, k * step, step, rates);
    }
  return sums;
}

inline double decibels(double ratio) {
  return 20 * std::log10(ratio);
}

} // namespace earshot::test

#endif
