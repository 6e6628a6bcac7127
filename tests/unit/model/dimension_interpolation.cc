// Interpolation between meshes with other dimensions, of functions that are known.
#include "solver/model/dimension_interpolation.h"

#include <gtest/gtest.h>

#include <cmath>

namespace earshot {
namespace {

Dimension dimension(const std::string &key, double value) {
  Parameter parameter;
  parameter.key = key;
  parameter.value = value;
  parameter.unit = "m";
  return {key, {parameter}};
}

/// Axes of four points; all planes where it is asked for.
DimensionInterpolation interpolation(const std::vector<double> &origin, double reach, bool with_planes) {
  std::vector<DimensionInterpolation::Axis> axes;
  for (const double value : origin)
    axes.push_back(axis_of(dimension("d" + std::to_string(axes.size()), value), (1 - reach) * value,
                           (1 + reach) * value, 4));
  DimensionInterpolation result(axes, {});
  for (std::size_t a = 0; a < axes.size(); ++a)
    for (std::size_t point = 0; point < axes[a].points.size(); ++point)
      result.add({{{a, point}}, {}});
  for (std::size_t a = 0; with_planes && a < axes.size(); ++a)
    for (std::size_t b = a + 1; b < axes.size(); ++b)
      for (const std::size_t first : result.ends(a))
        for (const std::size_t second : result.ends(b))
          result.add({{{a, first}, {b, second}}, {}});
  return result;
}

/// F_0 + sum w (F_n - F_0).
template <class Function>
double interpolated(const DimensionInterpolation &nodes, const Function &function,
                    const std::vector<double> &values) {
  std::vector<double> origin;
  for (const auto &axis : nodes.axes())
    origin.push_back(axis.dimension.value());
  const std::vector<double> weights = nodes.weights(values);
  double sum = function(origin);
  for (std::size_t n = 0; n < weights.size(); ++n) {
    std::vector<double> at = origin;
    for (const auto &[axis, point] : nodes.nodes()[n].at)
      at[axis] = nodes.axes()[axis].points[point];
    sum += weights[n] * (function(at) - function(origin));
  }
  return sum;
}

// A tube's stiffness over its length, its mass, and the section of a round one are within the functions.
TEST(DimensionInterpolation, IsExactAlongAnAxisForTubes) {
  const DimensionInterpolation nodes = interpolation({2, 3}, 0.3, false);
  const auto function = [](const std::vector<double> &mu) { return 1 / mu[0] + mu[0] * mu[0] + 4 * mu[1]; };
  for (const double share : {0.71, 0.9, 1.0, 1.28})
    EXPECT_NEAR(interpolated(nodes, function, {2 * share, 3 * (2 - share)}),
                function({2 * share, 3 * (2 - share)}), 1e-12);
}

// r^2 L and r^2 / L: along the axes alone (r^2 - 1)(L - 1) is missing, with planes the third differences of
// three points: (0.2)^3 / 3 of a part of 0.44.
TEST(DimensionInterpolation, NeedsPlanesOfDimensionsThatActTogether) {
  for (const double power : {1.0, -1.0}) {
    const auto function = [&](const std::vector<double> &mu) {
      return mu[0] * mu[0] * std::pow(mu[1], power);
    };
    const std::vector<double> design = {1.17, 0.85};
    const double exact = function(design);
    EXPECT_GT(std::abs(interpolated(interpolation({1, 1}, 0.2, false), function, design) - exact), 0.02);
    EXPECT_LT(std::abs(interpolated(interpolation({1, 1}, 0.2, true), function, design) - exact), 1e-3);
  }
}

TEST(DimensionInterpolation, IsThatOfTheNodesAtTheNodes) {
  const DimensionInterpolation nodes = interpolation({2, 3}, 0.2, true);
  const auto function = [](const std::vector<double> &mu) { return std::exp(mu[0]) * std::sin(mu[1]); };
  for (const auto &node : nodes.nodes()) {
    std::vector<double> at = {2, 3};
    for (const auto &[axis, point] : node.at)
      at[axis] = nodes.axes()[axis].points[point];
    EXPECT_NEAR(interpolated(nodes, function, at), function(at), 1e-11);
  }
}

// A place may be at 0 or below, where 1 / mu is none.
TEST(DimensionInterpolation, TakesPolynomialsAcrossZero) {
  const auto axis = axis_of(dimension("place", 0), -1, 2, 4);
  DimensionInterpolation nodes({axis}, {});
  for (std::size_t point = 0; point < axis.points.size(); ++point)
    nodes.add({{{0, point}}, {}});
  const auto function = [](const std::vector<double> &mu) { return 1 + mu[0] - std::pow(mu[0], 3); };
  for (const double value : {-1.0, -0.3, 0.0, 1.4, 2.0})
    EXPECT_NEAR(interpolated(nodes, function, {value}), function({value}), 1e-12);
}

TEST(DimensionInterpolation, KeepsTheEndsAmongThePoints) {
  const auto near_an_end = axis_of(dimension("d", 1.02), 1, 2, 4),
             at_an_end = axis_of(dimension("d", 1), 1, 2, 4), beyond = axis_of(dimension("d", 3), 1, 2, 4);
  EXPECT_EQ(near_an_end.points.front(), 1);
  EXPECT_EQ(near_an_end.points.back(), 2);
  EXPECT_EQ(at_an_end.points.size(), 3u);
  EXPECT_GT(at_an_end.points.front(), 1);
  EXPECT_EQ(beyond.points.size(), 4u);
}

} // namespace
} // namespace earshot
