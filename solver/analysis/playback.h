#ifndef EARSHOT_ANALYSIS_PLAYBACK_H
#define EARSHOT_ANALYSIS_PLAYBACK_H

#include "solver/signal/filter_design.h"
#include "solver/sweep/ports_in_time.h"

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace earshot {

class CoilPorts;

/// An earphone over frequency, as what plays signals through it asks. Level 1 of the rest's source is 1 V
/// RMS.
struct PlayedEarphone {
  LinearRest rest;
  std::function<std::complex<double>(double omega)> pressure_per_volt; ///< [Pa/V] at the eardrum
  HeardOfLaws pressure_of_laws;         ///< [Pa] at the eardrum, of 1 of each law's value
  std::size_t n_scalars = 0;            ///< displacement and current of each coil in turn
  double lowest_hz = 0, highest_hz = 0; ///< band in which it is known
};

/// @param ports must outlive it
PlayedEarphone played_earphone(const CoilPorts &ports, double lowest_hz, double highest_hz);

/// What a signal made of the earphone.
struct Played {
  std::vector<double> linear;  ///< pressure at the eardrum without laws [Pa]
  std::vector<double> of_laws; ///< what the laws add to it [Pa]; empty without laws
  struct Range {
    double lowest = 0, highest = 0;
  };
  std::vector<Range> coils; ///< displacements [m]
  int steps_per_sample = 0; ///< of the laws
  /// Change of `of_laws` on halving the steps, over its size, where the signal is loudest.
  double step_error = 0;
};

/// Plays signals through an earphone: exactly where it is linear, by a causal filter with its response; with
/// laws at large signal by steps in time, whose outcome is the laws' own share at the eardrum. As the level
/// goes to nothing the linear answer is left.
class Playback {
public:
  /// @param laws none: all is linear @param sample_rate [Hz]
  Playback(const PlayedEarphone &earphone, std::vector<Law> laws, double sample_rate);

  /// @param voltage of the source [V], a value a sample; silence stands before it
  /// @throws LawStepError when a law is too steep
  Played play(std::span<const double> voltage) const;

  const CausalFilter &filter() const { return filter_; }
  /// Largest deviation of the linear answer from the earphone's response over the band [dB].
  double largest_error_db() const { return error_db_; }
  /// The ports of the laws; nothing without laws.
  const std::optional<PortsFit> &ports() const { return ports_; }

private:
  struct LawsShare {
    std::vector<double> pressure;
    std::vector<Played::Range> coils;
  };
  LawsShare add_laws(std::span<const double> voltage, int steps_per_sample) const;
  void choose_steps(std::span<const double> voltage, Played &played) const;

  double sample_rate_;
  std::vector<Law> laws_;
  CausalFilter filter_;
  double error_db_ = 0;
  std::optional<PortsFit> ports_;
};

} // namespace earshot

#endif
