#ifndef EARSHOT_APP_MOTOR_COMMAND_H
#define EARSHOT_APP_MOTOR_COMMAND_H

#include "solver/runtime/options.h"

#include <mpi.h>

namespace earshot {

/// `earshot motor`: computes the motors of a case that have a magnetic circuit, prints their figures, and
/// writes motor.csv, blocked_impedance.csv, motor.json and the static fields (fields/motor_<driver>.pvd).
/// Collective. @return exit code @throws UserError when the case has no such motor, further as motor_design()
int run_motor(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
