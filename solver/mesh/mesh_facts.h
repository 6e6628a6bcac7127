#ifndef EARSHOT_MESH_MESH_FACTS_H
#define EARSHOT_MESH_MESH_FACTS_H

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
};

} // namespace earshot

#endif
