#include "solver/app/model_command.h"

#include "solver/analysis/isolation_study.h"
#include "solver/analysis/key_figures.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/app/resume.h"
#include "solver/app/saved_designs.h"
#include "solver/app/session.h"
#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/output/response_files.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/on_root.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace earshot {

namespace {

namespace fs = std::filesystem;

/// The saved case with some of the overrides.
Case changed_case(const SavedModel &saved, const Options &options,
                  const std::vector<std::string> &overrides) {
  return with_computed_motors(read_resolved_case(saved.config, options.model, overrides));
}

/// @throws UserError for the first override that can't be answered by itself
void require_answer(const SavedModel &saved, const Options &options, const Case &changed) {
  saved_case(saved, options.model);
  const std::string together = refusal(saved, changed);
  if (together.empty())
    return;
  for (const std::string &text : options.overrides)
    if (const std::string alone = refusal(saved, changed_case(saved, options, {text})); !alone.empty())
      throw UserError({"--set", 0, 0, text.substr(0, text.find('='))}, alone);
  throw UserError("the --set values together: " + together);
}

/// The case that a saved model is evaluated for. @throws UserError when its matrices are others
Case case_of(const SavedModel &saved, const Options &options) {
  const Case config = changed_case(saved, options, options.overrides);
  require_answer(saved, options, config);
  return config;
}

/// One evaluation of a saved model.
class ModelRun {
public:
  explicit ModelRun(const Options &options)
      : saved_(read_saved_model(options.model)),
        session_(options, MPI_COMM_SELF, options.model, case_of(saved_, options)) {}

  int execute() {
    return session_.run([this] {
      session_.log().info("saved by earshot {}", saved_.program);
      session_.start("motors");
      motors_ = compute_motors(config_, MPI_COMM_SELF); // they have no part in the mesh of the air
      design_ = with_motors(config_, motors_);
      saved_ = model_of_design(saved_, design_);
      add_warnings();
      session_.start("evaluation");
      evaluate_band();
      session_.start("output");
      write();
      return 0;
    });
  }

private:
  void add_warnings();
  void evaluate_band();
  void write();
  void write_analyses();

  SavedModel saved_;
  Session session_;
  const Case &config_ = session_.config();
  Case design_; ///< with computed motors
  std::vector<ComputedMotor> motors_;
  Response response_;
};

void ModelRun::add_warnings() {
  session_.warn_of(motors_);
  const std::vector<double> frequencies = sweep_frequencies(config_.sweep);
  constexpr double rounding = 1.01; // preferred frequencies have rounded names
  const auto outside = std::count_if(frequencies.begin(), frequencies.end(), [&](double f) {
    return f * rounding < saved_.lowest_hz || f > rounding * saved_.highest_hz;
  });
  if (outside > 0)
    session_.warn(fmt::format(
        "{} of {} frequencies are outside of the band that the model was made for, {} to {}", outside,
        frequencies.size(), frequency_text(saved_.lowest_hz), frequency_text(saved_.highest_hz)));
  if (!config_.output.field_frequencies.empty())
    session_.warn("a saved model knows no fields: output.field_frequencies is passed over");
}

void ModelRun::evaluate_band() {
  response_ = saved_response(saved_, design_, sweep_frequencies(config_.sweep));
  const double error_db = value_of(key_figures(response_), "largest_error_db");
  if (!(error_db <= config_.sweep.tolerance))
    session_.warn(
        fmt::format("the level may be wrong by {:.2g} dB, more than sweep.tolerance: the design is far from "
                    "the one that the model was made for; error_db in response.csv says where",
                    error_db));
}

void ModelRun::write() {
  const fs::path &directory = session_.directory();
  remove_results(directory, session_.name());
  write_atomically(directory / "config.resolved.toml", resolved_toml(config_));
  write_motors(directory, motors_);
  write_response(directory, session_.name(), response_);
  write_analyses();
  session_.record().counts = {{"frequencies", static_cast<std::int64_t>(response_.frequency_hz.size())},
                              {"basis vectors", static_cast<std::int64_t>(saved_.model.size)}};
  session_.finish(response_);
}

void ModelRun::write_analyses() {
  for (const AnalysisConfig &analysis : config_.analyses) {
    if (analysis.type.value == AnalysisType::isolation) {
      const Isolation found = isolation(saved_.estimate(), design_, saved_.facts, analysis.isolation);
      write_isolation(session_.directory(), found);
      session_.log().info("{}",
                          describe_isolation(found, analysis.isolation, air_properties(design_).sound_speed));
      for (const KeyFigure &figure : isolation_figures(found))
        session_.record().isolation.push_back(figure);
      continue;
    }
    if (analysis.type.value != AnalysisType::sensitivity) {
      session_.warn(fmt::format("analysis \"{}\" needs the mesh: it is passed over", analysis.type.value));
      continue;
    }
    if (!analysis.dimensions.empty())
      session_.warn("sensitivities to dimensions need the mesh: they are passed over");
    const Sensitivities found = sensitivities(saved_.model, design_, saved_.facts, analysis);
    write_sensitivities(session_.directory(), found);
    session_.log().info("{}", describe_sensitivities(found));
  }
}

} // namespace

int run_model(const Options &options, MPI_Comm communicator) {
  int code = 0;
  on_root(communicator, [&] { code = ModelRun(options).execute(); });
  return dealii::Utilities::MPI::broadcast(communicator, code);
}

} // namespace earshot
