#ifndef EARSHOT_ANALYSIS_DIAPHRAGM_ALONE_H
#define EARSHOT_ANALYSIS_DIAPHRAGM_ALONE_H

#include "solver/algebra/frequency_problem.h"
#include "solver/config/case.h"
#include "solver/fem/shell_space.h"
#include "solver/fem/unknowns.h"

#include <mpi.h>

#include <memory>

namespace earshot {

/// A driver's diaphragm in vacuo.
struct DiaphragmAlone {
  std::shared_ptr<const ShellSpace> space;
  FrequencyProblem problem; ///< its unknowns are those of the space
  SparseVector coil;        ///< mean axial displacement of the coil's zone
};

/// @param axis of its rim @param highest_frequency whose bending waves the mesh resolves [Hz]
/// Collective. @throws UserError
DiaphragmAlone diaphragm_alone(const Case &config, const DriverConfig &driver, const ShellAxis &axis,
                               double highest_frequency, MPI_Comm communicator);

/// Static stiffness of a driver's suspension, felt by a force on its coil [N/m]; of a piston 1/compliance.
/// Collective. @throws FactorizationError
double rest_stiffness(const Case &config, const DriverConfig &driver, const ShellAxis &axis,
                      MPI_Comm communicator);

} // namespace earshot

#endif
