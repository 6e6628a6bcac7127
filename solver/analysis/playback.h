#ifndef EARSHOT_ANALYSIS_PLAYBACK_H
#define EARSHOT_ANALYSIS_PLAYBACK_H

#include "solver/signal/causal_response.h"
#include "solver/sweep/ports_in_time.h"

#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace earshot {

class LawPorts;

/// An earphone over frequency, as what plays signals through it asks. Level 1 of the rest's source is 1 V
/// RMS.
struct PlayedEarphone {
  LinearRest rest;
  std::function<std::complex<double>(double omega)> pressure_per_volt; ///< [Pa/V] at the eardrum
  /// [Pa] at the eardrum, of 1 of each law's value
  std::function<std::vector<std::complex<double>>(double omega)> pressure_of_laws;
  std::size_t n_coils = 0;
  std::size_t n_vents = 0;
  double lowest_hz = 0, highest_hz = 0; ///< band in which it is known

  /// Displacement and current of each coil in turn, then the volume displacement of each vent.
  std::size_t n_scalars() const { return 2 * n_coils + n_vents; }
  bool is_current(std::size_t scalar) const { return scalar < 2 * n_coils && scalar % 2 == 1; }
};

/// @param ports must outlive it
PlayedEarphone played_earphone(const LawPorts &ports, double lowest_hz, double highest_hz);

/// What a signal made of the earphone.
struct Played {
  std::vector<double> linear;  ///< pressure at the eardrum without laws [Pa]
  std::vector<double> of_laws; ///< what the laws add to it [Pa]; empty without laws
  struct Range {
    double lowest = 0, highest = 0;
  };
  std::vector<Range> coils;         ///< displacements [m]
  std::vector<double> vent_flows{}; ///< largest volume velocity of each vent [m3/s]
  int steps_per_sample = 0;         ///< of the laws
  /// Change of `of_laws` that shorter steps would still make, over its size, where the signal is loudest.
  double step_error = 0;
};

/// Plays signals through an earphone. What is linear goes through causal filters with the magnitudes of its
/// responses: from the source to the eardrum, to the coils and vents, and from the laws' values to the
/// eardrum. Laws at large signal go by steps in time; what they do to their own scalars there is a fit by
/// poles. As the level goes to nothing the linear answer is left.
class Playback {
public:
  /// @param laws none: all is linear @param sample_rate [Hz]
  Playback(const PlayedEarphone &earphone, std::vector<Law> laws, double sample_rate);

  /// @param voltage of the source [V], a value a sample; silence stands before it
  /// @throws LawStepError when a law is too steep
  Played play(std::span<const double> voltage) const;

  /// From the source to the eardrum.
  const CausalResponse &response() const { return response_; }
  /// What the laws do to the coils and vents; nothing without laws.
  const std::optional<PortsFit> &ports() const { return ports_; }
  /// Largest relative error of the ports over the band.
  double ports_error() const { return ports_error_; }

private:
  struct LawsShare {
    std::vector<double> pressure;
    std::vector<Played::Range> coils;
    std::vector<double> vent_flows;
  };
  LawsShare laws_share(std::span<const double> voltage, int steps_per_sample) const;
  void choose_steps(std::span<const double> voltage, Played &played) const;

  double sample_rate_;
  std::size_t n_coils_;
  std::vector<Law> laws_;
  CausalResponse response_;
  std::vector<std::vector<double>> to_scalars_, from_laws_; ///< taps, by scalar
  std::optional<PortsFit> ports_;
  double ports_error_ = 0;
};

} // namespace earshot

#endif
