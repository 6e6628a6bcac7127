#include "postprocess/report/field_series.h"

#include "postprocess/field_data.h"
#include "postprocess/report/packed_array.h"
#include "solver/config/located.h"
#include "solver/output/field_files.h"

#include <fmt/format.h>
#include <vtkDataArray.h>
#include <vtkIdList.h>
#include <vtkPointData.h>

#include <algorithm>
#include <cmath>

namespace earshot {
namespace {

using nlohmann::ordered_json;

/// Nodes beyond which second-order cells are shown by their corners.
constexpr std::size_t most_second_order_nodes = 80'000;
/// What a number takes: two bytes, which hardly compress, as text.
constexpr double bytes_per_number = 2 * 4.0 / 3;

/// What of a grid is shown: its cells, with the nodes that these have, renumbered.
struct ShownMesh {
  std::vector<vtkIdType> nodes; ///< the grid's numbers
  std::vector<std::uint32_t> cells;
  int nodes_per_cell = 0;
};

ShownMesh shown_mesh(vtkUnstructuredGrid &grid, const std::filesystem::path &pvd) {
  const int type = grid.GetCellType(0);
  const bool second_order = type == static_cast<int>(CellShape::quadratic_tetrahedron);
  if (!second_order && type != static_cast<int>(CellShape::tetrahedron) &&
      type != static_cast<int>(CellShape::quadrilateral))
    throw UserError(fmt::format("{}: found cells of VTK's type {}, expected tetrahedra or quadrilaterals",
                                pvd.string(), type));
  const bool corners_only =
      second_order && static_cast<std::size_t>(grid.GetNumberOfPoints()) > most_second_order_nodes;
  ShownMesh mesh;
  mesh.nodes_per_cell = second_order && !corners_only ? 10 : 4;
  std::vector<std::int64_t> number(grid.GetNumberOfPoints(), -1);
  vtkNew<vtkIdList> nodes;
  for (vtkIdType cell = 0; cell < grid.GetNumberOfCells(); ++cell) {
    grid.GetCellPoints(cell, nodes);
    for (int k = 0; k < mesh.nodes_per_cell; ++k) {
      std::int64_t &own = number[nodes->GetId(k)];
      if (own < 0) {
        own = static_cast<std::int64_t>(mesh.nodes.size());
        mesh.nodes.push_back(nodes->GetId(k));
      }
      mesh.cells.push_back(static_cast<std::uint32_t>(own));
    }
  }
  return mesh;
}

std::vector<double> coordinates(vtkUnstructuredGrid &grid, const ShownMesh &mesh) {
  std::vector<double> values;
  for (const vtkIdType node : mesh.nodes) {
    const double *x = grid.GetPoint(node);
    values.insert(values.end(), x, x + 3);
  }
  return values;
}

std::vector<double> values_of(vtkDataArray &array, const ShownMesh &mesh) {
  std::vector<double> values;
  for (const vtkIdType node : mesh.nodes)
    for (int c = 0; c < array.GetNumberOfComponents(); ++c)
      values.push_back(array.GetComponent(node, c));
  return values;
}

/// The field at one frequency.
ordered_json packed_phasors(double frequency, vtkUnstructuredGrid &grid, const ShownMesh &mesh) {
  const bool pressure = grid.GetPointData()->HasArray("p_re") != 0;
  const int components = pressure ? 1 : 3;
  const std::string name = pressure ? "p" : "displacement";
  return {{"frequency_hz", frequency},
          {"re", packed_to_16_bits(values_of(point_array(grid, name + "_re", components), mesh))},
          {"im", packed_to_16_bits(values_of(point_array(grid, name + "_im", components), mesh))}};
}

/// `count` of them, evenly spread, the first and the last among them.
std::vector<FieldFile> chosen(const std::vector<FieldFile> &files, std::size_t count) {
  if (count >= files.size())
    return files;
  if (count == 1)
    return {files[files.size() / 2]};
  std::vector<FieldFile> some;
  for (std::size_t k = 0; k < count; ++k)
    some.push_back(files[k * (files.size() - 1) / (count - 1)]);
  return some;
}

} // namespace

std::optional<ordered_json> packed_fields(const std::filesystem::path &pvd, std::size_t budget) {
  const std::vector<FieldFile> files = read_series(pvd);
  if (files.empty())
    return std::nullopt;
  vtkNew<vtkUnstructuredGrid> grid;
  read_nearest_field(pvd, files.front().frequency_hz, *grid);
  const ShownMesh mesh = shown_mesh(*grid, pvd);
  const bool quadrilaterals = grid->GetCellType(0) == static_cast<int>(CellShape::quadrilateral);
  const bool pressure = grid->GetPointData()->HasArray("p_re") != 0;
  const auto for_mesh =
      static_cast<std::size_t>(bytes_per_number * (3 * static_cast<double>(mesh.nodes.size()) +
                                                   static_cast<double>(mesh.cells.size())));
  const auto per_step = static_cast<std::size_t>(bytes_per_number * 2 * (pressure ? 1 : 3) *
                                                 static_cast<double>(mesh.nodes.size()));
  if (for_mesh + per_step > budget)
    return std::nullopt;
  ordered_json steps = ordered_json::array();
  for (const FieldFile &file : chosen(files, (budget - for_mesh) / std::max<std::size_t>(per_step, 1))) {
    read_nearest_field(pvd, file.frequency_hz, *grid);
    steps.push_back(packed_phasors(file.frequency_hz, *grid, mesh));
  }
  return ordered_json{{"name", pvd.stem().string()},
                      {"cell", quadrilaterals ? "quadrilateral" : "tetrahedron"},
                      {"nodes_mm", packed_points(coordinates(*grid, mesh))},
                      {"cells", packed_indices(mesh.cells)},
                      {"nodes_per_cell", mesh.nodes_per_cell},
                      {"written", files.size()},
                      {"steps", steps}};
}

} // namespace earshot
