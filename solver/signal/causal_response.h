#ifndef EARSHOT_SIGNAL_CAUSAL_RESPONSE_H
#define EARSHOT_SIGNAL_CAUSAL_RESPONSE_H

#include "solver/signal/filter_design.h"

namespace earshot {

/// A response as a filter.
struct CausalResponse {
  std::vector<double> taps;
  /// Largest deviations over the band.
  double level_error_db = 0, phase_error_deg = 0;
};

/// The causal filter with the magnitude of a response and a phase as near to its own as may be: the nearest
/// sum over stable poles (`fit_rational`), as a filter (`causal_filter`), times a factor of minimum phase
/// that makes up for the difference in magnitude.
///
/// Loss factors that don't depend on frequency make a response that isn't causal (Crandall, J. Sound Vib. 11,
/// 1970): then the phase differs, by about half the loss factor.
/// @param response at a frequency [Hz], from `lowest_hz` to the band's upper end
/// @param lowest_hz below the band: there the response is known, though not needed
CausalResponse causal_response(const ResponseAt &response, double sample_rate, FilterBand band,
                               double lowest_hz);

} // namespace earshot

#endif
