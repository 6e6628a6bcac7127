#ifndef EARSHOT_APP_EQUALIZE_H
#define EARSHOT_APP_EQUALIZE_H

#include <string>

namespace earshot {

/// What the command line says of `earshot equalize`; empty texts stand for the defaults.
struct EqualizeOptions {
  std::string source;            ///< folder of a run, or file of a measurement
  std::string target;            ///< file that the curve is to follow
  std::string output;            ///< WAV file of the filter's taps
  std::string phase = "minimum"; ///< or "linear"
  std::string band;              ///< that is equalized, "20 Hz..16 kHz"
  std::string alignment;      ///< where curve and target are made equal: "500 Hz" (default), "200 Hz..2 kHz"
  std::string smoothing;      ///< of what is equalized: "1/12" (default), "none"
  std::string most_boost;     ///< "12 dB" (default)
  double sample_rate = 48000; ///< [Hz]
  int n_taps = 4095;          ///< made even for minimum phase, odd for linear
  bool force = false;         ///< a target of another ear
};

/// `earshot equalize`: a filter that brings a response to a target, of minimum phase (no delay) or linear
/// phase (no change of phase but a delay of half its length), as the taps of a convolver. Its largest gain
/// is 1. Writes the taps and, beside them, what they do as a table: response, target, filter, equalized,
/// [dB].
/// @throws UserError for what can't be read or doesn't go together
void equalize(const EqualizeOptions &options);

} // namespace earshot

#endif
