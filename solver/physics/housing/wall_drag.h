#ifndef EARSHOT_PHYSICS_HOUSING_WALL_DRAG_H
#define EARSHOT_PHYSICS_HOUSING_WALL_DRAG_H

#include "solver/physics/housing/rigid_housing.h"

namespace earshot {

/// How friction at moving walls takes the air along. What it adds to the flow of the air at rest is
/// f int grad p . W grad q, where the displacement of the air is grad p/(rho w^2): against walls that move by
/// R q_h it is grad p - rho w^2 R q_h that counts, so that air and walls that move as one lose nothing.
struct DragMatrices {
  RealMatrix coupling; ///< int grad p . W R and its transpose
  RealMatrix motion;   ///< int R . W R
};

/// What drag is assembled on.
struct DragPlace {
  const AirSpace &air;
  std::function<Index(Index)> air_number;
  MotionAt motion; ///< R q of walls and of what is fast to them
  Partition partition;
};

/// W takes what is along the wall. Collective.
DragMatrices drag_along_walls(const DragPlace &place, const FaceFilter &wanted);
/// W = S - H along bent walls, as AirMatrices::curved_walls() has it without its edges. Collective.
/// @param largest  curvature that is believed [1/m]
DragMatrices drag_along_bent_walls(const DragPlace &place, const FaceFilter &wanted, double largest);
/// W = 1 in volumes. Collective.
DragMatrices drag_in_volumes(const DragPlace &place, const std::vector<int> &volumes);

/// Adds -rho w^2 f (coupling) + (rho w^2)^2 f (motion).
/// @param flow     f(w)
/// @param density  rho [kg/m3]
void add_wall_drag(const std::string &region, const std::string &loss, const Coefficient &flow,
                   double density, const std::function<DragMatrices()> &assemble, ProblemBuilder problem);

} // namespace earshot

#endif
