#include "solver/signal/resampler.h"

#include <soxr.h>

#include <stdexcept>
#include <string>

namespace earshot {

struct Resampler::Handle {
  soxr_t soxr = nullptr;
  ~Handle() { soxr_delete(soxr); }
};

Resampler::Resampler(double rate_in, double rate_out) : handle_(std::make_unique<Handle>()) {
  const soxr_io_spec_t format = soxr_io_spec(SOXR_FLOAT64_I, SOXR_FLOAT64_I);
  const soxr_quality_spec_t quality = soxr_quality_spec(SOXR_VHQ, 0);
  soxr_error_t error = nullptr;
  handle_->soxr = soxr_create(rate_in, rate_out, 1, &error, &format, &quality, nullptr);
  if (error)
    throw std::runtime_error(std::string("libsoxr: ") + soxr_strerror(error));
}

Resampler::~Resampler() = default;
Resampler::Resampler(Resampler &&) noexcept = default;

std::vector<double> Resampler::process(const double *block, std::size_t size) {
  constexpr std::size_t at_once = 4096;
  std::vector<double> out;
  std::size_t done_in = 0, done_out = 0;
  do {
    const std::size_t before = out.size();
    out.resize(before + at_once);
    std::size_t used = 0;
    if (soxr_error_t error = soxr_process(handle_->soxr, block ? block + done_in : nullptr, size - done_in,
                                          &used, out.data() + before, at_once, &done_out))
      throw std::runtime_error(std::string("libsoxr: ") + soxr_strerror(error));
    out.resize(before + done_out);
    done_in += used;
  } while (done_in < size || done_out == at_once);
  return out;
}

std::vector<double> Resampler::next(std::span<const double> block) {
  return block.empty() ? std::vector<double>() : process(block.data(), block.size());
}

std::vector<double> Resampler::rest() {
  return process(nullptr, 0);
}

} // namespace earshot
