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
#include <vector>

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
/// that share its matrices in turn. Of several shards (Options) each answers its own. Collective; rank 0
/// writes.
/// @param config  as the user wrote it, without computed motors
/// @param reduced  the model's fast sweep, which is made when there is none yet
/// @return false when the user stopped it; --resume goes on @throws UserError, FactorizationError
bool run_studies(const Case &config, const Model &model, const std::function<FastSweep &()> &reduced,
                 const StudyTools &tools);

/// What became of a study's designs in several shards.
struct MergedStudy {
  std::string name;
  std::size_t n_designs = 0, n_done = 0;
  /// Shards that have nothing of this study, or whose designs or case are others.
  std::vector<std::filesystem::path> strangers;
};

/// Writes the tables and curves of the case's studies from those of shards. One rank's work.
/// @param shards  folders of results @param directory  the tables go into its folder "study"
/// @throws UserError for files that can't be read or written
std::vector<MergedStudy> merge_studies(const Case &config, const std::vector<std::filesystem::path> &shards,
                                       const std::filesystem::path &directory);

} // namespace earshot

#endif
