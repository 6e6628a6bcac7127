#ifndef EARSHOT_OUTPUT_TUNING_FILES_H
#define EARSHOT_OUTPUT_TUNING_FILES_H

#include "solver/files/tables.h"
#include "solver/results/tuning_results.h"

#include <filesystem>
#include <string>

namespace earshot {

/// parameter, unit, start, tuned, lower, upper, catalogue, at_bound, spread_db: a line for each.
std::string tuned_parameters_text(const TuningResults &results);

/// frequency_hz, target_db, start_db, tuned_db, deviation_db, and with tolerances p05_db, p95_db.
Table tuning_curves_table(const TuningResults &results);

/// figure, start, tuned, least, most, kept: of those with limits.
std::string tuned_figures_text(const TuningResults &results);

/// Removes what an earlier tuning left in a folder.
void remove_tuning(const std::filesystem::path &directory);

/// Writes tune.csv, tune_curves.csv, tune_figures.csv where there are limits, and tune.txt with what was
/// printed.
/// @throws UserError
void write_tuning(const std::filesystem::path &directory, const TuningResults &results,
                  const std::string &printed);

} // namespace earshot

#endif
