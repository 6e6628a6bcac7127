#ifndef EARSHOT_ANALYSIS_FIELD_OUTPUT_H
#define EARSHOT_ANALYSIS_FIELD_OUTPUT_H

#include "solver/model/model.h"
#include "solver/output/field_files.h"

#include <filesystem>
#include <span>
#include <vector>

namespace earshot {

FieldMesh air_field_mesh(const AirMesh &mesh);

/// Values of cells at the mesh's nodes: the largest of the cells around each.
std::vector<double> largest_around_nodes(const AirMesh &mesh, std::span<const double> of_cells);

/// Each element of degree p as p x p quadrilaterals between its nodes; the points are the nodes.
FieldMesh shell_field_mesh(const ShellSpace &shell);

/// Writes the fields of a model: pressure of the air, displacement of every diaphragm. Rank 0 writes.
class FieldOutput {
public:
  FieldOutput(const Model &model, const std::filesystem::path &directory, bool resume);

  /// @param cell_errors_db  what each cell of the air has of the mesh's error; nothing where nobody asked
  void write(double frequency_hz, std::span<const Complex> solution,
             std::span<const double> cell_errors_db = {});

private:
  const Model &model_;
  FieldSeries air_;
  std::vector<FieldSeries> shells_;
};

} // namespace earshot

#endif
