#ifndef EARSHOT_RUNTIME_MPI_START_H
#define EARSHOT_RUNTIME_MPI_START_H

namespace earshot {

/// To be called before MPI_Init. A run that no mpirun started needs none of Open MPI's helper process, whose
/// memory has been seen to grow without end under limits of resources (ulimit): it is told to start none,
/// unless the user's environment says otherwise.
/// @throws UserError when there is no folder for temporary files, which Open MPI reports by a page of its own
void prepare_mpi_start();

} // namespace earshot

#endif
