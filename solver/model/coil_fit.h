#ifndef EARSHOT_MODEL_COIL_FIT_H
#define EARSHOT_MODEL_COIL_FIT_H

#include "solver/config/network_case.h"
#include "solver/files/import_files.h"

#include <string>
#include <vector>

namespace earshot {

/// How well a fitted driver meets its curve: |Z_fit - Z|/|Z|, of magnitudes where the curve has no phase.
/// Rows count by the share of log frequency that they stand for, so that a linear grid isn't all treble.
struct FitResidual {
  double rms = 0, worst = 0; ///< [1]
  double worst_hz = 0;
};

struct FittedCoil {
  MovingCoilConfig coil; ///< a data sheet in which what wasn't stated has been fitted
  FitResidual residual;
};

/// Fits what a data sheet doesn't state of R_e, L_e, semi-inductance, f_s, Q_ms and Q_es to the driver's
/// impedance in free air (Small, JAES 20 (1972) 383-395)
///
///     Z = R_e + i w L_e + K sqrt(i w) + (R_e/Q_es)/(i (f/f_s - f_s/f) + 1/Q_ms),
///
/// by least squares of the relative error. PETSc must run.
/// @throws UserError naming the file: a curve with fewer rows than unknowns, or without a peak of the
/// resonance that it should give
FittedCoil fit_coil(const MovingCoilConfig &coil, const ImportedImpedance &curve);

/// Impedance of a data sheet in free air as above [ohm].
std::complex<double> free_air_impedance(const MovingCoilConfig &coil, double frequency_hz);

/// All moving coils, fitted where they name a curve.
/// @param notes gets the values and the residual of each fit
/// @param warnings gets what the curve's reader did, and fits that are off by more than 10 %
/// @throws UserError
std::vector<MovingCoilConfig> fitted_coils(const std::vector<MovingCoilConfig> &coils,
                                           std::vector<std::string> &notes,
                                           std::vector<std::string> &warnings);

} // namespace earshot

#endif
