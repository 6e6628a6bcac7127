#ifndef EARSHOT_APP_RUN_MESH_H
#define EARSHOT_APP_RUN_MESH_H

#include "solver/app/session.h"
#include "solver/mesh/air_mesh.h"
#include "solver/motor/motors.h"

#include <memory>
#include <vector>

namespace earshot {

/// The first stages of a run.

/// Computes and describes the motors of a session's case. Collective.
std::vector<ComputedMotor> make_motors(Session &session);

/// The mesh of a session's case, refined until it is as accurate as the case asks. Collective.
/// @param motors  of the case, where it asks for an accuracy @param available  memory [bytes]; 0: not known
/// @throws UserError Stopped
std::shared_ptr<const AirMesh> make_mesh(Session &session, const std::vector<ComputedMotor> &motors,
                                         double available);

} // namespace earshot

#endif
