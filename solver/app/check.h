#ifndef EARSHOT_APP_CHECK_H
#define EARSHOT_APP_CHECK_H

#include "solver/runtime/options.h"

#include <mpi.h>

namespace earshot {

/// `earshot check`: prints the resolved model, what it will need, and solves nothing. Collective.
/// @return the exit code @throws UserError
int check(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
