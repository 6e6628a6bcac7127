#ifndef EARSHOT_MESH_REFINEMENT_H
#define EARSHOT_MESH_REFINEMENT_H

#include "solver/mesh/mesh_generation.h"

#include <array>
#include <vector>

namespace earshot {

/// A ball that asks for an edge length.
struct SizedBall {
  std::array<double, 3> centre; ///< [m]
  double radius, size;          ///< [m]
};

/// What asks for smaller elements than a case's sizes do.
using MeshRefinement = std::vector<SizedBall>;

/// The least of a size field and of what balls ask for, growing with the distance from each.
/// @param unit  of the model [m]
SizeField refined(SizeField size, const MeshRefinement &refinement, double unit);

/// Mean edge length of each cell [m], along straight edges.
std::vector<double> cell_sizes(const std::vector<std::array<double, 3>> &nodes,
                               const std::vector<std::array<int, 10>> &cells);

/// Edge lengths over the present ones that bring the sum of the cells' errors to `share` of what it is, with
/// the fewest cells: an error that falls with the size to the power of r is cheapest where all cells have
/// equal ones, s = (t/e)^(1/(r + 3)). r = 2 stands for smooth fields (4) and sharp edges (4/3) alike.
/// @param errors  of each cell, none negative @return between a quarter and one
std::vector<double> size_ratios(const std::vector<double> &errors, double share);

} // namespace earshot

#endif
