#ifndef EARSHOT_RUNTIME_ON_ROOT_H
#define EARSHOT_RUNTIME_ON_ROOT_H

#include "solver/config/located.h"

#include <deal.II/base/mpi.h>

#include <mpi.h>

#include <optional>

namespace earshot {

/// Runs `work` on rank 0 alone; a UserError there is thrown on every rank, so that all stop together.
template <class Work>
void on_root(MPI_Comm communicator, const Work &work) {
  std::string message;
  std::optional<UserError> error;
  if (dealii::Utilities::MPI::this_mpi_process(communicator) == 0) {
    try {
      work();
    } catch (const UserError &caught) {
      error = caught;
      message = caught.what();
    }
  }
  message = dealii::Utilities::MPI::broadcast(communicator, message);
  if (error)
    throw *error;
  if (!message.empty())
    throw UserError(message);
}

} // namespace earshot

#endif
