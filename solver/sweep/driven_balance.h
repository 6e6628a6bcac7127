#ifndef EARSHOT_SWEEP_DRIVEN_BALANCE_H
#define EARSHOT_SWEEP_DRIVEN_BALANCE_H

#include "solver/sweep/continuation.h"
#include "solver/sweep/harmonic_balance.h"

#include <complex>
#include <string>
#include <vector>

namespace earshot {

struct BalanceOptions {
  int order = 9;       ///< harmonics, or order of the combinations of several tones, to begin with
  int most_order = 72; ///< up to which the order is doubled
  double last_share =
      1e-4;        ///< of a scalar's highest order in its largest line, above which the order is doubled
  int samples = 8; ///< per order and tone; see Spectrum
};

/// A system of a linear rest and laws that is driven by tones at a rising level. The solution is the one that
/// is reached when the level is turned up from nothing: along the path, through folds.
class DrivenBalance {
public:
  /// @param tones [rad/s]  @param drive peak phasor of each tone's source at level 1
  DrivenBalance(LinearRest rest, std::size_t n_scalars, std::vector<Law> laws, std::vector<double> tones,
                std::vector<std::complex<double>> drive, BalanceOptions options);

  /// Goes on along the path to a level. @return why it is not reached, or ""
  std::string raise_to(double level);

  double level() const { return point_.lambda; }
  int folds() const { return folds_; } ///< passed so far: where the answer would jump
  const Spectrum &spectrum() const { return balance_.spectrum(); }
  const std::vector<double> &omega() const { return lines_.omega; } ///< of every line [rad/s]
  /// Peak phasor of a scalar at a line.
  std::complex<double> phasor(std::size_t scalar, std::size_t line) const {
    return balance_.phasor(point_.u, scalar, line);
  }
  /// Peak phasor at a line of what the laws give on a scalar: with it the linear rest knows all else.
  std::complex<double> law_phasor(std::size_t scalar, std::size_t line) const;
  /// A scalar over the periods of the tones.
  std::vector<double> samples(std::size_t scalar) const { return balance_.samples(point_.u, scalar); }
  /// Its rate, likewise.
  std::vector<double> rate_samples(std::size_t scalar) const {
    return balance_.samples(balance_.rates(lines_, point_.u), scalar);
  }
  /// Of the largest scalar: highest order over largest line.
  double last_share() const;

private:
  bool double_order();
  PathOptions path_options(double level) const;

  LinearRest rest_;
  std::vector<Law> laws_;
  std::vector<double> tones_;
  std::vector<std::complex<double>> drive_;
  BalanceOptions options_;
  HarmonicBalance balance_;
  LinearLines lines_;
  PathPoint point_;
  int folds_ = 0;
  mutable std::vector<double> law_; ///< coefficients of the laws' values at the point; empty: not known yet
};

/// The balance as a path over the level.
PathProblem over_level(const HarmonicBalance &balance, const LinearLines &lines);

/// The balance as a path over the angular frequency of one tone, at level 1. The derivative by the frequency
/// is a central difference of the residual, good enough for the direction of a step.
PathProblem over_frequency(const HarmonicBalance &balance, LinearRest rest, std::complex<double> drive);

/// Lengths that make scalars of different units comparable: the largest amplitude of each.
std::vector<double> scales_of(const HarmonicBalance &balance, std::span<const double> unknowns);

} // namespace earshot

#endif
