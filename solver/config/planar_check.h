#ifndef EARSHOT_CONFIG_PLANAR_CHECK_H
#define EARSHOT_CONFIG_PLANAR_CHECK_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// What contradicts itself in a driver with a planar motor; what it contradicts in its diaphragm. Crossings
/// of its trace are seen once it is laid out.
void check_planar(const DriverConfig &driver, const PlanarMotorConfig &motor,
                  std::vector<Diagnostic> &diagnostics);

/// Zones whose tension is more than a layer bears, each a warning. The layers of a zone share it by their
/// stiffness.
std::vector<Diagnostic> tension_warnings(const Case &c);

} // namespace earshot

#endif
