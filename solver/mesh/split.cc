#include "solver/mesh/split.h"

#include "solver/config/located.h"
#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/vector3.h"

#include <algorithm>
#include <fmt/core.h>
#include <map>
#include <unordered_map>

namespace earshot {
namespace {

using Face = std::array<int, 3>;
using Edge = std::array<int, 2>;

template <class Key>
Key sorted(Key key) {
  std::sort(key.begin(), key.end());
  return key;
}

/// One or two cells at a face, and which of their faces it is.
struct FaceCells {
  int count = 0;
  std::array<int, 2> cell{-1, -1}, number{-1, -1};
};
using FaceMap = std::map<Face, FaceCells>;

FaceMap cells_at_faces(const TetrahedralMesh &mesh) {
  FaceMap faces;
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (int f = 0; f < 4; ++f) {
      const auto &corners = tetrahedron_faces[f];
      const auto &cell = mesh.cells[c];
      FaceCells &at = faces[sorted(Face{cell[corners[0]], cell[corners[1]], cell[corners[2]]})];
      at.cell[at.count] = static_cast<int>(c);
      at.number[at.count++] = f;
    }
  return faces;
}

/// Interior triangles of the surfaces that are to be split.
std::vector<TetrahedralMesh::Triangle>
triangles_to_split(const TetrahedralMesh &mesh, const std::set<std::string> &names, const FaceMap &faces) {
  std::vector<TetrahedralMesh::Triangle> result;
  for (const auto &triangle : mesh.triangles)
    if (names.count(mesh.surfaces[triangle.surface]) && faces.at(sorted(triangle.vertices)).count == 2)
      result.push_back(triangle);
  return result;
}

/// Turns the triangles of each connected piece of a surface to one side.
class SurfaceTurner {
public:
  SurfaceTurner(const TetrahedralMesh &mesh, std::vector<TetrahedralMesh::Triangle> &triangles)
      : mesh_(mesh), triangles_(triangles), visited_(triangles.size(), false) {
    for (std::size_t t = 0; t < triangles.size(); ++t)
      for (int i = 0; i < 3; ++i)
        at_edge_[sorted(Edge{triangles[t].vertices[i], triangles[t].vertices[(i + 1) % 3]})].push_back(t);
  }

  void turn() {
    for (std::size_t t = 0; t < triangles_.size(); ++t)
      if (!visited_[t])
        turn_piece(t);
  }

private:
  void turn_piece(std::size_t seed) {
    std::vector<std::size_t> piece{seed};
    visited_[seed] = true;
    Vector3 normal{};
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const auto &v = triangles_[piece[i]].vertices;
      normal = normal + cross(mesh_.nodes[v[1]] - mesh_.nodes[v[0]], mesh_.nodes[v[2]] - mesh_.nodes[v[0]]);
      for (int e = 0; e < 3; ++e)
        visit_neighbour(piece[i], {v[e], v[(e + 1) % 3]}, piece);
    }
    const double small = 1e-6 * norm(normal);
    const double sign = std::abs(normal[2]) > small   ? normal[2]
                        : std::abs(normal[1]) > small ? normal[1]
                                                      : normal[0];
    if (sign < 0)
      for (std::size_t t : piece)
        std::swap(triangles_[t].vertices[1], triangles_[t].vertices[2]);
  }

  void visit_neighbour(std::size_t from, const Edge &edge, std::vector<std::size_t> &piece) {
    const auto &sharers = at_edge_.at(sorted(edge));
    if (sharers.size() != 2)
      return;
    const std::size_t other = sharers[0] == from ? sharers[1] : sharers[0];
    auto &neighbour = triangles_[other];
    if (visited_[other] || neighbour.surface != triangles_[from].surface)
      return;
    visited_[other] = true;
    for (int e = 0; e < 3; ++e) // neighbours turned the same way run along their edge in opposite senses
      if (Edge{neighbour.vertices[e], neighbour.vertices[(e + 1) % 3]} == edge) {
        std::swap(neighbour.vertices[1], neighbour.vertices[2]);
        break;
      }
    piece.push_back(other);
  }

  const TetrahedralMesh &mesh_;
  std::vector<TetrahedralMesh::Triangle> &triangles_;
  std::vector<bool> visited_;
  std::map<Edge, std::vector<std::size_t>> at_edge_;
};

/// Gives each group of cells around the vertices of the split triangles its own node.
void copy_vertices(const TetrahedralMesh &mesh, const std::vector<TetrahedralMesh::Triangle> &split,
                   const FaceMap &faces, AirMesh &air) {
  std::set<Face> closed;
  std::map<int, std::vector<int>> cells_of_vertex;
  for (const auto &triangle : split) {
    closed.insert(sorted(triangle.vertices));
    for (int vertex : triangle.vertices)
      cells_of_vertex[vertex];
  }
  for (std::size_t c = 0; c < mesh.cells.size(); ++c)
    for (int i = 0; i < 4; ++i)
      if (const auto at = cells_of_vertex.find(mesh.cells[c][i]); at != cells_of_vertex.end())
        at->second.push_back(static_cast<int>(c));
  for (const auto &[vertex, cells] : cells_of_vertex) {
    std::unordered_map<int, int> local;
    for (int cell : cells)
      local.emplace(cell, static_cast<int>(local.size()));
    DisjointSets groups(cells.size());
    for (int c : cells)
      for (const auto &corners : tetrahedron_faces) {
        const Face face =
            sorted(Face{mesh.cells[c][corners[0]], mesh.cells[c][corners[1]], mesh.cells[c][corners[2]]});
        if (std::find(face.begin(), face.end(), vertex) == face.end() || closed.count(face))
          continue;
        const FaceCells &at = faces.at(face);
        if (at.count == 2)
          groups.join(local.at(at.cell[0]), local.at(at.cell[1]));
      }
    std::map<int, int> node_of_group{{groups.find(0), vertex}};
    for (int c : cells) {
      const auto [at, is_new] =
          node_of_group.try_emplace(groups.find(local.at(c)), static_cast<int>(air.nodes.size()));
      if (is_new)
        air.nodes.push_back(mesh.nodes[vertex]);
      for (int i = 0; i < 4; ++i)
        if (mesh.cells[c][i] == vertex)
          air.cells[c][i] = at->second;
    }
  }
}

/// Edges whose vertices were copied get a node for each pair of copies; the first pair keeps the old one.
void copy_edge_nodes(const TetrahedralMesh &mesh, AirMesh &air) {
  std::set<int> copied;
  for (std::size_t c = 0; c < air.cells.size(); ++c)
    for (int i = 0; i < 4; ++i)
      if (air.cells[c][i] != mesh.cells[c][i])
        copied.insert(mesh.cells[c][i]);
  std::map<int, std::map<Edge, int>> nodes_of_edge; // old edge node -> vertices after splitting -> node
  for (std::size_t c = 0; c < air.cells.size(); ++c)
    for (int e = 0; e < 6; ++e) {
      const auto [i, j] = tetrahedron_edges[e];
      if (!copied.count(mesh.cells[c][i]) && !copied.count(mesh.cells[c][j]))
        continue;
      auto &cell = air.cells[c];
      const int old = mesh.cells[c][4 + e];
      auto &nodes = nodes_of_edge[old];
      const int next = nodes.empty() ? old : static_cast<int>(air.nodes.size());
      const auto [at, is_new] = nodes.try_emplace(sorted(Edge{cell[i], cell[j]}), next);
      if (is_new && next != old)
        air.nodes.push_back(mesh.nodes[old]);
      cell[4 + e] = at->second;
    }
}

/// The vertices of the cell that were `vertices` before splitting.
Face vertices_in_cell(const TetrahedralMesh &mesh, const AirMesh &air, const Face &vertices, int cell) {
  Face result{};
  for (int i = 0; i < 3; ++i)
    for (int k = 0; k < 4; ++k)
      if (mesh.cells[cell][k] == vertices[i])
        result[i] = air.cells[cell][k];
  return result;
}

NamedFace named_face(const AirMesh &air, const FaceCells &at, int side, int surface, bool interior) {
  const auto &cell = air.cells[at.cell[side]];
  const auto &corners = tetrahedron_faces[at.number[side]];
  return {{cell[corners[0]], cell[corners[1]], cell[corners[2]]}, surface, interior};
}

void add_pair(const TetrahedralMesh &mesh, const TetrahedralMesh::Triangle &triangle, const FaceCells &at,
              AirMesh &air) {
  const auto &v = triangle.vertices;
  const Vector3 normal = cross(mesh.nodes[v[1]] - mesh.nodes[v[0]], mesh.nodes[v[2]] - mesh.nodes[v[0]]);
  const Vector3 apex = mesh.nodes[mesh.cells[at.cell[0]][at.number[0]]];
  const int front = dot(apex - mesh.nodes[v[0]], normal) > 0 ? 0 : 1;
  const Face vertices = vertices_in_cell(mesh, air, v, at.cell[front]);
  const Face opposite = vertices_in_cell(mesh, air, v, at.cell[1 - front]);
  if (vertices == opposite)
    throw UserError(fmt::format(
        "surface '{}' can't be split at ({:.6g}, {:.6g}, {:.6g}) m: a triangle has all "
        "its vertices on the surface's rim; use smaller elements there",
        mesh.surfaces[triangle.surface], mesh.nodes[v[0]][0], mesh.nodes[v[0]][1], mesh.nodes[v[0]][2]));
  air.pairs.push_back({triangle.surface, vertices, opposite});
}

void list_faces(const TetrahedralMesh &mesh, const std::vector<TetrahedralMesh::Triangle> &split,
                const FaceMap &faces, AirMesh &air) {
  std::set<Face> named;
  for (const auto &triangle : split) {
    const FaceCells &at = faces.at(sorted(triangle.vertices));
    if (!named.insert(sorted(triangle.vertices)).second)
      continue;
    add_pair(mesh, triangle, at, air);
    for (int side : {0, 1})
      air.faces.push_back(named_face(air, at, side, triangle.surface, false));
  }
  for (const auto &triangle : mesh.triangles) {
    const FaceCells &at = faces.at(sorted(triangle.vertices));
    if (named.insert(sorted(triangle.vertices)).second)
      air.faces.push_back(named_face(air, at, 0, triangle.surface, at.count == 2));
  }
  for (const auto &[vertices, at] : faces)
    if (at.count == 1 && !named.count(vertices)) {
      if (air.surface_index("walls") < 0)
        air.surfaces.push_back("walls");
      air.faces.push_back(named_face(air, at, 0, air.surface_index("walls"), false));
    }
}

} // namespace

AirMesh split_mesh(const TetrahedralMesh &mesh, const std::set<std::string> &names) {
  AirMesh air;
  air.nodes = mesh.nodes;
  air.cells = mesh.cells;
  air.cell_volume = mesh.cell_volume;
  air.volumes = mesh.volumes;
  air.surfaces = mesh.surfaces;
  air.empty_groups = mesh.empty_groups;
  air.straightened_cells = mesh.straightened_cells;
  air.notes = mesh.notes;
  const FaceMap faces = cells_at_faces(mesh);
  auto split = triangles_to_split(mesh, names, faces);
  SurfaceTurner(mesh, split).turn();
  copy_vertices(mesh, split, faces, air);
  copy_edge_nodes(mesh, air);
  list_faces(mesh, split, faces, air);
  return air;
}

} // namespace earshot
