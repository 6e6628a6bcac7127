#include "solver/physics/magnetics/magnet_bar.h"

#include <cmath>
#include <numbers>

namespace earshot {

/// With X = x - x_i, Y = y - y_j, Z = z - z_k, R = |(X, Y, Z)| and the sign (-1)^(i+j+k) of the corners,
///
///   B_x = -B_r/(4 pi) sum +- ln(Y + R),  B_y = -B_r/(4 pi) sum +- ln(X + R),
///   B_z = B_r/(4 pi) sum +- arctan(X Y / (Z R)).
///
/// arsinh(Y / |(X, Z)|) differs from ln(Y + R) by what the two ends in y share, and loses nothing where Y <
/// 0.
std::array<double, 3> flux_density(std::span<const MagnetBar> bars, const std::array<double, 3> &at) {
  std::array<double, 3> b{};
  for (const MagnetBar &bar : bars)
    for (int corner = 0; corner < 8; ++corner) {
      std::array<double, 3> arm;
      int sign = -1;
      for (int d = 0; d < 3; ++d) {
        const bool upper = corner >> d & 1;
        arm[d] = at[d] - (upper ? bar.high[d] : bar.low[d]);
        sign *= upper ? 1 : -1;
      }
      const auto [x, y, z] = arm;
      const double factor = sign * bar.remanence / (4 * std::numbers::pi);
      b[0] += factor * std::asinh(y / std::hypot(x, z));
      b[1] += factor * std::asinh(x / std::hypot(y, z));
      b[2] -= factor * std::atan2(std::copysign(x * y, x * y * z), std::abs(z) * std::hypot(x, y, z));
    }
  return b;
}

} // namespace earshot
