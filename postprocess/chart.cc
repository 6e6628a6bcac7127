#include "postprocess/chart.h"

#include <fmt/format.h>

#include <vtkAxis.h>
#include <vtkBrush.h>
#include <vtkChartLegend.h>
#include <vtkContextScene.h>
#include <vtkDoubleArray.h>
#include <vtkPen.h>
#include <vtkPlot.h>
#include <vtkPlotArea.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>
#include <vtkStringArray.h>
#include <vtkTable.h>
#include <vtkTextProperty.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr int width = 1600;
constexpr int title_size = 30, label_size = 24;
constexpr Colour band_grey{0.83, 0.85, 0.88};

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

void set_ticks(vtkAxis &axis, const Range &range) {
  std::vector<double> positions;
  std::vector<std::string> labels;
  for (int i = 0; range.from + i * range.step <= range.to + 1e-9 * range.step; ++i) {
    positions.push_back(range.from + i * range.step);
    labels.push_back(fmt::format("{:g}", std::round(1e6 * positions.back()) / 1e6));
  }
  axis.SetRange(range.from, range.to);
  set_ticks(axis, positions, labels);
}

} // namespace

Canvas::Canvas(const std::string &title, const std::vector<double> &frequency_hz, int height) {
  set_up(title, height);
  const auto [least, greatest] = std::minmax_element(frequency_hz.begin(), frequency_hz.end());
  const double widen = *least == *greatest ? 2 : 1;
  set_frequency_axis(*chart->GetAxis(vtkAxis::BOTTOM), *least / widen, *greatest * widen);
}

Canvas::Canvas(const std::string &title, const std::string &abscissa, const Range &range) {
  set_up(title, usual_height);
  style(*chart->GetAxis(vtkAxis::BOTTOM), abscissa);
  set_ticks(*chart->GetAxis(vtkAxis::BOTTOM), range);
}

void Canvas::set_up(const std::string &title, int height) {
  view->GetRenderWindow()->SetOffScreenRendering(1);
  view->GetRenderWindow()->SetSize(width, height);
  view->GetRenderWindow()->SetMultiSamples(8);
  view->GetRenderer()->SetBackground(1, 1, 1);
  view->GetScene()->AddItem(chart);
  chart->SetAutoSize(false);
  chart->SetSize(vtkRectf(25, 20, width - 75, height - 45));
  chart->SetTitle(title);
  set_font(*chart->GetTitleProperties(), title_size, true);
}

void Canvas::set_value_axis(int side, const std::string &title, const Range &range, const Colour &colour) {
  style(*chart->GetAxis(side), title, colour);
  set_ticks(*chart->GetAxis(side), range);
}

void Canvas::add_curve(const std::vector<double> &abscissae, const Curve &curve, std::size_t index,
                       int corner) {
  vtkNew<vtkDoubleArray> x, y;
  x->SetName("x");
  y->SetName(curve.label.c_str());
  for (std::size_t i = 0; i < abscissae.size(); ++i)
    if (std::isfinite(curve.values[i])) {
      x->InsertNextValue(abscissae[i]);
      y->InsertNextValue(curve.values[i]);
    }
  vtkNew<vtkTable> table;
  table->AddColumn(x);
  table->AddColumn(y);
  // One point makes no line.
  vtkPlot *plot = chart->AddPlot(x->GetNumberOfValues() > 1 ? vtkChart::LINE : vtkChart::POINTS);
  plot->SetInputData(table, 0, 1);
  const Colour colour = line_colour(index);
  plot->GetPen()->SetColorF(colour[0], colour[1], colour[2]);
  plot->GetPen()->SetWidth(curve.dashed ? 2 : 4);
  plot->GetPen()->SetLineType(curve.dashed ? vtkPen::DASH_LINE : vtkPen::SOLID_LINE);
  plot->SetLabel(curve.label);
  chart->SetPlotCorner(plot, corner);
}

void Canvas::add_band(const std::vector<double> &abscissae, const std::string &label,
                      const std::vector<double> &lower, const std::vector<double> &upper) {
  vtkNew<vtkDoubleArray> x, from, to;
  x->SetName("x"), from->SetName("from"), to->SetName("to");
  for (std::size_t i = 0; i < abscissae.size(); ++i)
    if (std::isfinite(lower[i]) && std::isfinite(upper[i])) {
      x->InsertNextValue(abscissae[i]);
      from->InsertNextValue(lower[i]);
      to->InsertNextValue(upper[i]);
    }
  vtkNew<vtkTable> table;
  for (const auto &column : {x.Get(), from.Get(), to.Get()})
    table->AddColumn(column);
  auto *area = vtkPlotArea::SafeDownCast(chart->AddPlot(vtkChart::AREA));
  area->SetInputData(table);
  area->SetInputArray(0, "x");
  area->SetInputArray(1, "from");
  area->SetInputArray(2, "to");
  area->GetBrush()->SetColorF(band_grey[0], band_grey[1], band_grey[2]);
  area->SetLabel(label);
}

void Canvas::show_legend() {
  chart->SetShowLegend(true);
  vtkChartLegend *legend = chart->GetLegend();
  set_font(*legend->GetLabelProperties(), label_size - 2);
  legend->SetHorizontalAlignment(vtkChartLegend::LEFT);
  legend->GetPen()->SetColorF(grid_grey[0], grid_grey[1], grid_grey[2]);
  legend->SetVerticalAlignment(vtkChartLegend::BOTTOM);
}

void Canvas::save(const std::filesystem::path &path) {
  save_png(*view->GetRenderWindow(), path);
}

std::vector<double> log10_of(const std::vector<double> &frequency_hz) {
  std::vector<double> logs;
  for (const double f : frequency_hz)
    logs.push_back(std::log10(f));
  return logs;
}

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

Range range_of(const std::vector<Curve> &curves) {
  const auto [least, greatest] = finite_extent(curves);
  const double step = pleasant_step(std::max(greatest - least, 1.0), 7);
  return {step * std::floor((least - 0.1 * step) / step), step * std::ceil((greatest + 0.1 * step) / step),
          step};
}

Range range_from_zero(const std::vector<Curve> &curves) {
  const auto [least, greatest] = finite_extent(curves);
  const double lower = std::min(least, 0.0), upper = std::max(greatest, lower + 1e-12);
  const double step = pleasant_step(upper - lower, 6);
  return {step * std::floor(1.05 * lower / step), step * std::ceil(1.05 * upper / step), step};
}

} // namespace earshot
