#include "solver/app/geometry_listing.h"

#include "solver/config/reader.h"
#include "solver/mesh/cad_geometry.h"
#include "solver/output/geometry_file.h"
#include "solver/runtime/on_root.h"

#include <fmt/core.h>

namespace earshot {

std::optional<std::filesystem::path> list_geometry(const Options &options, MPI_Comm communicator) {
  const Case config = read_case(options.case_file, options.overrides);
  std::optional<std::filesystem::path> file;
  if (!config.geometry || config.geometry->is_template())
    return file;
  on_root(communicator, [&] {
    const CadInspection inspection = inspect_cad(config.geometry->cad, placed_bodies(config));
    fmt::print("{}\n", describe_cad_model(inspection));
    if (!options.directory.empty()) {
      file = std::filesystem::path(options.directory) / "geometry.vtp";
      write_geometry(*file, inspection.model, inspection.names);
      fmt::print("written: {}\n\n", file->string());
    }
  });
  return file;
}

} // namespace earshot
