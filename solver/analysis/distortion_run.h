#ifndef EARSHOT_ANALYSIS_DISTORTION_RUN_H
#define EARSHOT_ANALYSIS_DISTORTION_RUN_H

#include "solver/analysis/analyses.h"
#include "solver/analysis/key_figures.h"
#include "solver/analysis/large_signal_drivers.h"
#include "solver/model/model.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// Makes the reduced model hold for the static limit, studies the distortion on rank 0 and writes
/// distortion.csv, if asked for distortion_sensitivity.csv. Collective. @return figures for the record of the
/// run, on rank 0
/// @throws UserError, FactorizationError
std::vector<KeyFigure> analyse_distortion(const Model &model, const AnalysisTools &tools,
                                          const DistortionConfig &config,
                                          const std::filesystem::path &directory, spdlog::logger &log);

/// The figures of the first distortion analysis of a design, on one rank: a balance at level_frequency over
/// the level, some tenths of a second. Nothing without such an analysis.
/// @param reduced with the design's coefficients `functions`; holds for the static limit
std::vector<KeyFigure> design_distortion(const ReducedModel &reduced, const CoefficientFunctions &functions,
                                         const Case &design, const LargeSignal &large);

/// Whether a case asks for distortion.
bool asks_for_distortion(const Case &config);

} // namespace earshot

#endif
