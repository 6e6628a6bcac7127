#ifndef EARSHOT_MESH_PLANE_MESH_H
#define EARSHOT_MESH_PLANE_MESH_H

#include <array>
#include <string>
#include <vector>

namespace earshot {

/// Quadrilaterals in a plane: the half-plane (r, z), r >= 0, of a body of revolution, or (x, y) of a body
/// that is long in the third direction. Conforming; each quadrilateral runs counter-clockwise and is convex.
struct PlaneMesh {
  struct Quad {
    std::array<int, 4> vertices; ///< counter-clockwise
    int region;                  ///< index into regions
  };
  std::vector<std::array<double, 2>> nodes; ///< (r, z) or (x, y) [m]
  std::vector<Quad> quads;
  std::vector<std::string> regions;
  /// Annulus around open_centre that stands for all space outside open_inner_radius [m]; 0 = there is none.
  double open_inner_radius = 0, open_outer_radius = 0;
  std::array<double, 2> open_centre{}; ///< [m]
};

/// Region names that plane_mesh() gives to what is in no part.
inline const std::string plane_air_region = "air";
/// The annulus that stands for all space outside.
inline const std::string plane_open_region = "open_air";

/// Number of the region with this name, or -1.
int region_index(const PlaneMesh &mesh, const std::string &name);

/// Area of each region in the plane [m^2].
std::vector<double> region_areas(const PlaneMesh &mesh);

/// Turns clockwise quadrilaterals round.
/// @param origin where the mesh comes from, for the message
/// @throws UserError naming the first quadrilateral that is not convex or has no area
void orient_quads(PlaneMesh &mesh, const std::string &origin);

/// @param origin where the mesh comes from, for the message
/// @throws UserError naming a place where quadrilaterals touch without sharing their nodes (coincident or
/// hanging ones), or where more than two share an edge
void check_conforming(const PlaneMesh &mesh, const std::string &origin);

} // namespace earshot

#endif
