#ifndef EARSHOT_MESH_PLANE_GEOMETRY_H
#define EARSHOT_MESH_PLANE_GEOMETRY_H

#include "solver/mesh/plane_mesh.h"

namespace earshot {

/// A corner of an outline and the way to the next one.
struct OutlineCorner {
  std::array<double, 2> place; ///< (r, z) or (x, y) [m]
  /// Tangent of a quarter of the arc's angle to the next corner, positive when it turns left; 0 is straight,
  /// 1 a half circle (as in CAD exchange files).
  double bulge = 0;
};

/// A piece of one material.
struct PlanePart {
  std::string name; ///< parts of one name form one region
  std::vector<OutlineCorner> outline;
  double size; ///< target edge length of its quadrilaterals [m]
};

/// Where the mesh is finer: a rectangle and the edge length in it.
struct FineBox {
  std::array<double, 2> lower, upper; ///< opposite corners [m]
  double size;                        ///< [m]
};

/// Parts in air.
struct PlaneGeometry {
  bool planar = false; ///< a long body in (x, y) instead of a body of revolution in (r, z)
  std::vector<PlanePart> parts;
  std::vector<FineBox> fine;
};

/// The rectangle between two opposite corners.
std::vector<OutlineCorner> rectangle_outline(double left, double bottom, double right, double top);

/// The outline as a polygon, arcs as chords of at most 5 degrees, closed by its first point [m].
std::vector<std::array<double, 2>> outline_polygon(const std::vector<OutlineCorner> &outline);

/// Circle that an arc of an outline lies on.
struct OutlineCircle {
  std::array<double, 2> centre; ///< [m]
  double radius;                ///< [m]
};
std::vector<OutlineCircle> outline_circles(const PlaneGeometry &geometry);

/// Meshes the parts with the air around them, region `air`, out to a circle of 1.5 times their extent, and
/// the annulus `open_air` of a quarter of its radius around that, which stands for the rest of space. Edge
/// lengths grow away from parts and boxes.
/// @throws UserError naming the part for outlines of less than three corners, that cross or touch themselves
/// or have no area, for r < 0, for overlapping parts, for sizes that are not positive
PlaneMesh plane_mesh(const PlaneGeometry &geometry);

/// Reads a .msh file with named physical surfaces of quadrilaterals or triangles (each is divided into three
/// quadrilaterals) in the plane z = 0: x is r, y is z for bodies of revolution. A surface named `open_air`
/// must be an annulus or half annulus around one centre.
/// @param scale metres per unit of the file
/// @throws UserError naming the file when it has no such surface, elements of other types or in no named
/// surface, nodes off the plane, r < 0, quadrilaterals that are not convex, or that touch without sharing
/// nodes
PlaneMesh read_plane_mesh(const std::string &file, double scale, bool planar);

} // namespace earshot

#endif
