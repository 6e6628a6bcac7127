#ifndef EARSHOT_MODEL_ELASTIC_WALLS_H
#define EARSHOT_MODEL_ELASTIC_WALLS_H

#include "solver/fem/shell_space.h"
#include "solver/model/wall_patches.h"

#include <memory>
#include <vector>

namespace earshot {

/// The walls of the air as a shell, and what is bonded to them. The same on every rank.
struct ElasticWalls {
  std::unique_ptr<ShellSpace> shell; ///< on the walls; holes narrower than they are thick closed
  int field = -1;                    ///< of the shell's unknowns
  double area = 0;                   ///< of the midsurface [m2]
  WallFaces faces;                   ///< cell and face of the air's walls, but for drivers' metal
  DriverMetal metal{{}};             ///< what moves with a driver's patch instead
  std::vector<WallPatch> drivers, supports, movers; ///< in the case's order; numbered in this one
  /// Weights of the shell's unknowns in the six motions of a rigid body that follows the walls with the least
  /// mean square of the distance.
  std::array<SparseVector, RigidMotions::number> mean;

  std::size_t n_patches() const { return drivers.size() + supports.size() + movers.size(); }
  /// Drivers, then supports, then movers.
  const WallPatch &patch(std::size_t k) const;
};

/// Stiffness through the layers of the first zone per area, 1/sum(t/E) [Pa/m], with their losses: by it
/// patches hold to walls.
Complex bond_stiffness(const HousingConfig &housing, const std::vector<MaterialConfig> &materials);

/// The shell on a housing's walls, of elements that resolve its bending waves. A driver with a body is fast
/// to the walls that its body and flange touch, which may be in pieces that only it joins. Collective.
/// @param walls  cell and face of the walls that move
/// @throws UserError for walls in pieces or bent too much for their thickness, supports and movers that touch
/// no wall, unknown names
std::unique_ptr<ElasticWalls> elastic_walls(const Case &config, const AirSpace &air, const WallFaces &walls,
                                            const RigidMotions &motions, const std::vector<Driver> &drivers,
                                            double highest_frequency);

/// For the log.
std::string describe_walls(const ElasticWalls &walls, const std::vector<WallZone> &zones);

} // namespace earshot

#endif
