// response.png and impedance.png: line charts over the logarithm of frequency.
#include "postprocess/style.h"
#include "postprocess/view.h"
#include "solver/output/tables.h"

#include <fmt/format.h>

#include <vtkAxis.h>
#include <vtkChartLegend.h>
#include <vtkChartXY.h>
#include <vtkContextScene.h>
#include <vtkContextView.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPen.h>
#include <vtkPlot.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkStringArray.h>
#include <vtkTable.h>
#include <vtkTextProperty.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr int width = 1600, height = 960;
constexpr int title_size = 30, label_size = 24;
constexpr int max_shown_range_db = 70; // what lies further below the maximum is noise on a screen

struct Curve {
  std::string label;
  std::vector<double> values;
};

struct Range {
  double from, to, step;
};

void style(vtkAxis &axis, const std::string &title, const Colour &colour = ink) {
  set_font(*axis.GetTitleProperties(), label_size);
  axis.GetTitleProperties()->SetColor(colour[0], colour[1], colour[2]);
  set_font(*axis.GetLabelProperties(), label_size - 2);
  axis.SetTitle(title);
  axis.GetPen()->SetColorF(ink[0], ink[1], ink[2]);
  axis.GetPen()->SetWidth(1.5);
  axis.GetGridPen()->SetColorF(grid_grey[0], grid_grey[1], grid_grey[2]);
  axis.SetBehavior(vtkAxis::FIXED);
}

void set_ticks(vtkAxis &axis, const std::vector<double> &positions, const std::vector<std::string> &labels) {
  vtkNew<vtkDoubleArray> places;
  vtkNew<vtkStringArray> texts;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    places->InsertNextValue(positions[i]);
    texts->InsertNextValue(labels[i]);
  }
  axis.SetCustomTickPositions(places, texts);
}

// The chart's own logarithmic axis labels nothing but decades in a narrow band; log10 f is drawn on a linear
// one.
void set_frequency_axis(vtkAxis &axis, double from, double to) {
  style(axis, "Frequency [Hz]");
  std::vector<double> positions;
  std::vector<std::string> labels;
  for (double decade = std::pow(10, std::floor(std::log10(from))); decade <= to; decade *= 10)
    for (int digit = 1; digit < 10; ++digit) {
      const double f = digit * decade;
      if (f < from * (1 - 1e-9) || f > to * (1 + 1e-9))
        continue;
      const bool labelled = digit == 1 || digit == 2 || digit == 5;
      positions.push_back(std::log10(f));
      labels.push_back(!labelled ? "" : f < 1000 ? fmt::format("{:g}", f) : fmt::format("{:g}k", f / 1000));
    }
  axis.SetRange(std::log10(from), std::log10(to));
  set_ticks(axis, positions, labels);
}

void set_value_axis(vtkAxis &axis, const std::string &title, const Range &range, const Colour &colour = ink) {
  style(axis, title, colour);
  std::vector<double> positions;
  std::vector<std::string> labels;
  for (int i = 0; range.from + i * range.step <= range.to + 1e-9 * range.step; ++i) {
    positions.push_back(range.from + i * range.step);
    labels.push_back(fmt::format("{:g}", std::round(1e6 * positions.back()) / 1e6));
  }
  axis.SetRange(range.from, range.to);
  set_ticks(axis, positions, labels);
}

void add_curve(vtkChartXY &chart, const std::vector<double> &frequency_hz, const Curve &curve,
               std::size_t index, int corner) {
  vtkNew<vtkDoubleArray> x, y;
  x->SetName("log10 f");
  y->SetName(curve.label.c_str());
  for (std::size_t i = 0; i < frequency_hz.size(); ++i)
    if (std::isfinite(curve.values[i])) {
      x->InsertNextValue(std::log10(frequency_hz[i]));
      y->InsertNextValue(curve.values[i]);
    }
  vtkNew<vtkTable> table;
  table->AddColumn(x);
  table->AddColumn(y);
  // One frequency makes no line.
  vtkPlot *plot = chart.AddPlot(x->GetNumberOfValues() > 1 ? vtkChart::LINE : vtkChart::POINTS);
  plot->SetInputData(table, 0, 1);
  const Colour colour = line_colour(index);
  plot->GetPen()->SetColorF(colour[0], colour[1], colour[2]);
  plot->GetPen()->SetWidth(3);
  plot->SetLabel(curve.label);
  chart.SetPlotCorner(plot, corner);
}

/// A chart in a window that nobody sees.
struct Canvas {
  vtkNew<vtkContextView> view;
  vtkNew<vtkChartXY> chart;

  Canvas(const std::string &title, const std::vector<double> &frequency_hz) {
    view->GetRenderWindow()->SetOffScreenRendering(1);
    view->GetRenderWindow()->SetSize(width, height);
    view->GetRenderWindow()->SetMultiSamples(8);
    view->GetRenderer()->SetBackground(1, 1, 1);
    view->GetScene()->AddItem(chart);
    chart->SetAutoSize(false);
    chart->SetSize(vtkRectf(25, 20, width - 75, height - 45));
    chart->SetTitle(title);
    set_font(*chart->GetTitleProperties(), title_size, true);
    const auto [least, greatest] = std::minmax_element(frequency_hz.begin(), frequency_hz.end());
    const double widen = *least == *greatest ? 2 : 1;
    set_frequency_axis(*chart->GetAxis(vtkAxis::BOTTOM), *least / widen, *greatest * widen);
  }

  void show_legend() {
    chart->SetShowLegend(true);
    vtkChartLegend *legend = chart->GetLegend();
    set_font(*legend->GetLabelProperties(), label_size - 2);
    legend->SetHorizontalAlignment(vtkChartLegend::LEFT);
    legend->GetPen()->SetColorF(grid_grey[0], grid_grey[1], grid_grey[2]);
    legend->SetVerticalAlignment(vtkChartLegend::BOTTOM);
  }
};

std::pair<double, double> finite_extent(const std::vector<Curve> &curves) {
  double least = HUGE_VAL, greatest = -HUGE_VAL;
  for (const Curve &curve : curves)
    for (const double value : curve.values)
      if (std::isfinite(value)) {
        least = std::min(least, value);
        greatest = std::max(greatest, value);
      }
  return least <= greatest ? std::pair{least, greatest} : std::pair{0.0, 1.0};
}

// At least 30 dB, so that a smooth response doesn't look rough; whole tens at the ends.
Range level_range(const std::vector<Curve> &curves) {
  const auto [least, greatest] = finite_extent(curves);
  const double to = 10 * std::ceil((greatest + 2) / 10);
  const double from = std::max(10 * std::floor((least - 2) / 10), to - max_shown_range_db);
  return {std::min(from, to - 30), to, to - from > 40 ? 10.0 : 5.0};
}

Range magnitude_range(const std::vector<double> &magnitude) {
  const double greatest = finite_extent({{"", magnitude}}).second;
  const double step = pleasant_step(greatest, 6);
  return {0, step * std::ceil(1.05 * greatest / step), step};
}

// Symmetric about zero.
Range phase_range(const std::vector<double> &phase) {
  const auto [least, greatest] = finite_extent({{"", phase}});
  const double reach = std::max({std::abs(least), std::abs(greatest), 10.0});
  const double step = reach <= 30 ? 10 : reach <= 90 ? 30 : 45;
  const double to = step * std::ceil(reach / step);
  return {-to, to, step};
}

std::filesystem::path draw_level(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "response.csv");
  const std::vector<double> f = table.column("frequency_hz");
  std::vector<Curve> curves{{"eardrum", table.column("spl_db")}};
  const std::string ending = "_spl_db";
  for (const std::string &name : table.columns)
    if (name.size() > ending.size() && name.ends_with(ending))
      curves.push_back({name.substr(0, name.size() - ending.size()), table.column(name)});

  Canvas canvas("Sound pressure level at the eardrum", f);
  if (curves.size() > 1) {
    canvas.chart->SetTitle("Sound pressure level");
    canvas.show_legend();
  }
  set_value_axis(*canvas.chart->GetAxis(vtkAxis::LEFT), "SPL [dB re 20 µPa]", level_range(curves));
  for (std::size_t i = 0; i < curves.size(); ++i)
    add_curve(*canvas.chart, f, curves[i], i, 0);
  const auto path = directory / "response.png";
  save_png(*canvas.view->GetRenderWindow(), path);
  return path;
}

std::filesystem::path draw_impedance(const std::filesystem::path &directory) {
  const Table table = read_table(directory / "impedance.csv");
  const std::vector<double> f = table.column("frequency_hz");
  const Curve magnitude{"magnitude", table.column("magnitude_ohm")},
      phase{"phase", table.column("phase_deg")};
  Canvas canvas("Electrical impedance at the plug", f);
  // The axes' titles bear the colours of their curves, in place of a legend.
  set_value_axis(*canvas.chart->GetAxis(vtkAxis::LEFT), "Magnitude [Ω]", magnitude_range(magnitude.values),
                 line_colour(0));
  set_value_axis(*canvas.chart->GetAxis(vtkAxis::RIGHT), "Phase [°]", phase_range(phase.values),
                 line_colour(1));
  canvas.chart->GetAxis(vtkAxis::RIGHT)->SetGridVisible(false); // two grids would cross
  add_curve(*canvas.chart, f, magnitude, 0, 0);
  add_curve(*canvas.chart, f, phase, 1, 1);
  const auto path = directory / "impedance.png";
  save_png(*canvas.view->GetRenderWindow(), path);
  return path;
}

} // namespace

std::vector<std::filesystem::path> draw_response(const std::filesystem::path &directory) {
  std::vector<std::filesystem::path> pictures{draw_level(directory)};
  if (std::filesystem::exists(directory / "impedance.csv"))
    pictures.push_back(draw_impedance(directory));
  return pictures;
}

} // namespace earshot
