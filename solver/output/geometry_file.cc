#include "solver/output/geometry_file.h"

#include "solver/files/tables.h"

#include <vtkCellArray.h>
#include <vtkCellData.h>
#include <vtkIntArray.h>
#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkStringArray.h>
#include <vtkXMLPolyDataWriter.h>

namespace earshot {

void write_geometry(const std::filesystem::path &file, const CadModel &model, const CadNames &names) {
  check_writable(file.parent_path());
  vtkNew<vtkPoints> points;
  for (const Vector3 &x : model.points)
    points->InsertNextPoint(x.data());
  vtkNew<vtkCellArray> cells;
  vtkNew<vtkIntArray> numbers;
  vtkNew<vtkStringArray> surfaces, volumes;
  numbers->SetName("face");
  surfaces->SetName("surface");
  volumes->SetName("volumes");
  for (std::size_t f = 0; f < model.faces.size(); ++f) {
    const CadFace &face = model.faces[f];
    std::string sides = names.solids[face.solids.front()];
    if (face.solids.size() > 1)
      sides += ", " + names.solids[face.solids[1]];
    for (const auto &[a, b, c] : face.facets) {
      cells->InsertNextCell({a, b, c});
      numbers->InsertNextValue(face.tag);
      surfaces->InsertNextValue(names.faces[f]);
      volumes->InsertNextValue(sides);
    }
  }
  vtkNew<vtkPolyData> data;
  data->SetPoints(points);
  data->SetPolys(cells);
  data->GetCellData()->AddArray(numbers);
  data->GetCellData()->AddArray(surfaces);
  data->GetCellData()->AddArray(volumes);
  vtkNew<vtkXMLPolyDataWriter> writer;
  writer->SetInputData(data);
  writer->SetDataModeToAppended();
  writer->EncodeAppendedDataOff();
  writer->WriteToOutputStringOn();
  if (writer->Write() == 0)
    throw UserError("can't write " + file.string());
  write_atomically(file, writer->GetOutputString());
}

} // namespace earshot
