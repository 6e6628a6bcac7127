#include "postprocess/style.h"

#include "solver/files/tables.h"

#include <fmt/format.h>

#include <vtkImageAppend.h>
#include <vtkNew.h>
#include <vtkPNGWriter.h>
#include <vtkRenderWindow.h>
#include <vtkTextProperty.h>
#include <vtkUnsignedCharArray.h>
#include <vtkWindowToImageFilter.h>

#include <cmath>

namespace earshot {

Colour line_colour(std::size_t index) {
  static constexpr std::array<Colour, 7> colours{{{0.00, 0.45, 0.70},
                                                  {0.84, 0.37, 0.00},
                                                  {0.00, 0.62, 0.45},
                                                  {0.80, 0.47, 0.65},
                                                  {0.90, 0.62, 0.00},
                                                  {0.34, 0.71, 0.91},
                                                  {0.35, 0.35, 0.35}}};
  return colours[index % colours.size()];
}

void set_font(vtkTextProperty &property, int size, bool bold) {
  const std::string file =
      fmt::format("/usr/share/fonts/truetype/dejavu/DejaVuSans{}.ttf", bold ? "-Bold" : "");
  if (std::filesystem::exists(file)) {
    property.SetFontFamily(VTK_FONT_FILE);
    property.SetFontFile(file.c_str());
  } else {
    property.SetFontFamilyToArial();
    property.SetBold(bold);
  }
  property.SetFontSize(size);
  property.SetColor(ink[0], ink[1], ink[2]);
}

double pleasant_step(double length, int parts) {
  const double rough = length / parts, power = std::pow(10, std::floor(std::log10(rough)));
  const double lead = rough / power;
  return power * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
}

void save_png(vtkRenderWindow &window, const std::filesystem::path &path) {
  save_png(std::vector{&window}, path);
}

void save_png(const std::vector<vtkRenderWindow *> &windows, const std::filesystem::path &path) {
  vtkNew<vtkImageAppend> stack;
  stack->SetAppendAxis(1); // upwards
  for (auto window = windows.rbegin(); window != windows.rend(); ++window) {
    (*window)->Render();
    vtkNew<vtkWindowToImageFilter> image;
    image->SetInput(*window);
    image->SetInputBufferTypeToRGB();
    image->ReadFrontBufferOff();
    image->Update();
    stack->AddInputData(image->GetOutput());
  }
  vtkNew<vtkPNGWriter> writer;
  writer->SetInputConnection(stack->GetOutputPort());
  writer->WriteToMemoryOn();
  writer->Write();
  const vtkUnsignedCharArray *bytes = writer->GetResult();
  auto *data = const_cast<vtkUnsignedCharArray *>(bytes);
  write_atomically(path, std::string(reinterpret_cast<const char *>(data->GetPointer(0)),
                                     static_cast<std::size_t>(data->GetNumberOfTuples())));
}

} // namespace earshot
