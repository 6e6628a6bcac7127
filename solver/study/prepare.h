#ifndef EARSHOT_STUDY_PREPARE_H
#define EARSHOT_STUDY_PREPARE_H

#include "solver/config/case.h"
#include "solver/mesh/air_mesh.h"

#include <mpi.h>

#include <memory>

namespace earshot {

/// The air's mesh of a case, made on rank 0 and sent to all. Collective. @throws UserError on every rank
std::shared_ptr<const AirMesh> prepare_mesh(const Case &config, MPI_Comm communicator);

/// What `check` and the log say of a mesh: volumes, areas, cells.
std::string describe_mesh(const AirMesh &mesh);

/// Memory that is free on the machines of all ranks together [bytes]. Collective.
double available_memory(MPI_Comm communicator);

} // namespace earshot

#endif
