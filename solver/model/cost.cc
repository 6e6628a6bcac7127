#include "solver/model/cost.h"

#include <deal.II/base/mpi.h>

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace earshot {

namespace {

constexpr double gibibyte = 1024.0 * 1024.0 * 1024.0;

struct Part {
  std::string name;
  double volume; ///< [m3]
};

/// Parts of the template, as large as their cylinders.
std::vector<Part> parts_of(const GeometryConfig &geometry) {
  std::vector<Part> parts;
  const auto add = [&](const std::string &name, const auto &cylinder) {
    parts.push_back({name, std::numbers::pi * cylinder.radius * cylinder.radius * cylinder.length});
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
          part.sectors * part.angle / 2 * (part.to - part.from) * ((a * a + a * b + b * b) / 3 - c * c)};
}

const Located<double> &edge_length(const MeshConfig &mesh, const std::string &volume) {
  const auto found = std::find_if(mesh.region.begin(), mesh.region.end(),
                                  [&](const auto &region) { return region.volume.value == volume; });
  return found == mesh.region.end() ? mesh.size : found->size;
}

bool is_thermoviscous(const Case &config, const std::string &volume) {
  return std::any_of(config.volumes.begin(), config.volumes.end(), [&](const VolumeConfig &entry) {
    return entry.name.value == volume && entry.model.value == "thermoviscous";
  });
}

/// Tetrahedra around a thin ring of the diaphragm, whose edges are as short as it is wide. The mesh grows
/// coarser away from it by 0.4 per distance, which makes 6 sqrt(2) pi / 0.4^2 = 167 tetrahedra per length and
/// edge in free space; a quarter of them leaves room for walls.
double tetrahedra_around(const ZoneConfig &zone, double inner_radius, double largest_edge) {
  const double edge = std::min(largest_edge, 2 * (zone.outer_radius - inner_radius));
  return 2 * std::numbers::pi * zone.outer_radius * 40 / edge;
}

/// MemAvailable of this machine [bytes]; 0 when the system doesn't tell.
double memory_of_this_machine() {
  std::ifstream file("/proc/meminfo");
  std::string line;
  double kibibytes = 0;
  while (std::getline(file, line))
    if (std::sscanf(line.c_str(), "MemAvailable: %lf kB", &kibibytes) == 1)
      return 1024 * kibibytes;
  return 0;
}

} // namespace

MeshForecast forecast_mesh(const Case &config) {
  MeshForecast forecast;
  std::vector<Part> parts;
  if (config.geometry)
    parts = parts_of(*config.geometry);
  for (const PartConfig &part : config.parts)
    parts.push_back(part_of(part));
  if (parts.empty())
    return forecast;
  double most = 0, thermoviscous = 0;
  SourcePosition where;
  for (const Part &part : parts) {
    const Located<double> &edge = edge_length(config.mesh, part.name);
    // A regular tetrahedron of edge h has the volume h^3 / (6 sqrt 2).
    const double count = part.volume * 6 * std::numbers::sqrt2 / std::pow(edge.value, 3);
    forecast.tetrahedra += count;
    if (is_thermoviscous(config, part.name))
      thermoviscous += count;
    if (count > most) {
      most = count;
      where = edge.where;
    }
  }
  if (!config.drivers.empty() && config.drivers.front().diaphragm) {
    double inner_radius = 0;
    for (const ZoneConfig &zone : config.drivers.front().diaphragm->zones) {
      const double count = tetrahedra_around(zone, inner_radius, config.mesh.size);
      forecast.tetrahedra += count;
      if (count > most) {
        most = count;
        where = zone.outer_radius.where;
      }
      inner_radius = zone.outer_radius;
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

double available_memory(MPI_Comm communicator) {
  MPI_Comm machine;
  MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  const bool first = dealii::Utilities::MPI::this_mpi_process(machine) == 0;
  MPI_Comm_free(&machine);
  return dealii::Utilities::MPI::sum(first ? memory_of_this_machine() : 0.0, communicator);
}

std::string format_bytes(double bytes) {
  return bytes < 0.1 * gibibyte ? fmt::format("{:.1f} MiB", 1024 * bytes / gibibyte)
                                : fmt::format("{:.3g} GiB", bytes / gibibyte);
}

} // namespace earshot
