#ifndef EARSHOT_OUTPUT_FIELD_FILES_H
#define EARSHOT_OUTPUT_FIELD_FILES_H

#include <array>
#include <complex>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace earshot {

/// Cells of field files, numbered as VTK numbers them. Nodes of the quadratic ones: vertices, then the
/// middles of edges 01, 12, 20 (triangle) and 01, 12, 02, 03, 13, 23 (tetrahedron), as AirMesh has them.
enum class CellShape {
  triangle = 5,
  quadrilateral = 9,
  tetrahedron = 10,
  quadratic_triangle = 22,
  quadratic_tetrahedron = 24
};

/// Nodes of one cell.
int nodes_per_cell(CellShape shape);

/// Points and cells of one shape that a field is drawn on.
struct FieldMesh {
  CellShape shape = CellShape::quadratic_tetrahedron;
  std::vector<std::array<double, 3>> points; ///< [m]
  std::vector<int> connectivity;             ///< nodes_per_cell(shape) point numbers for each cell
};

/// Values at the points of a field mesh: point by point, `components` numbers each.
struct PointData {
  std::string name;
  int components = 1;
  std::vector<double> values;
};

/// p_re, p_im [Pa] and spl_db of the pressures at the points. A zero pressure has -200 dB, not -inf, which
/// colour scales can't take.
std::vector<PointData> pressure_data(std::span<const std::complex<double>> pressure);

/// displacement_re and displacement_im [m] from x, y, z of each point in turn.
std::vector<PointData> displacement_data(std::span<const std::complex<double>> displacement);

/// Version of VTK, e.g. "9.1.0".
std::string vtk_version();

/// One file of a series.
struct FieldFile {
  double frequency_hz = 0;
  std::string file; ///< relative to the .pvd's folder
};

/// The files that a .pvd lists, in its order. UserError when it can't be read.
std::vector<FieldFile> read_series(const std::filesystem::path &pvd);

/// Files <directory>/<name>_<frequency>Hz.vtu and the <name>.pvd that lists them, with the frequency [Hz] as
/// time. The .pvd is renewed after each field, so that whatever is there can be opened. One rank writes.
class FieldSeries {
public:
  /// Creates the directory. `resume`: keeps listing the files of an earlier .pvd that still exist.
  /// UserError when the directory can't be created, std::invalid_argument on a mesh that doesn't fit its
  /// shape.
  FieldSeries(const std::filesystem::path &directory, std::string name, FieldMesh mesh, bool resume = false);

  /// Writes or replaces the field at a frequency, in single precision, compressed. UserError when the file
  /// can't be written, std::invalid_argument when data and points differ in number.
  void write(double frequency_hz, const std::vector<PointData> &data);

private:
  void write_pvd() const;

  std::filesystem::path directory_;
  std::string name_;
  FieldMesh mesh_;
  std::vector<FieldFile> files_; ///< ascending in frequency
};

} // namespace earshot

#endif
