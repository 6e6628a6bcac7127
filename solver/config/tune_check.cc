#include "solver/config/tune_check.h"

#include "solver/config/dimensions.h"
#include "solver/config/fit_check.h"
#include "solver/config/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

void read_catalogue(const TuneParameterConfig &config, const Parameter &parameter, TunedNumber &number) {
  for (const Located<std::string> &text : config.catalogue) {
    const double value = value_in_unit(parameter, text);
    if (!parameter.allowed.contains(value))
      throw UserError(text.where, fmt::format("found {:g} {}, expected a value that \"{}\" may have", value,
                                              parameter.unit, parameter.key));
    number.catalogue.push_back(value);
  }
  std::sort(number.catalogue.begin(), number.catalogue.end());
  number.catalogue.erase(std::unique(number.catalogue.begin(), number.catalogue.end()),
                         number.catalogue.end());
}

/// @param text  the bound as it is written, or nothing @param otherwise  an end of the catalogue
double bound_of(const Located<std::string> &text, const TuneParameterConfig &config,
                const Parameter &parameter, double otherwise) {
  if (!text.value.empty()) {
    const double bound = value_in_unit(parameter, text);
    if (!parameter.allowed.contains(bound))
      throw UserError(text.where, fmt::format("found {:g} {}, expected a value that \"{}\" may have", bound,
                                              parameter.unit, parameter.key));
    return bound;
  }
  if (config.catalogue.empty())
    throw UserError(config.key.where,
                    fmt::format("found no lower or no upper bound of \"{}\", expected both, or a catalogue",
                                config.key.value));
  return otherwise;
}

void check_limit(const TuneLimitConfig &limit, Diagnostics &diagnostics) {
  if (!limit.least && !limit.most)
    diagnostics.push_back({limit.figure.where, fmt::format("found no limit of \"{}\", expected least or most",
                                                           limit.figure.value)});
  if (limit.least && limit.most && !(limit.least->value < limit.most->value))
    diagnostics.push_back(
        {limit.most->where, fmt::format("found a range from {:g} to {:g}, expected it to rise",
                                        limit.least->value, limit.most->value)});
}

} // namespace

double TunedNumber::sigma_at(double value) const {
  return tolerance_is_share && start != 0 ? tolerance * value / start : tolerance;
}

TunedNumber tuned_number(const Case &c, const TuneParameterConfig &config) {
  const std::vector<Parameter> parameters = parameters_of(without_searches(c));
  const Parameter parameter = find_number(parameters, config.key);
  TunedNumber number;
  number.key = parameter.key;
  number.unit = parameter.unit;
  read_catalogue(config, parameter, number);
  const bool has = !number.catalogue.empty();
  number.lower = bound_of(config.lower, config, parameter, has ? number.catalogue.front() : 0);
  number.upper = bound_of(config.upper, config, parameter, has ? number.catalogue.back() : 0);
  std::erase_if(number.catalogue, [&](double value) { return value < number.lower || value > number.upper; });
  if (!(number.lower < number.upper) || (has && number.catalogue.size() < 2))
    throw UserError(config.upper.value.empty() ? config.key.where : config.upper.where,
                    fmt::format("found nothing to choose between {:g} and {:g} {}, expected bounds that rise",
                                number.lower, number.upper, number.unit));
  number.start = std::clamp(parameter.value, number.lower, number.upper);
  if (!config.tolerance.value.empty()) {
    number.tolerance = tolerance_of(parameter, config.tolerance);
    number.tolerance_is_share = config.tolerance.value.find('%') != std::string::npos;
    if (!(number.tolerance >= 0))
      throw UserError(config.tolerance.where,
                      fmt::format("found \"{}\", expected 0 or more", config.tolerance.value));
  }
  return number;
}

void check_tune(const Case &c, Diagnostics &diagnostics) {
  if (!c.tune)
    return;
  const TuneConfig &tune = *c.tune;
  if (!(tune.from.value < tune.to.value))
    diagnostics.push_back({tune.to.where, "found an end that isn't above from, expected a rising band"});
  check_steps(tune.deviation, diagnostics);
  for (const UncertaintyConfig &entry : tune.deviation)
    if (!(entry.value.value > 0))
      diagnostics.push_back({entry.value.where, "found 0 dB, expected a deviation above 0"});
  std::set<std::string> keys;
  for (const TuneParameterConfig &parameter : tune.parameters)
    try {
      if (!keys.insert(tuned_number(c, parameter).key).second)
        diagnostics.push_back(
            {parameter.key.where,
             fmt::format("found \"{}\" a second time, expected each number once", parameter.key.value)});
    } catch (const UserError &error) {
      diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  for (const TuneLimitConfig &limit : tune.limits)
    check_limit(limit, diagnostics);
}

} // namespace earshot
