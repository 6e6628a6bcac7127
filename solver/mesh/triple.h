#ifndef EARSHOT_MESH_TRIPLE_H
#define EARSHOT_MESH_TRIPLE_H

#include "solver/config/body_case.h"
#include "solver/mesh/vector3.h"

namespace earshot {

/// A place or direction of a case that was checked to have three numbers.
inline Vector3 vector_of(const TripleConfig &triple) {
  return {triple[0], triple[1], triple[2]};
}

} // namespace earshot

#endif
