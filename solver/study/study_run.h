#ifndef EARSHOT_STUDY_STUDY_RUN_H
#define EARSHOT_STUDY_STUDY_RUN_H

#include "solver/model/model.h"
#include "solver/runtime/interrupt.h"
#include "solver/runtime/options.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <string>

namespace earshot {

/// What studies need of the run that they are part of.
struct StudyTools {
  const Options &options;
  MPI_Comm communicator;
  std::filesystem::path directory; ///< of the run; tables and curves go into its folder "study"
  spdlog::logger &log;
  const Interrupt &interrupt;
  std::function<void(const std::string &)> warn;
};

/// Makes every design of the case's studies, so that errors in them are found before any work.
/// @return a line for each study: its name and its number of designs @throws UserError
std::vector<std::string> check_studies(const Case &config);

/// Answers the designs of the [[study]] tables. Those that share the model's matrices are answered from its
/// reduced model; of the others, each that stands first of its kind gets a mesh and a basis that serve all
/// that share its matrices in turn. Collective; rank 0 writes.
/// @param config  as the user wrote it, without computed motors
/// @param reduced  the model's fast sweep, which is made when there is none yet
/// @return false when the user stopped it; --resume goes on @throws UserError, FactorizationError
bool run_studies(const Case &config, const Model &model, const std::function<FastSweep &()> &reduced,
                 const StudyTools &tools);

/// The same of a case without mesh, on one rank.
bool run_lumped_studies(const Case &config, const StudyTools &tools);

} // namespace earshot

#endif
