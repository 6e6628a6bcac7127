#include "solver/model/dimension_interpolation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace earshot {

namespace {

constexpr double rounding = 1e-9; ///< of values that are written and read

/// Every number that facts hold, in one order.
template <class Facts>
auto numbers_of(Facts &facts) {
  std::vector<decltype(&facts.surface_areas[0])> numbers;
  for (auto &area : facts.surface_areas)
    numbers.push_back(&area);
  for (auto &zones : facts.diaphragms)
    for (auto &zone : zones)
      numbers.push_back(&zone.area);
  for (auto &volume : facts.narrow_volumes)
    numbers.push_back(&volume.width);
  for (auto &mouths : facts.mouths)
    for (auto *number : {&mouths.number, &mouths.layered, &mouths.length})
      numbers.push_back(number);
  for (auto &passage : facts.passages)
    for (auto *number : {&passage.length, &passage.area})
      numbers.push_back(number);
  for (auto &rate : facts.profile_rates)
    numbers.push_back(&rate);
  numbers.push_back(&facts.largest_curvature);
  return numbers;
}

/// The function that is 1 at `own` and 0 at other points.
double cardinal(double value, double own, std::span<const double> others) {
  double product = 1;
  bool positive = own > 0 && value > 0;
  for (const double other : others) {
    product *= (value - other) / (own - other);
    positive = positive && other > 0;
  }
  return positive ? product * own / value : product;
}

/// Points of an axis other than `point`, with the origin. @param among  all of the points
std::vector<double> others(const DimensionInterpolation::Axis &axis, std::size_t point,
                           const std::vector<std::size_t> &among) {
  std::vector<double> values{axis.dimension.value()};
  for (const std::size_t k : among)
    if (k != point)
      values.push_back(axis.points[k]);
  return values;
}

/// The functions of some points of an axis.
std::vector<double> cardinals(const DimensionInterpolation::Axis &axis, double value,
                              const std::vector<std::size_t> &among) {
  std::vector<double> found(axis.points.size(), 0.0);
  for (const std::size_t k : among)
    found[k] = cardinal(value, axis.points[k], others(axis, k, among));
  return found;
}

std::vector<std::size_t> all_points(const DimensionInterpolation::Axis &axis) {
  std::vector<std::size_t> points;
  for (std::size_t k = 0; k < axis.points.size(); ++k)
    points.push_back(k);
  return points;
}

} // namespace

std::vector<std::size_t> DimensionInterpolation::ends(std::size_t axis) const {
  const Axis &own = axes_[axis];
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < own.points.size(); ++k)
    if (own.points[k] == own.low || own.points[k] == own.high)
      found.push_back(k);
  return found;
}

Case DimensionInterpolation::at(const Node &node, const Case &config) const {
  Case changed = config;
  for (const auto &[axis, point] : node.at)
    changed = with_dimension(changed, axes_[axis].dimension, axes_[axis].points[point]);
  return changed;
}

std::vector<double> DimensionInterpolation::weights(std::span<const double> values) const {
  std::vector<std::vector<double>> along, within; // axes; their ends alone
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) {
    along.push_back(cardinals(axes_[axis], values[axis], all_points(axes_[axis])));
    within.push_back(cardinals(axes_[axis], values[axis], ends(axis)));
  }
  std::vector<double> weights(nodes_.size(), 0.0);
  std::vector<std::vector<double>> taken_off(axes_.size()); // of nodes on the axes, by planes
  for (std::size_t axis = 0; axis < axes_.size(); ++axis)
    taken_off[axis].assign(axes_[axis].points.size(), 0.0);
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    if (nodes_[n].at.size() == 2) {
      const auto &[first, second] = std::pair(nodes_[n].at[0], nodes_[n].at[1]);
      weights[n] = within[first.first][first.second] * within[second.first][second.second];
      taken_off[first.first][first.second] += weights[n];
      taken_off[second.first][second.second] += weights[n];
    }
  for (std::size_t n = 0; n < nodes_.size(); ++n)
    if (nodes_[n].at.size() == 1) {
      const auto &[axis, point] = nodes_[n].at.front();
      weights[n] = along[axis][point] - taken_off[axis][point];
    }
  return weights;
}

std::vector<double> DimensionInterpolation::values_in(const Case &design) const {
  const std::vector<Parameter> parameters = parameters_of(design);
  std::vector<double> values;
  for (const Axis &axis : axes_) {
    std::optional<double> value;
    for (const Parameter &key : axis.dimension.parameters) {
      const double own = find_parameter(parameters, {key.key, {}}).value;
      if (value && std::abs(own - *value) > rounding * std::abs(own))
        throw UserError(fmt::format("found {:.6g} and {:.6g} {} of {}, expected one value of all its keys",
                                    *value, own, key.unit, axis.dimension.name));
      value = own;
    }
    values.push_back(*value);
  }
  return values;
}

std::string DimensionInterpolation::refusal(const Case &design) const {
  const std::vector<double> values = values_in(design);
  for (std::size_t k = 0; k < axes_.size(); ++k) {
    const Axis &axis = axes_[k];
    const double margin = rounding * (axis.high - axis.low);
    if (values[k] < axis.low - margin || values[k] > axis.high + margin)
      return fmt::format("found {:.6g} {} of {}, expected {:.6g} to {:.6g}, for which the model was made",
                         values[k], axis.dimension.parameters.front().unit, axis.dimension.name, axis.low,
                         axis.high);
  }
  return "";
}

Case DimensionInterpolation::at_origin(const Case &design) const {
  Case changed = design;
  for (const Axis &axis : axes_)
    changed = with_dimension(changed, axis.dimension, axis.dimension.value());
  return changed;
}

MeshFacts DimensionInterpolation::facts(const Case &design) const {
  const std::vector<double> weights = this->weights(values_in(design));
  MeshFacts facts = facts_;
  const auto numbers = numbers_of(facts);
  const auto origin = numbers_of(facts_);
  for (std::size_t n = 0; n < nodes_.size(); ++n) {
    const auto own = numbers_of(nodes_[n].facts);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      *numbers[i] += weights[n] * (*own[i] - *origin[i]);
  }
  return facts;
}

DimensionInterpolation::Axis axis_of(const Dimension &dimension, double low, double high, int n_points) {
  DimensionInterpolation::Axis axis{dimension, low, high, {}};
  for (int k = 0; k < n_points; ++k)
    axis.points.push_back((low + high) / 2 -
                          (high - low) / 2 * std::cos(std::numbers::pi * k / (n_points - 1)));
  axis.points.front() = low;
  axis.points.back() = high;
  const double origin = dimension.value();
  if (origin < low || origin > high)
    return axis;
  axis.points.erase(std::min_element(axis.points.begin(), axis.points.end(), [&](double a, double b) {
    return std::abs(a - origin) < std::abs(b - origin);
  }));
  // An end that isn't the origin stays: no value is beyond the points.
  if (axis.points.front() != low && origin != low)
    axis.points.insert(axis.points.begin(), low);
  if (axis.points.back() != high && origin != high)
    axis.points.push_back(high);
  return axis;
}

} // namespace earshot
