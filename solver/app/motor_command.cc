#include "solver/app/motor_command.h"

#include "solver/config/reader.h"
#include "solver/files/tables.h"
#include "solver/motor/motors.h"
#include "solver/output/field_files.h"
#include "solver/runtime/on_root.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {
namespace {

namespace fs = std::filesystem;

/// Quadrilaterals that share no points, as B jumps between them.
FieldMesh field_mesh(const std::vector<std::array<double, 2>> &points) {
  FieldMesh mesh{CellShape::quadrilateral, {}, {}};
  for (const auto &[x, y] : points) {
    mesh.connectivity.push_back(static_cast<int>(mesh.points.size()));
    mesh.points.push_back({x, y, 0});
  }
  return mesh;
}

void write_field(const fs::path &directory, const std::string &driver, const MotorField &field) {
  PointData flux{"flux_wb", 1, field.flux}, density{"flux_density_t", 3, {}}, magnitude{"magnitude_t", 1, {}},
      saturation{"saturation", 1, field.saturation}, region{"region", 1, {}}, part{"region", 1, {}};
  for (const auto &[bx, by] : field.flux_density) {
    density.values.insert(density.values.end(), {bx, by, 0});
    magnitude.values.push_back(std::hypot(bx, by));
  }
  region.values.assign(field.region.begin(), field.region.end());
  part.values.assign(field.part_region.begin(), field.part_region.end());
  FieldSeries(directory / "fields", "motor_" + driver, field_mesh(field.points))
      .write(0, {flux, density, magnitude, saturation, region});
  FieldSeries(directory / "fields", "parts_" + driver, field_mesh(field.part_points)).write(0, {part});
}

} // namespace

int run_motor(const Options &options, MPI_Comm communicator) {
  const Case config = read_case(options.case_file, options.overrides);
  const fs::path directory = options.results_directory();
  on_root(communicator, [&] { check_writable(directory); });
  std::vector<ComputedMotor> motors;
  for (const DriverConfig &driver : config.drivers) {
    if (!driver.motor.magnetic)
      continue;
    MotorField field;
    motors.push_back(compute_motor_of(driver, config.magnetic_materials, communicator, &field));
    on_root(communicator, [&] {
      write_field(directory, driver.name, field);
      fmt::print("{}\n", describe_motor(motors.back()));
      for (const std::string &warning : motor_warnings(driver, motors.back()))
        fmt::print("warning: {}\n", warning);
    });
  }
  if (motors.empty())
    throw UserError(options.case_file +
                    ": found no driver with a table motor.magnetic, expected at least one");
  on_root(communicator, [&] {
    write_motors(directory, motors);
    fmt::print("results: {}\n", directory.string());
  });
  return 0;
}

} // namespace earshot
