#ifndef EARSHOT_PHYSICS_STRUCTURE_REST_STATE_H
#define EARSHOT_PHYSICS_STRUCTURE_REST_STATE_H

#include "solver/physics/structure/axisymmetric_shell.h"

#include <stdexcept>
#include <vector>

namespace earshot {

/// A shell that doesn't bear its own tension.
class NoRestState : public std::runtime_error {
public:
  NoRestState(const std::string &text, std::size_t zone) : std::runtime_error(text), zone(zone) {}
  std::size_t zone; ///< that bends most where it gives way
};

/// Displacements at which a shell without load is in equilibrium with its tension, from where its films were
/// stretched on. @throws NoRestState where that cannot be followed, or the shell snaps through on the way
std::vector<double> rest_state(const AxisymmetricShell &shell);

} // namespace earshot

#endif
