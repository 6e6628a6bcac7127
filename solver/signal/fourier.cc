#include "solver/signal/fourier.h"

#include <fftw3.h>

#include <algorithm>
#include <bit>
#include <stdexcept>

namespace earshot {

using Lines = std::vector<std::complex<double>>;

struct Fourier::Plans {
  explicit Plans(std::size_t length)
      : time(fftw_alloc_real(length)), frequency(fftw_alloc_complex(length / 2 + 1)),
        forward(fftw_plan_dft_r2c_1d(static_cast<int>(length), time, frequency, FFTW_ESTIMATE)),
        backward(fftw_plan_dft_c2r_1d(static_cast<int>(length), frequency, time, FFTW_ESTIMATE)) {}
  ~Plans() {
    fftw_destroy_plan(forward);
    fftw_destroy_plan(backward);
    fftw_free(time);
    fftw_free(frequency);
  }
  Plans(const Plans &) = delete;
  Plans &operator=(const Plans &) = delete;

  double *time;
  fftw_complex *frequency;
  fftw_plan forward, backward;
};

Fourier::Fourier(std::size_t length) : length_(length) {
  if (length == 0 || length % 2 != 0)
    throw std::invalid_argument("a Fourier transform needs an even length");
  plans_ = std::make_unique<Plans>(length);
}

Fourier::~Fourier() = default;
Fourier::Fourier(Fourier &&) noexcept = default;

Lines Fourier::lines(std::span<const double> signal) {
  std::fill(std::copy(signal.begin(), signal.end(), plans_->time), plans_->time + length_, 0.0);
  fftw_execute(plans_->forward);
  Lines lines;
  lines.reserve(n_lines());
  for (std::size_t k = 0; k < n_lines(); ++k)
    lines.emplace_back(plans_->frequency[k][0], plans_->frequency[k][1]);
  return lines;
}

std::vector<double> Fourier::signal(std::span<const std::complex<double>> lines) {
  for (std::size_t k = 0; k < n_lines(); ++k) {
    plans_->frequency[k][0] = lines[k].real();
    plans_->frequency[k][1] = lines[k].imag();
  }
  fftw_execute(plans_->backward);
  std::vector<double> signal(plans_->time, plans_->time + length_);
  for (double &value : signal)
    value /= static_cast<double>(length_);
  return signal;
}

std::vector<double> filtered(std::span<const double> signal, std::span<const double> taps) {
  if (taps.empty())
    throw std::invalid_argument("a filter needs a tap");
  constexpr std::size_t blocks_of_taps = 4; // where the work for a sample is about least
  Fourier fourier(std::bit_ceil(blocks_of_taps * taps.size() + 1));
  const std::size_t block = fourier.length() - taps.size() + 1;
  const Lines response = fourier.lines(taps);
  std::vector<double> sum(signal.size());
  for (std::size_t start = 0; start < signal.size(); start += block) {
    Lines lines = fourier.lines(signal.subspan(start, std::min(block, signal.size() - start)));
    for (std::size_t k = 0; k < lines.size(); ++k)
      lines[k] *= response[k];
    const std::vector<double> part = fourier.signal(lines);
    for (std::size_t n = 0; n < part.size() && start + n < sum.size(); ++n)
      sum[start + n] += part[n];
  }
  return sum;
}

} // namespace earshot
