#include "solver/model/prepare.h"

#include "solver/mesh/build_air_mesh.h"
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
    const auto profile = config.drivers.empty() ? std::nullopt : diaphragm_profile(config.drivers.front());
    *mesh = build_air_mesh(config, profile ? &*profile : nullptr, refinement);
  });
  broadcast(*mesh, communicator);
  return mesh;
}

double middle_of(const std::vector<double> &frequencies) {
  return 2 * std::numbers::pi * std::sqrt(frequencies.front() * frequencies.back());
}

} // namespace earshot
