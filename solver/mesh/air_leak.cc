#include "solver/mesh/air_leak.h"

#include "solver/mesh/cad_file.h"
#include "solver/mesh/cad_reader.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <fmt/format.h>
#include <gmsh.h>

#include <algorithm>
#include <functional>
#include <map>
#include <queue>
#include <set>
#include <unordered_map>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;

/// Tetrahedra of air with their neighbours.
struct AirCells {
  std::vector<Vector3> nodes; ///< [m]
  std::vector<std::array<int, 4>> cells;
  struct Passage {
    int neighbour;
    double width; ///< [m] of the way through the face between both
    Vector3 centre;
  };
  std::vector<std::vector<Passage>> passages;
  std::vector<bool> at_border; ///< cells that touch the outermost box

  Vector3 centre(int cell) const {
    Vector3 sum{};
    for (const int node : cells[cell])
      sum = sum + nodes[node];
    return 0.25 * sum;
  }
};

void mesh_air(AirCells &air) {
  constexpr int gmsh_tetrahedron = 4;
  GmshSession::mesh_as_far_as_possible(3);
  std::vector<std::size_t> tags, elements, corners;
  std::vector<double> x, unused;
  gmsh::model::mesh::getNodes(tags, x, unused);
  std::unordered_map<std::size_t, int> number;
  for (std::size_t i = 0; i < tags.size(); ++i)
    if (number.try_emplace(tags[i], static_cast<int>(air.nodes.size())).second)
      air.nodes.push_back(cad_unit * Vector3{x[3 * i], x[3 * i + 1], x[3 * i + 2]});
  gmsh::model::mesh::getElementsByType(gmsh_tetrahedron, elements, corners);
  for (std::size_t i = 0; i + 3 < corners.size(); i += 4)
    air.cells.push_back({number.at(corners[i]), number.at(corners[i + 1]), number.at(corners[i + 2]),
                         number.at(corners[i + 3])});
}

double diameter_in(const Vector3 &a, const Vector3 &b, const Vector3 &c) {
  return 2 * norm(cross(b - a, c - a)) / (norm(b - a) + norm(c - b) + norm(a - c));
}

/// Distance of every node from the walls along edges of the mesh [m].
std::vector<double> clearances(const AirCells &air, const std::set<int> &wall_nodes) {
  std::vector<std::set<int>> neighbours(air.nodes.size());
  for (const auto &cell : air.cells)
    for (const int a : cell)
      neighbours[a].insert(cell.begin(), cell.end());
  std::vector<double> distance(air.nodes.size(), 1e30);
  using Reached = std::pair<double, int>;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open;
  for (const int node : wall_nodes) {
    distance[node] = 0;
    open.emplace(0, node);
  }
  while (!open.empty()) {
    const auto [reached, node] = open.top();
    open.pop();
    if (reached > distance[node])
      continue;
    for (const int next : neighbours[node])
      if (const double there = reached + norm(air.nodes[next] - air.nodes[node]); there < distance[next]) {
        distance[next] = there;
        open.emplace(there, next);
      }
  }
  return distance;
}

/// Nodes on faces with air on one side, the outermost box apart.
std::set<int> nodes_on_walls(const AirCells &air, const std::function<bool(const Vector3 &)> &on_box) {
  std::map<std::array<int, 3>, int> count;
  for (const auto &cell : air.cells)
    for (const auto &corners : tetrahedron_faces) {
      std::array<int, 3> face{cell[corners[0]], cell[corners[1]], cell[corners[2]]};
      std::sort(face.begin(), face.end());
      ++count[face];
    }
  std::set<int> nodes;
  for (const auto &[face, cells] : count)
    if (cells == 1)
      for (const int node : face)
        if (!on_box(air.nodes[node]))
          nodes.insert(node);
  return nodes;
}

/// A passage is as wide as the circle in its face, and wider by twice the distance of the face from the
/// walls.
void find_passages(AirCells &air) {
  Box box;
  for (const Vector3 &node : air.nodes)
    box.include(node);
  const double tolerance = 1e-6 * box.diagonal();
  const auto on_box = [&](const Vector3 &x) {
    for (int d = 0; d < 3; ++d)
      if (x[d] < box.low[d] + tolerance || x[d] > box.high[d] - tolerance)
        return true;
    return false;
  };
  const std::vector<double> clearance = clearances(air, nodes_on_walls(air, on_box));
  air.passages.resize(air.cells.size());
  std::map<std::array<int, 3>, int> first;
  for (std::size_t c = 0; c < air.cells.size(); ++c) {
    const auto &cell = air.cells[c];
    air.at_border.push_back(
        std::any_of(cell.begin(), cell.end(), [&](int node) { return on_box(air.nodes[node]); }));
    for (const auto &corners : tetrahedron_faces) {
      std::array<int, 3> face{cell[corners[0]], cell[corners[1]], cell[corners[2]]};
      std::sort(face.begin(), face.end());
      const auto [known, is_new] = first.try_emplace(face, static_cast<int>(c));
      if (is_new)
        continue;
      const Vector3 &p = air.nodes[face[0]], &q = air.nodes[face[1]], &r = air.nodes[face[2]];
      const double width =
          diameter_in(p, q, r) + 2 * std::max({clearance[face[0]], clearance[face[1]], clearance[face[2]]});
      const Vector3 centre = (1.0 / 3) * (p + q + r);
      air.passages[c].push_back({known->second, width, centre});
      air.passages[known->second].push_back({static_cast<int>(c), width, centre});
    }
  }
}

struct Way {
  struct Station {
    Vector3 point; ///< [m] where a cell is entered; of the first its middle
    double width;  ///< [m] there
  };
  std::vector<Station> stations; ///< from the inside
  double width = 0;              ///< [m] of its narrowest place
};

/// The first and the last place of the narrow passage, a bore or a slit, that a way's narrowest place is in.
/// As the mesh of a bore is coarse, its faces are of unequal width.
std::pair<Vector3, Vector3> ends_of_passage(const Way &way) {
  constexpr double alike = 1.5;
  const auto is_narrow = [&](const Way::Station &station) { return station.width <= alike * way.width; };
  const auto narrowest = std::find_if(way.stations.begin(), way.stations.end(),
                                      [&](const auto &station) { return station.width == way.width; });
  auto first = narrowest, last = narrowest;
  while (first != way.stations.begin() && is_narrow(*(first - 1)))
    --first;
  while (last + 1 != way.stations.end() && is_narrow(*(last + 1)))
    ++last;
  return {first->point, last->point};
}

/// The way whose narrowest face is widest (Dijkstra's algorithm with widths in place of lengths).
Way widest_way(const AirCells &air, int from) {
  std::vector<double> width(air.cells.size(), 0);
  std::vector<int> before(air.cells.size(), -1);
  std::vector<Way::Station> entered(air.cells.size());
  entered[from] = {air.centre(from), 1e30};
  std::priority_queue<std::pair<double, int>> open;
  width[from] = 1e30;
  open.emplace(width[from], from);
  int at = -1;
  while (!open.empty() && at < 0) {
    const auto [reached, cell] = open.top();
    open.pop();
    if (reached < width[cell])
      continue;
    if (air.at_border[cell])
      at = cell;
    for (const AirCells::Passage &passage : air.passages[cell]) {
      const double through = std::min(reached, passage.width);
      if (through > width[passage.neighbour]) {
        width[passage.neighbour] = through;
        before[passage.neighbour] = cell;
        entered[passage.neighbour] = {passage.centre, passage.width};
        open.emplace(through, passage.neighbour);
      }
    }
  }
  Way way;
  if (at < 0)
    return way;
  way.width = width[at];
  for (; at >= 0; at = before[at])
    way.stations.push_back(entered[at]);
  std::reverse(way.stations.begin(), way.stations.end());
  return way;
}

int cell_nearest_to(const AirCells &air, const Vector3 &point) {
  int nearest = 0;
  for (std::size_t c = 1; c < air.cells.size(); ++c)
    if (norm(air.centre(static_cast<int>(c)) - point) < norm(air.centre(nearest) - point))
      nearest = static_cast<int>(c);
  return nearest;
}

} // namespace

std::string describe_leak(const CadModel &model, int outside, const Vector3 &point) {
  gmsh::vectorpair others;
  for (std::size_t s = 0; s < model.solids.size(); ++s)
    if (static_cast<int>(s) != outside)
      others.emplace_back(3, model.solids[s].tag);
  occ::remove(others, true);
  occ::synchronize();
  AirCells air;
  mesh_air(air);
  find_passages(air);
  const Way way = widest_way(air, cell_nearest_to(air, point));
  if (way.stations.empty())
    return "no way out was found in a coarse mesh of the air";
  if (way.stations.size() == 1)
    return "the point lies outside of all parts";
  const auto [first, last] = ends_of_passage(way);
  int nearest = 0;
  for (std::size_t f = 1; f < model.faces.size(); ++f)
    if (distance_to_face(model, static_cast<int>(f), last) < distance_to_face(model, nearest, last))
      nearest = static_cast<int>(f);
  std::string text =
      fmt::format("it gets out {} {}, where the way is about {:.2g} mm wide, beside face {}",
                  norm(last - first) < way.width ? "at" : fmt::format("from {} to", shown_point(first)),
                  shown_point(last), 1e3 * way.width, model.faces[nearest].tag);
  text += "; on its way";
  constexpr std::size_t shown = 5;
  for (std::size_t k = 1; k < shown; ++k)
    text += " " + shown_point(way.stations[k * (way.stations.size() - 1) / shown].point);
  return text;
}

} // namespace earshot
