#ifndef EARSHOT_SIGNAL_RESAMPLER_H
#define EARSHOT_SIGNAL_RESAMPLER_H

#include <memory>
#include <span>
#include <vector>

namespace earshot {

/// A signal at another sample rate, block by block (libsoxr, 28 bits, linear phase, no delay: the block that
/// comes out belongs to an earlier one, the whole of them to the whole signal).
class Resampler {
public:
  Resampler(double rate_in, double rate_out);
  ~Resampler();
  Resampler(Resampler &&) noexcept;

  /// What is ready after a block more.
  std::vector<double> next(std::span<const double> block);
  /// What is left at the end of the signal.
  std::vector<double> rest();

private:
  std::vector<double> process(const double *block, std::size_t size);

  struct Handle;
  std::unique_ptr<Handle> handle_;
};

} // namespace earshot

#endif
