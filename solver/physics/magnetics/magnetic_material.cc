#include "solver/physics/magnetics/magnetic_material.h"

#include <cmath>

namespace earshot {

MagneticMaterial soft_iron(const BhCurve &curve) {
  MagneticMaterial iron;
  iron.field_strength = [curve](double b) { return curve.field_strength(b); };
  iron.field_strength_slope = [curve](double b) { return curve.differential_reluctivity(b); };
  return iron;
}

FieldStrength field_strength(const MagneticMaterial &material, const PlaneVector &b) {
  FieldStrength result;
  if (!material.field_strength) {
    const double nu = 1 / (vacuum_permeability * material.relative_permeability);
    result.secant = nu;
    result.h = {nu * (b[0] - material.remanence[0]), nu * (b[1] - material.remanence[1])};
    result.slope = {PlaneVector{nu, 0}, PlaneVector{0, nu}};
    return result;
  }
  const double magnitude = std::hypot(b[0], b[1]);
  const double slope = material.field_strength_slope(magnitude);
  constexpr double weak = 1e-9; // [T], below which B has no direction
  result.secant = magnitude > weak ? material.field_strength(magnitude) / magnitude : slope;
  result.h = {result.secant * b[0], result.secant * b[1]};
  // Along B the slope is dH/dB, across it H/B.
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j)
      result.slope[i][j] =
          (i == j ? result.secant : 0) +
          (magnitude > weak ? (slope - result.secant) * b[i] * b[j] / (magnitude * magnitude) : 0);
  return result;
}

} // namespace earshot
