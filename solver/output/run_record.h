#ifndef EARSHOT_OUTPUT_RUN_RECORD_H
#define EARSHOT_OUTPUT_RUN_RECORD_H

#include "solver/results/key_figures.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// What a run did and with what. Lists keep their order in the file.
struct RunRecord {
  std::string name, title;
  int ranks = 1;
  std::vector<std::pair<std::string, std::int64_t>> counts;  ///< e.g. "air unknowns", "frequencies"
  std::vector<std::pair<std::string, double>> stage_seconds; ///< wall-clock time per stage [s]
  std::int64_t factorisations = 0, back_substitutions = 0;
  std::vector<double> peak_memory_mib;                       ///< per rank, see `peak_memory_mib()`
  std::vector<std::pair<std::string, std::string>> versions; ///< e.g. "deal.II", "9.4.1"
  std::vector<std::string> warnings;
  std::vector<std::string> notes;   ///< what was done that needs no warning, such as a fit with its residual
  std::vector<KeyFigure> figures;   ///< of the response
  std::vector<KeyFigure> isolation; ///< of an isolation analysis [dB]
};

/// Largest resident memory this process has had [MiB] (VmHWM); 0 when the system doesn't tell.
double peak_memory_mib();

/// Writes summary.json. UserError when it can't be written.
void write_summary(const std::filesystem::path &directory, const RunRecord &record);

/// The short table at the end of a run: key figures, work and time.
std::string summary_text(const RunRecord &record);

} // namespace earshot

#endif
