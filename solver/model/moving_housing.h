#ifndef EARSHOT_MODEL_MOVING_HOUSING_H
#define EARSHOT_MODEL_MOVING_HOUSING_H

#include "solver/config/case.h"
#include "solver/fem/air_space.h"
#include "solver/materials/air.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/model/elastic_walls.h"
#include "solver/physics/housing/rigid_housing.h"

#include <set>
#include <string>
#include <utility>

namespace earshot {

/// Whether a case's housing moves in six directions as a part of the coupled system.
bool housing_moves(const Case &config);

/// A moving housing on the mesh of its air. The same on every rank.
struct MovingHousing {
  int field = -1;                           ///< of its six motions, or of those of the patches
  RigidMotions motions;                     ///< about the centre of mass, of elastic walls about their middle
  WallBody walls;                           ///< its boundary walls, as what lies evenly on them
  std::set<std::pair<int, unsigned>> faces; ///< cell and face of all that moves and pushes the air
  std::set<std::pair<int, unsigned>> boundary; ///< those of them on the air's boundary
  std::shared_ptr<ElasticWalls> elastic;       ///< nothing where the walls are rigid
  std::vector<std::string> volumes_at_rest;    ///< of the head
  double tip_area = 0;                         ///< of walls in fixed volumes that move with the tip [m2]

  bool moves(const AirSpace::Face &face) const { return faces.count({face.cell, face.face}) > 0; }
};

/// Which walls move. Those of fixed volumes (the head's: as named, else a template's canal and the parts
/// behind it, else what the ear's surface ends) don't, apart from walls in the plane of the volume's mouth
/// into moving air, which are the tip's, and from named surfaces. Ears and ports don't either: there the air
/// passes. Screens and diaphragms move with whatever volume they touch that moves. Collective.
/// @throws UserError for names that the mesh doesn't have
MovingHousing moving_housing(const Case &config, const AirSpace &air);

/// What holds it. @param motions  of the housing
std::vector<RigidSupport> rigid_supports(const HousingConfig &config, const RigidMotions &motions);

/// What it weighs and what holds it. @param housing  nothing where nothing is assembled
RigidBody rigid_body(const HousingConfig &config, const MovingHousing *housing,
                     const HousingNumbers &numbers);

/// A point of the housing [m]: as given, or its centre of mass.
dealii::Point<3> housing_point(const std::vector<Located<double>> &position, const RigidMotions &motions);
/// A unit vector: as given, or `otherwise`.
dealii::Tensor<1, 3> unit_direction(const std::vector<Located<double>> &direction,
                                    const dealii::Tensor<1, 3> &otherwise);

/// The cloth over an opening, or a closed one, as a part of the housing: s and i w s Z_r of
/// add_opening_on_housing(). @param area [m2]
struct OpeningOnHousing {
  Coefficient share, outside;
};
OpeningOnHousing opening_on_housing(const SurfaceConfig &opening, const AirProperties &air, double area);

/// Along or about an axis, "x" to "rz"; of elastic walls the mean motion [m], [rad].
Quantity housing_motion(int motion);
/// Displacement of a point of elastic walls along an axis [m].
Quantity housing_point_motion(const std::string &point, int axis);

/// For the log: what moves, where its centre is, what it weighs.
std::string describe_housing(const MovingHousing &housing, const RigidBody &body);

} // namespace earshot

#endif
