#include "solver/app/fit_command.h"

#include "solver/app/fit_report.h"
#include "solver/app/level_models.h"
#include "solver/app/population.h"
#include "solver/config/documents.h"
#include "solver/config/fit_check.h"
#include "solver/config/network_check.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "solver/files/folder_lock.h"
#include "solver/files/tables.h"
#include "solver/fit/fit_answers.h"
#include "solver/output/fit_files.h"
#include "solver/runtime/interrupt.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <map>

namespace earshot {

namespace {

namespace fs = std::filesystem;

Case case_with_fit(const Options &options) {
  Case config = read_case(options.case_file, options.overrides);
  if (!config.fit)
    throw UserError({options.case_file, 0, 0, "fit"}, "found none, expected [fit]");
  if (!is_lumped(config) && options.model.empty())
    throw UserError(
        {options.case_file, 0, 0, "fit"},
        "found a case with a mesh, expected one of a network alone, or --model with the model that "
        "a run of the case kept");
  return with_population(std::move(config));
}

CaseFit read_fit(const Case &config, const Options &options) {
  std::vector<MeasuredCurve> measured;
  for (const FitStateConfig &state : config.fit->states)
    measured.push_back(read_measured(state.measurement, state.quantity, false));
  std::vector<std::optional<MeasuredCurve>> changed;
  for (const PredictConfig &prediction : config.predictions)
    changed.push_back(
        prediction.measurement.value.empty()
            ? std::nullopt
            : std::optional(read_measured(prediction.measurement, MeasuredQuantity::level, false)));
  const auto saved =
      options.model.empty() ? nullptr : std::make_shared<const SavedModel>(read_saved_model(options.model));
  return case_fit(config, measured, changed, model_maker(saved));
}

/// The case with the best numbers of all its states, to run. Those of single states are left as they were.
std::string fitted_case(const Case &config, const CaseFit &fit, const FitSolution &solution) {
  std::map<std::string, double> values;
  const std::vector<double> best = fit.problem.values(solution.best);
  for (std::size_t k = 0; k < best.size(); ++k)
    if (fit.parameter_states[k].empty())
      values[fit.problem.priors()[k].key] = best[k];
  return "# Numbers as earshot fit found them; fit.csv tells which of them mean something.\n" +
         resolved_toml(with_values(without_searches(config), values));
}

} // namespace

void run_fit(const Options &options) {
  const Case config = case_with_fit(options);
  const fs::path directory = options.directory;
  check_writable(directory);
  const FolderLock lock(directory);
  const CaseFit fit = read_fit(config, options);
  remove_fit(directory);
  const FitOptions fit_options{config.fit->starts, config.fit->seed, config.fit->ensemble};
  const Interrupt interrupt;
  const FitSolution solution = solve_fit(fit.problem, fit_options, [&](const std::string &text) {
    if (interrupt.requested(MPI_COMM_SELF))
      throw Stopped("the fit was stopped before it had an answer");
    if (!options.quiet)
      fmt::print(stderr, "{}\n", text);
  });
  const FitResults results = fit_answers(fit, solution, fit_options.seed);
  const std::string report = fit_report(results);
  write_fit(directory, results, report);
  write_atomically(directory / "fitted.toml", fitted_case(config, fit, solution));
  fmt::print("{}\nresults: {}\n", report, directory.string());
}

} // namespace earshot
