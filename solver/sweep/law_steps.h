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

/// Goes through time with a linear rest and laws, from silence. Each pole is a state whose own decay is exact
/// (exponential integration, or recursive convolution); source and laws' values are linear over a step, which
/// is second order in its length. Scalars and laws at the end of a step are solved for together (Newton), so
/// that no law lags behind.
class LawSteps {
public:
  /// @param step [s]
  LawSteps(const PortsInTime &ports, std::vector<Law> laws, double step);

  /// One step on. @param source at its end @return what is heard of the laws at its end
  /// @throws LawStepError when Newton's method fails
  double advance(double source);
  /// s_a at the end of the step.
  std::span<const double> scalars() const { return scalars_; }

private:
  /// The states of one input and what they give. A conjugate pair is one complex state whose residues count
  /// twice, of which the real part is taken.
  struct Channel {
    std::vector<double> real, imaginary;
    std::vector<double> from_old, from_old_i, from_new, from_new_i; ///< of the input at both ends of a step
    std::vector<std::size_t> responses;                             ///< that it feeds
    std::vector<double> residues, residues_i;                       ///< by response, then by state
    double old = 0;                                                 ///< the input at the end of the last step
    bool by_rate = false;
  };

  Channel channel(const PortsInTime &ports, double step, bool by_rate, std::vector<std::size_t> responses);
  void decay(Channel &channel) const;
  static void add(Channel &channel, double input);
  void gather(const Channel &channel, std::span<double> sums) const;
  void evaluate_laws();
  void settle();

  std::size_t n_scalars_;
  double step_;
  std::vector<Law> laws_;
  std::vector<double> decay_, decay_i_;
  std::vector<Channel> channels_;      ///< the source, then the law on each scalar
  std::vector<double> at_once_;        ///< scalar a to the law b at the end of the same step, row-major
  std::vector<double> heard_at_once_;  ///< what is heard, likewise
  std::vector<double> source_at_once_; ///< scalar a to the source
  std::vector<double> past_; ///< scalars, then what is heard, without the laws' values at the step's end
  std::vector<double> scalars_, last_scalars_, largest_, rates_, change_, jacobian_;
  LawValues law_;
};

} // namespace earshot

#endif
