#include "solver/mesh/mesh_generation.h"

#include "solver/mesh/curved_tetrahedron.h"
#include "solver/mesh/gmsh_reader.h"

#include <fmt/ranges.h>
#include <gmsh.h>

#include <algorithm>
#include <stdexcept>

namespace earshot {

TetrahedralMesh generate_tetrahedra(const GmshSession &gmsh, const SizeField &size, bool curved, double scale,
                                    const std::string &origin) {
  TetrahedralMesh mesh;
  gmsh.run("meshing " + origin, [&] {
    // the size field alone decides
    gmsh::option::setNumber("Mesh.MeshSizeExtendFromBoundary", 0);
    gmsh::option::setNumber("Mesh.MeshSizeFromPoints", 0);
    gmsh::option::setNumber("Mesh.MeshSizeFromCurvature", 0);
    gmsh::option::setNumber("Mesh.Algorithm", 6);   // frontal Delaunay
    gmsh::option::setNumber("Mesh.Algorithm3D", 1); // Delaunay
    gmsh::option::setNumber("Mesh.ElementOrder", 2);
    // gmsh's own optimiser of curved elements gives another mesh each time, so it stays off
    gmsh::option::setNumber("Mesh.HighOrderOptimize", 0);
    gmsh::option::setNumber("Mesh.SecondOrderLinear", curved ? 0 : 1);
    gmsh::model::mesh::setSizeCallback(size);
    const std::vector<std::string> errors = GmshSession::mesh_as_far_as_possible(3);
    if (!errors.empty()) {
      constexpr std::size_t most = 3; // one fault makes many
      throw std::runtime_error(
          fmt::format("{}", fmt::join(errors.begin(), errors.begin() + std::min(most, errors.size()), "; ")));
    }
    gmsh::model::mesh::removeSizeCallback();
    mesh = current_gmsh_mesh(scale, origin);
  });
  straighten_folded_cells(mesh);
  return mesh;
}

} // namespace earshot
