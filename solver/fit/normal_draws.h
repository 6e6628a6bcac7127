#ifndef EARSHOT_FIT_NORMAL_DRAWS_H
#define EARSHOT_FIT_NORMAL_DRAWS_H

#include <cmath>
#include <cstdint>
#include <numbers>
#include <random>
#include <vector>

namespace earshot {

/// Numbers of the standard normal distribution, the same everywhere: the standard library's distributions
/// differ between libraries (Box and Muller, Ann. Math. Statist. 29, 1958).
class NormalDraws {
public:
  explicit NormalDraws(std::uint64_t seed) : engine_(seed) {}

  double next() {
    const double radius = std::sqrt(-2 * std::log(1 - share()));
    return radius * std::cos(2 * std::numbers::pi * share());
  }
  std::vector<double> next(std::size_t n) {
    std::vector<double> draws(n);
    for (double &draw : draws)
      draw = next();
    return draws;
  }

private:
  double share() { return std::ldexp(static_cast<double>(engine_() >> 11), -53); } ///< from 0 to below 1

  std::mt19937_64 engine_;
};

} // namespace earshot

#endif
