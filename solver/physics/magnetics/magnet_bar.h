#ifndef EARSHOT_PHYSICS_MAGNETICS_MAGNET_BAR_H
#define EARSHOT_PHYSICS_MAGNETICS_MAGNET_BAR_H

#include <array>
#include <span>

namespace earshot {

/// A block that is magnetised along z, evenly and for good: its recoil permeability is taken as 1.
struct MagnetBar {
  std::array<double, 3> low, high; ///< corners [m]
  double remanence = 0;            ///< [T]; negative: towards -z
};

/// B [T] of bars in free space, at a point outside of them: that of the magnetic charges +-B_r/mu_0 on the
/// ends, each a rectangle, in closed form (Furlani, Permanent Magnet and Electromechanical Devices, 2001,
/// sec. 4.2). The formula is singular on the lines of the bars' edges.
std::array<double, 3> flux_density(std::span<const MagnetBar> bars, const std::array<double, 3> &at);

} // namespace earshot

#endif
