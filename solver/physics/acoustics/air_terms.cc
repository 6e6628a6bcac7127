#include "solver/physics/acoustics/air_terms.h"

#include "solver/physics/acoustics/openings.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

using std::string;
constexpr Complex i_unit(0.0, 1.0);

double square(double x) {
  return x * x;
}

/// @throws std::out_of_range
int index_of(const string &name, const std::vector<string> &names) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    throw std::out_of_range("the air's mesh has no '" + name + "'");
  return static_cast<int>(found - names.begin());
}

const VolumeConfig *find(const std::vector<VolumeConfig> &volumes, const string &name) {
  const auto found =
      std::find_if(volumes.begin(), volumes.end(), [&](const auto &v) { return v.name.value == name; });
  return found == volumes.end() ? nullptr : &*found;
}

void add_plain_air(const AirMatrices &matrices, const AirModel &model, ProblemBuilder problem) {
  std::vector<int> plain;
  for (std::size_t v = 0; v < matrices.volumes().size(); ++v)
    if (!find(model.volumes, matrices.volumes()[v]))
      plain.push_back(static_cast<int>(v));
  if (plain.empty())
    return;
  const double rho = model.properties.density, c = model.properties.sound_speed;
  auto air = on_demand([&] { return matrices.volume(plain); });
  problem.add_term("air stiffness", "air",
                   {"1/(rho w^2)", [=](double omega) { return 1 / (rho * square(omega)); }}, "",
                   [&] { return air().stiffness; });
  problem.add_term("air mass", "air", {"-1/(rho c^2)", [=](double) { return -1 / (rho * c * c); }}, "",
                   [&] { return air().mass; });
}

/// Equivalent fluid of a tube or slit: rho -> rho/F(s_V), K -> gamma P0/(gamma - (gamma - 1) F(s_T)), the
/// friction of its mouths in the density.
std::function<EquivalentFluid(double)> narrow_fluid(const AirModel &model, const VolumeConfig &config) {
  const AirProperties properties = model.properties;
  const bool is_tube = config.model.value == VolumeModel::tube;
  const double width = is_tube ? config.radius : config.gap;
  const auto found = model.mouths.find(config.name);
  const PassageMouths mouths = found == model.mouths.end() ? PassageMouths{} : found->second;
  return [=](double omega) {
    return is_tube ? tube_fluid(properties, width, omega, mouths)
                   : slit_fluid(properties, width, omega, mouths);
  };
}

void add_narrow_region(const AirMatrices &matrices, const AirModel &model, const VolumeConfig &config,
                       ProblemBuilder problem) {
  const int volume = index_of(config.name, matrices.volumes());
  const auto fluid = narrow_fluid(model, config);
  auto air = on_demand([&] { return matrices.volume({volume}); });
  problem.add_term(
      "narrow-region stiffness", config.name,
      {"F(s_V)/(rho w^2)", [=](double omega) { return 1.0 / (fluid(omega).density * square(omega)); }},
      "narrow_regions", [&] { return air().stiffness; });
  problem.add_term(
      "narrow-region mass", config.name,
      {"-(gamma-(gamma-1)F(s_T))/(gamma P0)", [=](double omega) { return -1.0 / fluid(omega).bulk_modulus; }},
      "narrow_regions", [&] { return air().mass; });
}

/// What the bend of the wall adds to a boundary layer, in second order of layer over radius. With
/// e = (1-i)/2 d the flat layer lacks e of the flow along the wall and, with e_T, of the compression. In
/// coordinates along the normal the layer obeys v'' - 2 H v' = v/e^2, so that it falls by exp(-(1/e - H) n),
/// on elements of area 1 - 2 H n, respectively of width 1 - k n across a flow, where k is the curvature
/// across it and H the mean one (positive where the wall is hollow). What it lacks is then e + (S - H) e^2 of
/// the flow, S the shape operator, and e_T - H e_T^2 of the compression:
///     i/2 d_V^2/(rho w^2) int grad_T p . (S - H) grad_T q  -  i/2 (gamma-1) d_T^2/(rho c^2) int H p q.
/// A sharp edge is a line of curvature: c ds stands for H dA, c as edge_deficit() has it.
/// A tube's F = 1 - 2 J1(s)/(s J0(s)) has the same terms, F = 1 - 2 e/a + e^2/a^2 + O(e^3/a^3). In two
/// dimensions: Schmidt and Thoens-Zueva, arXiv 1905.08585 (2019), order 2, the term in the curvature.
void add_wall_curvature(const AirMatrices &matrices, const AirMatrices::FaceFilter &is_wall,
                        const AirProperties &air, double largest, ProblemBuilder problem) {
  auto walls = on_demand([=, &matrices] { return matrices.curved_walls(is_wall, largest); });
  const double rho = air.density, c = air.sound_speed;
  const string content = "curvature up to " + std::to_string(largest) + " / m";
  problem.add_term(
      "viscous wall curvature", "walls", bent_layer_flow(air), "wall_viscous",
      [&] { return walls().tangential_stiffness; }, content);
  problem.add_term(
      "thermal wall curvature", "walls",
      {"-i/2 (gamma-1) d_T^2/(rho c^2)",
       [=](double omega) {
         return -0.5 * i_unit * (air.heat_capacity_ratio - 1) * square(air.thermal_layer(omega) / c) / rho;
       }},
      "wall_thermal", [&] { return walls().mass; }, content);
}

/// Thermoviscous boundary layers as a wall condition (Berggren, Bernland, Noreland, J. Comput. Phys. 371,
/// 2018): (i-1)/2 d_V/(rho w^2) int grad_T p . grad_T q + (i-1)/2 (gamma-1) d_T/(rho c^2) int p q.
void add_wall_losses(const AirMatrices &matrices, const AirModel &model, ProblemBuilder problem) {
  const auto has_layer = layered_faces(matrices.volumes(), matrices.surfaces(), model);
  auto walls = on_demand([&] { return matrices.walls(has_layer); });
  const AirProperties air = model.properties;
  const double rho = air.density, c = air.sound_speed;
  problem.add_term("viscous wall layer", "walls", viscous_layer_flow(air), "wall_viscous",
                   [&] { return walls().tangential_stiffness; });
  problem.add_term("thermal wall layer", "walls",
                   {"(i-1)/2 (gamma-1) d_T/(rho c^2)",
                    [=](double omega) {
                      return 0.5 * (i_unit - 1.0) * (air.heat_capacity_ratio - 1) * air.thermal_layer(omega) /
                             (rho * c * c);
                    }},
                   "wall_thermal", [&] { return walls().mass; });
  if (model.largest_curvature)
    add_wall_curvature(matrices, has_layer, air, *model.largest_curvature, problem);
}

void add_surface(const AirMatrices &matrices, const AirModel &model, const SurfaceConfig &config,
                 ProblemBuilder problem) {
  const int surface = index_of(config.name, matrices.surfaces());
  const auto on_surface = [=](const AirSpace::Face &face) { return face.surface == surface; };
  const auto surface_mass = [&] { return matrices.surface_mass(on_surface); };
  const auto add_admittance = [&](const string &name, const string &loss,
                                  std::function<Complex(double)> impedance,
                                  const std::function<RealMatrix()> &assemble) {
    const auto coefficient = [=](double omega) { return -1.0 / (i_unit * omega * impedance(omega)); };
    problem.add_term(name, config.name, {"-1/(i w Z)", coefficient}, loss, assemble);
  };
  const auto sheet = [config](double omega) { return sheet_impedance(config, omega); };

  if (config.model.value == SurfaceModel::screen) {
    add_admittance("screen", "screens", sheet, [&] { return matrices.jump_mass(surface); });
  } else if (config.model.value == SurfaceModel::impedance) {
    add_admittance("surface impedance", "surface_impedances", sheet, surface_mass);
  } else if (config.model.value == SurfaceModel::opening) {
    const bool released = is_pressure_release(config);
    problem.add_term(released ? "pressure release" : "opening", config.name,
                     opening_coefficient(config, model.properties, matrices.area(surface)),
                     released ? "" : "openings", surface_mass);
  }
}

} // namespace

std::vector<bool> layered_walls(const std::vector<string> &surfaces, const AirModel &model) {
  std::vector<bool> is_wall(surfaces.size(), true);
  for (const SurfaceConfig &surface : model.surfaces)
    is_wall.at(index_of(surface.name, surfaces)) =
        surface.model.value == SurfaceModel::wall && surface.wall_losses;
  for (const string &name : model.not_walls)
    is_wall.at(index_of(name, surfaces)) = false;
  return is_wall;
}

AirMatrices::FaceFilter layered_faces(const std::vector<string> &volumes, const std::vector<string> &surfaces,
                                      const AirModel &model) {
  std::vector<bool> is_narrow(volumes.size(), false);
  for (const VolumeConfig &volume : model.volumes)
    is_narrow.at(index_of(volume.name, volumes)) = true;
  return [is_narrow, is_wall = layered_walls(surfaces, model)](const AirSpace::Face &face) {
    return is_wall[face.surface] && !is_narrow[face.volume] && !face.interior;
  };
}

std::vector<int> sequential_volumes(const std::vector<string> &volumes, const AirModel &model) {
  std::vector<int> result;
  for (const VolumeConfig &volume : model.volumes)
    if (volume.model.value == VolumeModel::sequential)
      result.push_back(index_of(volume.name, volumes));
  return result;
}

void add_profiles(const AirSpace &space, const Band &band, AirModel &model) {
  const std::vector<int> volumes = sequential_volumes(space.mesh().volumes, model);
  if (volumes.empty())
    return;
  const std::vector<bool> is_wall = layered_walls(space.mesh().surfaces, model);
  model.sequential = sequential_air(
      space, volumes, [&](const AirSpace::Face &face) { return is_wall[face.surface] && !face.interior; },
      model.properties, band);
}

Coefficient viscous_layer_flow(const AirProperties &air) {
  return {"(i-1)/2 d_V/(rho w^2)", [air](double omega) {
            return 0.5 * (i_unit - 1.0) * air.viscous_layer(omega) / (air.density * square(omega));
          }};
}

Coefficient bent_layer_flow(const AirProperties &air) {
  return {"i/2 d_V^2/(rho w^2)", [air](double omega) {
            return 0.5 * i_unit * square(air.viscous_layer(omega) / omega) / air.density;
          }};
}

std::function<Complex(double)> dynamic_density(const AirModel &model, const string &volume) {
  if (const VolumeConfig *narrow = find(model.volumes, volume))
    return [fluid = narrow_fluid(model, *narrow)](double omega) { return fluid(omega).density; };
  return [rho = model.properties.density](double) { return Complex(rho); };
}

void add_air_terms(const AirMatrices &matrices, const AirModel &model, ProblemBuilder problem) {
  add_plain_air(matrices, model, problem);
  for (const VolumeConfig &volume : model.volumes)
    if (volume.model.value == VolumeModel::tube || volume.model.value == VolumeModel::slit)
      add_narrow_region(matrices, model, volume, problem);
  if (const auto sequential = sequential_volumes(matrices.volumes(), model); !sequential.empty())
    add_sequential_terms(matrices, sequential, model.sequential, model.properties, problem);
  if (model.wall_losses)
    add_wall_losses(matrices, model, problem);
  for (const SurfaceConfig &surface : model.surfaces)
    add_surface(matrices, model, surface, problem);
}

} // namespace earshot
