#include "solver/model/elastic_walls.h"

#include "solver/mesh/wall_shell.h"
#include "solver/model/diaphragm_sections.h"

#include <deal.II/base/quadrature_lib.h>
#include <deal.II/lac/full_matrix.h>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;

constexpr unsigned wall_degree = 3;
/// Of the triangles' edges; the quadrilaterals are half as long, and cubic.
constexpr double edges_per_wavelength = 2;
/// Pieces of walls count as joined by a driver's metal within this many of their thicknesses.
constexpr double bond_reach = 0.5;
/// Walls of which more than this part is bent too much can't be a shell.
constexpr double bent_share = 0.01;

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

std::unique_ptr<ShellSpace> wall_space(const Case &config, const AirSpace &air, const WallFaces &walls,
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

std::unique_ptr<ElasticWalls> elastic_walls(const Case &config, const AirSpace &air, const WallFaces &faces,
                                            const RigidMotions &motions, const std::vector<Driver> &drivers,
                                            double highest_frequency) {
  const HousingConfig &housing = *config.housing;
  auto walls = std::make_unique<ElasticWalls>();
  walls->metal = DriverMetal(config.drivers);
  for (const auto &face : faces)
    if (!is_in_metal(air, face, walls->metal))
      walls->faces.insert(face);
  walls->shell = wall_space(config, air, walls->faces, walls->metal, drivers, highest_frequency);
  for (std::size_t zone = 0; zone < walls->shell->mesh().zones.size(); ++zone)
    walls->area += walls->shell->area(static_cast<int>(zone));
  walls->mean = mean_motions(*walls->shell, motions);
  const double thickness = largest_thickness(wall_zones(housing, config.materials));
  for (std::size_t k = 0; k < drivers.size(); ++k)
    walls->drivers.push_back(bonded(driver_patch(k, drivers, air, walls->faces, walls->metal, thickness),
                                    "driver", drivers[k].config.name, air, walls->faces));
  for (const HousingSupportConfig &support : housing.supports)
    walls->supports.push_back(
        bonded(support_patch(support, air, walls->faces), "support", support.name, air, walls->faces));
  for (const HousingMoverConfig &mover : housing.movers)
    walls->movers.push_back(bonded(mover_patch(mover), "mover", mover.element, air, walls->faces));
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
