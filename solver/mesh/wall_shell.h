#ifndef EARSHOT_MESH_WALL_SHELL_H
#define EARSHOT_MESH_WALL_SHELL_H

#include "solver/mesh/shell_mesh.h"
#include "solver/mesh/triangle_surface.h"

#include <string>

namespace earshot {

/// A zone of walls, as TriangleSurface::zone numbers them.
struct WallShellZone {
  std::string name;
  double largest_edge; ///< of the triangles [m]; the quadrilaterals' are about half as long
};

/// Coarse quadrilaterals on a finely triangulated surface. Edges of triangles collapse, the shortest first,
/// as long as no edge is longer than its zone allows, none sees the normal turn by more than a sixth of a
/// circle, and edges, corners and kinks stay where they are. Each triangle that is left is split into three
/// quadrilaterals, whose points lie on the given surface and, along its kinks, on these or, where the given
/// triangles are too coarse for that, on their chords. Zones keep their edges.
/// @throws std::invalid_argument for a surface without triangles
ShellMesh wall_shell(const TriangleSurface &surface, const std::vector<WallShellZone> &zones);

} // namespace earshot

#endif
