#include "solver/model/prepare.h"

#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/moved_air_mesh.h"
#include "solver/model/diaphragm_sections.h"
#include "solver/runtime/on_root.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

template <class T>
void broadcast(std::vector<T> &values, MPI_Comm communicator) {
  static_assert(std::is_trivially_copyable_v<T>);
  unsigned long long size = values.size();
  MPI_Bcast(&size, 1, MPI_UNSIGNED_LONG_LONG, 0, communicator);
  values.resize(size);
  // In parts, because MPI counts in int.
  constexpr std::size_t part = std::size_t(1) << 30;
  char *data = reinterpret_cast<char *>(values.data());
  for (std::size_t done = 0, bytes = size * sizeof(T); done < bytes; done += part)
    MPI_Bcast(data + done, static_cast<int>(std::min(part, bytes - done)), MPI_CHAR, 0, communicator);
}

void broadcast(AirMesh &mesh, MPI_Comm communicator) {
  broadcast(mesh.nodes, communicator);
  broadcast(mesh.cells, communicator);
  broadcast(mesh.cell_volume, communicator);
  broadcast(mesh.faces, communicator);
  broadcast(mesh.pairs, communicator);
  mesh.volumes = dealii::Utilities::MPI::broadcast(communicator, mesh.volumes);
  mesh.surfaces = dealii::Utilities::MPI::broadcast(communicator, mesh.surfaces);
  mesh.straightened_cells = dealii::Utilities::MPI::broadcast(communicator, mesh.straightened_cells);
  mesh.notes = dealii::Utilities::MPI::broadcast(communicator, mesh.notes);
}

/// What a template's diaphragm looks like.
std::optional<Profile> first_profile(const Case &config) {
  return config.drivers.empty() ? std::nullopt : diaphragm_profile(config.drivers.front());
}

} // namespace

AirProperties air_properties(const Case &config) {
  const AirConfig &air = config.air;
  try {
    AirProperties properties = moist_air(air.temperature, air.static_pressure, air.relative_humidity);
    const auto replace = [](double &constant, const std::optional<Located<double>> &stated) {
      constant = stated ? stated->value : constant;
    };
    replace(properties.density, air.density);
    replace(properties.sound_speed, air.sound_speed);
    replace(properties.viscosity, air.viscosity);
    replace(properties.heat_capacity_ratio, air.heat_capacity_ratio);
    replace(properties.prandtl, air.prandtl);
    return properties;
  } catch (const std::domain_error &error) {
    throw UserError({config.file, 0, 0, "air"},
                    fmt::format("found {:.4g} K, {:.4g} kPa, {:.3g} %: {}", air.temperature.value,
                                1e-3 * air.static_pressure, 100 * air.relative_humidity, error.what()));
  }
}

std::shared_ptr<const AirMesh> prepare_mesh(const Case &config, MPI_Comm communicator,
                                            const MeshRefinement &refinement) {
  auto mesh = std::make_shared<AirMesh>();
  on_root(communicator, [&] {
    const std::optional<Profile> profile = first_profile(config);
    *mesh = build_air_mesh(config, profile ? &*profile : nullptr, refinement);
  });
  broadcast(*mesh, communicator);
  return mesh;
}

FollowingMesh follow_dimensions(const AirMesh &mesh, const Case &before, const Case &after,
                                MPI_Comm communicator) {
  MovedAirMesh moved;
  on_root(communicator, [&] {
    const std::optional<Profile> profile = first_profile(before), changed = first_profile(after);
    moved =
        moved_air_mesh(mesh, {before, profile ? &*profile : nullptr}, {after, changed ? &*changed : nullptr});
  });
  broadcast(moved.mesh, communicator);
  std::array<double, 2> qualities{moved.quality, moved.quality_before};
  MPI_Bcast(qualities.data(), 2, MPI_DOUBLE, 0, communicator);
  return {std::make_shared<const AirMesh>(std::move(moved.mesh)), qualities[0], qualities[1]};
}

double middle_of(const std::vector<double> &frequencies) {
  return 2 * std::numbers::pi * std::sqrt(frequencies.front() * frequencies.back());
}

} // namespace earshot
