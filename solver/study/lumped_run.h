#ifndef EARSHOT_STUDY_LUMPED_RUN_H
#define EARSHOT_STUDY_LUMPED_RUN_H

#include "solver/output/response_files.h"
#include "solver/study/network_wiring.h"
#include "solver/study/options.h"

#include <mpi.h>

#include <vector>

namespace earshot {

/// The response of a case that is a network alone, by dense nodal analysis at each frequency. Probes are
/// those of the case; excursions those of its lumped drivers. @throws UserError naming the frequency when the
/// circuit has no solution there
Response lumped_response(const Case &config, const BuiltNetwork &network,
                         const std::vector<double> &frequencies);

/// Runs such a case from its file to the same result files that a run with a mesh writes. Rank 0 works alone.
/// @return the exit code
int run_lumped(const Options &options, MPI_Comm communicator);

/// Builds its circuit and says what it is. @return the exit code
int check_lumped(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
