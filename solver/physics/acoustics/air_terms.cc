#include "solver/physics/acoustics/air_terms.h"

#include "solver/materials/narrow_region.h"
#include "solver/physics/acoustics/radiation.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

using std::string;
constexpr Complex i_unit(0.0, 1.0);

double square(double x) {
  return x * x;
}

const VolumeConfig *find(const std::vector<VolumeConfig> &volumes, const string &name) {
  const auto found =
      std::find_if(volumes.begin(), volumes.end(), [&](const auto &v) { return v.name.value == name; });
  return found == volumes.end() ? nullptr : &*found;
}

void add_plain_air(const AirMatrices &matrices, const AirModel &model, FrequencyProblem &problem) {
  const AirMesh &mesh = matrices.space().mesh();
  std::vector<int> plain;
  for (std::size_t v = 0; v < mesh.volumes.size(); ++v)
    if (!find(model.volumes, mesh.volumes[v]))
      plain.push_back(static_cast<int>(v));
  if (plain.empty())
    return;
  const double rho = model.properties.density, c = model.properties.sound_speed;
  auto air = matrices.volume(plain);
  problem.terms.push_back({"air stiffness",
                           "air",
                           {"1/(rho w^2)", [=](double omega) { return 1 / (rho * square(omega)); }},
                           air.stiffness,
                           ""});
  problem.terms.push_back(
      {"air mass", "air", {"-1/(rho c^2)", [=](double) { return -1 / (rho * c * c); }}, air.mass, ""});
}

/// Equivalent fluid of a tube or slit: rho -> rho/F(s_V), K -> gamma P0/(gamma - (gamma - 1) F(s_T)).
void add_narrow_region(const AirMatrices &matrices, const AirModel &model, const VolumeConfig &config,
                       FrequencyProblem &problem) {
  const int volume = matrices.space().mesh().volume_index(config.name);
  const AirProperties properties = model.properties;
  const bool is_tube = config.model.value == "tube";
  const double width = is_tube ? config.radius : config.gap;
  const auto fluid = [=](double omega) {
    return is_tube ? tube_fluid(properties, width, omega) : slit_fluid(properties, width, omega);
  };
  auto air = matrices.volume({volume});
  problem.terms.push_back(
      {"narrow-region stiffness",
       config.name,
       {"F(s_V)/(rho w^2)", [=](double omega) { return 1.0 / (fluid(omega).density * square(omega)); }},
       air.stiffness,
       "narrow_regions"});
  problem.terms.push_back({"narrow-region mass",
                           config.name,
                           {"-(gamma-(gamma-1)F(s_T))/(gamma P0)",
                            [=](double omega) { return -1.0 / fluid(omega).bulk_modulus; }},
                           air.mass,
                           "narrow_regions"});
}

/// Thermoviscous boundary layers as a wall condition (Berggren, Bernland, Noreland, J. Comput. Phys. 371,
/// 2018): (i-1)/2 d_V/(rho w^2) int grad_T p . grad_T q + (i-1)/2 (gamma-1) d_T/(rho c^2) int p q.
void add_wall_losses(const AirMatrices &matrices, const AirModel &model, FrequencyProblem &problem) {
  const AirMesh &mesh = matrices.space().mesh();
  std::vector<bool> is_wall(mesh.surfaces.size(), true), is_narrow(mesh.volumes.size(), false);
  for (const SurfaceConfig &surface : model.surfaces)
    is_wall.at(mesh.surface_index(surface.name)) = surface.model.value == "wall" && surface.wall_losses;
  for (const string &name : model.not_walls)
    is_wall.at(mesh.surface_index(name)) = false;
  for (const VolumeConfig &volume : model.volumes)
    is_narrow.at(mesh.volume_index(volume.name)) = true;

  auto walls = matrices.walls([&](const AirSpace::Face &face) {
    return is_wall[face.surface] && !is_narrow[face.volume] && !face.interior;
  });
  const AirProperties air = model.properties;
  const double rho = air.density, c = air.sound_speed;
  problem.terms.push_back({"viscous wall layer",
                           "walls",
                           {"(i-1)/2 d_V/(rho w^2)",
                            [=](double omega) {
                              return 0.5 * (i_unit - 1.0) * air.viscous_layer(omega) / (rho * square(omega));
                            }},
                           walls.tangential_stiffness,
                           "wall_viscous"});
  problem.terms.push_back({"thermal wall layer",
                           "walls",
                           {"(i-1)/2 (gamma-1) d_T/(rho c^2)",
                            [=](double omega) {
                              return 0.5 * (i_unit - 1.0) * (air.heat_capacity_ratio - 1) *
                                     air.thermal_layer(omega) / (rho * c * c);
                            }},
                           walls.mass,
                           "wall_thermal"});
}

/// Specific impedance of a surface, R + i w m [Pa s/m].
Complex sheet_impedance(const SurfaceConfig &surface, double omega) {
  return surface.resistance.value + i_unit * omega * surface.surface_density.value;
}

void add_surface(const AirMatrices &matrices, const AirModel &model, const SurfaceConfig &config,
                 FrequencyProblem &problem) {
  const int surface = matrices.space().mesh().surface_index(config.name);
  const auto on_surface = [=](const AirSpace::Face &face) { return face.surface == surface; };
  const auto admittance_term = [&](const string &name, RealMatrix matrix, const string &loss,
                                   std::function<Complex(double)> impedance) {
    const auto coefficient = [=](double omega) { return -1.0 / (i_unit * omega * impedance(omega)); };
    problem.terms.push_back({name, config.name, {"-1/(i w Z)", coefficient}, std::move(matrix), loss});
  };
  const auto sheet = [config](double omega) { return sheet_impedance(config, omega); };

  if (config.model.value == "screen") {
    admittance_term("screen", matrices.jump_mass(surface), "screens", sheet);
  } else if (config.model.value == "impedance") {
    admittance_term("surface impedance", matrices.surface_mass(on_surface), "surface_impedances", sheet);
  } else if (config.model.value == "opening" && config.radiation.value == "none" &&
             sheet_impedance(config, 1.0) == 0.0) {
    // p = 0 imposed by a spring far stiffer than the air behind the surface: exact to about one part in 1e9.
    const double penalty = 1e9 / std::sqrt(matrices.space().area(surface)); // [1/m]
    const double rho = model.properties.density;
    problem.terms.push_back(
        {"pressure release",
         config.name,
         {"penalty/(rho w^2)", [=](double omega) { return penalty / (rho * square(omega)); }},
         matrices.surface_mass(on_surface),
         ""});
  } else if (config.model.value == "opening") {
    const AirProperties air = model.properties;
    const double area = matrices.space().area(surface);
    const string kind = config.radiation;
    admittance_term("opening", matrices.surface_mass(on_surface), "openings", [=](double omega) {
      Complex impedance = sheet(omega);
      if (kind != "none")
        impedance +=
            radiation_impedance(kind == "flanged" ? Flange::infinite : Flange::none, air, area, omega);
      return impedance;
    });
  }
}

} // namespace

void add_air_terms(const AirMatrices &matrices, const AirModel &model, FrequencyProblem &problem) {
  add_plain_air(matrices, model, problem);
  for (const VolumeConfig &volume : model.volumes)
    add_narrow_region(matrices, model, volume, problem);
  if (model.wall_losses)
    add_wall_losses(matrices, model, problem);
  for (const SurfaceConfig &surface : model.surfaces)
    add_surface(matrices, model, surface, problem);
}

} // namespace earshot
