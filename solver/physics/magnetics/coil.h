#ifndef EARSHOT_PHYSICS_MAGNETICS_COIL_H
#define EARSHOT_PHYSICS_MAGNETICS_COIL_H

#include "solver/physics/magnetics/magnetostatics.h"

namespace earshot {

/// A winding of uniform current density over a rectangle of the plane. It is no region of the mesh: integrals
/// over it clip the elements, so it moves along the second coordinate without a new mesh.
struct CoilSection {
  double inner = 0, outer = 0; ///< first coordinate [m]
  double bottom = 0, top = 0;  ///< second coordinate at rest [m]
  /// Number of turns; positive carries the current along phi, or out of the plane. The two sides of a planar
  /// coil are two sections of opposite sign.
  double turns = 0;
};
using Coil = std::vector<CoilSection>;

/// g with flux linkage = g . potential [Wb]; i g is also the load of the coil's current i.
/// @param displacement  of the coil along the second coordinate [m]
/// @throws std::invalid_argument when the displaced coil leaves the mesh
SparseVector flux_linkage(const PlaneSpace &space, const Coil &coil, double displacement);

/// c with Lorentz force along the second coordinate per current = c . potential [N/A]:
/// sum over sections of turns / area int dA/dz dV, where dA/dz = -B_r (in a plane dA/dy = B_x).
SparseVector lorentz_force_factor(const PlaneSpace &space, const Coil &coil, double displacement);

/// d(flux linkage)/dx by differences of fourth order of the linkage alone: c of `lorentz_force_factor` found
/// another way. @param step [m]
SparseVector flux_force_factor(const PlaneSpace &space, const Coil &coil, double displacement, double step);

} // namespace earshot

#endif
