#ifndef EARSHOT_RUNTIME_INTERRUPT_H
#define EARSHOT_RUNTIME_INTERRUPT_H

#include <mpi.h>

#include <stdexcept>

namespace earshot {

/// Exit code of a run that a signal asked to stop: what was done is kept, and --resume goes on.
constexpr int exit_code_stopped = 3;

/// Work that can't be left half done was asked to stop.
class Stopped : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// While it lives, the first Ctrl-C (or SIGTERM) is a request that long work looks for between its steps; a
/// second one ends the program at once. One that lives within another has its signals in common with it: a
/// request made while the inner one lives isn't lost to the outer one.
class Interrupt {
public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt &) = delete;
  Interrupt &operator=(const Interrupt &) = delete;

  /// Whether any rank was asked to stop. Collective, so that all stop together.
  bool requested(MPI_Comm communicator) const;
};

} // namespace earshot

#endif
