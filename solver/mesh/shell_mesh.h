#ifndef EARSHOT_MESH_SHELL_MESH_H
#define EARSHOT_MESH_SHELL_MESH_H

#include "solver/mesh/profile.h"

#include <deal.II/base/point.h>

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A line with a direction: where a driver sits and where it points.
struct ShellAxis {
  dealii::Point<3> origin;                   ///< centre of the rim plane [m]
  dealii::Tensor<1, 3> direction{{0, 0, 1}}; ///< towards the ear; any length
  /// From which way across it a disc is divided; zero: any. One of the mesh's own turns with the mesh.
  dealii::Tensor<1, 3> across{};
};

/// Into how many quadrilaterals a disc is divided.
struct DiscDivision {
  int side = 2;           ///< along each side of the block in the middle; four times as many go round
  std::vector<int> rings; ///< of each zone
};

/// Quadrilaterals of a midsurface, with its position as a function on each of them. The normal is
/// X,1 x X,2 and points to the front. The same on every rank.
struct ShellMesh {
  /// Vertex numbers at the unit points (0,0), (1,0), (0,1), (1,1).
  std::vector<std::array<int, 4>> quads;
  std::vector<int> zone; ///< of each quad, index into `zones`
  std::vector<std::string> zones;
  /// Midsurface [m] at a point of the unit square; neighbours agree on their common edge.
  std::function<dealii::Point<3>(std::size_t quad, const dealii::Point<2> &)> position;
  /// When given, the local direction 2 is the hoop direction about it.
  std::optional<ShellAxis> axis;
  /// Otherwise the local direction 1 is this one's projection on the tangent plane.
  dealii::Tensor<1, 3> reference_direction{{1, 0, 0}};
  std::optional<DiscDivision> division; ///< of a disc

  int zone_index(const std::string &name) const; ///< -1 when absent
};

/// Largest edge of elements of degree 4 that follow the curvature of a zone [m], whatever the frequency.
double geometric_size(const Profile &profile, std::size_t zone);

/// The midsurface of an axisymmetric diaphragm: a curved square of quadrilaterals within concentric rings
/// of them, whose edges follow the edges of the zones. All positions lie on the profile exactly.
/// @param element_sizes largest edge of an element [m], per zone
/// @throws std::invalid_argument
ShellMesh disc_shell(const Profile &profile, const ShellAxis &axis, const std::vector<double> &element_sizes);

/// The same with as many elements as another disc whose profile has as many zones.
ShellMesh disc_shell(const Profile &profile, const ShellAxis &axis, const DiscDivision &division);

/// A surface of 4-node or 9-node quadrilaterals, whose geometry is (bi)linear or (bi)quadratic.
struct QuadSurface {
  std::vector<dealii::Point<3>> nodes;
  /// Corners in turn, then for 9 nodes the middles of the edges 01, 12, 23, 30 and the centre (gmsh's order).
  std::vector<std::vector<int>> quads;
  std::vector<int> zone;
  std::vector<std::string> zones;
};

/// @throws std::invalid_argument when a quad has neither 4 nor 9 nodes, an edge has more than two quads or
/// neighbours are turned against each other
ShellMesh surface_shell(QuadSurface surface);

} // namespace earshot

#endif
