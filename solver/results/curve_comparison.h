#ifndef EARSHOT_RESULTS_CURVE_COMPARISON_H
#define EARSHOT_RESULTS_CURVE_COMPARISON_H

#include <optional>
#include <span>
#include <vector>

/// Levels over frequency beside each other: one grid, one smoothing, one alignment, differences in bands.
namespace earshot {

/// A level [dB] over rising frequencies, two or more of them, and its phase where that is known. Between the
/// frequencies the level is linear over log f, the phase over f.
struct LevelCurve {
  std::vector<double> frequency_hz;
  std::vector<double> level_db;
  std::vector<double> phase_rad; ///< unwrapped; empty: there is none

  bool has_phase() const { return !phase_rad.empty(); }
};

/// Level at a frequency [Hz]; beyond the curve's ends that of the nearest one [dB].
double level_at(const LevelCurve &curve, double frequency);

/// The frequencies 1 kHz 2^(k/n) from `lowest_hz` to `highest_hz` [Hz], n an octave; both ends count in but
/// for rounding.
std::vector<double> comparison_grid(double lowest_hz, double highest_hz, int points_per_octave = 48);

/// Level whose power is the mean over log f of that of the curve,
///
///     L(f) = 10 lg 1/w int 10^(L/10) d log2 f   over w octaves, half of them below f and half above.
///
/// The integral is exact for the curve, however fine or coarse that is. Near an end of the curve the window
/// narrows on both sides, so that a slope isn't bent.
/// @param octaves w; 0: the curve itself
/// @return at the frequencies [dB]; NaN beyond the ends of the curve
std::vector<double> smoothed_level(const LevelCurve &curve, double octaves, std::span<const double> at_hz);

/// Group delay -d(phase)/dw [ms], its mean over f in the same window: the difference of the phase between its
/// ends. The window has 1/48 octave at least. NaN beyond the ends of the curve and at them.
std::vector<double> smoothed_group_delay(const LevelCurve &curve, double octaves,
                                         std::span<const double> at_hz);

/// Smoothing that is still to do where a curve was smoothed already: variances of windows add. 0 where it was
/// smoothed as much or more. @param done, wanted [octaves]
double remaining_smoothing(double done, double wanted);

/// Where curves are to agree in the mean over log f; a single frequency where both are the same [Hz].
struct AlignmentBand {
  double lowest_hz, highest_hz;
};

struct CurveToCompare {
  LevelCurve curve;
  double smoothing = 0; ///< that is to do [octaves]
};

/// A curve on the grid; NaN where it has no data. What needs a phase is empty unless it and the reference
/// have one.
struct ComparedCurve {
  std::vector<double> level_db;                  ///< smoothed, offset added
  double offset_db = 0;                          ///< that was added
  std::vector<double> difference_db;             ///< from the reference
  std::vector<double> group_delay_ms;            ///< less `delay_ms`; the reference's own also without others
  double delay_ms = 0;                           ///< that was taken off
  std::vector<double> group_delay_difference_ms; ///< from the reference
  std::vector<double> phase_difference_deg;      ///< in (-180, 180], less the delay's
};

struct Comparison {
  std::vector<double> frequency_hz;  ///< where the reference and one other curve at least have data
  std::vector<ComparedCurve> curves; ///< in the order of the input; the first one is the reference
};

/// Compares curves with the first of them. Aligned curves have the reference's mean level over the band, and
/// its mean group delay. Every curve must share frequencies with the first one and hold the whole band.
/// @param alignment none: levels and delays stay as they are
Comparison compare_curves(const std::vector<CurveToCompare> &curves,
                          const std::optional<AlignmentBand> &alignment);

/// Differences over a band, as far as there are any.
struct BandDifference {
  double lowest_hz, highest_hz; ///< of the frequencies with a difference
  double rms;
  double largest; ///< by its size, with its sign
  double at_hz;   ///< of the largest
};

/// @param difference over `frequency_hz`, NaN where there is none
/// @return nothing where the band holds no difference
std::optional<BandDifference> band_difference(std::span<const double> frequency_hz,
                                              std::span<const double> difference, double lowest_hz,
                                              double highest_hz);

/// Share of the differences in a band that are no larger than the limit at their frequency; NaN where the
/// limit is known nowhere in it.
double share_within(std::span<const double> frequency_hz, std::span<const double> difference,
                    std::span<const double> limit, double lowest_hz, double highest_hz);

} // namespace earshot

#endif
