#ifndef EARSHOT_ANALYSIS_DISTORTION_RUN_H
#define EARSHOT_ANALYSIS_DISTORTION_RUN_H

#include "solver/analysis/key_figures.h"
#include "solver/model/model.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// Makes the reduced model hold for the static limit, studies the distortion on rank 0 and writes
/// distortion.csv. Collective. @return figures for the record of the run, on rank 0
/// @throws UserError, FactorizationError
std::vector<KeyFigure> analyse_distortion(const Model &model, FastSweep &sweep,
                                          const DistortionConfig &config,
                                          const std::filesystem::path &directory, spdlog::logger &log,
                                          const std::function<void(const std::string &)> &warn);

} // namespace earshot

#endif
