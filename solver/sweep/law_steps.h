#ifndef EARSHOT_SWEEP_LAW_STEPS_H
#define EARSHOT_SWEEP_LAW_STEPS_H

#include "solver/sweep/ports_in_time.h"

#include <span>
#include <stdexcept>
#include <vector>

namespace earshot {

/// The laws and the rest don't find a common state: the step is too long for a law as steep as that.
class LawStepError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Goes through time with laws and what they do to a linear rest, from silence. Each pole is a state whose
/// own decay is exact (exponential integration, or recursive convolution); laws' values are linear over a
/// step, which is second order in its length. Scalars and laws at the end of a step are solved for together
/// (Newton), so that no law lags behind.
class LawSteps {
public:
  /// @param step [s]
  LawSteps(const PortsInTime &ports, std::vector<Law> laws, double step);

  /// One step on. @param linear  the scalars at its end, as they would be without laws
  /// @throws LawStepError when Newton's method fails
  void advance(std::span<const double> linear);
  /// At the end of the step.
  std::span<const double> scalars() const { return scalars_; }
  std::span<const double> law_values() const { return law_.value; }
  std::span<const double> rates() const { return rates_; } ///< of the scalars, per second

private:
  /// The states of one law's value and what they give. A conjugate pair is one complex state whose residues
  /// count twice, of which the real part is taken.
  struct Channel {
    std::vector<double> real, imaginary;
    std::vector<double> from_old, from_old_i, from_new, from_new_i; ///< of the value at both ends of a step
    std::vector<double> residues, residues_i;                       ///< by scalar, then by state
    double old = 0;                                                 ///< the value at the end of the last step
    bool by_rate = false;
  };

  Channel channel(const PortsInTime &ports, std::size_t law) const;
  double at_once(const PortsInTime &ports, std::size_t scalar, std::size_t law) const;
  void decay(Channel &channel) const;
  void add(Channel &channel, double value) const;
  void gather(const Channel &channel);
  void evaluate_laws();
  void settle();

  std::size_t n_scalars_;
  double step_;
  std::vector<Law> laws_;
  std::vector<double> decay_, decay_i_;
  std::vector<Channel> channels_; ///< by the scalar that the law's value is on
  std::vector<double> at_once_;   ///< scalar a to the law on b at the end of the same step, row-major
  std::vector<double> past_;      ///< scalars without the laws' values at the step's end
  std::vector<double> scalars_, last_scalars_, earlier_scalars_, largest_, rates_, change_, jacobian_;
  LawValues law_;
};

} // namespace earshot

#endif
