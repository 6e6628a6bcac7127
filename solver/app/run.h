#ifndef EARSHOT_APP_RUN_H
#define EARSHOT_APP_RUN_H

#include "solver/runtime/options.h"

#include <mpi.h>

namespace earshot {

/// `earshot run`: case file in, the pressure at the eardrum and everything beside it out. Collective.
/// @return the exit code @throws UserError
int run(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
