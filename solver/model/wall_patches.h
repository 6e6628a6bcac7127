#ifndef EARSHOT_MODEL_WALL_PATCHES_H
#define EARSHOT_MODEL_WALL_PATCHES_H

#include "solver/model/wall_surface.h"
#include "solver/physics/housing/rigid_housing.h"

#include <functional>
#include <string>
#include <vector>

/// What is fast to elastic walls, and where.
namespace earshot {

/// A rigid patch of elastic walls: a driver's frame, or what a support or a mover of the network is fast to.
/// It has six motions of its own, and is bonded to the walls near it.
struct WallPatch {
  RigidMotions motions;
  /// Share of the bond that a place of the walls has, from 0 to 1.
  std::function<double(const AirSpace::Face &, const dealii::Point<3> &)> bond;
  WallBody body{};    ///< of a driver: its surface
  std::string name{}; ///< of what is fast to it
  double area = 0;    ///< of its bond, int b [m2]
};

/// Of the k-th driver: its metal where it has a body, else its rim.
/// @param walls  that it may hold to @param thickness  of the thickest walls [m]
WallPatch driver_patch(std::size_t k, const std::vector<Driver> &drivers, const AirSpace &air,
                       const WallFaces &walls, const DriverMetal &metal, double thickness);
/// Around its position, or a whole surface. @throws UserError for an unknown surface
WallPatch support_patch(const HousingSupportConfig &support, const AirSpace &air, const WallFaces &walls);
WallPatch mover_patch(const HousingMoverConfig &mover);

/// A patch with its name and the area that it is bonded to. Collective.
/// @param kind  of what is fast to the patch @throws UserError for a patch on nothing
WallPatch bonded(WallPatch patch, const char *kind, const Located<std::string> &name, const AirSpace &air,
                 const WallFaces &walls);

} // namespace earshot

#endif
