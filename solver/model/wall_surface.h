#ifndef EARSHOT_MODEL_WALL_SURFACE_H
#define EARSHOT_MODEL_WALL_SURFACE_H

#include "solver/config/case.h"
#include "solver/fem/air_space.h"
#include "solver/materials/laminate.h"
#include "solver/mesh/triangle_surface.h"
#include "solver/model/driver.h"
#include "solver/model/driver_metal.h"

#include <array>
#include <set>
#include <string>
#include <utility>
#include <vector>

/// The walls of the air that are elastic, as triangles.
namespace earshot {

/// A cell of the air and the number of its face, as deal.II has it.
using AirFace = std::pair<int, unsigned>;
using WallFaces = std::set<AirFace>;

/// Elastic walls of the same layers.
struct WallZone {
  std::string name;                          ///< "housing", or "housing/<volumes>"
  std::vector<Located<std::string>> volumes; ///< of air, whose walls they are; none: those of all others
  ShellSection section;
};

/// The elastic walls' zones: first those of volumes that no layer names, then the others as they come.
/// @throws UserError
std::vector<WallZone> wall_zones(const HousingConfig &housing, const std::vector<MaterialConfig> &materials);

/// Names of the zones, as they are of the shell's.
std::vector<std::string> names_of(const std::vector<WallZone> &zones);

/// Where errors of the walls point.
const SourcePosition &place_of(const HousingConfig &housing);

/// Corners of a wall's face.
std::array<dealii::Point<3>, 3> wall_corners(const AirSpace &air, const AirFace &wall);

/// Whether a wall's face lies in drivers' metal, which moves with them.
bool is_in_metal(const AirSpace &air, const AirFace &wall, const DriverMetal &metal);

/// The walls' triangles with their normals out of the air, each in its zone. Holes narrower than the walls
/// are thick are closed.
/// @throws UserError for an unknown volume
TriangleSurface wall_surface(const AirSpace &air, const WallFaces &walls, const DriverMetal &metal,
                             const std::vector<Driver> &drivers, const std::vector<WallZone> &zones);

} // namespace earshot

#endif
