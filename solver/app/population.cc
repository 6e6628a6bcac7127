#include "solver/app/population.h"

#include "solver/config/dimensions.h"
#include "solver/config/fit_check.h"
#include "solver/files/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace earshot {

namespace {

constexpr std::size_t least_units = 3; ///< of which a spread is told

/// A column such as "moving_coil.driver.mass [mg]".
struct Column {
  std::string key, unit;
};

Column column_of(const std::string &title) {
  const std::size_t open = title.rfind(" ["), close = title.rfind(']');
  if (open == std::string::npos || close == std::string::npos || close < open)
    return {title, ""};
  return {title.substr(0, open), title.substr(open + 2, close - open - 2)};
}

double mean(const std::vector<double> &values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double standard_deviation(const std::vector<double> &values) {
  double sum = 0;
  for (const double value : values)
    sum += std::pow(value - mean(values), 2);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

/// The units' values in the parameter's unit; units without one are left out.
std::vector<double> values_of(const Table &table, const Parameter &parameter,
                              const Located<std::string> &file) {
  for (const std::string &title : table.columns) {
    const Column column = column_of(title);
    if (column.key != parameter.key)
      continue;
    std::vector<double> values;
    for (const double value : table.column(title))
      if (std::isfinite(value))
        values.push_back(value_in_unit(
            parameter, {fmt::format("{} {}", value, column.unit), SourcePosition{file.value, 1, 0, title}}));
    if (values.size() < least_units)
      throw UserError(SourcePosition{file.value, 1, 0, title},
                      fmt::format("found {} units, expected {} at least", values.size(), least_units));
    return values;
  }
  throw UserError(file.where, fmt::format("found no column \"{} [{}]\" in {}, expected one for a parameter "
                                          "with neither factor nor spread",
                                          parameter.key, parameter.unit, file.value));
}

} // namespace

Case with_population(Case config) {
  if (!config.fit || config.fit->population.value.empty())
    return config;
  const Table table = read_table(config.fit->population.value);
  const std::vector<Parameter> parameters = parameters_of(without_searches(config));
  for (FitParameterConfig &prior : config.fit->parameters) {
    if (!has_no_prior(prior))
      continue;
    const Parameter parameter = find_number(parameters, prior.key);
    std::vector<double> values = values_of(table, parameter, config.fit->population);
    if (prior.start.value.empty())
      prior.start = {fmt::format("{} {}", median(values), parameter.unit), config.fit->population.where};
    const bool is_factor = *std::min_element(values.begin(), values.end()) > 0;
    if (is_factor)
      for (double &value : values)
        value = std::log(value);
    const double spread = standard_deviation(values);
    if (!(spread > 0))
      throw UserError(config.fit->population.where,
                      fmt::format("found one value of \"{}\" in all units of {}, expected a spread",
                                  parameter.key, config.fit->population.value));
    if (is_factor)
      prior.factor = Located<double>{std::exp(spread), config.fit->population.where};
    else
      prior.spread = {fmt::format("{} {}", spread, parameter.unit), config.fit->population.where};
  }
  return config;
}

} // namespace earshot
