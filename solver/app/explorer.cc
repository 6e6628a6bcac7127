#include "solver/app/explorer.h"

#include "solver/analysis/isolation_study.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/app/saved_designs.h"
#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/output/isolation_files.h"
#include "solver/output/response_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace earshot {
namespace {

using nlohmann::ordered_json;

ordered_json as_columns(const Table &table) {
  ordered_json json = ordered_json::object();
  for (const std::string &name : table.columns)
    json[name] = table.column(name);
  return json;
}

std::vector<double> even_in_log(double lowest, double highest, int points) {
  std::vector<double> frequencies;
  for (int k = 0; k < points; ++k)
    frequencies.push_back(
        k + 1 == points ? highest : lowest * std::pow(highest / lowest, k / std::max(points - 1.0, 1.0)));
  return frequencies;
}

/// Ends of a slider: what the case's studies span, what is usual, or a quarter to four times the value.
Range slider(const Parameter &parameter, const std::map<std::string, Range> &studied) {
  if (const auto found = studied.find(parameter.key); found != studied.end())
    return found->second;
  constexpr double reach = 4;
  Range range{.lower = parameter.value / reach, .upper = parameter.value * reach};
  if (parameter.value < 0)
    std::swap(range.lower, range.upper);
  if (parameter.value == 0)
    range = {.lower = std::max(parameter.usual.lower, -1.0), .upper = std::min(parameter.usual.upper, 1.0)};
  const auto keep_within = [&range](const Range &bounds) {
    range.lower = std::max(range.lower, bounds.lower);
    range.upper = std::min(range.upper, bounds.upper);
  };
  keep_within(parameter.allowed);
  if (parameter.usual.contains(parameter.value)) // air has no 74 K, a quarter of a room's
    keep_within(parameter.usual);
  return range;
}

/// A case asked at some frequencies alone.
Case at_frequencies(Case config, std::span<const double> frequencies_hz) {
  config.sweep.frequencies.assign(frequencies_hz.begin(), frequencies_hz.end());
  return config;
}

/// Frequencies at which parameters are ranked.
constexpr int ranking_points = 60;

} // namespace

Explorer::Explorer(const std::string &file)
    : saved_(read_saved_model(file)), base_(saved_case(saved_, file)) {
  const Sensitivities found = sensitivities(
      saved_.model, at_frequencies(base_, frequencies(base_, ranking_points)), saved_.facts, {});
  for (const Sensitivity &sensitivity : found.parameters)
    for (const double slope : sensitivity.db_per_unit)
      largest_db_[sensitivity.key] =
          std::max(largest_db_[sensitivity.key], std::abs(slope * shown_change(sensitivity.nominal)));
  for (const Parameter &parameter : parameters_of(base_))
    if (largest_db_.count(parameter.key) != 0)
      parameters_.push_back(parameter);
  std::stable_sort(parameters_.begin(), parameters_.end(), [&](const Parameter &a, const Parameter &b) {
    return largest_db_[a.key] > largest_db_[b.key];
  });
  for (const StudyConfig &study : base_.studies)
    add_bounds(study_designs(base_, study));
}

void Explorer::add_bounds(const StudyDesigns &designs) {
  for (std::size_t column = 0; column < designs.columns.size(); ++column) {
    const auto found = std::find_if(parameters_.begin(), parameters_.end(), [&](const Parameter &parameter) {
      return parameter.key == designs.columns[column].key;
    });
    if (found == parameters_.end())
      continue;
    Range range{.lower = found->value, .upper = found->value};
    for (std::size_t k = 0; k < designs.designs.size(); ++k) {
      const Case design = read_resolved_case(saved_.config, "", {designs.overrides(k)[column]});
      const double value = find_parameter(parameters_of(design), {found->key, {}}).value;
      range = {.lower = std::min(range.lower, value), .upper = std::max(range.upper, value)};
    }
    if (range.lower < range.upper)
      bounds_[found->key] = range;
  }
}

ordered_json Explorer::description() const {
  ordered_json parameters = ordered_json::array();
  for (const Parameter &parameter : parameters_) {
    const Range range = slider(parameter, bounds_);
    parameters.push_back({{"key", parameter.key},
                          {"value", parameter.value},
                          {"unit", parameter.unit},
                          {"low", range.lower},
                          {"high", range.upper},
                          {"log", range.lower > 0 && range.upper > 4 * range.lower},
                          {"largest_db", largest_db_.at(parameter.key)}});
  }
  return {{"title", base_.title.value},         {"lowest_hz", saved_.lowest_hz},
          {"highest_hz", saved_.highest_hz},    {"tolerance_db", base_.sweep.tolerance.value},
          {"basis_vectors", saved_.model.size}, {"parameters", parameters}};
}

Case Explorer::design(const Values &values) const {
  Case changed = base_;
  for (const auto &[key, value] : values) {
    const Parameter &parameter = find_parameter(parameters_, {key, {}});
    if (!std::isfinite(value) || !parameter.allowed.contains(value))
      throw UserError(
          fmt::format("{}: found {:g} {}, which the case can't have", key, value, parameter.unit));
    changed = with_value(changed, key, value);
  }
  changed = with_computed_motors(changed);
  if (!same_matrices(base_, changed, saved_.facts))
    throw UserError("these values change the mesh or its matrices: they need a run from the case file");
  return changed;
}

std::vector<double> Explorer::frequencies(const Case &design, int points) const {
  return points == 0 ? sweep_frequencies(design.sweep)
                     : even_in_log(saved_.lowest_hz, saved_.highest_hz, points);
}

ordered_json Explorer::evaluate(const Values &values, int points) const {
  const Case changed = design(values);
  const Response response = saved_response(saved_, changed, frequencies(changed, points),
                                           std::max(std::thread::hardware_concurrency(), 1u));
  ordered_json json{{"response", as_columns(response_table(response))}};
  if (!response.impedance.empty())
    json["impedance"] = as_columns(impedance_table(response));
  if (!response.excursion_mm.empty())
    json["excursion"] = as_columns(excursion_table(response));
  if (!response.openings.empty())
    json["opening_velocity"] = as_columns(opening_velocity_table(response));
  return json;
}

ordered_json Explorer::isolation(const Values &values, int points) const {
  Case changed = design(values);
  changed = at_frequencies(changed, frequencies(changed, points));
  for (const AnalysisConfig &analysis : changed.analyses)
    if (analysis.type.value == AnalysisType::isolation)
      return as_columns(
          isolation_table(earshot::isolation(saved_.estimate(), changed, saved_.facts, analysis.isolation)));
  return ordered_json::object();
}

bool Explorer::computes_motors() const {
  return std::any_of(base_.drivers.begin(), base_.drivers.end(),
                     [](const DriverConfig &driver) { return driver.motor.magnetic.has_value(); });
}

std::string Explorer::config(const Values &values) const {
  return resolved_toml(design(values));
}

} // namespace earshot
