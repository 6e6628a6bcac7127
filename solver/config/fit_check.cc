#include "solver/config/fit_check.h"

#include "solver/config/dimensions.h"
#include "solver/config/name_check.h"
#include "solver/config/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

void read_bounds(const FitParameterConfig &config, const Parameter &parameter, FitPrior &prior) {
  prior.lower = config.lower.value.empty() ? parameter.allowed.lower : value_in_unit(parameter, config.lower);
  prior.upper = config.upper.value.empty() ? parameter.allowed.upper : value_in_unit(parameter, config.upper);
  if (prior.is_factor)
    prior.lower = std::max(prior.lower, 0.0);
  if (!(prior.lower < prior.upper))
    throw UserError(config.upper.value.empty() ? config.lower.where : config.upper.where,
                    fmt::format("found bounds from {:g} to {:g} {}, expected them to rise", prior.lower,
                                prior.upper, prior.unit));
  if (!(prior.start >= prior.lower && prior.start <= prior.upper))
    throw UserError(config.start.value.empty() ? config.key.where : config.start.where,
                    fmt::format("found {:g} {} to start with, expected it within its bounds, {:g} to {:g} {}",
                                prior.start, prior.unit, prior.lower, prior.upper, prior.unit));
}

/// @param keys  of the parameters before
void check_parameter(const Case &c, const FitParameterConfig &parameter, std::set<std::string> &keys,
                     Diagnostics &diagnostics) {
  try {
    const bool is_of_population = has_no_prior(parameter) && !c.fit->population.value.empty();
    const std::string key = is_of_population
                                ? find_number(parameters_of(without_searches(c)), parameter.key).key
                                : fit_prior(c, parameter).key;
    if (!keys.insert(key).second)
      diagnostics.push_back(
          {parameter.key.where,
           fmt::format("found \"{}\" a second time, expected each number once", parameter.key.value)});
  } catch (const UserError &error) {
    diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
  }
}

std::vector<std::string> names_of_states(const Case &c) {
  std::vector<std::string> names;
  for (const FitStateConfig &state : c.fit->states)
    names.push_back(state.name);
  return names;
}

void require_name(const Located<std::string> &name, const std::vector<std::string> &names,
                  Diagnostics &diagnostics) {
  if (std::find(names.begin(), names.end(), name.value) == names.end())
    diagnostics.push_back(
        {name.where, fmt::format("found \"{}\", {}", name.value, expected_one_of(name.value, names))});
}

} // namespace

void check_steps(const std::vector<UncertaintyConfig> &entries, std::vector<Diagnostic> &diagnostics) {
  for (std::size_t k = 0; k + 1 < entries.size(); ++k)
    if (!entries[k].to)
      diagnostics.push_back({entries[k].value.where, "found no key \"to\" before further entries, expected "
                                                     "the frequency where this one ends"});
}

Case without_searches(Case c) {
  c.fit.reset();
  c.predictions.clear();
  c.tune.reset();
  c.saved_model = {};
  return c;
}

bool has_no_prior(const FitParameterConfig &parameter) {
  return !parameter.factor && parameter.spread.value.empty();
}

FitPrior fit_prior(const Case &c, const FitParameterConfig &config) {
  const Case bare = without_searches(c);
  const std::vector<Parameter> parameters = parameters_of(bare);
  Parameter parameter = find_number(parameters, config.key);
  if (!config.start.value.empty())
    parameter.value = value_in_unit(parameter, config.start);
  FitPrior prior{parameter.key, parameter.unit, parameter.value, 0, config.factor.has_value(), 0, 0};
  if (config.factor.has_value() == !config.spread.value.empty())
    throw UserError(config.key.where, fmt::format("found {} for \"{}\", expected either factor or spread",
                                                  config.factor ? "both" : "neither", config.key.value));
  if (prior.is_factor && !(parameter.value > 0))
    throw UserError(config.factor->where,
                    fmt::format("found a factor of {:g} {}, expected a start above 0, or a spread",
                                parameter.value, parameter.unit));
  prior.spread = prior.is_factor ? std::log(config.factor->value) : tolerance_of(parameter, config.spread);
  if (!(prior.spread > 0))
    throw UserError(config.spread.where,
                    fmt::format("found \"{}\", expected more than 0", config.spread.value));
  read_bounds(config, parameter, prior);
  return prior;
}

void check_fit(const Case &c, Diagnostics &diagnostics) {
  if (!c.fit) {
    if (!c.predictions.empty())
      diagnostics.push_back(
          {c.predictions.front().name.where, "found a [[predict]] without [fit], expected what it rests on"});
    return;
  }
  const FitConfig &fit = *c.fit;
  std::vector<const Located<std::string> *> names;
  for (const FitStateConfig &state : fit.states)
    names.push_back(&state.name);
  for (const PredictConfig &prediction : c.predictions)
    names.push_back(&prediction.name);
  check_unique(names, diagnostics);
  if (!(fit.from.value < fit.to.value))
    diagnostics.push_back({fit.to.where, "found an end that isn't above from, expected a rising band"});
  check_steps(fit.uncertainty, diagnostics);
  check_steps(fit.model_error, diagnostics);
  const std::vector<std::string> states = names_of_states(c);
  for (const PredictConfig &prediction : c.predictions)
    if (!prediction.state.value.empty()) {
      require_name(prediction.state, states, diagnostics);
      for (const FitStateConfig &state : fit.states)
        if (state.name.value == prediction.state.value && state.quantity.value != MeasuredQuantity::level)
          diagnostics.push_back({prediction.state.where,
                                 "found a state whose impedance was measured, expected "
                                 "one with the level at the eardrum"});
    } else if (!prediction.measurement.value.empty())
      diagnostics.push_back({prediction.measurement.where, "found a measurement of a change of no measured "
                                                           "state, expected the state that was changed"});
  std::vector<std::string> all = states;
  for (const PredictConfig &prediction : c.predictions)
    all.push_back(prediction.name);
  std::set<std::string> keys;
  for (const FitParameterConfig &parameter : fit.parameters) {
    check_parameter(c, parameter, keys, diagnostics);
    for (const Located<std::string> &state : parameter.states)
      require_name(state, all, diagnostics);
  }
  try {
    smoothing_octaves(fit.correlation, fit.correlation.where);
  } catch (const UserError &error) {
    diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
  }
}

} // namespace earshot
