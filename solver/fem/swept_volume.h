#ifndef EARSHOT_FEM_SWEPT_VOLUME_H
#define EARSHOT_FEM_SWEPT_VOLUME_H

#include "solver/fem/shell_space.h"

namespace earshot {

/// Weights whose sum with the unknowns is the volume that a shell displaces towards its front, int u.n [m3].
SparseVector swept_volume(const ShellSpace &space);

} // namespace earshot

#endif
