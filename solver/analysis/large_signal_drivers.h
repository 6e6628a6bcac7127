#ifndef EARSHOT_ANALYSIS_LARGE_SIGNAL_DRIVERS_H
#define EARSHOT_ANALYSIS_LARGE_SIGNAL_DRIVERS_H

#include "solver/model/large_signal.h"
#include "solver/model/model.h"
#include "solver/sweep/fast_sweep.h"

#include <map>
#include <string>
#include <vector>

namespace earshot {

/// Curves of a driver: those that its config states, and K(x) of the diaphragm's profile where that is to be
/// computed. @throws UserError
std::vector<LargeSignalCurve> driver_curves(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials);

/// Static stiffness in vacuo, at the coil, of the drivers whose laws ask for it [N/m], by name. Collective.
/// @throws UserError, FactorizationError
std::map<std::string, double> rest_stiffnesses(const Model &model, MPI_Comm communicator);

/// Makes a sweep's reduced model hold for the static limit, too, which laws at large signal displace coils
/// in. Collective.
void hold_static_limit(const Model &model, FastSweep &sweep);

} // namespace earshot

#endif
