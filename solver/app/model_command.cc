#include "solver/app/model_command.h"

#include "solver/analysis/isolation_study.h"
#include "solver/analysis/response_rows.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/app/resume.h"
#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/ear_wiring.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/output/run_record.h"
#include "solver/runtime/log.h"
#include "solver/runtime/on_root.h"
#include "solver/runtime/stages.h"
#include "solver/runtime/versions.h"
#include "solver/sweep/reduced_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numbers>

namespace earshot {

namespace {

namespace fs = std::filesystem;

/// Motors have no part in the mesh of the air: they are computed anew, or known from the store.
Case with_computed_motors(const Case &config) {
  return with_motors(config, compute_motors(config, MPI_COMM_SELF));
}

/// The saved case with some of the overrides.
Case changed_case(const SavedModel &saved, const Options &options,
                  const std::vector<std::string> &overrides) {
  return with_computed_motors(read_resolved_case(saved.config, options.model, overrides));
}

/// @throws UserError for the first override that changes matrices by itself
void require_same_matrices(const SavedModel &saved, const Options &options, const Case &changed) {
  const Case base = changed_case(saved, options, {});
  const CoefficientFunctions functions = coefficient_functions(base, saved.facts);
  const ReducedModel &model = saved.model;
  if (functions.terms.size() != model.terms.size() || functions.loads.size() != model.loads.size() ||
      functions.outputs.size() != model.outputs.size())
    throw UserError(
        fmt::format("{} has {} terms, {} loads and {} outputs, expected {}, {} and {} for its case: "
                    "save the model anew",
                    options.model, model.terms.size(), model.loads.size(), model.outputs.size(),
                    functions.terms.size(), functions.loads.size(), functions.outputs.size()));
  if (matrix_signature(base, saved.facts) != saved.signature)
    throw UserError(fmt::format("{} was saved by earshot {}, whose matrices are others: save the model anew",
                                options.model, saved.program));
  if (same_matrices(base, changed, saved.facts))
    return;
  for (const std::string &text : options.overrides)
    if (!same_matrices(base, changed_case(saved, options, {text}), saved.facts))
      throw UserError({"--set", 0, 0, text.substr(0, text.find('='))},
                      "changes the mesh or its matrices: needs a run from the case file");
  throw UserError(
      "together the --set values change the mesh or its matrices: needs a run from the case file");
}

/// One evaluation of a saved model.
class ModelRun {
public:
  explicit ModelRun(const Options &options)
      : options_(options), name_(fs::path(options.model).stem().string()),
        directory_(options.directory.empty() ? fs::path("results") / name_ : fs::path(options.directory)) {}

  void execute() {
    stages_.start("model");
    saved_ = read_saved_model(options_.model);
    config_ = changed_case(saved_, options_, options_.overrides);
    require_same_matrices(saved_, options_, config_);
    motors_ = compute_motors(config_, MPI_COMM_SELF); // they have no part in the mesh of the air
    design_ = with_motors(config_, motors_);
    check_writable(directory_);
    log_ = make_log(directory_.string(), options_, true);
    log_->info("{}: {}, saved by earshot {}", options_.model, config_.title.value, saved_.program);
    log_->debug("{}", describe(options_));
    add_warnings();
    stages_.start("evaluation");
    evaluate_band();
    stages_.start("output");
    write();
  }

private:
  void add_warnings();
  void evaluate_band();
  void write();
  void write_analyses();
  void warn(const std::string &text) {
    record_.warnings.push_back(text);
    log_->warn("warning: {}", text);
  }

  const Options &options_;
  std::string name_;
  fs::path directory_;
  Stages stages_;
  SavedModel saved_;
  Case config_, design_; ///< as written, and with computed motors
  std::vector<ComputedMotor> motors_;
  std::shared_ptr<spdlog::logger> log_;
  RunRecord record_;
  Response response_;
};

void ModelRun::add_warnings() {
  for (const Diagnostic &warning : warnings(config_))
    warn(to_string(warning));
  for (const ComputedMotor &motor : motors_)
    for (const DriverConfig &driver : config_.drivers)
      if (driver.name.value == motor.driver)
        for (const std::string &text : motor_warnings(driver, motor))
          warn(text);
  const std::vector<double> frequencies = sweep_frequencies(config_.sweep);
  constexpr double rounding = 1.01; // preferred frequencies have rounded names
  const auto outside = std::count_if(frequencies.begin(), frequencies.end(), [&](double f) {
    return f * rounding < saved_.lowest_hz || f > rounding * saved_.highest_hz;
  });
  if (outside > 0)
    warn(fmt::format("{} of {} frequencies are outside of the band that the model was made for, {:.5g} Hz to "
                     "{:.5g} Hz",
                     outside, frequencies.size(), saved_.lowest_hz, saved_.highest_hz));
  if (!config_.output.field_frequencies.empty())
    warn("a saved model knows no fields: output.field_frequencies is passed over");
}

void ModelRun::evaluate_band() {
  const CoefficientFunctions functions = coefficient_functions(design_, saved_.facts);
  std::vector<Factors> points;
  for (const double frequency : sweep_frequencies(config_.sweep))
    points.push_back(functions.at(2 * std::numbers::pi * frequency));
  const ResponseRows rows(saved_.model, config_.source.voltage, config_.source.output_impedance);
  std::vector<CheckpointRow> done;
  for (const SweepPoint &point : evaluate(saved_.model, saved_.estimate(), points))
    done.push_back(rows.row(point));
  response_ = rows.response(std::move(done));
  response_.ear_band = ear_band(design_, air_properties(design_));
  record_.figures = key_figures(response_);
  if (record_.figures.largest_error_db > config_.sweep.tolerance)
    warn(fmt::format("the level may be wrong by {:.2g} dB, more than sweep.tolerance: the design is far from "
                     "the one that the model was made for; error_db in response.csv says where",
                     record_.figures.largest_error_db));
}

void ModelRun::write() {
  remove_results(directory_, name_);
  write_atomically(directory_ / "config.resolved.toml", resolved_toml(config_));
  write_motors(directory_, motors_);
  write_response(directory_, name_, response_);
  write_analyses();
  stages_.stop();
  record_.name = name_;
  record_.title = config_.title;
  record_.peak_memory_mib = {peak_memory_mib()};
  record_.counts = {{"frequencies", static_cast<std::int64_t>(response_.frequency_hz.size())},
                    {"basis vectors", static_cast<std::int64_t>(saved_.model.size)}};
  record_.stage_seconds = stages_.seconds();
  record_.versions = versions();
  write_summary(directory_, record_);
  fmt::print("{}\nresults: {}\n", summary_text(record_), directory_.string());
}

void ModelRun::write_analyses() {
  for (const AnalysisConfig &analysis : config_.analyses) {
    if (analysis.type.value == "isolation") {
      const Isolation found = isolation(saved_.model, design_, saved_.facts, analysis.isolation);
      write_isolation(directory_, found);
      log_->info("{}", describe_isolation(found, analysis.isolation, air_properties(design_).sound_speed));
      for (const KeyFigure &figure : isolation_figures(found))
        record_.isolation.emplace_back(figure.name, figure.value);
      continue;
    }
    if (analysis.type.value != "sensitivity") {
      warn(fmt::format("analysis \"{}\" needs the mesh: it is passed over", analysis.type.value));
      continue;
    }
    const Sensitivities found = sensitivities(saved_.model, design_, saved_.facts, analysis);
    write_sensitivities(directory_, found);
    log_->info("{}", describe_sensitivities(found));
  }
}

} // namespace

SavedModel saved_model_of(const Model &model, const Case &config, const FastSweep &fast) {
  const std::vector<double> frequencies = sweep_frequencies(config.sweep);
  const ErrorEstimate estimate = fast.estimate();
  return {"",
          resolved_toml(config),
          matrix_signature(model.config(), model.facts()),
          model.facts(),
          fast.model(),
          estimate.levels(),
          estimate.calibrations(),
          frequencies.front(),
          frequencies.back()};
}

int run_model(const Options &options, MPI_Comm communicator) {
  on_root(communicator, [&] { ModelRun(options).execute(); });
  return 0;
}

} // namespace earshot
