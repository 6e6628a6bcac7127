#ifndef EARSHOT_OUTPUT_CONTRIBUTION_FILES_H
#define EARSHOT_OUTPUT_CONTRIBUTION_FILES_H

#include "solver/results/response.h"

#include <complex>
#include <filesystem>
#include <vector>

namespace earshot {

/// Shares of the pressure at the eardrum, over the frequencies of a sweep.
struct Contributions {
  std::vector<double> frequency_hz;                   ///< ascending
  std::vector<std::complex<double>> eardrum_pressure; ///< the whole [Pa RMS]
  std::vector<ComplexSeries> shares;                  ///< [Pa RMS] by driver; they sum to the whole
  std::vector<ComplexSeries> terminals;               ///< voltage across each driver [V RMS]
};

/// contributions.csv: frequency_hz, then of the whole ("sum") and of each driver <name>_db, <name>_phase_deg,
/// <name>_delay_ms (group delay), <name>_re_pa, <name>_im_pa, and of each driver <name>_terminal_v (RMS),
/// <name>_terminal_phase_deg.
void write_contributions(const std::filesystem::path &directory, const Contributions &contributions);

} // namespace earshot

#endif
