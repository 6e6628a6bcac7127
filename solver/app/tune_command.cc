#include "solver/app/tune_command.h"

#include "solver/analysis/direct_response.h"
#include "solver/analysis/isolation_study.h"
#include "solver/analysis/key_figures.h"
#include "solver/app/level_models.h"
#include "solver/app/saved_designs.h"
#include "solver/app/tune_report.h"
#include "solver/config/dimensions.h"
#include "solver/config/documents.h"
#include "solver/config/fit_check.h"
#include "solver/config/name_check.h"
#include "solver/config/network_check.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/files/folder_lock.h"
#include "solver/files/tables.h"
#include "solver/fit/production.h"
#include "solver/fit/tuning.h"
#include "solver/model/network_wiring.h"
#include "solver/model/prepare.h"
#include "solver/output/tuning_files.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/interrupt.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <map>

namespace earshot {

namespace {

namespace fs = std::filesystem;

constexpr unsigned threads = 2; ///< of a small model's many points

Case case_with_tune(const Options &options) {
  Case config = read_case(options.case_file, options.overrides);
  if (!config.tune)
    throw UserError({options.case_file, 0, 0, "tune"}, "found none, expected [tune]");
  return config;
}

std::map<std::string, double> by_key(const std::vector<TunedNumber> &numbers,
                                     std::span<const double> values) {
  std::map<std::string, double> map;
  for (std::size_t k = 0; k < numbers.size(); ++k)
    map[numbers[k].key] = values[k];
  return map;
}

std::vector<KeyFigure> with_isolation(std::vector<KeyFigure> figures,
                                      const std::vector<KeyFigure> &isolation) {
  figures.insert(figures.end(), isolation.begin(), isolation.end());
  return figures;
}

/// The sweep's band, no finer than figures need, which interpolate between their frequencies.
std::vector<double> figure_frequencies(const Case &config) {
  constexpr int per_octave = 12;
  const std::vector<double> swept = all_frequencies(config);
  std::vector<double> frequencies = comparison_grid(swept.front(), swept.back(), per_octave);
  if (swept.size() <= frequencies.size())
    return swept;
  frequencies.insert(frequencies.begin(), swept.front());
  frequencies.push_back(swept.back());
  frequencies.erase(std::unique(frequencies.begin(), frequencies.end()), frequencies.end());
  return frequencies;
}

/// Figures of the response over the sweep's frequencies, and of isolations that the case asks for.
FigureFunction figures_of(const Case &config, const std::vector<TunedNumber> &numbers,
                          std::shared_ptr<const SavedModel> saved) {
  if (!saved)
    return [=, frequencies = figure_frequencies(config)](std::span<const double> values) {
      const Case design = with_values(config, by_key(numbers, values));
      std::vector<KeyFigure> figures = key_figures(lumped_response(design, frequencies));
      return with_isolation(std::move(figures), design_isolation(design));
    };
  return [=, base = with_computed_motors(config),
          frequencies = figure_frequencies(config)](std::span<const double> values) {
    const Case design = with_values(base, by_key(numbers, values));
    const SavedModel own = model_of_design(*saved, design);
    return with_isolation(key_figures(saved_response(own, design, frequencies, threads, false)),
                          design_isolation(own.estimate(), design, own.facts));
  };
}

std::vector<TuningLimit> limits_of(const TuneConfig &tune) {
  constexpr double none = std::numeric_limits<double>::infinity();
  std::vector<TuningLimit> limits;
  for (const TuneLimitConfig &limit : tune.limits)
    limits.push_back(
        {limit.figure, limit.least ? limit.least->value : -none, limit.most ? limit.most->value : none});
  return limits;
}

/// @throws UserError for a limit on a figure that isn't there, with the nearest one
void require_figures(const TuneConfig &tune, const std::vector<KeyFigure> &figures) {
  std::vector<std::string> names;
  for (const KeyFigure &figure : figures)
    names.push_back(figure.name);
  for (const TuneLimitConfig &limit : tune.limits) {
    const auto figure = std::find(names.begin(), names.end(), limit.figure.value);
    if (figure == names.end())
      throw UserError(limit.figure.where, fmt::format("found \"{}\", {}", limit.figure.value,
                                                      expected_one_of(limit.figure, names)));
    if (!std::isfinite(figures[static_cast<std::size_t>(figure - names.begin())].value))
      throw UserError(limit.figure.where,
                      fmt::format("found \"{}\", which has no value over the case's sweep, "
                                  "expected a figure that has one",
                                  limit.figure.value));
  }
}

TuningTarget target_of(const Case &config) {
  const TuneConfig &tune = *config.tune;
  const MeasuredCurve curve = read_measured(tune.target, MeasuredQuantity::level, true);
  require_same_ear(curve.conditions, config, tune.target);
  TuningTarget target;
  target.frequency_hz = comparison_grid(tune.from, tune.to, tune.points_per_octave);
  target.level_db = levels_at(curve, tune.target, target.frequency_hz);
  target.deviation_db = tune.deviation.empty() ? std::vector<double>(target.level_db.size(), 1.0)
                                               : at_each(steps_of(tune.deviation), target.frequency_hz);
  target.level_counts = tune.level.value == TargetLevel::given;
  target.robustness = tune.robustness;
  return target;
}

std::shared_ptr<const SavedModel> saved_model_of(const Options &options) {
  return options.model.empty() ? nullptr
                               : std::make_shared<const SavedModel>(read_saved_model(options.model));
}

std::vector<TunedNumber> numbers_of(const Case &config) {
  std::vector<TunedNumber> numbers;
  for (const TuneParameterConfig &parameter : config.tune->parameters)
    numbers.push_back(tuned_number(config, parameter));
  return numbers;
}

/// What answers for the level at some rising frequencies.
std::shared_ptr<const LevelModel> level_model(const Case &config, const std::vector<TunedNumber> &numbers,
                                              std::shared_ptr<const SavedModel> saved,
                                              const std::vector<double> &frequencies_hz) {
  std::vector<std::string> keys;
  std::vector<double> scales;
  for (const TunedNumber &number : numbers) {
    keys.push_back(number.key);
    scales.push_back(number.upper - number.lower);
  }
  Case base = without_searches(config);
  base.sweep.frequencies = {frequencies_hz.front(), frequencies_hz.back()}; // what tables must hold
  return model_maker(std::move(saved))(base, keys, scales, MeasuredQuantity::level, frequencies_hz);
}

TuningProblem problem_of(const Case &config, const Options &options) {
  const auto saved = saved_model_of(options);
  const std::vector<TunedNumber> numbers = numbers_of(config);
  TuningTarget target = target_of(config);
  auto model = level_model(config, numbers, saved, target.frequency_hz);
  TuningProblem problem(numbers, std::move(target), std::move(model), limits_of(*config.tune),
                        figures_of(without_searches(config), numbers, saved));
  if (!config.tune->limits.empty())
    require_figures(*config.tune, problem.figures(problem.start()));
  return problem;
}

void add_warnings(TuningResults &results) {
  constexpr double model_error_db = 0.02, share_of_window = 0.25;
  for (const TunedFigure &figure : results.figures)
    if (!figure.is_kept)
      results.warnings.push_back(
          fmt::format("no numbers within the bounds keep the limit of {}: {:.4g} is the "
                      "nearest that was found",
                      figure.name, figure.tuned));
  if (results.model_error_db > model_error_db)
    results.warnings.push_back(
        fmt::format("the reduced model may be off by up to {:.2g} dB at the tuned numbers; the "
                    "run of the tuned case tells. Where it differs, take these numbers into "
                    "the case and tune once more",
                    results.model_error_db));
  if (results.production &&
      results.production->linear_error_db > share_of_window * results.production->window_db)
    results.warnings.push_back(
        fmt::format("units' levels are off by up to {:.2g} dB as they go linearly with the "
                    "numbers: the yield is an estimate",
                    results.production->linear_error_db));
}

bool has_tolerances(const TuningProblem &problem) {
  return std::any_of(problem.numbers().begin(), problem.numbers().end(),
                     [](const TunedNumber &number) { return number.tolerance > 0; });
}

std::string tuned_case(const Case &config, const TuningProblem &problem, const std::vector<double> &values) {
  return "# Numbers as earshot tune found them.\n" +
         resolved_toml(with_values(without_searches(config), by_key(problem.numbers(), values)));
}

/// As the tuned case in a folder has them.
std::vector<double> tuned_values(const std::vector<TunedNumber> &numbers, const fs::path &directory) {
  const std::vector<Parameter> tuned = parameters_of(read_case((directory / "tuned.toml").string()));
  std::vector<double> values;
  for (const TunedNumber &number : numbers)
    values.push_back(find_number(tuned, {number.key, {}}).value);
  return values;
}

} // namespace

bool needs_model(const Options &options) {
  return !is_lumped(case_with_tune(options));
}

void run_tune(const Options &options) {
  const Case config = case_with_tune(options);
  const fs::path directory = options.directory;
  check_writable(directory);
  const FolderLock lock(directory);
  const TuningProblem problem = problem_of(config, options);
  remove_tuning(directory);
  const Interrupt interrupt;
  const TuningSolution solution =
      solve_tuning(problem, config.tune->starts, config.tune->seed, [&](const std::string &text) {
        if (interrupt.requested(MPI_COMM_SELF))
          throw Stopped("the tuning was stopped before it had an answer");
        if (!options.quiet)
          fmt::print(stderr, "{}\n", text);
      });
  TuningResults results = tuning_results(problem, solution);
  if (has_tolerances(problem))
    results.production = produce(problem, solution.best.values, config.tune->production, config.tune->seed);
  add_warnings(results);
  const std::string report = tune_report(results);
  write_tuning(directory, results, report);
  write_atomically(directory / "tuned.toml", tuned_case(config, problem, solution.best.values));
  fmt::print("{}\nresults: {}\n", report, directory.string());
}

double check_tuned(const Options &options, const fs::path &run) {
  const Case config = case_with_tune(options);
  const std::vector<TunedNumber> numbers = numbers_of(config);
  const std::vector<double> values = tuned_values(numbers, run.parent_path());
  const Table solved = read_table(run / "response.csv");
  const std::vector<double> swept = solved.column("frequency_hz"), level = solved.column("spl_db");
  std::vector<double> frequencies, expected;
  for (std::size_t i = 0; i < swept.size(); ++i)
    if (swept[i] >= config.tune->from && swept[i] <= config.tune->to) {
      frequencies.push_back(swept[i]);
      expected.push_back(level[i]);
    }
  if (frequencies.empty())
    return 0;
  const std::vector<double> answer =
      level_model(config, numbers, saved_model_of(options), frequencies)->answer(values, false).level_db;
  std::size_t worst = 0;
  for (std::size_t i = 0; i < answer.size(); ++i)
    if (std::abs(answer[i] - expected[i]) > std::abs(answer[worst] - expected[worst]))
      worst = i;
  const double difference = std::abs(answer[worst] - expected[worst]);
  fmt::print("a run of the tuned case differs by {:.3f} dB at most, at {}\n", difference,
             frequency_text(frequencies[worst]));
  return difference;
}

fs::path write_renewed(const Options &options) {
  constexpr double share = 0.25; // of each range that is tried once more
  Case config = case_with_tune(options);
  const std::vector<TunedNumber> numbers = numbers_of(config);
  const std::vector<double> values = tuned_values(numbers, options.directory);
  config = with_values(config, by_key(numbers, values));
  config.tune->starts = 1;
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    TuneParameterConfig &parameter = config.tune->parameters[k];
    const TunedNumber &number = numbers[k];
    if (!number.catalogue.empty())
      continue;
    const double reach = share * (number.upper - number.lower) / 2;
    const auto text = [&](double value) {
      return fmt::format("{}{}", std::clamp(value, number.lower, number.upper),
                         number.unit == "1" ? "" : " " + number.unit);
    };
    parameter.lower.value = text(values[k] - reach);
    parameter.upper.value = text(values[k] + reach);
  }
  const fs::path file = fs::path(options.directory) / "renewed.toml";
  write_atomically(file, resolved_toml(config));
  return file;
}

} // namespace earshot
