#ifndef EARSHOT_APP_MESH_COMMAND_H
#define EARSHOT_APP_MESH_COMMAND_H

#include "solver/runtime/options.h"

#include <mpi.h>

namespace earshot {

/// `earshot mesh`: builds the air's mesh of a case and writes it as a .msh file. Collective.
/// @return the exit code @throws UserError
int write_mesh(const Options &options, const std::string &file, MPI_Comm communicator);

} // namespace earshot

#endif
