#ifndef EARSHOT_MODEL_STATIC_STATE_H
#define EARSHOT_MODEL_STATIC_STATE_H

#include "solver/config/case.h"
#include "solver/mesh/shell_mesh.h"
#include "solver/model/driver_suspension.h"
#include "solver/physics/structure/shell_terms.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A diaphragm of a profile that a static pressure has deflected (`pressure_difference` of
/// [driver.diaphragm]), its coil free. The linear shell about it has the deflected midsurface, its membrane
/// forces N_1, N_2 and the pressure that turns with the surface. Left out is what moments and transverse
/// forces add to the tangent.
struct StaticState {
  std::shared_ptr<const AxisymmetricShell> shell;
  DriverUnderPressure under; ///< of that pressure alone
};

/// Nothing without static pressure. @throws UserError where the diaphragm can't be followed
std::optional<StaticState> static_state(const DriverConfig &driver,
                                        const std::vector<MaterialConfig> &materials);

/// The midsurface of a mesh on the profile, about its axis, as it is deflected.
ShellMesh deflected(const ShellMesh &mesh, const StaticState &state);

/// Membrane forces of each zone, over the deflected radius.
std::vector<std::vector<ShellPrestress>> prestress_of(const StaticState &state);

} // namespace earshot

#endif
