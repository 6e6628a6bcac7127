#ifndef EARSHOT_SIGNAL_FOURIER_H
#define EARSHOT_SIGNAL_FOURIER_H

#include <complex>
#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace earshot {

/// Fourier transforms of real signals of one even length N (FFTW): X_k = sum_n x_n exp(-2 pi i k n / N) for
/// k = 0 .. N/2, and back with the factor 1/N. Not for several threads at once.
class Fourier {
public:
  /// @throws std::invalid_argument for an odd length or none
  explicit Fourier(std::size_t length);
  ~Fourier();
  Fourier(Fourier &&) noexcept;

  std::size_t length() const { return length_; }
  std::size_t n_lines() const { return length_ / 2 + 1; }

  /// @param signal at most `length` samples; zeros follow
  std::vector<std::complex<double>> lines(std::span<const double> signal);
  /// @param lines all of them; the imaginary parts of the first and the last don't count
  std::vector<double> signal(std::span<const std::complex<double>> lines);

private:
  struct Plans;
  std::size_t length_;
  std::unique_ptr<Plans> plans_;
};

/// A signal through a filter, y_n = sum_k h_k x_(n-k), by blocks (overlap-add). As long as the signal.
/// @throws std::invalid_argument for a filter without taps
std::vector<double> filtered(std::span<const double> signal, std::span<const double> taps);

} // namespace earshot

#endif
