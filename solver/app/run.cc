#include "solver/app/run.h"

#include "solver/analysis/analyses.h"
#include "solver/analysis/direct_response.h"
#include "solver/analysis/field_output.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/large_signal_drivers.h"
#include "solver/analysis/loss_error.h"
#include "solver/analysis/mesh_error.h"
#include "solver/analysis/response_rows.h"
#include "solver/app/kept_model.h"
#include "solver/app/model_command.h"
#include "solver/app/report.h"
#include "solver/app/resume.h"
#include "solver/app/run_mesh.h"
#include "solver/app/session.h"
#include "solver/app/solve_journal.h"
#include "solver/config/documents.h"
#include "solver/config/network_check.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/cost.h"
#include "solver/model/ear_wiring.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/output/response_files.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/interrupt.h"
#include "solver/runtime/on_root.h"
#include "solver/runtime/progress.h"
#include "solver/study/study_run.h"
#include "solver/sweep/direct_sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <numbers>

namespace earshot {

namespace {

namespace fs = std::filesystem;
using dealii::Utilities::MPI::broadcast;

/// One run from the case file to the last result.
class Run {
public:
  Run(const Options &options, MPI_Comm communicator)
      : session_(options, communicator, options.case_file, read_case(options.case_file, options.overrides)) {}

  /// @return the exit code
  int execute() {
    return session_.run([this] {
      build_mesh();
      build_model();
      if (options_.only_studies)
        return finish_studies();
      analyse();
      open_results();
      return sweep() ? finish() : stop_early();
    });
  }

private:
  void build_mesh();
  void build_model();
  void analyse();
  void open_results();
  bool sweep();
  bool sweep_directly(const std::vector<double> &frequencies);
  bool sweep_fast(const std::vector<double> &frequencies);
  void find_field(SweepPoint &point, const Factors &factors);
  void make_fast(const std::vector<double> &frequencies);
  void report_fast();
  FastSweep &reduced();
  /// A network alone is solved before a basis is made.
  bool is_fast(std::size_t n_points) const {
    return model_->has_mesh() && fast_sweep_pays(config_.sweep, n_points);
  }
  bool estimates_mesh_error() {
    return model_->has_mesh() && config_.mesh.estimate_error && mesh_error().asked();
  }
  const MeshError &mesh_error();
  void tell_of_losses();
  bool is_field_frequency(double frequency) const;
  void keep(const SweepPoint &point);
  void write_responses();
  void save_what_is_done();
  int finish();
  void save_model();
  void write_record();
  int stop_early();
  int stop_among_designs();
  int finish_studies();
  bool answer_studies();
  std::vector<double> frequencies_left() const;

  Session session_;
  const Options &options_ = session_.options();
  const MPI_Comm communicator_ = session_.communicator();
  const Case &config_ = session_.config();
  const fs::path &directory_ = session_.directory();
  spdlog::logger &log_ = session_.log();
  double available_memory_ = 0;
  std::shared_ptr<const AirMesh> mesh_;
  std::vector<ComputedMotor> motors_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<DirectSweep> solver_;
  std::unique_ptr<MeshError> mesh_error_; ///< once a point asks for it
  std::unique_ptr<LossError> loss_error_;
  std::vector<LossDoubt> doubts_;         ///< that are told once it is known what is heard of them
  std::vector<double> cell_errors_db_;    ///< of the point that is to be kept, where its field is written
  std::unique_ptr<SolveJournal> journal_; ///< of the fast sweep; none where only studies are answered
  std::unique_ptr<FastSweep> fast_;       ///< empty after a direct sweep
  std::unique_ptr<ResponseRows> rows_;
  // On rank 0 only, which alone writes:
  std::unique_ptr<CheckpointWriter> checkpoint_;
  std::unique_ptr<FieldOutput> fields_;
  std::vector<CheckpointRow> done_;
  std::chrono::steady_clock::time_point last_written_;
};

void Run::build_mesh() {
  if (config_.mesh.accuracy)
    motors_ = make_motors(session_);
  session_.start("mesh");
  check_lumped_parts(config_, air_properties(config_));
  available_memory_ = available_memory(communicator_);
  log_.debug("{}", describe_case(config_, air_properties(config_)));
  if (!is_lumped(config_))
    mesh_ = make_mesh(session_, motors_, available_memory_);
}

void Run::build_model() {
  if (!config_.mesh.accuracy) // else they are there
    motors_ = make_motors(session_);
  session_.start("assembly");
  model_ = std::make_unique<Model>(with_motors(config_, motors_), mesh_, communicator_);
  loss_error_ = std::make_unique<LossError>(*model_);
  if (loss_error_->asked() && !options_.only_studies)
    doubts_ = loss_doubts(model_->losses(), config_);
  for (const std::string &text : model_->warnings())
    if (std::none_of(doubts_.begin(), doubts_.end(),
                     [&](const LossDoubt &doubt) { return doubt.text == text; }))
      session_.warn(text);
  for (const std::string &text : model_->notes())
    session_.note(text);
  if (model_->has_mesh())
    log_.info("{}", describe_losses(model_->losses(), model_->air_properties()));
  log_.debug("Terms\n{}", describe_terms(model_->problem()));
  log_.info("{}", describe_unknowns(*model_));
}

void Run::analyse() {
  session_.start("analysis");
  const auto frequencies = all_frequencies(config_);
  solver_ = std::make_unique<DirectSweep>(model_->problem(), model_->problem().at(middle_of(frequencies)));
  if (!model_->has_mesh())
    return;
  const int ranks = static_cast<int>(dealii::Utilities::MPI::n_mpi_processes(communicator_));
  log_.info("{}",
            describe_cost(solver_->factorization(), config_.sweep, frequencies.size(),
                          peak_memory(solver_->factorization(), model_->unknowns().size(), communicator_),
                          available_memory_, ranks));
  require_memory(factorization_need(solver_->factorization()), available_memory_, options_.force,
                 session_.warner());
}

void Run::open_results() {
  rows_ = std::make_unique<ResponseRows>(model_->problem(), config_, model_->facts());
  const CheckpointIdentity identity = checkpoint_identity(*model_, rows_->columns());
  on_root(communicator_, [&] {
    if (options_.resume)
      done_ = finished_rows(directory_, identity, config_);
    else
      remove_results(directory_, session_.name());
  });
  journal_ = std::make_unique<SolveJournal>(directory_, identity.config + identity.mesh, options_.resume,
                                            communicator_, session_.warner());
  // A fast sweep that was broken off takes its own way once more, with all of its points.
  const bool replays = journal_->has_records() && is_fast(all_frequencies(config_).size());
  if (replays) {
    log_.info("the fast sweep that was broken off is taken up again, with the solves that it has done");
    done_.clear();
  }
  on_root(communicator_, [&] {
    write_atomically(directory_ / "config.resolved.toml", resolved_toml(config_));
    write_motors(directory_, motors_);
    checkpoint_ = std::make_unique<CheckpointWriter>(directory_, identity, options_.resume && !replays);
    if (!config_.output.field_frequencies.empty())
      fields_ = std::make_unique<FieldOutput>(*model_, directory_ / "fields", options_.resume);
  });
}

/// The same on every rank, though only rank 0 knows what is done. Collective.
std::vector<double> Run::frequencies_left() const {
  std::vector<double> left = all_frequencies(config_);
  std::erase_if(left, [this](double frequency) {
    return std::any_of(done_.begin(), done_.end(),
                       [=](const auto &row) { return same_frequency(row.frequency_hz, frequency); });
  });
  return broadcast(communicator_, left);
}

/// @return false when the user stopped it
bool Run::sweep() {
  session_.start("sweep");
  const std::vector<double> left = frequencies_left();
  if (!done_.empty())
    log_.info("{} frequencies were done before, {} are left", done_.size(), left.size());
  try {
    return is_fast(left.size()) ? sweep_fast(left) : sweep_directly(left);
  } catch (...) {
    save_what_is_done();
    throw;
  }
}

bool Run::sweep_directly(const std::vector<double> &frequencies) {
  Progress progress(frequencies.size() + done_.size(), done_.size(), session_.is_root() && !options_.quiet);
  const Interrupt interrupt;
  for (const double frequency : frequencies) {
    const Factors factors = model_->problem().at(2 * std::numbers::pi * frequency);
    SweepPoint point = solve_at(*model_, *solver_, factors);
    if (estimates_mesh_error()) {
      mesh_error().add_to(point, factors, solver_->factorization());
      if (is_field_frequency(frequency))
        cell_errors_db_ = mesh_error().of_cells_db(point, factors, point.solution,
                                                   mesh_error().adjoint(solver_->factorization()));
    }
    if (loss_error_->asked())
      loss_error_->add_to(point, factors, solver_->factorization());
    on_root(communicator_, [&] { keep(point); });
    progress.step(frequency_text(frequency));
    if (interrupt.requested(communicator_))
      return false;
  }
  return true;
}

/// Fits a basis to some of the frequencies and answers all of them.
bool Run::sweep_fast(const std::vector<double> &frequencies) {
  make_fast(frequencies);
  std::vector<Factors> points;
  for (const double frequency : frequencies)
    points.push_back(model_->problem().at(2 * std::numbers::pi * frequency));
  const Interrupt interrupt;
  FastAnswers answers = fast_->answer(points, watch(*fast_, *model_, options_, log_, interrupt));
  session_.start("mesh error");
  if (estimates_mesh_error())
    mesh_error().add_to(answers.points, points, fast_->basis());
  if (loss_error_->asked())
    loss_error_->add_to(answers.points, points, fast_->basis());
  for (std::size_t k = 0; k < points.size(); ++k) {
    SweepPoint &point = answers.points[k];
    if (is_field_frequency(point.frequency))
      find_field(point, points[k]);
    on_root(communicator_, [&] {
      if (answers.finished || fast_->excess(point) <= 1)
        keep(point);
    });
  }
  report_fast();
  return answers.finished;
}

/// Solution and cells' errors of a fast sweep's point. Collective.
void Run::find_field(SweepPoint &point, const Factors &factors) {
  point.solution = fast_->record().converged ? fast_->basis().expand({point.coordinates}).front()
                                             : solver_->evaluate(factors).solution;
  if (estimates_mesh_error())
    cell_errors_db_ =
        mesh_error().of_cells_db(point, factors, point.solution,
                                 fast_->basis().expand({point.adjoints[mesh_error().eardrum()]}).front());
}

void Run::make_fast(const std::vector<double> &frequencies) {
  fast_ = std::make_unique<FastSweep>(model_->problem(), solver_->factorization(),
                                      candidate_points(model_->problem(), frequencies),
                                      fast_sweep_options(model_->problem(), config_.sweep));
  if (journal_)
    fast_->keep_solves(*journal_);
}

/// The reduced model, also where the sweep did without, or there was none.
FastSweep &Run::reduced() {
  if (!is_symmetric(model_->problem()))
    throw UserError({config_.file, 0, 0, "network"},
                    "found a network that is not reciprocal, expected one that is: sensitivities, "
                    "contributions and saved models rest on it");
  if (!solver_)
    analyse();
  if (!fast_)
    make_fast(band_of_analyses(all_frequencies(config_)));
  if (!fast_->record().converged) { // a sweep may have found direct solves to be quicker
    const Interrupt interrupt;
    if (!fast_->run(watch(*fast_, *model_, options_, log_, interrupt)))
      throw Stopped("stopped while the reduced model was made; --resume goes on");
    report_fast();
  }
  return *fast_;
}

const MeshError &Run::mesh_error() {
  if (!mesh_error_)
    mesh_error_ = std::make_unique<MeshError>(
        *model_, model_->problem().at(2 * std::numbers::pi * middle_of(all_frequencies(config_))));
  return *mesh_error_;
}

void Run::report_fast() {
  const FastSweepRecord &record = fast_->record();
  for (const std::string &line : describe_outcome(record, config_.sweep.tolerance))
    log_.info("{}", line);
  for (const std::string &line : sweep_warnings(record, config_.sweep.tolerance))
    session_.warn(line);
}

bool Run::is_field_frequency(double frequency) const {
  const auto &wanted = config_.output.field_frequencies;
  return std::any_of(wanted.begin(), wanted.end(), [=](double f) { return same_frequency(f, frequency); });
}

/// Result files follow the sweep, but not so often that writing them takes its time.
void Run::keep(const SweepPoint &point) {
  if (is_field_frequency(point.frequency))
    fields_->write(point.frequency, point.solution, cell_errors_db_);
  done_.push_back(rows_->row(point));
  checkpoint_->append(done_.back());
  const auto now = std::chrono::steady_clock::now();
  if (now - last_written_ > std::chrono::seconds(2)) {
    write_responses();
    last_written_ = now;
  }
}

void Run::write_responses() {
  if (!done_.empty())
    write_response(directory_, session_.name(), rows_->response(done_));
}

/// Warns of volumes whose losses are in doubt where that is heard, by all that is done.
void Run::tell_of_losses() {
  if (!session_.is_root())
    return;
  for (const LossVerdict &verdict :
       loss_verdicts(doubts_, done_.empty() ? Response() : rows_->response(done_)))
    if (verdict.is_heard)
      session_.warn(verdict.text);
    else
      log_.info("{}", verdict.text);
}

/// On the way out of an error, which a second one must not hide.
void Run::save_what_is_done() {
  try {
    if (session_.is_root())
      write_responses();
  } catch (const UserError &error) {
    log_.error("{}", error.what());
  }
}

int Run::stop_early() {
  on_root(communicator_, [&] { write_responses(); });
  tell_of_losses();
  log_.warn("stopped: {} of {} frequencies are done and in {}; --resume goes on", done_.size(),
            all_frequencies(config_).size(), directory_.string());
  return exit_code_stopped;
}

/// @return false when the user stopped it
bool Run::answer_studies() {
  if (config_.studies.empty())
    return true;
  session_.start("studies");
  const Interrupt interrupt;
  return run_studies(config_, *model_, [this]() -> FastSweep & { return reduced(); },
                     {options_, communicator_, directory_, log_, interrupt, session_.warner()});
}

int Run::stop_among_designs() {
  log_.warn("stopped among the designs of a study; --resume goes on with those that are left");
  return exit_code_stopped;
}

/// The designs of the studies alone, or a share of them.
int Run::finish_studies() {
  on_root(communicator_, [&] {
    if (!options_.resume)
      remove_results(directory_, session_.name());
    write_atomically(directory_ / "config.resolved.toml", resolved_toml(config_));
  });
  if (!answer_studies())
    return stop_among_designs();
  if (solver_) { // for those that share the case's matrices
    session_.record().factorisations = solver_->factorization().timings().factorizations;
    session_.record().back_substitutions = solver_->factorization().timings().back_substitutions;
  }
  session_.finish(Response());
  return 0;
}

int Run::finish() {
  session_.start("output");
  on_root(communicator_, [&] { write_responses(); });
  tell_of_losses();
  if (!config_.analyses.empty()) {
    session_.start("analyses");
    for (const KeyFigure &figure :
         run_analyses(*model_,
                      {[this]() -> FastSweep & { return reduced(); }, solver_->factorization(),
                       session_.warner(), !options_.quiet},
                      directory_, log_))
      session_.record().isolation.push_back(figure);
  }
  if (!answer_studies())
    return stop_among_designs();
  if (!options_.save_model.empty())
    save_model();
  write_record();
  on_root(communicator_, [&] { journal_->remove(); });
  return 0;
}

/// The reduced model, with what laws at large signal need.
void Run::save_model() {
  session_.start("saved model");
  const bool has_laws =
      std::any_of(config_.drivers.begin(), config_.drivers.end(),
                  [](const DriverConfig &driver) { return driver.large_signal.has_value(); });
  const SavedModel saved = kept_model(
      *model_, config_, [this]() -> FastSweep & { return reduced(); },
      [&](const FrequencyProblem &problem, FastSweep &fast) {
        if (has_laws)
          hold_static_limit(problem, fast);
      },
      rest_stiffnesses(*model_), options_, log_);
  on_root(communicator_, [&] {
    write_saved_model(options_.save_model, saved);
    log_.info("model: {}", options_.save_model);
  });
}

void Run::write_record() {
  RunRecord &record = session_.record();
  record.counts.insert(record.counts.begin(),
                       {{"frequencies", static_cast<std::int64_t>(all_frequencies(config_).size())},
                        {"unknowns", model_->unknowns().size()}});
  if (mesh_)
    record.counts.insert(record.counts.begin() + 1,
                         {"tetrahedra", static_cast<std::int64_t>(mesh_->cells.size())});
  if (fast_) {
    record.counts.emplace_back("expansion frequencies", fast_->record().expansion_frequencies.size());
    record.counts.emplace_back("confirmations", fast_->record().confirmations.size());
    record.counts.emplace_back("basis vectors", fast_->basis().size());
  }
  record.factorisations = solver_->factorization().timings().factorizations;
  record.back_substitutions = solver_->factorization().timings().back_substitutions;
  session_.finish(session_.is_root() ? rows_->response(done_) : Response());
}

} // namespace

int run(const Options &options, MPI_Comm communicator) {
  if (!options.save_model.empty() && options.resume)
    throw UserError("found --save-model with --resume, expected one of them: a resumed run's model holds for "
                    "the rest of the band only");
  return Run(options, communicator).execute();
}

} // namespace earshot
