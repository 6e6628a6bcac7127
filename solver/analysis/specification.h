#ifndef EARSHOT_ANALYSIS_SPECIFICATION_H
#define EARSHOT_ANALYSIS_SPECIFICATION_H

#include "solver/output/isolation_files.h"
#include "solver/output/specification_file.h"
#include "solver/results/response.h"

#include <vector>

namespace earshot {

/// The data sheet of a response. V is the voltage at the plug, |Z| |i|, so that an output impedance of the
/// source changes no figure but where it says so. Between the frequencies, levels and magnitudes are linear
/// over log f.
///
/// - `sensitivity_<f>_db_per_v` at 500 Hz and 1 kHz: level at 1 V.
/// - `sensitivity_<f>_db_per_mw`: level at the voltage with V^2 / |Z| = 1 mW.
/// - `characteristic_voltage_v`: that gives 94 dB at 500 Hz (IEC 60268-7).
/// - `wideband_characteristic_voltage_v`: of the simulated programme signal that gives 94 dB(A), related to a
///   free field (EN 50332-2); see programme_level.
/// - `lower_limit_hz`, `upper_limit_hz`: next to 500 Hz, where the level has fallen by 10 dB.
/// - `lowest_impedance_ohm`; `highest_rated_impedance_ohm`: of which |Z| is nowhere below 80 % (IEC 60268-7).
/// - `source_<R>ohm_effect_db`: by how much an output impedance R bends the response, greatest less least of
///   20 lg |Z / (Z + R)|.
/// - `largest_excursion_mm`: at the source's voltage.
/// - `excursion_94db_um`: largest at the characteristic voltage.
/// - `largest_opening_velocity_mps`: peak, at the source's voltage.
/// - `turbulence_voltage_v`: at the plug, at which the first opening's air becomes turbulent; see
/// laminar_limit.
/// - `attenuation_...`: third octaves of an isolation analysis's first variant; the mean of the bands from
///   100 Hz to 8 kHz [dB], the greatest, and the lowest band from which on it stays above 6 dB.
/// @param isolation nothing: not asked for
std::vector<SpecificationFigure> specification(const Response &response, const Isolation *isolation);

/// Writes specification.json of a response that stands in a folder, with the isolation that stands there.
/// @throws UserError
void specify(const std::filesystem::path &directory, const Response &response);

} // namespace earshot

#endif
