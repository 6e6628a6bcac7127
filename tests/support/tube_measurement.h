#ifndef EARSHOT_TESTS_SUPPORT_TUBE_MEASUREMENT_H
#define EARSHOT_TESTS_SUPPORT_TUBE_MEASUREMENT_H

#include "solver/physics/acoustics/air_terms.h"

#include <cmath>
#include <complex>
#include <numbers>

/// How the propagation constant of a tube is measured on finite elements.
namespace earshot::testing {

/// Propagation constant of a tube from the pressures at a section and, `length` further on, at its rigid end,
/// p(L)/p(0) = 1/cosh(Gamma L); the branch of arcosh nearest to `guess`.
inline Complex propagation_constant(Complex ratio, double length, Complex guess) {
  const Complex principal = std::acosh(1.0 / ratio);
  const double turn = 2 * std::numbers::pi;
  Complex best = principal;
  for (const double sign : {1.0, -1.0})
    for (int branch = -8; branch <= 8; ++branch) {
      const Complex candidate = sign * principal + Complex(0, turn * branch);
      if (std::abs(candidate - guess * length) < std::abs(best - guess * length))
        best = candidate;
    }
  return best / length;
}

/// Boundary layers on the tube's wall alone: the formulas know no losses on its two ends, which would add up
/// to a third to the attenuation of these short tubes.
inline AirModel tube_with_lossless_ends() {
  AirModel model; // the default constants are the reference's
  for (const char *name : {"start", "end"}) {
    SurfaceConfig end;
    end.name = std::string(name);
    end.model = SurfaceModel::wall;
    end.wall_losses = false;
    model.surfaces.push_back(end);
  }
  return model;
}

/// Classical absorption of a plane wave in open air [1/m], w^2/(2 rho c^3) (4/3 mu + mu_B + (gamma-1) mu/Pr)
/// with mu_B = 0.6 mu (Pierce, Acoustics, equation 10-2.12). Kirchhoff's root holds it, the condition at the
/// wall does not: 0.65 % of the attenuation at 20 kHz in the widest tube.
inline double classical_absorption(const AirProperties &air, double omega) {
  const double viscosity = air.viscosity * (4.0 / 3 + 0.6 + (air.heat_capacity_ratio - 1) / air.prandtl);
  return omega * omega * viscosity / (2 * air.density * std::pow(air.sound_speed, 3));
}

} // namespace earshot::testing

#endif
