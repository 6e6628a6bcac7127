#include "postprocess/actors.h"

#include "postprocess/style.h"

#include <vtkTextProperty.h>

#include <array>

namespace earshot {

void set_level_colours(vtkColorTransferFunction &colours, double from, double to) {
  // nine of its 256 colours
  static constexpr std::array<Colour, 9> viridis{{{0.267, 0.005, 0.329},
                                                  {0.279, 0.175, 0.483},
                                                  {0.230, 0.322, 0.546},
                                                  {0.173, 0.449, 0.558},
                                                  {0.128, 0.567, 0.551},
                                                  {0.158, 0.684, 0.502},
                                                  {0.369, 0.789, 0.383},
                                                  {0.678, 0.864, 0.190},
                                                  {0.993, 0.906, 0.144}}};
  for (std::size_t i = 0; i < viridis.size(); ++i)
    colours.AddRGBPoint(from + (to - from) * static_cast<double>(i) / (viridis.size() - 1), viridis[i][0],
                        viridis[i][1], viridis[i][2]);
}

vtkNew<vtkTextActor> text_actor(const std::string &text, int size, bool bold) {
  vtkNew<vtkTextActor> actor;
  actor->SetInput(text.c_str());
  set_font(*actor->GetTextProperty(), size, bold);
  return actor;
}

vtkNew<vtkScalarBarActor> colour_bar(vtkColorTransferFunction &colours, const std::string &title,
                                     const std::string &label_format) {
  vtkNew<vtkScalarBarActor> bar;
  bar->SetLookupTable(&colours);
  bar->SetTitle(title.c_str());
  bar->SetNumberOfLabels(5);
  bar->SetLabelFormat(label_format.c_str());
  bar->UnconstrainedFontSizeOn();
  set_font(*bar->GetTitleTextProperty(), 22);
  set_font(*bar->GetLabelTextProperty(), 20);
  bar->SetVerticalTitleSeparation(14);
  bar->SetTextPad(6);
  bar->GetPositionCoordinate()->SetValue(0.02, 0.08);
  bar->GetPosition2Coordinate()->SetValue(0.9, 0.84);
  bar->SetBarRatio(0.22);
  return bar;
}

} // namespace earshot
