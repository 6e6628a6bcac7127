#include "solver/analysis/field_output.h"

#include <algorithm>

namespace earshot {

FieldMesh air_field_mesh(const AirMesh &mesh) {
  FieldMesh field{CellShape::quadratic_tetrahedron, mesh.nodes, {}};
  for (const auto &cell : mesh.cells)
    field.connectivity.insert(field.connectivity.end(), cell.begin(), cell.end());
  return field;
}

std::vector<double> largest_around_nodes(const AirMesh &mesh, std::span<const double> of_cells) {
  std::vector<double> values(mesh.nodes.size(), 0);
  for (std::size_t cell = 0; cell < mesh.cells.size(); ++cell)
    for (const int node : mesh.cells[cell])
      values[node] = std::max(values[node], of_cells[cell]);
  return values;
}

FieldMesh shell_field_mesh(const ShellSpace &shell) {
  FieldMesh field{CellShape::quadrilateral, {}, {}};
  for (std::size_t node = 0; node < shell.n_nodes(); ++node) {
    const auto &x = shell.position(node);
    field.points.push_back({x[0], x[1], x[2]});
  }
  const std::size_t p = shell.degree(), row = p + 1;
  for (std::size_t cell = 0; cell < shell.n_cells(); ++cell) {
    const auto nodes = shell.cell_nodes(cell);
    for (std::size_t j = 0; j < p; ++j)
      for (std::size_t i = 0; i < p; ++i)
        for (const std::size_t k : {i + row * j, i + 1 + row * j, i + 1 + row * (j + 1), i + row * (j + 1)})
          field.connectivity.push_back(static_cast<int>(nodes[k]));
  }
  return field;
}

namespace {

bool has_elastic_housing(const Model &model) {
  return model.housing() && model.housing()->elastic;
}

} // namespace

FieldOutput::FieldOutput(const Model &model, const std::filesystem::path &directory, bool resume)
    : model_(model), air_(directory, "air", air_field_mesh(model.air().mesh()), resume) {
  for (const Driver &driver : model.drivers())
    if (driver.shell)
      shells_.emplace_back(directory, "diaphragm_" + driver.config.name.value,
                           shell_field_mesh(*driver.shell), resume);
  if (has_elastic_housing(model))
    shells_.emplace_back(directory, "housing", shell_field_mesh(*model.housing()->elastic->shell), resume);
}

void FieldOutput::write(double frequency_hz, std::span<const Complex> solution,
                        std::span<const double> cell_errors_db) {
  std::vector<PointData> air = pressure_data(model_.node_pressures(solution));
  if (!cell_errors_db.empty())
    air.push_back({"error_mesh_db", 1, largest_around_nodes(model_.air().mesh(), cell_errors_db)});
  air_.write(frequency_hz, air);
  auto shell = shells_.begin();
  for (const Driver &driver : model_.drivers())
    if (driver.shell)
      (shell++)->write(frequency_hz, displacement_data(model_.shell_displacements(driver, solution)));
  if (has_elastic_housing(model_))
    shell->write(frequency_hz, displacement_data(model_.wall_displacements(solution)));
}

} // namespace earshot
