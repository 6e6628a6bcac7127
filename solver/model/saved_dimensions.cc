// Saved models of designs whose dimensions move the mesh.
#include "solver/model/case_terms.h"
#include "solver/model/saved_model.h"

#include <algorithm>

namespace earshot {

namespace {

/// a + weight b, whose coordinates need not be the same.
ReducedTerm sum(const ReducedTerm &a, double weight, const ReducedTerm &b, std::size_t n_probes) {
  ReducedTerm result{a.name, a.region, a.loss, {}, {}, {}};
  std::set_union(a.support.begin(), a.support.end(), b.support.begin(), b.support.end(),
                 std::back_inserter(result.support));
  const std::size_t n = result.support.size();
  result.matrix.assign(n * n, 0.0);
  result.sketch.assign(n_probes * n, 0.0);
  const auto add = [&](const ReducedTerm &term, double factor) {
    const std::size_t m = term.support.size();
    std::vector<std::size_t> place;
    for (const std::size_t coordinate : term.support)
      place.push_back(std::lower_bound(result.support.begin(), result.support.end(), coordinate) -
                      result.support.begin());
    for (std::size_t i = 0; i < m; ++i)
      for (std::size_t k = 0; k < m; ++k)
        result.matrix[place[i] * n + place[k]] += factor * term.matrix[i * m + k];
    for (std::size_t probe = 0; probe < n_probes; ++probe)
      for (std::size_t k = 0; k < m; ++k)
        result.sketch[probe * n + place[k]] += factor * term.sketch[probe * m + k];
  };
  add(a, 1);
  add(b, weight);
  return result;
}

void add(std::vector<double> &values, double weight, const std::vector<double> &change) {
  for (std::size_t k = 0; k < values.size(); ++k)
    values[k] += weight * change[k];
}

} // namespace

std::string refusal(const SavedModel &saved, const Case &design) {
  if (!saved.dimensions)
    return matrix_signature(design, saved.facts) == saved.signature
               ? ""
               : "changes the mesh or its matrices: needs a run from the case file";
  const DimensionInterpolation &interpolation = saved.dimensions->interpolation;
  if (matrix_signature(interpolation.at_origin(design), saved.facts) != saved.signature)
    return "changes the mesh or its matrices beside the model's dimensions: needs a run from the case file";
  return interpolation.refusal(design);
}

SavedModel model_of_design(const SavedModel &saved, const Case &design) {
  if (const std::string reason = refusal(saved, design); !reason.empty())
    throw UserError(reason);
  if (!saved.dimensions)
    return saved;
  SavedModel own = saved;
  const SavedDimensions &dimensions = *saved.dimensions;
  own.dimensions.reset();
  const std::vector<double> weights =
      dimensions.interpolation.weights(dimensions.interpolation.values_in(design));
  for (std::size_t k = 0; k < dimensions.terms.size(); ++k) {
    const auto &[node, term] = dimensions.term_changes[k];
    if (weights[node] != 0)
      own.model.terms[term] =
          sum(own.model.terms[term], weights[node], dimensions.terms[k], own.model.n_probes);
  }
  for (std::size_t k = 0; k < dimensions.loads.size(); ++k) {
    const auto &[node, load] = dimensions.load_changes[k];
    add(own.model.loads[load].values, weights[node], dimensions.loads[k].values);
    add(own.model.loads[load].sketch, weights[node], dimensions.loads[k].sketch);
  }
  own.facts = dimensions.interpolation.facts(design);
  own.signature = matrix_signature(design, own.facts);
  return own;
}

SavedDimensionSlope dimension_slope(const SavedModel &saved, std::size_t axis, std::vector<double> values) {
  const SavedDimensions &dimensions = *saved.dimensions;
  const DimensionInterpolation::Axis &own = dimensions.interpolation.axes()[axis];
  const double step = 1e-4 * (own.high - own.low); // functions of low degree: good to 1e-8
  values[axis] += step;
  std::vector<double> slopes = dimensions.interpolation.weights(values);
  values[axis] -= 2 * step;
  const std::vector<double> below = dimensions.interpolation.weights(values);
  for (std::size_t n = 0; n < slopes.size(); ++n)
    slopes[n] = (slopes[n] - below[n]) / (2 * step);
  SavedDimensionSlope slope;
  slope.changes.size = saved.model.size;
  slope.changes.n_probes = 0; // residuals aren't asked for
  for (std::size_t k = 0; k < dimensions.terms.size(); ++k) {
    const auto &[node, term] = dimensions.term_changes[k];
    if (slopes[node] == 0)
      continue;
    const auto place =
        std::find(slope.changed_terms.begin(), slope.changed_terms.end(), term) - slope.changed_terms.begin();
    if (place == std::ssize(slope.changed_terms)) {
      slope.changed_terms.push_back(term);
      slope.changes.terms.emplace_back();
    }
    ReducedTerm &own_term = slope.changes.terms[place];
    own_term = sum(own_term, slopes[node], dimensions.terms[k], 0);
  }
  for (std::size_t k = 0; k < dimensions.loads.size(); ++k) {
    const auto &[node, load] = dimensions.load_changes[k];
    if (slopes[node] == 0)
      continue;
    slope.changed_loads.push_back(load);
    slope.changes.loads.push_back({std::vector<double>(saved.model.size, 0.0), {}});
    add(slope.changes.loads.back().values, slopes[node], dimensions.loads[k].values);
  }
  return slope;
}

double interpolation_error_db(const SavedModel &saved, double frequency_hz) {
  if (saved.checked_hz.empty())
    return 0;
  const auto above = std::lower_bound(saved.checked_hz.begin(), saved.checked_hz.end(), frequency_hz);
  const std::size_t k = std::min<std::size_t>(above - saved.checked_hz.begin(), saved.checked_hz.size() - 1);
  return std::max(saved.interpolation_error_db[k], saved.interpolation_error_db[k == 0 ? 0 : k - 1]);
}

} // namespace earshot
