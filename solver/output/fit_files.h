#ifndef EARSHOT_OUTPUT_FIT_FILES_H
#define EARSHOT_OUTPUT_FIT_FILES_H

#include "solver/files/tables.h"
#include "solver/results/fit_results.h"

#include <filesystem>
#include <string>

namespace earshot {

/// parameter, unit, states, start, best, p05, p50, p95, remaining, determined, note: a line for each.
std::string fit_parameters_text(const FitResults &results);

/// kind, strength, combination: singular directions by falling strength, then the invariances.
std::string identifiability_text(const FitResults &results);

/// frequency_hz and for each state <state>_measured_db, <state>_start_db, <state>_fitted_db,
/// <state>_residual_db, <state>_sigma_db; nothing where a state has no data.
Table fit_curves_table(const FitResults &results);

/// state, quantity, lowest_hz, highest_hz, median_db, rms_db, largest_db, at_hz, misfit, is_misfit.
std::string fit_bands_text(const FitResults &results);

/// frequency_hz and for each prediction <name>_p05_db, <name>_p50_db, <name>_p95_db and, where there is one,
/// <name>_measured_db: changes of the level.
Table predictions_table(const FitResults &results);

/// prediction, lowest_hz, highest_hz, half_width_db, determined, rms_error_db, within.
std::string prediction_bands_text(const FitResults &results);

/// measurement, bits, remaining: the most helpful first.
std::string next_measurement_text(const FitResults &results);

/// Removes what an earlier fit left in a folder.
void remove_fit(const std::filesystem::path &directory);

/// Writes fit.csv, identifiability.csv, fit_curves.csv, fit_bands.csv, with predictions also predictions.csv
/// and prediction_bands.csv, next_measurement.csv,
/// and fit.txt with what was printed. @throws UserError
void write_fit(const std::filesystem::path &directory, const FitResults &results, const std::string &printed);

} // namespace earshot

#endif
