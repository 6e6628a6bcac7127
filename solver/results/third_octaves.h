#ifndef EARSHOT_RESULTS_THIRD_OCTAVES_H
#define EARSHOT_RESULTS_THIRD_OCTAVES_H

#include <span>
#include <vector>

namespace earshot {

/// A third-octave band of IEC 61260-1, base ten: midbands 1000 Hz 10^(k/10), ends half a step beside.
struct ThirdOctave {
  double nominal_hz = 0; ///< rounded name of the midband: 100, 125, 160, ...
  double lower_hz = 0, upper_hz = 0;
};

/// The bands that lie whole within [lowest, highest], from 12.5 Hz to 20 kHz; the ends count in to 3 %, as
/// sweeps begin and end at rounded frequencies.
std::vector<ThirdOctave> third_octaves_within(double lowest_hz, double highest_hz);

/// Attenuation of a noise whose power is the same in equal steps of log f: -10 lg of the mean of 10^(-a/10)
/// over the band. Between the frequencies the attenuation is linear over log f; beyond the ends, as far as
/// `third_octaves_within` reaches, it is that of the end. Infinite where nothing gets through.
/// @param frequencies_hz ascending
double band_attenuation(std::span<const double> frequencies_hz, std::span<const double> attenuation_db,
                        const ThirdOctave &band);

} // namespace earshot

#endif
