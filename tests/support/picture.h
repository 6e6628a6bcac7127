#ifndef EARSHOT_TESTS_SUPPORT_PICTURE_H
#define EARSHOT_TESTS_SUPPORT_PICTURE_H

#include "postprocess/style.h"

#include <gtest/gtest.h>
#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <vector>

/// Pictures as tests look at them.
namespace earshot::testing {

/// The pixels of a PNG file, columns from the left, rows from the bottom.
class Picture {
public:
  explicit Picture(const std::filesystem::path &file) {
    reader_->SetFileName(file.c_str());
    reader_->Update();
    int size[3];
    reader_->GetOutput()->GetDimensions(size);
    width = size[0], height = size[1];
  }

  int width = 0, height = 0;

  std::array<double, 3> colour(int column, int row) const {
    std::array<double, 3> result{};
    for (int c = 0; c < 3; ++c)
      result[c] = reader_->GetOutput()->GetScalarComponentAsDouble(column, row, 0, c) / 255;
    return result;
  }

  /// Share of the pixels that `wanted(red, green, blue)` accepts, of those in the rectangle that the shares
  /// of width and height name.
  template <class Wanted>
  double share(const Wanted &wanted, double left = 0, double right = 1, double bottom = 0,
               double top = 1) const {
    int found = 0, all = 0;
    for (int row = static_cast<int>(bottom * height); row < static_cast<int>(top * height); ++row)
      for (int column = static_cast<int>(left * width); column < static_cast<int>(right * width); ++column) {
        const auto [red, green, blue] = colour(column, row);
        found += wanted(red, green, blue);
        ++all;
      }
    return static_cast<double>(found) / all;
  }

  /// Mean row of the pixels of a line's colour in every column; nothing where there are none.
  std::vector<std::optional<double>> heights_of(const Colour &line) const {
    std::vector<std::optional<double>> heights(width);
    for (int column = 0; column < width; ++column) {
      double sum = 0;
      int count = 0;
      for (int row = 0; row < height; ++row) {
        const auto pixel = colour(column, row);
        double distance = 0; // soft edges mix with white; half way counts
        for (int c = 0; c < 3; ++c)
          distance = std::max(distance, std::abs(pixel[c] - line[c]));
        if (distance < 0.1)
          sum += row, ++count;
      }
      if (count > 0)
        heights[column] = sum / count;
    }
    return heights;
  }

private:
  vtkNew<vtkPNGReader> reader_;
};

/// How well a line of a picture follows a curve: the largest distance between the heights of the line and the
/// straight map of the curve's values that fits them best, over the extent of the heights. The line is taken
/// to span the curve's abscissae from its first to its last column.
inline double misfit(const std::vector<std::optional<double>> &heights, const std::vector<double> &abscissae,
                     const std::vector<double> &values) {
  std::vector<double> columns, rows;
  for (std::size_t column = 0; column < heights.size(); ++column)
    if (heights[column]) {
      columns.push_back(static_cast<double>(column));
      rows.push_back(*heights[column]);
    }
  if (columns.size() < 20)
    return INFINITY;
  std::vector<double> expected;
  for (const double column : columns) {
    const double x = abscissae.front() + (abscissae.back() - abscissae.front()) * (column - columns.front()) /
                                             (columns.back() - columns.front());
    std::size_t k = 1;
    while (k + 1 < abscissae.size() && abscissae[k] < x)
      ++k;
    const double t = (x - abscissae[k - 1]) / (abscissae[k] - abscissae[k - 1]);
    expected.push_back(std::lerp(values[k - 1], values[k], t));
  }
  double n = static_cast<double>(rows.size()), se = 0, sr = 0, see = 0, ser = 0, least = rows[0],
         most = rows[0];
  for (std::size_t i = 0; i < rows.size(); ++i) {
    se += expected[i], sr += rows[i], see += expected[i] * expected[i], ser += expected[i] * rows[i];
    least = std::min(least, rows[i]), most = std::max(most, rows[i]);
  }
  const double slope = (n * ser - se * sr) / (n * see - se * se), offset = (sr - slope * se) / n;
  if (!(slope > 0))
    return INFINITY;
  double worst = 0;
  for (std::size_t i = 0; i < rows.size(); ++i)
    worst = std::max(worst, std::abs(rows[i] - offset - slope * expected[i]));
  return worst / (most - least);
}

} // namespace earshot::testing

/// Pictures need an X server, which ./test.sh brings. Without one a test of pictures fails, unless
/// EARSHOT_WITHOUT_DISPLAY=1 says that this is meant.
#define EARSHOT_NEEDS_DISPLAY()                                                                              \
  if (!earshot::display_answers()) {                                                                         \
    if (std::getenv("EARSHOT_WITHOUT_DISPLAY") != nullptr)                                                   \
      GTEST_SKIP() << "EARSHOT_WITHOUT_DISPLAY is set";                                                      \
    FAIL() << "no X server answers: xvfb-run -a runs this test, EARSHOT_WITHOUT_DISPLAY=1 leaves it out";    \
  }

#endif
