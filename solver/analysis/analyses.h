#ifndef EARSHOT_ANALYSIS_ANALYSES_H
#define EARSHOT_ANALYSIS_ANALYSES_H

#include "solver/analysis/key_figures.h"
#include "solver/model/model.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>

namespace earshot {

/// What analyses need beside a model.
struct AnalysisTools {
  std::function<FastSweep &()> reduced; ///< the model's fast sweep, which is made when there is none yet
  Factorization &factorization;         ///< of the model's problem
  std::function<void(const std::string &)> warn;
  bool show_progress = false; ///< of long analyses, on rank 0
};

/// Does what the [[analysis]] tables of a case ask for and writes its files: modes.csv, modes/*.pvd,
/// sensitivity*.csv, isolation.csv, contributions.csv, housing_force.csv. Collective; rank 0 writes.
/// @return figures for the record of the run @throws UserError, EigenproblemError
std::vector<KeyFigure> run_analyses(const Model &model, const AnalysisTools &tools,
                                    const std::filesystem::path &directory, spdlog::logger &log);

} // namespace earshot

#endif
