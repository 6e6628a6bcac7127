#ifndef EARSHOT_TESTS_SUPPORT_MERIDIAN_ZONES_H
#define EARSHOT_TESTS_SUPPORT_MERIDIAN_ZONES_H

#include "solver/physics/structure/axisymmetric_shell.h"

namespace earshot::test {

constexpr double youngs_modulus = 4e9, poissons_ratio = 0.3;

/// A single isotropic layer.
inline ShellSection film(double thickness) {
  return laminate({{isotropic_ply(1400, youngs_modulus, poissons_ratio), thickness}});
}

inline MeridianZone flat(double inner, double outer, double thickness, int elements) {
  return {"flat",          inner,   outer, [](double) { return 0.0; }, [](double) { return 0.0; },
          film(thickness), elements};
}

} // namespace earshot::test

#endif
