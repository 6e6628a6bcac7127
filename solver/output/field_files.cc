#include "solver/output/field_files.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "solver/results/response.h"

#include <fmt/format.h>

#include <vtkCellArray.h>
#include <vtkFloatArray.h>
#include <vtkIdTypeArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkUnstructuredGrid.h>
#include <vtkVersion.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <regex>
#include <stdexcept>
#include <utility>

namespace earshot {

namespace {

constexpr double silence_db = -200;

// One decimal where it says all, three where it doesn't (1258.925 Hz of the base-ten grid); leading zeros
// keep the folder in order.
std::string file_name(const std::string &name, double frequency_hz) {
  const bool one_decimal = std::abs(10 * frequency_hz - std::round(10 * frequency_hz)) < 1e-6;
  return fmt::format("{}_{:0{}.{}f}Hz.vtu", name, frequency_hz, one_decimal ? 10 : 12, one_decimal ? 1 : 3);
}

/// Letters that mean something in XML, and what they are written as.
constexpr std::array<std::pair<char, const char *>, 5> xml_letters{
    {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&apos;"}}};

std::string xml_text(const std::string &text) {
  std::string escaped;
  for (const char letter : text) {
    const auto found = std::find_if(xml_letters.begin(), xml_letters.end(),
                                    [=](const auto &entry) { return entry.first == letter; });
    escaped += found == xml_letters.end() ? std::string(1, letter) : found->second;
  }
  return escaped;
}

/// The reverse of `xml_text`.
std::string plain_text(std::string text) {
  for (auto entry = xml_letters.rbegin(); entry != xml_letters.rend(); ++entry) // "&" last
    for (std::size_t at = 0; (at = text.find(entry->second, at)) != std::string::npos; ++at)
      text.replace(at, std::string(entry->second).size(), 1, entry->first);
  return text;
}

vtkNew<vtkUnstructuredGrid> grid_of(const FieldMesh &mesh) {
  vtkNew<vtkPoints> points;
  points->SetDataTypeToFloat();
  points->SetNumberOfPoints(static_cast<vtkIdType>(mesh.points.size()));
  for (std::size_t i = 0; i < mesh.points.size(); ++i)
    points->SetPoint(static_cast<vtkIdType>(i), mesh.points[i].data());
  const std::size_t n = nodes_per_cell(mesh.shape);
  vtkNew<vtkCellArray> cells;
  for (std::size_t first = 0; first < mesh.connectivity.size(); first += n) {
    cells->InsertNextCell(static_cast<int>(n));
    for (std::size_t k = 0; k < n; ++k)
      cells->InsertCellPoint(mesh.connectivity[first + k]);
  }
  vtkNew<vtkUnstructuredGrid> grid;
  grid->SetPoints(points);
  grid->SetCells(static_cast<int>(mesh.shape), cells);
  return grid;
}

void add_point_data(const PointData &data, vtkUnstructuredGrid &grid) {
  const std::size_t components = data.components;
  if (data.values.size() != components * static_cast<std::size_t>(grid.GetNumberOfPoints()))
    throw std::invalid_argument(fmt::format("{} has {} values of {} components at {} points", data.name,
                                            data.values.size(), components, grid.GetNumberOfPoints()));
  vtkNew<vtkFloatArray> array;
  array->SetName(data.name.c_str());
  array->SetNumberOfComponents(data.components);
  array->SetNumberOfTuples(grid.GetNumberOfPoints());
  for (std::size_t i = 0; i < data.values.size(); ++i)
    array->SetValue(static_cast<vtkIdType>(i), static_cast<float>(data.values[i]));
  grid.GetPointData()->AddArray(array);
}

void check(const FieldMesh &mesh) {
  if (mesh.connectivity.size() % nodes_per_cell(mesh.shape) != 0)
    throw std::invalid_argument("field mesh: the last cell lacks nodes");
  for (const int node : mesh.connectivity)
    if (node < 0 || static_cast<std::size_t>(node) >= mesh.points.size())
      throw std::invalid_argument(fmt::format("field mesh: no point {}", node));
}

} // namespace

int nodes_per_cell(CellShape shape) {
  switch (shape) {
  case CellShape::triangle:
    return 3;
  case CellShape::quadrilateral:
  case CellShape::tetrahedron:
    return 4;
  case CellShape::quadratic_triangle:
    return 6;
  case CellShape::quadratic_tetrahedron:
    return 10;
  }
  throw std::invalid_argument("unknown cell shape");
}

std::vector<PointData> pressure_data(std::span<const std::complex<double>> pressure) {
  std::vector<PointData> data{{"p_re", 1, {}}, {"p_im", 1, {}}, {"spl_db", 1, {}}};
  for (const auto &p : pressure) {
    data[0].values.push_back(p.real());
    data[1].values.push_back(p.imag());
    data[2].values.push_back(std::max(silence_db, sound_pressure_level(p)));
  }
  return data;
}

std::vector<PointData> displacement_data(std::span<const std::complex<double>> displacement) {
  std::vector<PointData> data{{"displacement_re", 3, {}}, {"displacement_im", 3, {}}};
  for (const auto &u : displacement) {
    data[0].values.push_back(u.real());
    data[1].values.push_back(u.imag());
  }
  return data;
}

std::string vtk_version() {
  return vtkVersion::GetVTKVersion();
}

std::vector<FieldFile> read_series(const std::filesystem::path &pvd) {
  const std::string text = read_text(pvd);
  const std::regex entry("<DataSet timestep=\"([^\"]*)\"[^>]*file=\"([^\"]*)\"");
  std::vector<FieldFile> files;
  for (std::sregex_iterator match(text.begin(), text.end(), entry), end; match != end; ++match) {
    FieldFile &file = files.emplace_back(FieldFile{0, plain_text((*match)[2])});
    if (!parse_number((*match)[1], file.frequency_hz))
      throw UserError(fmt::format("{}: '{}' is not a frequency", pvd.string(), (*match)[1].str()));
  }
  return files;
}

FieldSeries::FieldSeries(const std::filesystem::path &directory, std::string name, FieldMesh mesh,
                         bool resume)
    : directory_(directory), name_(std::move(name)), mesh_(std::move(mesh)) {
  check(mesh_);
  check_writable(directory_);
  const std::filesystem::path pvd = directory_ / (name_ + ".pvd");
  if (resume && std::filesystem::exists(pvd))
    for (const FieldFile &file : read_series(pvd))
      if (std::filesystem::exists(directory_ / file.file))
        files_.push_back(file);
}

void FieldSeries::write(double frequency_hz, const std::vector<PointData> &data) {
  const vtkNew<vtkUnstructuredGrid> grid = grid_of(mesh_);
  for (const PointData &array : data)
    add_point_data(array, *grid);
  const std::string name = file_name(name_, frequency_hz);
  vtkNew<vtkXMLUnstructuredGridWriter> writer;
  writer->SetInputData(grid);
  writer->SetDataModeToAppended();
  writer->EncodeAppendedDataOff();
  writer->SetCompressorTypeToZLib();
  writer->WriteToOutputStringOn();
  if (writer->Write() == 0)
    throw UserError("can't write " + (directory_ / name).string());
  write_atomically(directory_ / name, writer->GetOutputString());

  std::erase_if(files_, [&](const FieldFile &file) { return file.file == name; });
  files_.push_back({frequency_hz, name});
  std::sort(files_.begin(), files_.end(),
            [](const FieldFile &a, const FieldFile &b) { return a.frequency_hz < b.frequency_hz; });
  write_pvd();
}

void FieldSeries::write_pvd() const {
  std::string text =
      "<?xml version=\"1.0\"?>\n<VTKFile type=\"Collection\" version=\"0.1\">\n  <Collection>\n";
  for (const FieldFile &file : files_)
    text += fmt::format("    <DataSet timestep=\"{:.12g}\" group=\"\" part=\"0\" file=\"{}\"/>\n",
                        file.frequency_hz, xml_text(file.file));
  write_atomically(directory_ / (name_ + ".pvd"), text + "  </Collection>\n</VTKFile>\n");
}

} // namespace earshot
