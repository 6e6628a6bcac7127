#ifndef EARSHOT_ANALYSIS_KEY_FIGURES_H
#define EARSHOT_ANALYSIS_KEY_FIGURES_H

#include "solver/output/isolation_files.h"

#include <complex>
#include <span>
#include <string>
#include <vector>

namespace earshot {

/// A number that a design is known by.
struct KeyFigure {
  std::string name; ///< column of a table, ends in its unit
  double value;     ///< NaN where it isn't defined or the frequencies don't reach
};

/// What a response is known by, always the same names in the same order. Between the frequencies, curves are
/// interpolated over log f by rational functions (Floater and Hormann, Numer. Math. 107, 2007).
///
/// - `spl_100hz_db`, `spl_1khz_db`: level at the source's voltage.
/// - `sensitivity_db_per_v`: level at 1 kHz for 1 V of the source; `sensitivity_db_per_mw`: for the voltage
///   with |V|^2 / |Z| = 1 mW.
/// - `bass_level_db`: level at 100 Hz less that at 1 kHz.
/// - `bass_corner_hz`: going down from the highest level between 100 and 500 Hz, where it has lost 3 dB.
/// - `resonance_hz`: of the most prominent peak of Re Z: where a moving coil's motional resistance peaks.
/// - `resonance_q`: total quality there with the source's voltage held, Q_m R_0 / (R_0 + R_m), where R_m is
///   the peak's height above R_0, the least Re Z below the peak, and Q_m = f / (width at half of that
///   height).
/// - `impedance_1khz_ohm`: |Z|.
/// - `peak_2_10khz_db`, `peak_2_10khz_hz`: highest maximum between 2 and 10 kHz, level less that at 1 kHz.
/// @param frequencies_hz ascending  @param eardrum_pa RMS pressures [Pa], or empty
/// @param impedance_ohm at the plug, or empty  @param source_voltage [V] RMS
/// @throws std::invalid_argument when lengths differ
std::vector<KeyFigure> key_figures(std::span<const double> frequencies_hz,
                                   std::span<const std::complex<double>> eardrum_pa,
                                   std::span<const std::complex<double>> impedance_ohm,
                                   double source_voltage);

/// `isolation_100hz_<variant>_db` and `isolation_1khz_<variant>_db` of every variant in turn: insertion loss.
std::vector<KeyFigure> isolation_figures(const Isolation &isolation);

} // namespace earshot

#endif
