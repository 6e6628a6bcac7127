#ifndef EARSHOT_SIGNAL_FILTER_DESIGN_H
#define EARSHOT_SIGNAL_FILTER_DESIGN_H

#include <complex>
#include <cstddef>
#include <functional>
#include <vector>

namespace earshot {

/// A response at any frequency [Hz] from 0 to half the sample rate; real at both ends, or its real part
/// counts.
using ResponseAt = std::function<std::complex<double>(double frequency_hz)>;
using MagnitudeAt = std::function<double(double frequency_hz)>;

/// Band that a filter is to be right in [Hz].
struct FilterBand {
  double lowest_hz, highest_hz;
};

struct CausalFilter {
  std::vector<double> taps;
  double largest_error_db = 0; ///< within the band, of the magnitude and of the phase's equal in length
};

/// The causal filter whose response is nearest to a wanted one, by weighted least squares over the lines of a
/// transform (conjugate gradients; a filter has no taps before 0, so nothing comes before its cause). Errors
/// count relative to the wanted magnitude; above the band ten thousand times less: there it only keeps the
/// filter from growing.
/// The number of taps starts at two periods of the band's lower end, and doubles twice at most until the
/// error is below `tolerance_db`. The wanted response must need no answer before its cause: then the error
/// stays large.
CausalFilter causal_filter(const ResponseAt &wanted, double sample_rate, FilterBand band,
                           double tolerance_db);

/// The filter with a wanted magnitude whose energy comes as early as may be: its phase is the Hilbert
/// transform of the logarithm of the magnitude (by the cepstrum; Oppenheim and Schafer, Discrete-Time Signal
/// Processing, chapter 13).
/// @param n_taps even @param magnitude above zero everywhere
std::vector<double> minimum_phase_filter(const MagnitudeAt &magnitude, double sample_rate,
                                         std::size_t n_taps);

/// The symmetric filter with a wanted magnitude, which delays everything by (n_taps - 1) / 2 samples: the
/// inverse transform of the magnitude under a Blackman window.
/// @param n_taps odd
std::vector<double> linear_phase_filter(const MagnitudeAt &magnitude, double sample_rate, std::size_t n_taps);

/// Response of a filter at a frequency.
std::complex<double> filter_response(const std::vector<double> &taps, double sample_rate,
                                     double frequency_hz);

} // namespace earshot

#endif
