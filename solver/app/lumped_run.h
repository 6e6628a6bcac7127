#ifndef EARSHOT_APP_LUMPED_RUN_H
#define EARSHOT_APP_LUMPED_RUN_H

#include "solver/runtime/options.h"

#include <mpi.h>

namespace earshot {

/// Runs a case without mesh from its file to the same result files that a run with a mesh writes. Rank 0
/// works alone.
/// @return the exit code
int run_lumped(const Options &options, MPI_Comm communicator);

/// Builds its circuit and says what it is. @return the exit code
int check_lumped(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
