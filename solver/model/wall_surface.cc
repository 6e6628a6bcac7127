#include "solver/model/wall_surface.h"

#include "solver/mesh/index_in_mesh.h"
#include "solver/model/diaphragm_sections.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace earshot {

namespace {

using dealii::Point;
using Corners = std::array<int, 3>;

/// The nodes of a tetrahedron's faces, vertices and then the middles of their edges 01, 12, 20 (see AirMesh).
constexpr std::array<std::array<int, 6>, 4> face_nodes{
    {{0, 1, 2, 4, 5, 6}, {0, 1, 3, 4, 8, 7}, {0, 2, 3, 6, 9, 7}, {1, 2, 3, 5, 9, 8}}};

Point<3> position(const AirMesh &mesh, int node) {
  const auto &x = mesh.nodes[node];
  return {x[0], x[1], x[2]};
}

/// A face by its tetrahedron.
struct CellFace {
  int cell, face;
};

Corners corners_of(const AirMesh &mesh, const CellFace &at) {
  Corners corners;
  for (int k = 0; k < 3; ++k)
    corners[k] = mesh.cells[at.cell][face_nodes[at.face][k]];
  std::sort(corners.begin(), corners.end());
  return corners;
}

double area_of(const AirMesh &mesh, const Corners &c) {
  return cross_product_3d(position(mesh, c[1]) - position(mesh, c[0]),
                          position(mesh, c[2]) - position(mesh, c[0]))
             .norm() /
         2;
}

/// Adds a face with its normal out of its tetrahedron. @param zones of the mesh's volumes
void add_face(const AirMesh &mesh, const CellFace &at, const std::vector<int> &zones,
              TriangleSurface &surface) {
  std::array<int, 6> nodes{};
  for (int k = 0; k < 6; ++k)
    nodes[k] = mesh.cells[at.cell][face_nodes[at.face][k]];
  const int opposite = mesh.cells[at.cell][3 - at.face];
  const Point<3> x = position(mesh, nodes[0]);
  if (cross_product_3d(position(mesh, nodes[1]) - x, position(mesh, nodes[2]) - x) *
          (position(mesh, opposite) - x) >
      0)
    nodes = {nodes[0], nodes[2], nodes[1], nodes[5], nodes[4], nodes[3]};
  for (int &node : nodes) {
    surface.nodes.push_back(position(mesh, node));
    node = static_cast<int>(surface.nodes.size()) - 1;
  }
  surface.triangles.push_back(nodes);
  surface.zone.push_back(zones[mesh.cell_volume[at.cell]]);
}

/// Faces between two volumes, on the side of either, across split surfaces other than drivers' as well.
std::map<Corners, std::vector<CellFace>> mouths(const AirMesh &mesh, const std::vector<Driver> &drivers) {
  std::map<Corners, Corners> across;
  const auto sorted = [](Corners corners) {
    std::sort(corners.begin(), corners.end());
    return corners;
  };
  for (const AirMesh::FacePair &pair : mesh.pairs)
    if (std::none_of(drivers.begin(), drivers.end(),
                     [&](const Driver &driver) { return driver.surface == pair.surface; }))
      across[sorted(pair.opposite)] = sorted(pair.vertices);
  std::map<Corners, std::vector<CellFace>> faces;
  for (int cell = 0; cell < static_cast<int>(mesh.cells.size()); ++cell)
    for (int face = 0; face < 4; ++face) {
      Corners corners = corners_of(mesh, {cell, face});
      if (const auto found = across.find(corners); found != across.end())
        corners = found->second;
      faces[corners].push_back({cell, face});
    }
  std::erase_if(faces, [&](const auto &entry) {
    const auto &sides = entry.second;
    return sides.size() != 2 || mesh.cell_volume[sides[0].cell] == mesh.cell_volume[sides[1].cell];
  });
  return faces;
}

/// deal.II numbers a face's vertices itself: which of the four it is here.
CellFace face_of(const AirSpace &air, const AirFace &wall) {
  const dealii::Triangulation<3>::cell_iterator cell(&air.triangulation(), 0, wall.first);
  int sum = 0; // of the vertices' places, which tells the four apart
  for (unsigned v = 0; v < 3; ++v)
    for (unsigned k = 0; k < 4; ++k)
      if (cell->face(wall.second)->vertex_index(v) == cell->vertex_index(k))
        sum += static_cast<int>(k);
  return {wall.first, sum - 3};
}

/// Twice the volume of air over the area of its walls, by volume of the mesh: a tube's radius [m].
std::vector<double> widths(const AirSpace &air, const WallFaces &walls) {
  const AirMesh &mesh = air.mesh();
  std::vector<double> width(mesh.volumes.size()), area(mesh.volumes.size());
  for (std::size_t cell = 0; cell < mesh.cells.size(); ++cell) {
    const auto &c = mesh.cells[cell];
    const Point<3> x = position(mesh, c[0]);
    width[mesh.cell_volume[cell]] +=
        std::abs(cross_product_3d(position(mesh, c[1]) - x, position(mesh, c[2]) - x) *
                 (position(mesh, c[3]) - x)) /
        3; // twice a sixth
  }
  for (const auto &wall : walls)
    area[mesh.cell_volume[wall.first]] += area_of(mesh, corners_of(mesh, face_of(air, wall)));
  for (std::size_t k = 0; k < width.size(); ++k)
    width[k] = area[k] > 0 ? width[k] / area[k] : std::numeric_limits<double>::infinity();
  return width;
}

/// Volumes that are holes in the walls: narrower than a tube whose radius is the walls' thickness, and so are
/// all their mouths.
/// @param thickness  of the walls of each volume [m]
std::vector<bool> holes(const AirMesh &mesh, const std::map<Corners, std::vector<CellFace>> &mouths,
                        const std::vector<double> &widths, const std::vector<double> &thickness) {
  std::map<std::pair<int, int>, double> areas; // of a volume's mouth into another
  for (const auto &[corners, sides] : mouths)
    for (const int side : {0, 1})
      areas[{mesh.cell_volume[sides[side].cell], mesh.cell_volume[sides[1 - side].cell]}] +=
          area_of(mesh, corners);
  std::vector<bool> has_mouth(mesh.volumes.size()), has_wide_mouth(mesh.volumes.size());
  for (const auto &[volumes, area] : areas) {
    has_mouth[volumes.first] = true;
    if (const double t = thickness[volumes.first]; area > std::numbers::pi * t * t)
      has_wide_mouth[volumes.first] = true;
  }
  for (std::size_t k = 0; k < has_mouth.size(); ++k)
    has_mouth[k] = has_mouth[k] && !has_wide_mouth[k] && widths[k] <= thickness[k];
  return has_mouth;
}

bool is_in_metal(const AirMesh &mesh, const CellFace &at, const DriverMetal &metal) {
  return std::all_of(face_nodes[at.face].begin(), face_nodes[at.face].end(), [&](int node) {
    return metal.driver_at(position(mesh, mesh.cells[at.cell][node])) >= 0;
  });
}

/// Number of the zone of each volume's walls. @throws UserError for an unknown volume
std::vector<int> zones_of_volumes(const AirMesh &mesh, const std::vector<WallZone> &zones) {
  std::vector<int> result(mesh.volumes.size(), 0);
  for (std::size_t zone = 0; zone < zones.size(); ++zone)
    for (const Located<std::string> &volume : zones[zone].volumes)
      result[index_in_mesh(mesh.volumes, volume, "volume")] = static_cast<int>(zone);
  return result;
}

} // namespace

const SourcePosition &place_of(const HousingConfig &housing) {
  return housing.walls.front().thickness.where;
}

std::vector<WallZone> wall_zones(const HousingConfig &housing, const std::vector<MaterialConfig> &materials) {
  std::vector<std::vector<std::string>> keys{{}};
  std::vector<WallZone> zones{{.name = "housing", .volumes = {}, .section = {}}};
  std::vector<std::vector<Ply>> plies(1);
  for (const HousingLayerConfig &layer : housing.walls) {
    const std::vector<std::string> key(layer.volumes.begin(), layer.volumes.end());
    const std::size_t zone = std::find(keys.begin(), keys.end(), key) - keys.begin();
    if (zone == keys.size()) {
      keys.push_back(key);
      zones.push_back({fmt::format("housing/{}", fmt::join(key, "+")), layer.volumes, {}});
      plies.emplace_back();
    }
    plies[zone].push_back(
        {ply_material(material_of({layer.material, layer.thickness, 0.0}, materials)), layer.thickness});
  }
  for (std::size_t zone = 0; zone < zones.size(); ++zone)
    zones[zone].section = pointing_at(place_of(housing), [&] { return laminate(plies[zone]); });
  return zones;
}

std::vector<std::string> names_of(const std::vector<WallZone> &zones) {
  std::vector<std::string> names;
  for (const WallZone &zone : zones)
    names.push_back(zone.name);
  return names;
}

std::array<Point<3>, 3> wall_corners(const AirSpace &air, const AirFace &wall) {
  const Corners corners = corners_of(air.mesh(), face_of(air, wall));
  return {position(air.mesh(), corners[0]), position(air.mesh(), corners[1]),
          position(air.mesh(), corners[2])};
}

bool is_in_metal(const AirSpace &air, const AirFace &wall, const DriverMetal &metal) {
  return is_in_metal(air.mesh(), face_of(air, wall), metal);
}

TriangleSurface wall_surface(const AirSpace &air, const WallFaces &walls, const DriverMetal &metal,
                             const std::vector<Driver> &drivers, const std::vector<WallZone> &zones) {
  const AirMesh &mesh = air.mesh();
  const auto mouths = earshot::mouths(mesh, drivers);
  const std::vector<int> zone_of_volume = zones_of_volumes(mesh, zones);
  std::vector<double> thickness;
  for (const int zone : zone_of_volume)
    thickness.push_back(zones[zone].section.thickness);
  const std::vector<bool> is_hole = holes(mesh, mouths, widths(air, walls), thickness);
  TriangleSurface surface;
  for (const auto &wall : walls)
    if (!is_hole[mesh.cell_volume[wall.first]])
      add_face(mesh, face_of(air, wall), zone_of_volume, surface);
  for (const auto &[corners, sides] : mouths)
    for (const int side : {0, 1})
      if (is_hole[mesh.cell_volume[sides[side].cell]] && !is_hole[mesh.cell_volume[sides[1 - side].cell]] &&
          !is_in_metal(mesh, sides[1 - side], metal))
        add_face(mesh, sides[1 - side], zone_of_volume, surface);
  double size = 0; // of all
  for (const Point<3> &x : surface.nodes)
    size = std::max(size, x.distance(surface.nodes.front()));
  return with_merged_nodes(surface, 1e-7 * size);
}

} // namespace earshot
