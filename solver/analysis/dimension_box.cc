#include "solver/analysis/dimension_box.h"

#include "solver/algebra/matrix_change.h"
#include "solver/model/case_terms.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace earshot {

namespace {

/// Of matrices, round-off alone: a constant pressure costs the air no stiffness, and at 20 Hz an entry of
/// 1e-8 of its row that is left out by itself would be heard.
constexpr double round_off = 1e-13;
/// Of shapes: places of nodes are good to 1e-9 of the geometry, 1e-8 of a cell.
constexpr double unmoved = 1e-7;
/// Points of an axis, the origin among them: more where there is but one, whose study may span more.
constexpr int n_points_alone = 5, n_points = 4;

/// weight f(w).
Coefficient weighted(double weight, const Coefficient &coefficient) {
  return {coefficient.symbol,
          [weight, value = coefficient.value](double omega) { return weight * value(omega); }};
}

std::size_t eardrum_of(const FrequencyProblem &problem) {
  const auto found = find_output(problem, {QuantityKind::eardrum_pressure});
  if (!found)
    throw UserError("there is no eardrum whose level could be held against others");
  return *found;
}

/// Levels at the eardrum by factorisations.
std::vector<double> direct_levels(const FrequencyProblem &problem, const CoefficientFunctions &functions,
                                  std::span<const double> frequencies_hz) {
  DirectSweep direct(problem, functions.at(2 * std::numbers::pi * frequencies_hz.front()));
  std::vector<double> levels;
  for (const double frequency : frequencies_hz)
    levels.push_back(sound_pressure_level(
        direct.evaluate(functions.at(2 * std::numbers::pi * frequency)).outputs[eardrum_of(problem)]));
  return levels;
}

SparseVector difference(const SparseVector &a, const SparseVector &b) {
  std::map<Index, double> sum;
  double largest = 0;
  for (const auto &[unknown, value] : a) {
    sum[unknown] -= value;
    largest = std::max(largest, std::abs(value));
  }
  for (const auto &[unknown, value] : b)
    sum[unknown] += value;
  SparseVector left;
  for (const auto &[unknown, value] : sum)
    if (std::abs(value) > round_off * largest)
      left.emplace_back(unknown, value);
  return left;
}

/// Cells whose shape differs, not those that were moved as a whole; the last stands for all shells.
std::vector<bool> changed_cells(const Model &before, const Model &after) {
  const AirMesh &a = before.air().mesh(), &b = after.air().mesh();
  std::vector<bool> changed(a.cells.size() + 1, false);
  for (std::size_t c = 0; c < a.cells.size(); ++c) {
    const auto first = a.cells[c][0];
    double largest = 0, size = 0;
    for (const auto node : a.cells[c])
      for (int d = 0; d < 3; ++d) {
        const double edge = a.nodes[node][d] - a.nodes[first][d];
        size = std::max(size, std::abs(edge));
        largest = std::max(largest, std::abs(b.nodes[node][d] - b.nodes[first][d] - edge));
      }
    changed[c] = largest > unmoved * size;
  }
  return changed;
}

bool moves_shell(const Dimension &dimension) {
  return std::any_of(dimension.parameters.begin(), dimension.parameters.end(),
                     [](const Parameter &parameter) { return parameter.key.compare(0, 6, "driver") == 0; });
}

bool overlap(const std::vector<bool> &a, const std::vector<bool> &b) {
  for (std::size_t k = 0; k < a.size(); ++k)
    if (a[k] && b[k])
      return true;
  return false;
}

} // namespace

DimensionBox::DimensionBox(const Model &model, const std::vector<DesignRange> &ranges,
                           const std::function<void(const std::string &)> &tell)
    : problem_(model.problem()) {
  add_axes(model, ranges, tell);
  add_planes(model, tell);
  const CoefficientFunctions origin = functions(model.config());
  for (std::size_t j = 0; j < problem_.terms.size(); ++j)
    problem_.terms[j].coefficient = origin.terms[j];
  for (std::size_t k = 0; k < problem_.loads.size(); ++k)
    problem_.loads[k].coefficient = origin.loads[k];
}

void DimensionBox::add_axes(const Model &model, const std::vector<DesignRange> &ranges,
                            const std::function<void(const std::string &)> &tell) {
  std::vector<DimensionInterpolation::Axis> axes;
  for (const DesignRange &range : ranges)
    axes.push_back(
        axis_of(range.number, range.low, range.high, ranges.size() == 1 ? n_points_alone : n_points));
  interpolation_ = DimensionInterpolation(axes, model.facts());
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    std::vector<bool> changed(model.air().mesh().cells.size() + 1, false);
    for (std::size_t point = 0; point < axes[axis].points.size(); ++point) {
      const FollowingModel following = add_point(model, axis, point);
      if (axes.size() > 1 && axes[axis].points[point] == axes[axis].points.front()) // alike at all points
        changed = changed_cells(model, *following.model);
    }
    changed.back() = moves_shell(axes[axis].dimension);
    changed_cells_.push_back(std::move(changed));
    if (tell)
      tell(fmt::format("followed {} from {:.4g} to {:.4g} {}", axes[axis].dimension.name, axes[axis].low,
                       axes[axis].high, axes[axis].dimension.parameters.front().unit));
  }
}

/// @throws UserError naming the dimension and its value
FollowingModel DimensionBox::add_point(const Model &model, std::size_t axis, std::size_t point) {
  try {
    return add_node(model, {{{axis, point}}, {}});
  } catch (const UserError &error) {
    const DimensionInterpolation::Axis &own = interpolation_.axes()[axis];
    throw UserError(fmt::format("{} at {:.6g} {}: {}", own.dimension.name, own.points[point],
                                own.dimension.parameters.front().unit, error.diagnostics().front().message));
  }
}

void DimensionBox::add_planes(const Model &model, const std::function<void(const std::string &)> &tell) {
  const std::size_t n = interpolation_.axes().size();
  for (std::size_t a = 0; a < n; ++a)
    for (std::size_t b = a + 1; b < n; ++b) {
      if (!overlap(changed_cells_[a], changed_cells_[b]))
        continue;
      for (const std::size_t first : interpolation_.ends(a))
        for (const std::size_t second : interpolation_.ends(b))
          add_node(model, {{{a, first}, {b, second}}, {}});
      if (tell)
        tell(fmt::format("followed {} together with {}, which moves the same cells",
                         interpolation_.axes()[a].dimension.name, interpolation_.axes()[b].dimension.name));
    }
}

/// Assembles a node and keeps what it changes.
FollowingModel DimensionBox::add_node(const Model &model, DimensionInterpolation::Node node) {
  FollowingModel following = follow_case(model, interpolation_.at(node, model.config()));
  const FrequencyProblem &origin = model.problem(), &moved = following.model->problem();
  const std::size_t number = interpolation_.nodes().size(), eardrum = eardrum_of(origin);
  if (moved.outputs[eardrum].vector != origin.outputs[eardrum].vector)
    throw UserError("the eardrum's pressure is a mean over the mesh that moves");
  for (std::size_t j = 0; j < origin.terms.size(); ++j) {
    Term change = origin.terms[j];
    change.matrix =
        change_of_matrix(origin.terms[j].matrix, moved.terms[j].matrix, origin.partition, round_off);
    if (change.matrix.n_nonzeros() == 0)
      continue;
    problem_.terms.push_back(std::move(change));
    term_changes_.push_back({number, j});
  }
  for (std::size_t k = 0; k < origin.loads.size(); ++k) {
    Load change = origin.loads[k];
    change.vector = difference(origin.loads[k].vector, moved.loads[k].vector);
    if (change.vector.empty())
      continue;
    problem_.loads.push_back(std::move(change));
    load_changes_.push_back({number, k});
  }
  node.facts = following.model->facts();
  interpolation_.add(std::move(node));
  return following;
}

CoefficientFunctions DimensionBox::functions(const Case &design) const {
  CoefficientFunctions joined = coefficient_functions(design, interpolation_.facts(design));
  const std::vector<double> weights = interpolation_.weights(interpolation_.values_in(design));
  for (const auto &[node, term] : term_changes_)
    joined.terms.push_back(weighted(weights[node], joined.terms[term]));
  for (const auto &[node, load] : load_changes_)
    joined.loads.push_back(weighted(weights[node], joined.loads[load]));
  return joined;
}

void DimensionBox::measure_error(const Model &model, std::span<const double> frequencies_hz) {
  constexpr double between = 0.3; // of a range: about where the polynomials of an axis are largest
  Case design = model.config();
  for (const DimensionInterpolation::Axis &axis : interpolation_.axes())
    design = with_dimension(design, axis.dimension, axis.low + between * (axis.high - axis.low));
  const FollowingModel following = follow_case(model, design);
  const FrequencyProblem &assembled = following.model->problem();
  const std::vector<double> exact = direct_levels(assembled, assembled.functions(), frequencies_hz),
                            found =
                                direct_levels(problem_, functions(following.model->config()), frequencies_hz);
  for (std::size_t k = 0; k < exact.size(); ++k)
    error_db_ = std::max(error_db_, std::abs(exact[k] - found[k]));
}

std::optional<Dimension> dimension_between(const Case &config, const Case &design, const MeshFacts &facts) {
  const std::vector<Parameter> before = parameters_of(config), after = parameters_of(design);
  if (before.size() != after.size())
    return {};
  std::vector<std::string> lengths;
  for (const Dimension &dimension : all_dimensions(before))
    lengths.push_back(dimension.name);
  Dimension found;
  double value = 0;
  for (std::size_t k = 0; k < before.size(); ++k) {
    if (before[k].key != after[k].key)
      return {};
    if (before[k].value == after[k].value ||
        std::find(lengths.begin(), lengths.end(), before[k].key) == lengths.end())
      continue;
    if (!found.parameters.empty() && (before[k].value != found.value() || after[k].value != value))
      return {};
    value = after[k].value;
    found.parameters.push_back(before[k]);
    found.name += (found.name.empty() ? "" : " = ") + before[k].key;
  }
  if (found.parameters.empty() || !same_matrices(with_dimension(config, found, value), design, facts))
    return {};
  return found;
}

} // namespace earshot
