#include "solver/runtime/guard.h"

#include "solver/config/located.h"
#include "solver/runtime/interrupt.h"

#include <fmt/core.h>

#include <chrono>
#include <exception>
#include <new>
#include <string>
#include <thread>

namespace earshot {

namespace {

struct Failure {
  int code;
  std::string message;
};

/// What the exception at hand means to the user.
Failure current_failure() {
  try {
    throw;
  } catch (const UserError &error) {
    return {2, error.what()};
  } catch (const Stopped &error) {
    return {exit_code_stopped, error.what()};
  } catch (const std::bad_alloc &) {
    return {1, "earshot: the memory of this machine is used up; a coarser mesh (mesh.size) or more machines "
               "would help"};
  } catch (const std::exception &error) {
    return {1, fmt::format("earshot: {}", error.what())};
  } catch (...) { // gmsh throws plain numbers
    return {1, "earshot: a library failed without saying why"};
  }
}

/// Whether every rank comes here soon: errors are found by all ranks together, but for accidents.
bool met_by_all(MPI_Comm communicator) {
  constexpr std::chrono::seconds patience(5);
  MPI_Request barrier;
  MPI_Ibarrier(communicator, &barrier);
  const auto start = std::chrono::steady_clock::now();
  int met = 0;
  while (MPI_Test(&barrier, &met, MPI_STATUS_IGNORE) == MPI_SUCCESS && met == 0 &&
         std::chrono::steady_clock::now() - start < patience)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  return met != 0;
}

int report(const Failure &failure, MPI_Comm failures) {
  int rank = 0;
  bool together = true;
  if (failures != MPI_COMM_NULL) {
    MPI_Comm_rank(failures, &rank);
    together = met_by_all(failures);
  }
  if (rank == 0 || !together) {
    fmt::print(stderr, "{}\n", failure.message);
    std::fflush(stderr);
  }
  if (!together)
    MPI_Abort(MPI_COMM_WORLD, failure.code);
  return failure.code;
}

} // namespace

int guarded(MPI_Comm communicator, const std::function<int()> &work) {
  // Ranks that failed meet apart from whatever the others still exchange.
  MPI_Comm failures = MPI_COMM_NULL;
  if (communicator != MPI_COMM_NULL)
    MPI_Comm_dup(communicator, &failures);
  int code = 0;
  try {
    code = work();
  } catch (...) {
    code = report(current_failure(), failures);
  }
  if (failures != MPI_COMM_NULL)
    MPI_Comm_free(&failures);
  return code;
}

} // namespace earshot
