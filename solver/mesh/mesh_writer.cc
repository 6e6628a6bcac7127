#include "solver/mesh/mesh_writer.h"

#include "solver/config/located.h"
#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/edge_nodes.h"

#include <fmt/os.h>
#include <set>
#include <system_error>

namespace earshot {
namespace {

constexpr int msh_triangle6 = 9, msh_tetrahedron10 = 11;

/// File's number of each node, from 1; copies at split surfaces share one.
struct FileNumbers {
  std::vector<int> of_node;
  std::vector<int> nodes; ///< in the order of the file
};

FileNumbers join_copies(const AirMesh &mesh, const EdgeNodes &edge_nodes) {
  DisjointSets same(mesh.nodes.size());
  for (const auto &pair : mesh.pairs)
    for (int i = 0; i < 3; ++i) {
      const int j = (i + 1) % 3;
      same.join(pair.vertices[i], pair.opposite[i]);
      same.join(edge_nodes.at(pair.vertices[i], pair.vertices[j]),
                edge_nodes.at(pair.opposite[i], pair.opposite[j]));
    }
  FileNumbers numbers;
  numbers.of_node.resize(mesh.nodes.size());
  for (std::size_t i = 0; i < mesh.nodes.size(); ++i) {
    const int first = same.find(static_cast<int>(i));
    if (first == static_cast<int>(i))
      numbers.nodes.push_back(first);
    numbers.of_node[i] =
        first == static_cast<int>(i) ? static_cast<int>(numbers.nodes.size()) : numbers.of_node[first];
  }
  return numbers;
}

/// One side of each named triangle.
std::vector<NamedFace> single_faces(const AirMesh &mesh) {
  std::set<std::array<int, 3>> opposite;
  const auto sorted = [](std::array<int, 3> face) {
    std::sort(face.begin(), face.end());
    return face;
  };
  for (const auto &pair : mesh.pairs)
    opposite.insert(sorted(pair.opposite));
  std::vector<NamedFace> result;
  for (const auto &face : mesh.faces)
    if (!opposite.count(sorted(face.vertices)))
      result.push_back(face);
  return result;
}

void write_names(fmt::ostream &out, const AirMesh &mesh) {
  out.print("$PhysicalNames\n{}\n", mesh.surfaces.size() + mesh.volumes.size());
  for (std::size_t i = 0; i < mesh.surfaces.size(); ++i)
    out.print("2 {} \"{}\"\n", i + 1, mesh.surfaces[i]);
  for (std::size_t i = 0; i < mesh.volumes.size(); ++i)
    out.print("3 {} \"{}\"\n", i + 1, mesh.volumes[i]);
  out.print("$EndPhysicalNames\n");
}

void write_elements(fmt::ostream &out, const AirMesh &mesh, const EdgeNodes &edge_nodes,
                    const std::vector<int> &number) {
  const auto faces = single_faces(mesh);
  std::size_t tag = 0;
  out.print("$Elements\n{}\n", faces.size() + mesh.cells.size());
  for (const auto &[v, surface, interior] : faces) {
    out.print("{} {} 2 {} {}", ++tag, msh_triangle6, surface + 1, surface + 1);
    for (int i = 0; i < 3; ++i)
      out.print(" {}", number[v[i]]);
    for (int i = 0; i < 3; ++i)
      out.print(" {}", number[edge_nodes.at(v[i], v[(i + 1) % 3])]);
    out.print("\n");
  }
  for (std::size_t c = 0; c < mesh.cells.size(); ++c) {
    const int volume = mesh.cell_volume[c] + 1;
    out.print("{} {} 2 {} {}", ++tag, msh_tetrahedron10, volume, volume);
    for (int i : {0, 1, 2, 3, 4, 5, 6, 7, 9, 8}) // gmsh lists the edges 23 and 13 the other way round
      out.print(" {}", number[mesh.cells[c][i]]);
    out.print("\n");
  }
  out.print("$EndElements\n");
}

} // namespace

void write_msh(const AirMesh &mesh, const std::string &file) {
  const EdgeNodes edge_nodes(mesh);
  const FileNumbers numbers = join_copies(mesh, edge_nodes);
  try {
    auto out = fmt::output_file(file);
    out.print("$MeshFormat\n2.2 0 8\n$EndMeshFormat\n");
    write_names(out, mesh);
    out.print("$Nodes\n{}\n", numbers.nodes.size());
    for (int node : numbers.nodes)
      out.print("{} {:.17g} {:.17g} {:.17g}\n", numbers.of_node[node], mesh.nodes[node][0],
                mesh.nodes[node][1], mesh.nodes[node][2]);
    out.print("$EndNodes\n");
    write_elements(out, mesh, edge_nodes, numbers.of_node);
  } catch (const std::system_error &error) {
    throw UserError(file + ": can't be written: " + error.what());
  }
}

} // namespace earshot
