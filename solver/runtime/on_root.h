#ifndef EARSHOT_RUNTIME_ON_ROOT_H
#define EARSHOT_RUNTIME_ON_ROOT_H

#include <mpi.h>

#include <functional>

namespace earshot {

/// Runs `work` on rank 0 alone; a UserError there is thrown on every rank, so that all stop together.
/// Collective.
void on_root(MPI_Comm communicator, const std::function<void()> &work);

} // namespace earshot

#endif
