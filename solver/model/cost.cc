#include "solver/model/cost.h"

#include "solver/mesh/template_size.h"
#include "solver/model/diaphragm_sections.h"

#include <deal.II/base/mpi.h>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

/// What gmsh meshes in a quarter of an hour.
constexpr double most_tetrahedra = 15e6;
constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;

struct Part {
  std::string name;
  double volume; ///< [m3]
  double width;  ///< edges are no longer [m]
};

/// Parts of the template, as large as their cylinders.
std::vector<Part> parts_of(const GeometryConfig &geometry) {
  std::vector<Part> parts;
  const auto add = [&](const std::string &name, const auto &cylinder) {
    parts.push_back(
        {name, std::numbers::pi * cylinder.radius * cylinder.radius * cylinder.length, cylinder.radius});
  };
  add("rear", geometry.rear);
  add("front", geometry.front);
  add("nozzle", geometry.nozzle);
  add("tip", geometry.tip);
  add("canal", geometry.canal);
  if (geometry.rear_vent)
    add("rear_vent", *geometry.rear_vent);
  if (geometry.front_vent)
    add("front_vent", *geometry.front_vent);
  return parts;
}

/// A cone's volume less that of its bore.
Part part_of(const PartConfig &part) {
  const double a = part.radius, b = part.end_radius.value_or(part.radius), c = part.inner_radius;
  return {part.name,
          part.sectors * part.angle / 2 * (part.to - part.from) * ((a * a + a * b + b * b) / 3 - c * c),
          c > 0 ? std::numeric_limits<double>::infinity() : std::max(a, b)};
}

const Located<double> &edge_length(const MeshConfig &mesh, const std::string &volume) {
  const auto found = std::find_if(mesh.region.begin(), mesh.region.end(),
                                  [&](const auto &region) { return region.volume.value == volume; });
  return found == mesh.region.end() ? mesh.size : found->size;
}

bool is_thermoviscous(const Case &config, const std::string &volume) {
  return std::any_of(config.volumes.begin(), config.volumes.end(), [&](const VolumeConfig &entry) {
    return entry.name.value == volume && entry.model.value == VolumeModel::thermoviscous;
  });
}

/// Tetrahedra next to a zone of the diaphragm whose edges are shorter than elsewhere. The mesh grows coarser
/// away from it by 0.4 per distance, which makes 6 sqrt(2) / 0.4 = 21 tetrahedra per area and edge squared,
/// and 6 sqrt(2) pi / 0.4^2 = 167 per length and edge around a thin ring in free space; a quarter of them
/// leaves room for walls.
double tetrahedra_around(const Profile &profile, std::size_t zone, double largest_edge) {
  const double radius = profile.zones()[zone].outer_radius, inner = profile.inner_radius(zone);
  const double edge = std::min(largest_edge, zone_size(profile, zone));
  return 2 * std::numbers::pi * radius * 40 / edge +
         std::numbers::pi * (radius * radius - inner * inner) * 5 / (edge * edge);
}

/// What stands behind a word in a file of /proc, in bytes; 0 when the system doesn't tell.
double told_by_system(const char *file, const std::string &word) {
  std::ifstream stream(file);
  std::string found;
  while (stream >> found)
    if (double kibibytes = 0; found == word && stream >> kibibytes)
      return 1024 * kibibytes;
  return 0;
}

} // namespace

MeshForecast forecast_mesh(const Case &config) {
  MeshForecast forecast;
  std::vector<Part> parts;
  if (config.geometry && config.geometry->is_template())
    parts = parts_of(*config.geometry);
  for (const PartConfig &part : config.parts)
    parts.push_back(part_of(part));
  for (const TubeConfig &tube : config.tubes)
    parts.push_back({tube.name, std::numbers::pi * tube.radius * tube.radius * tube.length, tube.radius});
  if (parts.empty())
    return forecast;
  double most = 0, thermoviscous = 0;
  SourcePosition where;
  for (const Part &part : parts) {
    const Located<double> &edge = edge_length(config.mesh, part.name);
    // A regular tetrahedron of edge h has the volume h^3 / (6 sqrt 2).
    const bool stated = &edge != &config.mesh.size;
    const double length = stated ? edge.value : std::min(edge.value, part.width);
    const double count = part.volume * 6 * std::numbers::sqrt2 / std::pow(length, 3);
    forecast.tetrahedra += count;
    if (is_thermoviscous(config, part.name))
      thermoviscous += count;
    if (count > most) {
      most = count;
      where = edge.where;
    }
  }
  const auto profile =
      config.geometry && !config.drivers.empty() ? diaphragm_profile(config.drivers.front()) : std::nullopt;
  for (std::size_t zone = 0; profile && zone < profile->zones().size(); ++zone) {
    const double count = tetrahedra_around(*profile, zone, config.mesh.size);
    forecast.tetrahedra += count;
    if (count > most) {
      most = count;
      where = config.drivers.front().diaphragm->zones[zone].outer_radius.where;
    }
  }
  // Measured on the shipped case: nodes per cell of quadratic tetrahedra, bytes of gmsh and of the factor.
  // Thermoviscous nodes have a displacement and a temperature each, every eighth a pressure.
  forecast.unknowns = 1.6 * (forecast.tetrahedra + 3.1 * thermoviscous);
  const std::string what =
      fmt::format("a mesh of about {:.2g} million tetrahedra", 1e-6 * forecast.tetrahedra);
  forecast.mesh = {what, 1500 * forecast.tetrahedra, where};
  forecast.solution = {what, 1500 * forecast.tetrahedra + 200 * std::pow(forecast.unknowns, 4.0 / 3.0),
                       where};
  return forecast;
}

MemoryNeed factorization_need(const Factorization &factorization) {
  return {"the factorisation", factorization.estimated_bytes()};
}

void require_memory(const MemoryNeed &need, double available, bool force,
                    const std::function<void(const std::string &)> &warn) {
  if (available <= 0 || need.bytes < available)
    return;
  const std::string message =
      fmt::format("{} needs about {}, but {} are free; use a coarser mesh (mesh.size), more machines, or "
                  "--force to try all the same",
                  need.what, format_bytes(need.bytes), format_bytes(available));
  if (!force)
    throw UserError(need.where, message);
  warn(message);
}

void require_mesh(const MeshForecast &forecast, const MemoryNeed &need, double available, bool force,
                  const std::function<void(const std::string &)> &warn) {
  require_memory(need, available, force, warn);
  if (forecast.tetrahedra <= most_tetrahedra)
    return;
  const std::string message =
      fmt::format("{}, expected at most {:g} million, as meshing takes about a minute per "
                  "million; use a coarser mesh (mesh.size), or --force to try all the same",
                  forecast.mesh.what, 1e-6 * most_tetrahedra);
  if (!force)
    throw UserError(forecast.mesh.where, message);
  warn(message);
}

double available_memory(MPI_Comm communicator) {
  MPI_Comm machine;
  MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  const bool first = dealii::Utilities::MPI::this_mpi_process(machine) == 0;
  MPI_Comm_free(&machine);
  return dealii::Utilities::MPI::sum(first ? told_by_system("/proc/meminfo", "MemAvailable:") : 0.0,
                                     communicator);
}

double peak_memory(const Factorization &factorization, double unknowns, MPI_Comm communicator) {
  constexpr double basis_vectors = 70; // complex ones of a fast sweep over the whole band, with their images
  const double now = dealii::Utilities::MPI::sum(told_by_system("/proc/self/status", "VmRSS:"), communicator);
  return now + factorization.estimated_bytes() + basis_vectors * sizeof(Complex) * unknowns;
}

std::string format_bytes(double bytes) {
  return bytes < 0.1 * gibibyte ? fmt::format("{:.1f} MiB", 1024 * bytes / gibibyte)
                                : fmt::format("{:.3g} GiB", bytes / gibibyte);
}

} // namespace earshot
