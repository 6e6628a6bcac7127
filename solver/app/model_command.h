#ifndef EARSHOT_APP_MODEL_COMMAND_H
#define EARSHOT_APP_MODEL_COMMAND_H

#include "solver/runtime/options.h"

#include <mpi.h>

namespace earshot {

/// Evaluates a saved model with changed values, without mesh or factorisation, and writes the files of a run:
/// responses, summary, sensitivities. Rank 0 works. @throws UserError for a change of what matrices hold
/// @return the exit code
int run_model(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
