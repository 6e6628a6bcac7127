#ifndef EARSHOT_POSTPROCESS_CHART_H
#define EARSHOT_POSTPROCESS_CHART_H

#include "postprocess/style.h"

#include <vtkChartXY.h>
#include <vtkContextView.h>
#include <vtkNew.h>

#include <string>
#include <utility>
#include <vector>

namespace earshot {

struct Curve {
  std::string label;
  std::vector<double> values;
  bool dashed = false; ///< thin and dashed, so that a curve underneath is seen
};

/// Ends and ticks of an axis.
struct Range {
  double from, to, step;
};

/// A line chart in a window that nobody sees.
struct Canvas {
  vtkNew<vtkContextView> view;
  vtkNew<vtkChartXY> chart;

  /// Over the logarithm of frequency [Hz]; curves are added over log10 f. @param height in pixels
  Canvas(const std::string &title, const std::vector<double> &frequency_hz, int height = usual_height);
  /// Over anything else.
  Canvas(const std::string &title, const std::string &abscissa, const Range &range);

  /// @param side vtkAxis::LEFT, RIGHT
  void set_value_axis(int side, const std::string &title, const Range &range, const Colour &colour = ink);
  /// @param index of the colour @param corner 0: axes left and bottom, 1: right and bottom
  void add_curve(const std::vector<double> &abscissae, const Curve &curve, std::size_t index, int corner);
  /// A grey area between two curves, behind what is added later; not where they aren't finite.
  void add_band(const std::vector<double> &abscissae, const std::string &label,
                const std::vector<double> &lower, const std::vector<double> &upper);
  void show_legend();
  void save(const std::filesystem::path &path);

private:
  static constexpr int usual_height = 960;
  void set_up(const std::string &title, int height);
};

std::vector<double> log10_of(const std::vector<double> &frequency_hz);

/// Least and greatest finite value; 0 and 1 when there is none.
std::pair<double, double> finite_extent(const std::vector<Curve> &curves);

/// From below the least to above the greatest value, by 1 dB at least.
Range range_of(const std::vector<Curve> &curves);

/// From zero to above the greatest value, or from below the least one when that is negative.
Range range_from_zero(const std::vector<Curve> &curves);

} // namespace earshot

#endif
