#include "solver/runtime/interrupt.h"

#include <csignal>

namespace earshot {

namespace {

volatile std::sig_atomic_t stop = 0;
int alive = 0;
struct sigaction keyboard, termination; // what the signals did before

void request_stop(int) {
  stop = 1;
}

} // namespace

Interrupt::Interrupt() {
  if (alive++ > 0)
    return;
  stop = 0;
  struct sigaction action = {};
  action.sa_handler = request_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART; // the second signal does what it always did
  sigaction(SIGINT, &action, &keyboard);
  sigaction(SIGTERM, &action, &termination);
}

Interrupt::~Interrupt() {
  if (--alive > 0)
    return;
  sigaction(SIGINT, &keyboard, nullptr);
  sigaction(SIGTERM, &termination, nullptr);
}

bool Interrupt::requested(MPI_Comm communicator) const {
  int requested = stop;
  MPI_Allreduce(MPI_IN_PLACE, &requested, 1, MPI_INT, MPI_MAX, communicator);
  return requested != 0;
}

} // namespace earshot
