#include "solver/study/prepare.h"

#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/mesh_summary.h"
#include "solver/study/on_root.h"
#include "solver/study/shell_wiring.h"

#include <fmt/core.h>

#include <fstream>
#include <numbers>

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
}

/// MemAvailable of this machine [bytes]; 0 when the system doesn't tell.
double memory_of_this_machine() {
  std::ifstream file("/proc/meminfo");
  std::string key, unit;
  double kibibytes = 0;
  while (file >> key >> kibibytes >> unit)
    if (key == "MemAvailable:")
      return 1024 * kibibytes;
  return 0;
}

} // namespace

std::shared_ptr<const AirMesh> prepare_mesh(const Case &config, MPI_Comm communicator) {
  auto mesh = std::make_shared<AirMesh>();
  on_root(communicator, [&] {
    const auto profile = config.drivers.empty() ? std::nullopt : diaphragm_profile(config.drivers.front());
    *mesh = build_air_mesh(config, profile ? &*profile : nullptr);
  });
  broadcast(*mesh, communicator);
  return mesh;
}

std::string describe_mesh(const AirMesh &mesh) {
  const MeshSummary summary = summarize(mesh);
  std::string text = fmt::format("mesh: {} nodes, {} tetrahedra, smallest angle {:.0f} deg", summary.nodes,
                                 summary.cells, summary.smallest_angle * 180 / std::numbers::pi);
  if (summary.straightened_cells > 0)
    text += fmt::format(", {} kept straight", summary.straightened_cells);
  for (const auto &volume : summary.volumes)
    text += fmt::format("\n  volume  {:<20} {:10.4g} mm3 {:8} tetrahedra", volume.name, 1e9 * volume.volume,
                        volume.cells);
  for (const auto &surface : summary.surfaces)
    text += fmt::format("\n  surface {:<20} {:10.4g} mm2 {:8} triangles{}", surface.name, 1e6 * surface.area,
                        surface.triangles, surface.split ? ", split" : "");
  return text;
}

double available_memory(MPI_Comm communicator) {
  MPI_Comm machine;
  MPI_Comm_split_type(communicator, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &machine);
  const bool first = dealii::Utilities::MPI::this_mpi_process(machine) == 0;
  MPI_Comm_free(&machine);
  return dealii::Utilities::MPI::sum(first ? memory_of_this_machine() : 0.0, communicator);
}

} // namespace earshot
