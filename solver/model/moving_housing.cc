#include "solver/model/moving_housing.h"

#include "solver/config/network_check.h"
#include "solver/mesh/index_in_mesh.h"
#include "solver/physics/acoustics/openings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace earshot {

namespace {

using Corners = std::array<int, 3>;
using dealii::Point;
using dealii::Tensor;
constexpr std::array motion_names{"x", "y", "z", "rx", "ry", "rz"};

Point<3> position(const AirMesh &mesh, int node) {
  const auto &x = mesh.nodes[node];
  return {x[0], x[1], x[2]};
}

/// Twice the area of a triangle along its normal.
Tensor<1, 3> area_vector(const AirMesh &mesh, const Corners &corners) {
  return cross_product_3d(position(mesh, corners[1]) - position(mesh, corners[0]),
                          position(mesh, corners[2]) - position(mesh, corners[0]));
}

Corners corners_of(const AirSpace &air, const AirSpace::Face &face) {
  const dealii::Triangulation<3>::cell_iterator cell(&air.triangulation(), 0, face.cell);
  Corners corners{};
  for (unsigned v = 0; v < 3; ++v)
    for (unsigned k = 0; k < 4; ++k)
      if (cell->face(face.face)->vertex_index(v) == cell->vertex_index(k))
        corners[v] = air.mesh().cells[face.cell][k];
  return corners;
}

Corners sorted(Corners corners) {
  std::sort(corners.begin(), corners.end());
  return corners;
}

/// By volume of the mesh.
std::vector<bool> fixed_volumes(const Case &config, const AirSpace &air) {
  std::vector<bool> fixed(air.mesh().volumes.size(), false);
  for (const Located<std::string> &name : config.housing->fixed)
    if (name.value != "none")
      fixed[index_in_mesh(air.mesh().volumes, name, "volume")] = true;
  if (!config.housing->fixed.empty())
    return fixed;
  if (config.geometry && config.geometry->is_template()) { // its canal, and the parts behind that
    std::set<std::string> earphone{"rear", "rear_vent", "front", "front_vent", "nozzle", "tip"};
    for (const TubeConfig &tube : config.tubes)
      earphone.insert(tube.name);
    for (std::size_t volume = 0; volume < fixed.size(); ++volume)
      fixed[volume] = earphone.count(air.mesh().volumes[volume]) == 0;
  } else if (ends_surface(config))
    for (const AirSpace::Face &face : air.faces())
      if (air.mesh().surfaces[face.surface] == config.ear.surface.value)
        fixed[face.volume] = true;
  return fixed;
}

/// Surfaces that air passes to what isn't on the mesh, and openings, which have terms of their own.
std::set<std::string> passed_surfaces(const Case &config) {
  std::set<std::string> names;
  if (ends_surface(config))
    names.insert(config.ear.surface);
  if (config.network)
    for (const NetworkPortConfig &port : config.network->ports)
      names.insert(port.surface);
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::opening || surface.model.value == SurfaceModel::symmetry)
      names.insert(surface.name);
  return names;
}

/// The plane of a volume's mouths into moving air.
struct MouthPlane {
  Tensor<1, 3> twice_area, moment; ///< sums of area vectors, of centres by area
  double total = 0;

  void add(const AirMesh &mesh, const Corners &corners) {
    Tensor<1, 3> area = area_vector(mesh, corners);
    if (area * twice_area < 0)
      area = -area;
    const Tensor<1, 3> centre =
        (Tensor<1, 3>(position(mesh, corners[0])) + position(mesh, corners[1]) + position(mesh, corners[2])) /
        3;
    twice_area += area;
    total += area.norm();
    moment += area.norm() * centre;
  }
  bool holds(const AirMesh &mesh, const Corners &corners) const {
    if (total == 0)
      return false;
    const Tensor<1, 3> normal = twice_area / twice_area.norm(), centre = moment / total;
    return std::all_of(corners.begin(), corners.end(), [&](int corner) {
      constexpr double tolerance = 1e-3; // of the mouth's size: of rounding in a file
      return std::abs((Tensor<1, 3>(position(mesh, corner)) - centre) * normal) <
             tolerance * std::sqrt(total);
    });
  }
};

std::vector<MouthPlane> mouths_into_moving_air(const AirMesh &mesh, const std::vector<bool> &fixed) {
  std::map<Corners, Corners> across; // a split face's other side
  for (const AirMesh::FacePair &pair : mesh.pairs)
    across[sorted(pair.opposite)] = sorted(pair.vertices);
  std::map<Corners, std::vector<int>> volumes_at;
  constexpr std::array<std::array<int, 3>, 4> faces{{{0, 1, 2}, {0, 1, 3}, {0, 2, 3}, {1, 2, 3}}};
  for (std::size_t cell = 0; cell < mesh.cells.size(); ++cell)
    for (const auto &face : faces) {
      Corners corners =
          sorted({mesh.cells[cell][face[0]], mesh.cells[cell][face[1]], mesh.cells[cell][face[2]]});
      if (const auto found = across.find(corners); found != across.end())
        corners = found->second;
      volumes_at[corners].push_back(mesh.cell_volume[cell]);
    }
  std::vector<MouthPlane> planes(fixed.size());
  for (const auto &[corners, volumes] : volumes_at)
    if (volumes.size() == 2 && fixed[volumes[0]] != fixed[volumes[1]])
      planes[fixed[volumes[0]] ? volumes[0] : volumes[1]].add(mesh, corners);
  return planes;
}

} // namespace

bool housing_moves(const Case &config) {
  return config.housing && config.housing->moves();
}

MovingHousing moving_housing(const Case &config, const AirSpace &air) {
  const AirMesh &mesh = air.mesh();
  const std::vector<bool> fixed = fixed_volumes(config, air);
  const std::vector<MouthPlane> mouths = mouths_into_moving_air(mesh, fixed);
  const std::set<std::string> passed = passed_surfaces(config);
  std::set<int> named, split; // surfaces that move whatever is on their other side
  for (const Located<std::string> &name : config.housing->moving)
    named.insert(index_in_mesh(mesh.surfaces, name, "surface"));
  for (const AirMesh::FacePair &pair : mesh.pairs)
    split.insert(pair.surface);
  std::set<int> touched; // split surfaces with moving air on a side
  for (const AirSpace::Face &face : air.faces())
    if (split.count(face.surface) > 0 && !fixed[face.volume])
      touched.insert(face.surface);

  MovingHousing housing;
  for (std::size_t volume = 0; volume < fixed.size(); ++volume)
    if (fixed[volume])
      housing.volumes_at_rest.push_back(mesh.volumes[volume]);
  std::set<std::pair<int, unsigned>> tip;
  for (const AirSpace::Face &face : air.faces()) {
    if (face.interior || passed.count(mesh.surfaces[face.surface]) > 0)
      continue;
    const bool is_split = split.count(face.surface) > 0;
    const Corners corners = corners_of(air, face);
    const bool of_the_tip = fixed[face.volume] && !is_split &&
                            (named.count(face.surface) > 0 || mouths[face.volume].holds(mesh, corners));
    if (of_the_tip)
      tip.insert({face.cell, face.face});
    if (is_split ? touched.count(face.surface) == 0 : fixed[face.volume] && !of_the_tip)
      continue;
    housing.faces.insert({face.cell, face.face});
    if (!is_split)
      housing.boundary.insert({face.cell, face.face});
  }
  const auto among = [](const std::set<std::pair<int, unsigned>> &faces) {
    return [&faces](const AirSpace::Face &face) { return faces.count({face.cell, face.face}) > 0; };
  };
  housing.walls = wall_body(air, among(housing.boundary));
  housing.tip_area = tip.empty() ? 0 : wall_body(air, among(tip)).area;
  housing.motions.centre = housing.walls.centroid;
  housing.motions.centre = housing_point(config.housing->centre, housing.motions);
  return housing;
}

dealii::Point<3> housing_point(const std::vector<Located<double>> &position, const RigidMotions &motions) {
  return position.empty() ? motions.centre : Point<3>(position[0], position[1], position[2]);
}

dealii::Tensor<1, 3> unit_direction(const std::vector<Located<double>> &direction,
                                    const dealii::Tensor<1, 3> &otherwise) {
  if (direction.empty())
    return otherwise;
  const Point<3> given(direction[0], direction[1], direction[2]);
  return given / given.norm();
}

namespace {

std::array<double, 3> three(const std::vector<Located<double>> &values) {
  std::array<double, 3> found{};
  std::copy(values.begin(), values.end(), found.begin());
  return found;
}

} // namespace

std::vector<RigidSupport> rigid_supports(const HousingConfig &config, const RigidMotions &motions) {
  std::vector<RigidSupport> supports;
  for (const HousingSupportConfig &support : config.supports)
    supports.push_back({support.name, housing_point(support.position, motions),
                        turned_axes(unit_direction(support.direction, Tensor<1, 3>({1, 0, 0}))),
                        three(support.stiffness), three(support.damping), three(support.rotational_stiffness),
                        three(support.rotational_damping)});
  return supports;
}

RigidBody rigid_body(const HousingConfig &config, const MovingHousing *housing,
                     const HousingNumbers &numbers) {
  const MovingHousing none;
  const MovingHousing &on_mesh = housing ? *housing : none;
  RigidBody body;
  body.motions = on_mesh.motions;
  body.numbers = numbers;
  const bool by_walls = config.mass.value == 0;
  body.symbol = by_walls ? "rho t" : "m";
  body.weight = by_walls ? config.wall_density * config.wall_thickness : config.mass.value;
  body.amount = by_walls ? on_mesh.walls.area : 1;
  if (config.inertia.empty() && housing)
    body.spread = on_mesh.walls.inertia * (body.amount / on_mesh.walls.area);
  if (!config.inertia.empty()) {
    const auto moments = three(config.inertia), products = three(config.inertia_products);
    body.inertia = {moments[0], moments[1], moments[2], products[0], products[1], products[2]};
  }
  body.supports = rigid_supports(config, on_mesh.motions);
  return body;
}

OpeningOnHousing opening_on_housing(const SurfaceConfig &opening, const AirProperties &air, double area) {
  if (opening.closed)
    return {{"1 (closed)", [](double) { return Complex(1); }},
            {"0 (closed)", [](double) { return Complex(0); }}};
  if (is_pressure_release(opening))
    return {{"0", [](double) { return Complex(0); }}, {"0", [](double) { return Complex(0); }}};
  // The opening's own coefficient is -1/(i w (Z_c + Z_r)).
  const auto cloth_share = [opening, whole = opening_coefficient(opening, air, area).value](double omega) {
    return -Complex(0, omega) * whole(omega) * sheet_impedance(opening, omega);
  };
  const auto outside = [opening, cloth_share](double omega) {
    const Complex share = cloth_share(omega), cloth = sheet_impedance(opening, omega);
    return cloth == 0.0 ? Complex(0) : Complex(0, omega) * cloth * (1.0 - share);
  };
  return {{"Zc/Z", cloth_share}, {"i w Zc Zr/Z", outside}};
}

Quantity housing_motion(int motion) {
  return {QuantityKind::housing_motion, motion_names.at(motion)};
}

Quantity housing_point_motion(const std::string &point, int axis) {
  return {QuantityKind::housing_point, point, motion_names.at(axis)};
}

std::string describe_housing(const MovingHousing &housing, const RigidBody &body) {
  const Point<3> &centre = housing.motions.centre;
  std::array<double, 3> radii{}; // of gyration
  const double mass = body.weight * body.amount;
  for (int axis = 0; axis < 3; ++axis)
    radii[axis] =
        1e3 *
        std::sqrt((body.inertia ? (*body.inertia)[axis] : body.weight * body.spread[axis][axis]) / mass);
  std::string text = fmt::format(
      "the housing moves: {:.3g} g with its centre at ({:.3g}, {:.3g}, {:.3g}) mm and radii of gyration "
      "{:.3g}, {:.3g}, {:.3g} mm",
      1e3 * mass, 1e3 * centre[0], 1e3 * centre[1], 1e3 * centre[2], radii[0], radii[1], radii[2]);
  if (!housing.volumes_at_rest.empty())
    text += fmt::format("; the tip presses with {:.3g} mm2 on the air of {}, whose other walls are at rest",
                        1e6 * housing.tip_area, fmt::join(housing.volumes_at_rest, ", "));
  return text;
}

} // namespace earshot
