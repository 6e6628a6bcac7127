#ifndef EARSHOT_SIGNAL_RATIONAL_RESPONSES_H
#define EARSHOT_SIGNAL_RATIONAL_RESPONSES_H

#include <complex>
#include <cstddef>
#include <vector>

namespace earshot {

/// Frequencies or angular frequencies, evenly over the logarithm, both ends among them.
std::vector<double> octave_grid(double lowest, double highest, double per_octave);

/// Responses of one linear system as sums over the same poles,
///
///     H_e(i w) = d_e + sum_n r_en / (i w - a_n),
///
/// where a pole that isn't real stands for itself and its conjugate, so that the system is real in time. All
/// poles lie left of the imaginary axis: it is stable, and answers never come before what caused them.
struct RationalResponses {
  std::vector<std::complex<double>> poles;                 ///< a_n [rad/s], imaginary part zero or above
  std::vector<std::vector<std::complex<double>>> residues; ///< r_en: by response, then by pole
  std::vector<double> direct;                              ///< d_e

  std::size_t n_responses() const { return direct.size(); }
  /// A response at any angular frequency [rad/s].
  std::complex<double> at(std::size_t response, double omega) const;
};

struct RationalFitOptions {
  double tolerance = 2e-4;      ///< of every response, relative to its magnitude: 0.002 dB
  double quiet = 1e-4;          ///< share of a response's largest magnitude below which it counts as this
  std::size_t most_poles = 160; ///< conjugates counted
};

struct RationalFit {
  RationalResponses responses;
  double largest_error = 0; ///< as the tolerance; above it where no sum of so many poles is nearer
  std::size_t worst_response = 0;
  double worst_omega = 0; ///< [rad/s]
};

/// Fits responses that are known at angular frequencies by vector fitting (Gustavsen and Semlyen, IEEE Trans.
/// Power Delivery 14, 1999) with its relaxed normalization (Gustavsen, ibid. 21, 2006), each response
/// eliminated by its own QR factorisation (Deschrijver et al., IEEE Microw. Wireless Compon. Lett. 18, 2008).
/// Poles are added where the error is largest until the tolerance is met or they make no difference: a loss
/// factor that doesn't depend on frequency answers before its cause, so that no such sum equals it.
/// @param omega rising, positive [rad/s] @param responses each with a value per frequency, not all zero
/// @param has_direct for each response whether it may have a d_e: without one it falls with frequency
/// @throws std::invalid_argument for fewer than 16 frequencies, or lengths that differ
RationalFit fit_rational(const std::vector<double> &omega,
                         const std::vector<std::vector<std::complex<double>>> &responses,
                         const std::vector<bool> &has_direct, const RationalFitOptions &options = {});

} // namespace earshot

#endif
