#ifndef EARSHOT_RUNTIME_GUARD_H
#define EARSHOT_RUNTIME_GUARD_H

#include <mpi.h>

#include <functional>

namespace earshot {

/// Runs `work` and turns what it throws into one message on stderr and an exit code: 2 when the input can't
/// be used, 3 when it was asked to stop, 1 for anything else. When some ranks fail and others don't, the
/// failing one speaks and ends them all, as they would wait for it for ever.
/// @param communicator MPI_COMM_NULL: no MPI
int guarded(MPI_Comm communicator, const std::function<int()> &work);

} // namespace earshot

#endif
