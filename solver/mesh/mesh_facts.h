#ifndef EARSHOT_MESH_MESH_FACTS_H
#define EARSHOT_MESH_MESH_FACTS_H

#include "solver/config/kinds.h"

#include <string>
#include <vector>

namespace earshot {

/// All that the coefficients of a problem need to know of its meshes.
struct MeshFacts {
  std::vector<std::string> volumes, surfaces; ///< of the air
  std::vector<double> surface_areas;          ///< [m2]; of a split surface: both sides
  struct Zone {
    std::string name;
    double area; ///< [m2]
  };
  std::vector<std::vector<Zone>> diaphragms; ///< zones of each driver's shell; empty for a piston
  struct NarrowVolume {
    std::string name;
    VolumeModel model; ///< tube or slit
    double width;      ///< [m] radius of a tube, gap of a slit
  };
  /// Volumes that lose as tubes or slits though the case doesn't say so: what was found suitable for the
  /// mesh, the air and the band when the mesh was made, and stays for designs that share it.
  std::vector<NarrowVolume> narrow_volumes;
  struct VolumeMouths {
    std::string volume;
    double number;  ///< of mouths into wide air that a passage has
    double layered; ///< those of them with a wall of the mesh around them
    double length;  ///< [m] of a passage
  };
  std::vector<VolumeMouths> mouths; ///< of volumes that have any
  struct Passage {
    std::string volume;
    double length; ///< [m] from end to end
    double area;   ///< [m2] its volume over its length
  };
  std::vector<Passage> passages;     ///< volumes whose flow is known, as laws at high level ask for it
  std::vector<double> profile_rates; ///< of WallProfiles of the sequential volumes [1/m2]
  double largest_curvature = 0;      ///< up to which boundary layers follow walls [1/m]; 0: they don't

  /// [m2] @throws std::out_of_range for a name of no surface
  double surface_area(const std::string &name) const;
  /// @throws std::out_of_range for a volume that is none of `passages`
  const Passage &passage(const std::string &volume) const;
};

} // namespace earshot

#endif
