#ifndef EARSHOT_MESH_HARMONIC_EXTENSION_H
#define EARSHOT_MESH_HARMONIC_EXTENSION_H

#include "solver/mesh/vector3.h"

#include <array>
#include <vector>

namespace earshot {

/// Finds the values of a linear field at the vertices where it isn't known: the minimum of
/// sum over simplices of |grad u|^2 |T|^(1 - stiffening), each component by itself. An affine field is
/// reproduced on flat surfaces and in volumes.
/// @param vertices corners of each simplex: three of triangles in space, four of tetrahedra
/// @param known of each node; nodes of no simplex count as known
/// @param stiffening 0: harmonic; 1: small elements keep their shape more than large ones (T. E. Tezduyar et
/// al., Comput. Methods Appl. Mech. Eng. 94 (1992))
template <std::size_t n_corners>
void extend_harmonically(const std::vector<Vector3> &nodes,
                         const std::vector<std::array<int, n_corners>> &vertices,
                         const std::vector<bool> &known, double stiffening, std::vector<Vector3> &values);

} // namespace earshot

#endif
