#ifndef EARSHOT_ANALYSIS_COUPLED_MODES_H
#define EARSHOT_ANALYSIS_COUPLED_MODES_H

#include "solver/model/model.h"
#include "solver/output/mode_files.h"
#include "solver/sweep/fast_sweep.h"
#include "solver/sweep/resonances.h"

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// Resonances of a whole earphone.
struct CoupledModes {
  std::vector<Resonance> resonances; ///< shapes over all unknowns, in the order of `rows`
  std::vector<ModeRow> rows;         ///< for modes.csv
  /// Largest difference between the level at the eardrum and that of the sum of all modes with a smooth
  /// background, over the band of the modes [dB].
  double sum_error_db = 0;
  /// The same for a smooth background alone: what the modes are needed for.
  double background_error_db = 0;
  std::string description; ///< table for the log
};

/// Complex resonances from the reduced model's nonlinear eigenproblem; the most audible ones are improved on
/// the full problem. Named after the diaphragm's motion where that is what moves, else after the air's volume
/// that holds most of the energy. Collective. @throws FactorizationError
CoupledModes coupled_modes(const Model &model, const FastSweep &sweep, Factorization &factorization,
                           const AnalysisConfig &analysis);

/// Fields of the shapes in <directory>/modes/coupled. Rank 0 writes. @throws UserError
void write_coupled_shapes(const Model &model, const CoupledModes &modes,
                          const std::filesystem::path &directory);

} // namespace earshot

#endif
