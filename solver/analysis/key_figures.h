#ifndef EARSHOT_ANALYSIS_KEY_FIGURES_H
#define EARSHOT_ANALYSIS_KEY_FIGURES_H

#include "solver/output/isolation_files.h"
#include "solver/results/key_figures.h"
#include "solver/results/response.h"

#include <vector>

namespace earshot {

/// What a response is known by, always the same names in the same order but for those of the drivers: the one
/// definition that summaries, tables of studies and whatever else shows them have in common. Between the
/// frequencies, curves are interpolated over log f by rational functions (Floater and Hormann, Numer. Math.
/// 107, 2007).
///
/// - `spl_100hz_db`, `spl_1khz_db`, `spl_3khz_db`, `spl_10khz_db`: level at the source's voltage.
/// - `sensitivity_db_per_v`: level at 1 kHz for 1 V RMS at the plug; `sensitivity_db_per_mw`: for the voltage
///   there with |V|^2 / |Z| = 1 mW.
/// - `bass_level_db`: level at 100 Hz less that at 1 kHz.
/// - `bass_corner_hz`: going down from the highest level between 100 and 500 Hz, where it has lost 3 dB.
/// - `resonance_hz`: where the motional resistance of the lowest resonance peaks: the lowest maximum of Re Z
///   that rises by a thousandth of itself or more above its surroundings and isn't dwarfed twentyfold by one
///   within three octaves above it, as the bump of a vent is by the driver's own.
/// - `resonance_q`: total quality there with the source's voltage held, Q_m R_0 / (R_0 + R_m), where R_m is
///   the peak's height above R_0, the least Re Z below the peak, and Q_m = f / (width at half of that
///   height).
/// - `resonance_impedance_ohm`, `impedance_1khz_ohm`: |Z|.
/// - `peak_2_10khz_db`, `peak_2_10khz_hz`: highest maximum between 2 and 10 kHz, level less that at 1 kHz.
/// - `largest_excursion_mm`, `largest_excursion_hz`: of all drivers and frequencies.
/// - `largest_error_db`: of the sweep's own estimate, 0 of a direct sweep; `largest_error_mesh_db`,
///   `largest_error_mesh_hz`: of the mesh's, where it is estimated; `largest_error_losses_db` of the models
///   of losses; `largest_relative_residual`: of the power balance's residual. NaN where one of the values is.
/// - `excursion_<driver>_mm`: the largest of each driver.
/// @throws std::invalid_argument when lengths differ
std::vector<KeyFigure> key_figures(const Response &response);

/// `isolation_100hz_<variant>_db` and `isolation_1khz_<variant>_db` of every variant in turn: insertion loss.
std::vector<KeyFigure> isolation_figures(const Isolation &isolation);

} // namespace earshot

#endif
