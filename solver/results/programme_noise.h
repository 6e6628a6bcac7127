#ifndef EARSHOT_RESULTS_PROGRAMME_NOISE_H
#define EARSHOT_RESULTS_PROGRAMME_NOISE_H

#include <array>
#include <span>

namespace earshot {

/// A third octave of the noise that stands for speech and music when headphones are tested.
struct ProgrammeBand {
  double nominal_hz;
  double level_db;      ///< of the simulated programme signal, IEC 60268-1:1985, table II
  double free_field_db; ///< at the eardrum of a head and torso simulator, re a free field with a source in
                        ///< front: ITU-T P.58 (06/2021); 0 below 100 Hz
};
extern const std::array<ProgrammeBand, 31> programme_bands;

/// Weighting A of IEC 61672-1 [dB], 0 at 1 kHz.
double a_weighting_db(double frequency_hz);

/// Level of the simulated programme signal with 1 V RMS in all, weighted by A and related to a free field, at
/// an earphone: 10 lg of the sum of 10^((L + A - F)/10) over the third octaves (IEC 60268-7, 8.3.5).
struct ProgrammeLevel {
  double level_db = 0;                  ///< NaN unless 100 Hz to 10 kHz are known
  double lowest_hz = 0, highest_hz = 0; ///< bands that were summed; the others count in the voltage alone
};

/// @param frequencies_hz ascending @param level_db at the eardrum for 1 V, linear over log f between them
ProgrammeLevel programme_level(std::span<const double> frequencies_hz, std::span<const double> level_db);

} // namespace earshot

#endif
