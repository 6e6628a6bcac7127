#ifndef EARSHOT_OUTPUT_SENSITIVITY_FILES_H
#define EARSHOT_OUTPUT_SENSITIVITY_FILES_H

#include "solver/files/tables.h"

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// The change of a parameter that tables show: 1 % of the nominal value, or one unit where that is 0.
double shown_change(double nominal);

/// How one parameter of a case moves the level at the eardrum.
struct Sensitivity {
  std::string key;
  double nominal = 0; ///< in `unit`
  std::string unit;
  double tolerance = 0;            ///< largest deviation in production, in `unit`
  std::vector<double> db_per_unit; ///< d(level)/d(parameter) at every frequency [dB per `unit`]
};

/// Sensitivities of a case over its frequencies.
struct Sensitivities {
  std::vector<double> frequency_hz, level_db; ///< ascending; level of the nominal design
  std::vector<Sensitivity> parameters;
  bool has_tolerances = false;
};

/// frequency_hz, then dB per +1 % of each parameter, or per unit (" per <unit>" in its head).
Table sensitivity_table(const Sensitivities &sensitivities);

/// A line for each parameter, the strongest first: nominal value, largest magnitude and its frequency, RMS
/// over the frequencies, and the values next to 100 Hz, 1 kHz and the highest peaks of the level.
std::string ranked_csv(const Sensitivities &sensitivities);

/// frequency_hz, nominal_db, bounds by the root of the summed squares (independent deviations, each at its
/// tolerance) and by the sum of magnitudes (worst case), both to first order.
Table tolerance_band(const Sensitivities &sensitivities);

/// Writes sensitivity.csv, sensitivity_ranked.csv and, with tolerances, tolerance_band.csv. @throws UserError
void write_sensitivities(const std::filesystem::path &directory, const Sensitivities &sensitivities);

} // namespace earshot

#endif
