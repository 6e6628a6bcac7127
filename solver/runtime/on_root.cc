#include "solver/runtime/on_root.h"

#include "solver/config/located.h"

#include <deal.II/base/mpi.h>

#include <optional>
#include <string>

namespace earshot {

void on_root(MPI_Comm communicator, const std::function<void()> &work) {
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
