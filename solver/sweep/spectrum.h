#ifndef EARSHOT_SWEEP_SPECTRUM_H
#define EARSHOT_SWEEP_SPECTRUM_H

#include <span>
#include <vector>

namespace earshot {

/// Real functions of one or several tones' phases theta_d = w_d t as sums over their combinations,
///
///   s(theta) = S_0 + sum_l Re(S_l exp(i m_l . theta)),   |m_l1| + ... + |m_lD| <= order,
///
/// with peak phasors S_l. Of m and -m one is a line, so that one tone has its harmonics 0 ... order. Samples
/// stand on a regular grid over the tones' periods: nothing is asked of the ratio of their frequencies
/// (Kundert, Sorkin and Sangiovanni-Vincentelli, IEEE Trans. Microw. Theory Tech. 36, 1988).
///
/// A function's coefficients are S_0, Re S_1, Im S_1, Re S_2, ...
class Spectrum {
public:
  /// @param samples per order and tone: products of k functions are free of aliasing for k + 1 of them
  Spectrum(std::size_t n_tones, int order, int samples);

  std::size_t n_tones() const { return n_tones_; }
  int order() const { return order_; }
  std::size_t n_lines() const { return combinations_.size(); }
  std::size_t n_coefficients() const { return 2 * n_lines() - 1; }
  std::size_t n_samples() const { return n_samples_; }

  /// m of a line; that of line 0 is zero, and the first number that isn't zero is positive.
  const std::vector<int> &combination(std::size_t line) const { return combinations_[line]; }
  /// The line of m or -m. @throws std::out_of_range when the order doesn't reach it
  std::size_t line(std::vector<int> combination) const;
  /// m . w of every line [rad/s]; negative ones stand for the conjugate phasor at the positive frequency.
  std::vector<double> frequencies(std::span<const double> tones) const;

  /// From coefficients to samples: samples x coefficients, row-major.
  const std::vector<double> &synthesis() const { return synthesis_; }
  /// From samples to coefficients, the same transposed and weighted: weight of a coefficient's row.
  double analysis_weight(std::size_t coefficient) const {
    return (coefficient == 0 ? 1.0 : 2.0) / n_samples_;
  }

private:
  std::size_t n_tones_;
  int order_;
  std::size_t n_samples_;
  std::vector<std::vector<int>> combinations_;
  std::vector<double> synthesis_;
};

} // namespace earshot

#endif
