#ifndef EARSHOT_APP_MODEL_COMMAND_H
#define EARSHOT_APP_MODEL_COMMAND_H

#include "solver/model/model.h"
#include "solver/model/saved_model.h"
#include "solver/runtime/options.h"
#include "solver/sweep/fast_sweep.h"

#include <mpi.h>

#include <map>
#include <string>

namespace earshot {

/// What is kept of a run. @param rest_stiffness see SavedModel
SavedModel saved_model_of(const Model &model, const Case &config, const FastSweep &fast,
                          std::map<std::string, double> rest_stiffness);

/// Evaluates a saved model with changed values, without mesh or factorisation, and writes the files of a run:
/// responses, summary, sensitivities. Rank 0 works. @throws UserError for a change of what matrices hold
/// @return the exit code
int run_model(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
