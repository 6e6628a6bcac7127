#ifndef EARSHOT_RUNTIME_INTERRUPT_H
#define EARSHOT_RUNTIME_INTERRUPT_H

#include <mpi.h>

#include <csignal>

namespace earshot {

/// While it lives, the first Ctrl-C (or SIGTERM) is a request that long work looks for between its steps; a
/// second one ends the program at once.
class Interrupt {
public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt &) = delete;
  Interrupt &operator=(const Interrupt &) = delete;

  /// Whether any rank was asked to stop. Collective, so that all stop together.
  bool requested(MPI_Comm communicator) const;

private:
  struct sigaction keyboard_, termination_;
};

} // namespace earshot

#endif
