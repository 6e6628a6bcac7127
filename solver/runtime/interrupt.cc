#include "solver/runtime/interrupt.h"

namespace earshot {

namespace {

volatile std::sig_atomic_t stop = 0;

void request_stop(int) {
  stop = 1;
}

} // namespace

Interrupt::Interrupt() {
  stop = 0;
  struct sigaction action = {};
  action.sa_handler = request_stop;
  action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART; // the second signal does what it always did
  sigaction(SIGINT, &action, &keyboard_);
  sigaction(SIGTERM, &action, &termination_);
}

Interrupt::~Interrupt() {
  sigaction(SIGINT, &keyboard_, nullptr);
  sigaction(SIGTERM, &termination_, nullptr);
}

bool Interrupt::requested(MPI_Comm communicator) const {
  int requested = stop;
  MPI_Allreduce(MPI_IN_PLACE, &requested, 1, MPI_INT, MPI_MAX, communicator);
  return requested != 0;
}

} // namespace earshot
