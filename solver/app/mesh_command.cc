#include "solver/app/mesh_command.h"

#include "solver/app/report.h"
#include "solver/config/reader.h"
#include "solver/files/tables.h"
#include "solver/mesh/cad_writer.h"
#include "solver/mesh/mesh_writer.h"
#include "solver/model/cost.h"
#include "solver/model/diaphragm_sections.h"
#include "solver/model/prepare.h"
#include "solver/runtime/on_root.h"

#include <fmt/core.h>

#include <filesystem>

namespace earshot {
namespace {

int write_geometry_as_step(const Case &config, const std::string &file, MPI_Comm communicator) {
  on_root(communicator, [&] {
    check_writable(std::filesystem::absolute(file).parent_path());
    const auto profile = config.drivers.empty() ? std::nullopt : diaphragm_profile(config.drivers.front());
    write_step(config, profile ? &*profile : nullptr, file);
    fmt::print("written: {}\n", file);
  });
  return 0;
}

} // namespace

int write_mesh(const Options &options, const std::string &file, MPI_Comm communicator) {
  const Case config = read_case(options.case_file, options.overrides);
  if (std::filesystem::path(file).extension() == ".step")
    return write_geometry_as_step(config, file, communicator);
  const MeshForecast forecast = forecast_mesh(config);
  require_mesh(forecast, forecast.mesh, available_memory(communicator), options.force,
               [](const std::string &) {});
  on_root(communicator, [&] {
    if (std::filesystem::path(file).extension() != ".msh")
      throw UserError(fmt::format("found --output {}, expected a name that ends in .msh or .step", file));
    check_writable(std::filesystem::absolute(file).parent_path());
  });
  const double sound_speed = air_properties(config).sound_speed;
  const auto mesh = prepare_mesh(config, communicator);
  on_root(communicator, [&] {
    write_msh(*mesh, file);
    fmt::print("{}\nwritten: {}\n", describe_mesh(*mesh, config, sound_speed), file);
  });
  return 0;
}

} // namespace earshot
