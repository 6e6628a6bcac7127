#include "solver/config/study_designs.h"

#include "solver/config/documents.h"
#include "solver/config/fit_check.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <numeric>
#include <random>
#include <set>

namespace earshot {

namespace {

constexpr std::size_t most_designs = 1000000;

/// The unit in a text such as "25 um"; "1" without one.
std::string unit_in(const std::string &text) {
  char *rest = nullptr;
  std::strtod(text.c_str(), &rest);
  const std::string unit = rest;
  const std::size_t begin = unit.find_first_not_of(' ');
  return begin == std::string::npos ? "1" : unit.substr(begin);
}

std::string with_unit(double value, const std::string &unit) {
  return unit == "1" ? fmt::format("{}", value) : fmt::format("{} {}", value, unit);
}

/// A unit of the user's on the scale of a parameter's own unit.
class UserUnit {
public:
  /// @param example a text that bears the unit
  UserUnit(const Parameter &parameter, const std::string &example)
      : parameter_(parameter), own_(parameter.unit), name_(unit_in(example)),
        example_(with_unit(1, own_)), kind_{"a value", own_.c_str(), {own_.c_str()}, example_.c_str()},
        origin_(parse_quantity(with_unit(0, name_), kind_).value),
        step_(parse_quantity(with_unit(1, name_), kind_).value - origin_) {}
  UserUnit(const UserUnit &) = delete;

  const std::string &name() const { return name_; }

  /// In the parameter's own unit. @throws UserError
  double read(const Located<std::string> &text) const { return value_in_unit(parameter_, text); }
  DesignValue value(double own) const { return {with_unit(own, own_), (own - origin_) / step_}; }

private:
  Parameter parameter_;
  std::string own_, name_, example_;
  UnitKind kind_;
  double origin_, step_;
};

/// All that one parameter may be: a list of values, or a range.
class Axis {
public:
  Axis(const Case &config, const StudyParameterConfig &parameter) : parameter_(parameter) {
    const bool has_range = !parameter.from.value.empty() || !parameter.to.value.empty();
    if (has_range == !parameter.values.empty())
      throw UserError(parameter.key.where,
                      fmt::format("found {} for \"{}\", expected either values or from and to",
                                  has_range ? "both" : "neither", parameter.key.value));
    has_range ? read_range(config) : read_values(config);
  }

  bool is_range() const { return values_.empty(); }
  const DesignColumn &column() const { return column_; }
  std::size_t n_values() const { return is_range() ? parameter_.points.value : values_.size(); }

  /// Of `n_values()`: the k-th.
  DesignValue value(std::size_t k) const {
    return is_range() ? in_range(static_cast<double>(k) / static_cast<double>(n_values() - 1)) : values_[k];
  }
  /// @param share of the range, or of the list, from 0 to below 1
  DesignValue sample(double share) const {
    return is_range() ? in_range(share)
                      : values_[static_cast<std::size_t>(share * static_cast<double>(values_.size()))];
  }

private:
  void read_range(const Case &config) {
    for (const auto *end : {&parameter_.from, &parameter_.to})
      if (end->value.empty())
        throw UserError(parameter_.key.where,
                        fmt::format("\"{}\" is missing, expected both ends of the range of \"{}\"",
                                    end == &parameter_.to ? "to" : "from", parameter_.key.value));
    const std::vector<Parameter> parameters = parameters_of(config);
    unit_ = std::make_unique<UserUnit>(find_parameter(parameters, parameter_.key), parameter_.from.value);
    from_ = unit_->read(parameter_.from);
    to_ = unit_->read(parameter_.to);
    if (!(from_ < to_))
      throw UserError(parameter_.to.where,
                      fmt::format("found a range from \"{}\" to \"{}\", expected it to rise",
                                  parameter_.from.value, parameter_.to.value));
    if (is_logarithmic() && from_ <= 0)
      throw UserError(
          parameter_.from.where,
          fmt::format("found \"{}\", expected more than 0 as the spacing is \"log\"", parameter_.from.value));
    column_ = {parameter_.key, unit_->name()};
  }

  void read_values(const Case &config) {
    const std::vector<Parameter> parameters = parameters_of(config);
    const auto number = std::find_if(parameters.begin(), parameters.end(), [&](const Parameter &p) {
      return p.key == parameter_.key.value || p.numbered_key == parameter_.key.value;
    });
    column_ = {parameter_.key, ""};
    if (number == parameters.end()) { // whether the key takes them is seen when it is set
      for (const Located<std::string> &text : parameter_.values)
        values_.push_back({text, std::nan("")});
      return;
    }
    const UserUnit unit(*number, parameter_.values.front());
    for (const Located<std::string> &text : parameter_.values)
      values_.push_back(unit.value(unit.read(text)));
    column_.unit = unit.name();
  }

  bool is_logarithmic() const { return parameter_.spacing.value == StudySpacing::log; }

  DesignValue in_range(double share) const {
    return unit_->value(is_logarithmic() ? from_ * std::pow(to_ / from_, share)
                                         : from_ + share * (to_ - from_));
  }

  const StudyParameterConfig &parameter_;
  DesignColumn column_;
  std::vector<DesignValue> values_;
  std::unique_ptr<UserUnit> unit_;
  double from_ = 0, to_ = 0;
};

/// Numbers from 0 to below 1, the same everywhere: the standard's distributions differ between libraries.
class Random {
public:
  explicit Random(int seed) : engine_(static_cast<std::uint64_t>(seed)) {}

  double share() { return std::ldexp(static_cast<double>(engine_() >> 11), -53); }
  std::vector<std::size_t> permutation(std::size_t n) {
    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), 0);
    for (std::size_t k = n; k > 1; --k)
      std::swap(order[k - 1], order[static_cast<std::size_t>(share() * static_cast<double>(k))]);
    return order;
  }

private:
  std::mt19937_64 engine_;
};

using Designs = std::vector<std::vector<DesignValue>>;

Designs combinations(const std::vector<Axis> &axes, const StudyConfig &study) {
  std::size_t n = 1;
  for (const Axis &axis : axes)
    if ((n *= axis.n_values()) > most_designs)
      throw UserError(study.name.where,
                      fmt::format("found a grid of more than {} designs, expected fewer", most_designs));
  Designs designs;
  for (std::size_t k = 0; k < n; ++k) { // the last parameter runs fastest
    std::vector<DesignValue> design(axes.size());
    std::size_t rest = k;
    for (std::size_t j = axes.size(); j-- > 0; rest /= axes[j].n_values())
      design[j] = axes[j].value(rest % axes[j].n_values());
    designs.push_back(std::move(design));
  }
  return designs;
}

Designs one_by_one(const std::vector<Axis> &axes, const StudyConfig &study) {
  Designs designs(axes.front().n_values());
  for (std::size_t j = 0; j < axes.size(); ++j) {
    if (axes[j].is_range() || axes[j].n_values() != designs.size())
      throw UserError(
          study.parameters[j].key.where,
          fmt::format("found {} for \"{}\", expected a list of as many values as \"{}\" has, {}",
                      axes[j].is_range() ? "a range" : fmt::format("{} values", axes[j].n_values()),
                      axes[j].column().key, axes.front().column().key, designs.size()));
    for (std::size_t k = 0; k < designs.size(); ++k)
      designs[k].push_back(axes[j].value(k));
  }
  return designs;
}

Designs samples(const std::vector<Axis> &axes, const StudyConfig &study) {
  const auto n = static_cast<std::size_t>(study.samples.value);
  Random random(study.seed);
  Designs designs(n);
  for (const Axis &axis : axes) {
    const bool even = study.method.value == StudyMethod::latin_hypercube;
    const std::vector<std::size_t> order = even ? random.permutation(n) : std::vector<std::size_t>();
    for (std::size_t k = 0; k < n; ++k) {
      const double share = random.share();
      designs[k].push_back(
          axis.sample(even ? (static_cast<double>(order[k]) + share) / static_cast<double>(n) : share));
    }
  }
  return designs;
}

/// What is asked of the solution is the same for all designs.
void require_design_keys(const StudyConfig &study) {
  for (const StudyParameterConfig &parameter : study.parameters) {
    for (const char *table : {"sweep", "analysis", "study", "output", "probe", "title"})
      if (const std::string &key = parameter.key;
          key.rfind(table, 0) == 0 &&
          (key.size() == std::string(table).size() || key.find_first_of(".[") == std::string(table).size()))
        throw UserError(
            parameter.key.where,
            fmt::format("found \"{}\", expected a key of the earphone, its ear or its source", key));
    const auto same = std::count_if(study.parameters.begin(), study.parameters.end(), [&](const auto &other) {
      return other.key.value == parameter.key.value;
    });
    if (same > 1)
      throw UserError(parameter.key.where, fmt::format("found \"{}\" more than once, expected each key once",
                                                       parameter.key.value));
  }
}

std::string first_problem(const UserError &error) {
  const Diagnostic &diagnostic = error.diagnostics().front();
  return (diagnostic.where.key.empty() ? "" : diagnostic.where.key + ": ") + diagnostic.message;
}

/// @throws UserError for the first of a design's values that is wrong by itself
void blame_one_parameter(const Case &config, const std::string &text, const StudyConfig &study,
                         const std::vector<std::string> &overrides) {
  for (std::size_t j = 0; j < overrides.size(); ++j)
    try {
      read_resolved_case(text, config.file, {overrides[j]});
    } catch (const UserError &error) {
      throw UserError(study.parameters[j].key.where, first_problem(error));
    }
}

} // namespace

std::vector<std::string> StudyDesigns::overrides(std::size_t design) const {
  std::vector<std::string> texts;
  for (std::size_t j = 0; j < columns.size(); ++j)
    texts.push_back(columns[j].key + "=" + designs[design][j].override_text);
  return texts;
}

std::string StudyDesigns::describe(std::size_t design) const {
  std::string text;
  for (std::size_t j = 0; j < columns.size(); ++j) {
    const DesignValue &value = designs[design][j];
    text += fmt::format("{}{} = {}", j > 0 ? ", " : "", columns[j].key,
                        columns[j].unit.empty()
                            ? value.override_text
                            : with_unit(std::stod(fmt::format("{:.6g}", value.number)), columns[j].unit));
  }
  return text;
}

StudyDesigns study_designs(const Case &config, const StudyConfig &study) {
  require_design_keys(study);
  std::vector<Axis> axes;
  StudyDesigns result;
  for (const StudyParameterConfig &parameter : study.parameters) {
    axes.emplace_back(config, parameter);
    result.columns.push_back(axes.back().column());
  }
  result.designs = study.method.value == StudyMethod::grid   ? combinations(axes, study)
                   : study.method.value == StudyMethod::list ? one_by_one(axes, study)
                                                             : samples(axes, study);
  return result;
}

Case without_requests(Case config) {
  config = without_searches(std::move(config));
  const std::set<AnalysisType> kept{AnalysisType::isolation, AnalysisType::distortion,
                                    AnalysisType::housing_force}; // figures, or outputs of its own
  std::erase_if(config.analyses,
                [&](const AnalysisConfig &analysis) { return kept.count(analysis.type.value) == 0; });
  config.studies.clear();
  config.output = {};
  return config;
}

std::vector<Case> cases_of(const Case &config, const StudyConfig &study, const StudyDesigns &designs) {
  const std::string text = resolved_toml(without_requests(config));
  std::vector<Case> cases;
  for (std::size_t k = 0; k < designs.designs.size(); ++k)
    try {
      cases.push_back(read_resolved_case(text, config.file, designs.overrides(k)));
    } catch (const UserError &error) {
      blame_one_parameter(config, text, study, designs.overrides(k));
      throw UserError(study.name.where, fmt::format("design {} of \"{}\" ({}): {}", k + 1, study.name.value,
                                                    designs.describe(k), first_problem(error)));
    }
  return cases;
}

} // namespace earshot
