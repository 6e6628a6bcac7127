#ifndef EARSHOT_OUTPUT_COMPARISON_FILES_H
#define EARSHOT_OUTPUT_COMPARISON_FILES_H

#include "solver/files/tables.h"
#include "solver/results/curve_comparison.h"

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// A curve in a band, against the reference.
struct ComparedBand {
  double lowest_hz, highest_hz;        ///< of the band; `level` says how much of it there is
  BandDifference level;                ///< [dB]
  std::optional<BandDifference> delay; ///< [ms]; nothing without phases
  double within_laboratory_spread;     ///< share of the differences; NaN where there is no spread
  double within_uncertainty;           ///< likewise
};

/// What of a compared curve stands in files beside its numbers.
struct ComparedCurveText {
  std::string label;                    ///< begins the names of its columns
  std::string file;                     ///< as the user named it
  std::vector<double> uncertainty_db{}; ///< on the grid; empty: none is stated
  std::vector<ComparedBand> bands{};    ///< none of the reference
};

struct ComparisonFiles {
  Comparison comparison;
  std::vector<ComparedCurveText> curves;      ///< in the order of the comparison's
  std::vector<double> laboratory_spread_db{}; ///< on the grid; empty: nothing was measured
};

/// frequency_hz, of the reference <label>_db and <label>_group_delay_ms, of each other curve <label>_db,
/// <label>_difference_db, <label>_uncertainty_db, <label>_phase_difference_deg, <label>_group_delay_ms,
/// <label>_group_delay_difference_ms, at last laboratory_spread_db, as far as there are data.
Table comparison_table(const ComparisonFiles &files);

/// A line for each curve and band: curve, file, lowest_hz, highest_hz, from_hz, to_hz (where there are data),
/// offset_db, delay_ms, rms_db, largest_db, at_hz, group_delay_rms_ms, within_laboratory_spread,
/// within_uncertainty.
std::string differences_text(const ComparisonFiles &files);

/// Writes compare.csv, differences.csv and, with what was printed, compare.txt. @throws UserError
void write_comparison(const std::filesystem::path &directory, const ComparisonFiles &files,
                      const std::string &printed);

} // namespace earshot

#endif
