#ifndef EARSHOT_PHYSICS_MAGNETICS_CONDUCTORS_H
#define EARSHOT_PHYSICS_MAGNETICS_CONDUCTORS_H

#include "solver/physics/magnetics/magnetostatics.h"

namespace earshot {

/// The separate conductors of a planar problem. Each is insulated from the others and open at its far ends,
/// so that its net current is 0: its electric field is -i w (A + V) with one unknown V per conductor. In an
/// axisymmetric problem currents close in themselves and there is no V.
struct Conductors {
  int count = 0;               ///< of unknowns V
  std::vector<int> of_element; ///< which V an element's conductor has, or -1
};

/// Elements of one conducting region that hang together are one conductor. One that reaches the mesh's
/// boundary, where A = 0, is half of a symmetric one and needs no V.
Conductors find_conductors(const MagnetostaticProblem &problem);

} // namespace earshot

#endif
