#include "solver/model/elastic_walls.h"

#include "solver/mesh/index_in_mesh.h"
#include "solver/mesh/rim.h"
#include "solver/mesh/wall_shell.h"
#include "solver/model/diaphragm_sections.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/lac/full_matrix.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <optional>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;
using Corners = std::array<int, 3>;
using Faces = std::set<std::pair<int, unsigned>>;

constexpr unsigned wall_degree = 3;
/// Of the triangles' edges; the quadrilaterals are half as long, and cubic.
constexpr double edges_per_wavelength = 2;
/// A driver's frame holds to the walls up to this part of its radius beyond the nearest.
constexpr double frame_width = 0.25;
/// The metal of a driver with a body holds to the walls up to this many of their thicknesses from it, the
/// nearer the more; pieces of walls count as joined by it where half of that is left.
constexpr double metal_reach = 1, bond_reach = 0.5;
/// Walls of which more than this part is bent too much can't be a shell.
constexpr double bent_share = 0.01;

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
CellFace face_of(const AirSpace &air, const std::pair<int, unsigned> &wall) {
  const dealii::Triangulation<3>::cell_iterator cell(&air.triangulation(), 0, wall.first);
  int sum = 0; // of the vertices' places, which tells the four apart
  for (unsigned v = 0; v < 3; ++v)
    for (unsigned k = 0; k < 4; ++k)
      if (cell->face(wall.second)->vertex_index(v) == cell->vertex_index(k))
        sum += static_cast<int>(k);
  return {wall.first, sum - 3};
}

/// Twice the volume of air over the area of its walls, by volume of the mesh: a tube's radius [m].
std::vector<double> widths(const AirSpace &air, const Faces &walls) {
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

TriangleSurface wall_surface(const AirSpace &air, const Faces &walls, const DriverMetal &metal,
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

/// Part of a shell's area where a radius of its curvature is smaller than its thickness.
double too_bent(const ShellSpace &shell, const std::vector<WallZone> &zones) {
  const dealii::QGauss<2> quadrature(2);
  double bent = 0, all = 0;
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = shell.shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < shell.n_cells(); ++cell) {
      const ShellSurface s = shell.surface(cell, shapes);
      const double thickness = zones[shell.mesh().zone[cell]].section.thickness;
      all += s.area;
      for (const int a : {0, 1})
        if (s.normal_derivative[a].norm() * thickness > s.tangent[a].norm()) {
          bent += s.area;
          break;
        }
    }
  }
  return bent / all;
}

/// A place in an element whose normal turns by more than a right angle.
std::optional<Point<3>> fold_in(const ShellSpace &shell) {
  const dealii::QGauss<2> quadrature(shell.degree() + 1);
  std::vector<Tensor<1, 3>> first(shell.n_cells());
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = shell.shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < shell.n_cells(); ++cell) {
      const ShellSurface s = shell.surface(cell, shapes);
      if (q == 0)
        first[cell] = s.normal;
      if (!(s.normal * first[cell] > 0))
        return s.position;
    }
  }
  return std::nullopt;
}

const SourcePosition &place_of(const HousingConfig &housing) {
  return housing.walls.front().thickness.where;
}

/// Of triangles that resolve bending waves, on a ladder of steps by sqrt(2), so that designs which differ by
/// little have one mesh [m].
double largest_edge(const ShellSection &section, double highest_frequency) {
  constexpr double rung = 1e-3;
  const double wanted = bending_wavelength(section, highest_frequency) / edges_per_wavelength;
  return rung * std::exp2(std::floor(2 * std::log2(wanted / rung)) / 2);
}

/// The same surface, its nodes that each driver's metal holds to as one.
TriangleSurface tied_by_drivers(TriangleSurface surface, const DriverMetal &metal, double reach) {
  std::map<int, int> first; // of each driver's nodes
  std::vector<int> number(surface.nodes.size());
  for (int node = 0; node < static_cast<int>(number.size()); ++node) {
    const int driver = metal.driver_near(surface.nodes[node], reach);
    number[node] = driver < 0 ? node : first.try_emplace(driver, node).first->second;
  }
  for (auto &triangle : surface.triangles)
    for (int &node : triangle)
      node = number[node];
  return surface;
}

double largest_thickness(const std::vector<WallZone> &zones) {
  double largest = 0;
  for (const WallZone &zone : zones)
    largest = std::max(largest, zone.section.thickness);
  return largest;
}

std::unique_ptr<ShellSpace> wall_space(const Case &config, const AirSpace &air, const Faces &walls,
                                       const DriverMetal &metal, const std::vector<Driver> &drivers,
                                       double highest_frequency) {
  const HousingConfig &housing = *config.housing;
  const std::vector<WallZone> zones = wall_zones(housing, config.materials);
  const double thickness = largest_thickness(zones);
  const TriangleSurface surface = wall_surface(air, walls, metal, drivers, zones);
  if (surface.triangles.empty())
    throw UserError(
        place_of(housing),
        fmt::format("found no walls that move and enclose more than holes in {:.3g} mm, expected some "
                    "to be elastic",
                    1e3 * thickness));
  if (const int pieces = number_of_pieces(tied_by_drivers(surface, metal, bond_reach * thickness));
      pieces != 1)
    throw UserError(
        place_of(housing),
        fmt::format("found walls in {} pieces that nothing joins, expected one: an elastic housing "
                    "takes its walls from those of the air",
                    pieces));
  std::vector<WallShellZone> zones_of_shell;
  for (const WallZone &zone : zones)
    zones_of_shell.push_back({zone.name, largest_edge(zone.section, highest_frequency)});
  auto shell =
      std::make_unique<ShellSpace>(wall_shell(surface, zones_of_shell), wall_degree, ShellSpace::free);
  if (const auto fold = fold_in(*shell))
    throw UserError(
        place_of(housing),
        fmt::format("found walls that no elements of a shell follow near ({:.3g}, {:.3g}, {:.3g}) mm: "
                    "the mesh of the air is too coarse where they are bent or narrow; expected a "
                    "smaller mesh.size, or a [[mesh.region]] there",
                    1e3 * (*fold)[0], 1e3 * (*fold)[1], 1e3 * (*fold)[2]));
  if (const double share = too_bent(*shell, zones); share > bent_share)
    throw UserError(
        place_of(housing),
        fmt::format("found walls {:.3g} mm thick, of which {:.0f} % are bent with a smaller radius: "
                    "they are no shell; expected thinner ones, or a housing without them",
                    1e3 * thickness, 100 * share));
  return shell;
}

/// (1 - (d/reach)^2)^2, smooth to 0 at d = reach.
double fading(double distance, double reach) {
  const double inside = 1 - distance * distance / (reach * reach);
  return distance < reach ? inside * inside : 0;
}

double distance(const Point<3> &x, const RimSegment &segment) {
  const Tensor<1, 3> along = segment[1] - segment[0], from = x - segment[0];
  const double t = std::clamp(from * along / along.norm_square(), 0.0, 1.0);
  return (from - t * along).norm();
}

/// The frame of a driver that is its rim alone.
WallPatch frame_patch(const Driver &driver, const AirSpace &air, const Faces &walls) {
  const auto rim = rim_of(air.mesh(), driver.surface);
  const auto to_rim = [rim](const Point<3> &x) {
    double least = std::numeric_limits<double>::max();
    for (const RimSegment &segment : rim)
      least = std::min(least, distance(x, segment));
    return least;
  };
  double radius = 0, nearest = std::numeric_limits<double>::max();
  for (const RimSegment &segment : rim)
    radius = std::max(radius, segment[0].distance(driver.axis.origin));
  for (const auto &wall : walls)
    for (const int corner : corners_of(air.mesh(), face_of(air, wall)))
      nearest = std::min(nearest, to_rim(position(air.mesh(), corner)));
  WallPatch patch;
  patch.motions.centre = driver.axis.origin;
  patch.bond = [to_rim, nearest, reach = frame_width * radius](const AirSpace::Face &, const Point<3> &x) {
    return fading(to_rim(x) - nearest, reach);
  };
  return patch;
}

/// The patch of the k-th driver.
WallPatch driver_patch(std::size_t k, const std::vector<Driver> &drivers, const AirSpace &air,
                       const ElasticWalls &walls, double thickness) {
  const Driver &driver = drivers[k];
  WallPatch patch;
  if (walls.metal.is_of(k))
    patch = {.motions = {driver.axis.origin},
             .bond = [k, metal = walls.metal, reach = metal_reach * thickness](const AirSpace::Face &,
                                                                               const Point<3> &x) {
               return fading(metal.distance(k, x), reach);
             }};
  else
    patch = frame_patch(driver, air, walls.faces);
  patch.body = wall_body(air, [&](const AirSpace::Face &face) { return face.surface == driver.surface; });
  return patch;
}

WallPatch patch_around(const Point<3> &centre, double radius) {
  return {{centre},
          [=](const AirSpace::Face &, const Point<3> &x) { return fading(x.distance(centre), radius); }};
}

/// Area of the walls that a patch is bonded to. Collective.
double bonded_area(const AirSpace &air, const Faces &walls, const WallPatch &patch) {
  double area = 0;
  air.for_each_face(
      [&](const AirSpace::Face &face) {
        return walls.count({face.cell, face.face}) > 0;
      },
      [&](const AirSpace::Face &face, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
        for (unsigned q = 0; q < values.n_quadrature_points; ++q)
          area += values.JxW(q) * patch.bond(face, values.quadrature_point(q));
      });
  return dealii::Utilities::MPI::sum(area, air.communicator());
}

Point<3> point_of(const std::vector<Located<double>> &position) {
  return {position[0], position[1], position[2]};
}

WallPatch support_patch(const HousingSupportConfig &support, const AirSpace &air, const Faces &walls) {
  if (support.surface.value.empty())
    return patch_around(point_of(support.position), support.radius);
  const int surface = index_in_mesh(air.mesh().surfaces, support.surface, "surface");
  const WallBody body = wall_body(air, [&](const AirSpace::Face &face) {
    return face.surface == surface && walls.count({face.cell, face.face}) > 0;
  });
  return {{body.centroid}, [surface](const AirSpace::Face &face, const Point<3> &) {
            return face.surface == surface ? 1.0 : 0.0;
          }};
}

/// @param kind  of what is fast to the patch @throws UserError for a patch on nothing
WallPatch bonded(WallPatch patch, const char *kind, const Located<std::string> &name, const AirSpace &air,
                 const Faces &walls) {
  patch.name = name;
  patch.area = bonded_area(air, walls, patch);
  if (!(patch.area > 0))
    throw UserError(name.where,
                    fmt::format("found the {} \"{}\" that touches no wall of the housing, expected "
                                "one nearer to them, or a larger radius",
                                kind, name.value));
  return patch;
}

/// q = G^-1 int R^T u, G = int R^T R.
std::array<SparseVector, RigidMotions::number> mean_motions(const ShellSpace &shell,
                                                            const RigidMotions &motions) {
  constexpr int n = RigidMotions::number;
  const dealii::QGauss<2> quadrature(shell.degree() + 1);
  dealii::FullMatrix<double> gram(n, n);
  std::map<Index, std::array<double, n>> products;
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = shell.shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < shell.n_cells(); ++cell) {
      const ShellSurface s = shell.surface(cell, shapes);
      const double weight = s.area * quadrature.weight(q);
      const RigidMotions::Vectors rigid = motions.displacements(s.position);
      for (int i = 0; i < n; ++i)
        for (int j = 0; j < n; ++j)
          gram(i, j) += weight * (rigid[i] * rigid[j]);
      for (unsigned k = 0; k < shell.nodes_per_cell(); ++k)
        for (int c = 0; c < 3; ++c)
          for (int i = 0; i < n; ++i)
            products[shell.unknowns(shell.cell_nodes(cell)[k])[c]][i] +=
                weight * shapes.value[k] * rigid[i][c];
    }
  }
  gram.gauss_jordan();
  std::array<SparseVector, n> mean;
  for (const auto &[unknown, product] : products)
    for (int i = 0; i < n; ++i) {
      double sum = 0;
      for (int j = 0; j < n; ++j)
        sum += gram(i, j) * product[j];
      mean[i].emplace_back(unknown, sum);
    }
  return mean;
}

} // namespace

const WallPatch &ElasticWalls::patch(std::size_t k) const {
  for (const std::vector<WallPatch> *patches : {&drivers, &supports, &movers}) {
    if (k < patches->size())
      return (*patches)[k];
    k -= patches->size();
  }
  throw std::out_of_range("elastic walls have fewer patches");
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

Complex bond_stiffness(const HousingConfig &housing, const std::vector<MaterialConfig> &materials) {
  Complex compliance = 0;
  for (const HousingLayerConfig &layer : housing.walls) {
    if (!layer.volumes.empty())
      continue;
    const MaterialConfig &material = material_of({layer.material, layer.thickness, 0.0}, materials);
    compliance += layer.thickness.value / (material.youngs_modulus.value * Complex(1, material.loss_factor));
  }
  return 1.0 / compliance;
}

std::unique_ptr<ElasticWalls> elastic_walls(const Case &config, const AirSpace &air, const Faces &faces,
                                            const RigidMotions &motions, const std::vector<Driver> &drivers,
                                            double highest_frequency) {
  const HousingConfig &housing = *config.housing;
  auto walls = std::make_unique<ElasticWalls>();
  walls->metal = DriverMetal(config.drivers);
  for (const auto &face : faces)
    if (!is_in_metal(air.mesh(), face_of(air, face), walls->metal))
      walls->faces.insert(face);
  walls->shell = wall_space(config, air, walls->faces, walls->metal, drivers, highest_frequency);
  for (std::size_t zone = 0; zone < walls->shell->mesh().zones.size(); ++zone)
    walls->area += walls->shell->area(static_cast<int>(zone));
  walls->mean = mean_motions(*walls->shell, motions);
  const double thickness = largest_thickness(wall_zones(housing, config.materials));
  for (std::size_t k = 0; k < drivers.size(); ++k)
    walls->drivers.push_back(bonded(driver_patch(k, drivers, air, *walls, thickness), "driver",
                                    drivers[k].config.name, air, walls->faces));
  for (const HousingSupportConfig &support : housing.supports)
    walls->supports.push_back(
        bonded(support_patch(support, air, walls->faces), "support", support.name, air, walls->faces));
  for (const HousingMoverConfig &mover : housing.movers)
    walls->movers.push_back(bonded(patch_around(point_of(mover.position), HousingSupportConfig().radius),
                                   "mover", mover.element, air, walls->faces));
  return walls;
}

std::string describe_walls(const ElasticWalls &walls, const std::vector<WallZone> &zones) {
  std::string text = "the housing's walls are elastic: ";
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    const double area = walls.shell->area(static_cast<int>(zone));
    text += fmt::format("{:.3g} cm2, {:.3g} mm thick, {:.3g} g{}, ", 1e4 * area,
                        1e3 * zones[zone].section.thickness, 1e3 * zones[zone].section.mass * area,
                        zone == 0 ? "" : " (" + zones[zone].name + ")");
  }
  text += fmt::format("on {} elements of degree {} with {} unknowns; bonded to them are",
                      walls.shell->n_cells(), walls.shell->degree(), walls.shell->n_unknowns());
  for (std::size_t k = 0; k < walls.n_patches(); ++k)
    text +=
        fmt::format("{} {} on {:.3g} mm2", k == 0 ? "" : ",", walls.patch(k).name, 1e6 * walls.patch(k).area);
  return text;
}

} // namespace earshot
