#ifndef EARSHOT_OUTPUT_RUN_RECORD_H
#define EARSHOT_OUTPUT_RUN_RECORD_H

#include "solver/output/response_files.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// What a response is known by. NaN where the response doesn't reach the frequency or lacks the data.
struct KeyFigures {
  std::vector<std::pair<double, double>> spl_db; ///< frequency [Hz], SPL [dB] at 100 Hz, 1, 3 and 10 kHz
  double sensitivity_db_per_v = 0;               ///< at 1 kHz: SPL at 1 V RMS at the plug
  double sensitivity_db_per_mw = 0; ///< at 1 kHz: SPL at the voltage with |V|^2 / |Z| = 1 mW at the plug
  double impedance_1khz_ohm = 0;
  double resonance_hz = 0; ///< highest inner peak of |Z|, by a parabola in log f
  double resonance_impedance_ohm = 0;
  double largest_excursion_mm = 0; ///< of all drivers and frequencies
  double largest_excursion_hz = 0;
  double largest_error_db = 0;          ///< of the sweep's own estimate; 0 for a direct sweep
  double largest_relative_residual = 0; ///< of the power balance
};

/// Key figures by linear interpolation of dB and magnitudes in log f.
KeyFigures key_figures(const Response &response);

/// Value at `frequency` of a curve over ascending frequencies, linear in log f; NaN outside of them.
double interpolate_log(const std::vector<double> &frequency_hz, const std::vector<double> &values,
                       double frequency);

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
  KeyFigures figures;
  std::vector<std::pair<std::string, double>> isolation; ///< figures of an isolation analysis [dB]
};

/// Largest resident memory this process has had [MiB] (VmHWM); 0 when the system doesn't tell.
double peak_memory_mib();

/// Writes summary.json. UserError when it can't be written.
void write_summary(const std::filesystem::path &directory, const RunRecord &record);

/// The short table at the end of a run: key figures, work and time.
std::string summary_text(const RunRecord &record);

} // namespace earshot

#endif
