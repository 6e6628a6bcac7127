#include "solver/config/design_ranges.h"

#include "solver/config/fit_check.h"
#include "solver/config/tune_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace earshot {

namespace {

/// Van der Corput's sequence: the first numbers of any base lie evenly between 0 and 1.
double even_share(int number, int base) {
  double share = 0, digit = 1;
  for (; number > 0; number /= base)
    share += number % base * (digit /= base);
  return share;
}

double end_of_range(const Parameter &parameter, const Located<std::string> &text) {
  const double value = value_in_unit(parameter, text);
  if (!parameter.allowed.contains(value))
    throw UserError(text.where, fmt::format("found {:g} {}, expected a value that \"{}\" may have", value,
                                            parameter.unit, parameter.key));
  return value;
}

class Ranges {
public:
  explicit Ranges(const Case &config) : parameters_(parameters_of(without_searches(config))) {}

  void add(const Located<std::string> &key, double low, double high) {
    const Dimension number = find_dimension(parameters_, key);
    const bool known = std::any_of(found_.begin(), found_.end(), [&](const DesignRange &range) {
      return range.number.name == number.name;
    });
    if (!known)
      found_.push_back({number, low, high, is_dimension(parameters_, number.name)});
  }
  void add(const SavedDimensionConfig &config) {
    const Parameter parameter = find_number(parameters_, config.key);
    if (!is_dimension(parameters_, parameter.key))
      throw UserError(config.key.where,
                      fmt::format("found \"{}\", expected a length that moves the mesh", config.key.value));
    const double low = end_of_range(parameter, config.from), high = end_of_range(parameter, config.to);
    if (!(low < high))
      throw UserError(config.to.where, fmt::format("found a range from {:g} to {:g} {}, expected it to rise",
                                                   low, high, parameter.unit));
    add(config.key, low, high);
  }
  std::vector<DesignRange> found() const { return found_; }

private:
  std::vector<Parameter> parameters_;
  std::vector<DesignRange> found_;
};

} // namespace

std::vector<DesignRange> design_ranges(const Case &config) {
  constexpr double reach = 2; // standard deviations of what is known before
  Ranges ranges(config);
  for (const SavedDimensionConfig &dimension : config.saved_model.dimensions)
    ranges.add(dimension);
  if (config.tune)
    for (const TuneParameterConfig &parameter : config.tune->parameters) {
      const TunedNumber number = tuned_number(config, parameter);
      ranges.add(parameter.key, number.lower, number.upper);
    }
  if (config.fit)
    for (const FitParameterConfig &parameter : config.fit->parameters) {
      if (has_no_prior(parameter)) // a population's, which is read when fitting
        continue;
      const FitPrior prior = fit_prior(config, parameter);
      const double low = prior.is_factor ? prior.start * std::exp(-reach * prior.spread)
                                         : prior.start - reach * prior.spread,
                   high = prior.is_factor ? prior.start * std::exp(reach * prior.spread)
                                          : prior.start + reach * prior.spread;
      ranges.add(parameter.key, std::max(low, prior.lower), std::min(high, prior.upper));
    }
  return ranges.found();
}

Case design_within(const Case &config, const std::vector<DesignRange> &ranges, int number) {
  static constexpr int bases[] = {2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37,
                                  41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89};
  // Of large bases the first numbers rise alike: some are passed over.
  constexpr int passed_over = 20;
  std::map<std::string, double> values;
  for (std::size_t k = 0; k < ranges.size(); ++k) {
    const auto &[parameter, low, high, moves] = ranges[k];
    const double share = even_share(number + 1 + passed_over, bases[k % std::size(bases)]);
    values[parameter.name] = low > 0 ? low * std::pow(high / low, share) : low + share * (high - low);
  }
  return with_values(config, values);
}

} // namespace earshot
