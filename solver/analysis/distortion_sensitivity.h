#ifndef EARSHOT_ANALYSIS_DISTORTION_SENSITIVITY_H
#define EARSHOT_ANALYSIS_DISTORTION_SENSITIVITY_H

#include "solver/config/case.h"
#include "solver/model/model.h"
#include "solver/output/distortion_files.h"
#include "solver/sweep/reduced_model.h"

#include <string>
#include <vector>

namespace earshot {

/// What every number of a case that leaves its matrices as they are does to the distortion: laws, vents and
/// whatever moves the linear rest or the suspension's stiffness. Central differences of balances of the
/// reduced model, so at no factorisation but those of suspensions; two small studies a number. Numbers
/// without any influence are left out, the strongest on the harmonic distortion comes first. Collective.
/// @param reduced      holds for the static limit
/// @param distortion   its voltages are those at which the slopes are wanted; on rank 0
/// @param frequencies  fundamentals [Hz]
/// @param show_progress  on rank 0
/// @return on rank 0, elsewhere nothing
std::vector<DistortionSensitivity> distortion_sensitivities(const Model &model, const ReducedModel &reduced,
                                                            DistortionConfig distortion,
                                                            const std::vector<double> &frequencies,
                                                            bool show_progress = false);

/// The strongest for the log.
std::string describe_distortion_sensitivities(const std::vector<DistortionSensitivity> &sensitivities);

} // namespace earshot

#endif
