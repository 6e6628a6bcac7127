#include "solver/study/run.h"

#include "solver/analysis/response_rows.h"
#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/output/run_record.h"
#include "solver/output/tables.h"
#include "solver/study/cost.h"
#include "solver/study/field_output.h"
#include "solver/study/log.h"
#include "solver/study/on_root.h"
#include "solver/study/prepare.h"
#include "solver/study/progress.h"
#include "solver/study/stages.h"
#include "solver/study/versions.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <numbers>

namespace earshot {

namespace {

namespace fs = std::filesystem;

OperatingPoint at(double frequency_hz) {
  return {2 * std::numbers::pi * frequency_hz};
}

/// One run from the case file to the last result.
class Run {
public:
  Run(const Options &options, MPI_Comm communicator)
      : options_(options), communicator_(communicator),
        root_(dealii::Utilities::MPI::this_mpi_process(communicator) == 0),
        config_(read_case(options.case_file, options.overrides)),
        name_(fs::path(options.case_file).stem().string()),
        directory_(options.directory.empty() ? fs::path("results") / name_ : fs::path(options.directory)) {}

  int execute() {
    prepare();
    build();
    sweep();
    finish();
    return 0;
  }

private:
  void prepare();
  void build();
  void sweep();
  void finish();
  void solve(const std::vector<double> &frequencies, const ResponseRows &rows, CheckpointWriter *checkpoint);
  CheckpointIdentity identity(const ResponseRows &rows) const;
  std::vector<double> frequencies() const;
  bool field_wanted(double frequency) const;

  Options options_;
  MPI_Comm communicator_;
  bool root_;
  Case config_;
  std::string name_;
  fs::path directory_;
  Stages stages_;
  std::shared_ptr<spdlog::logger> log_;
  std::unique_ptr<Model> model_;
  std::unique_ptr<DirectSweep> solver_;
  std::unique_ptr<FieldOutput> fields_;
  std::vector<CheckpointRow> done_;
  Response response_;
  RunRecord record_;
};

void Run::prepare() {
  on_root(communicator_, [&] { check_writable(directory_); });
  log_ = make_log(directory_.string(), options_.quiet, root_);
  log_->info("{}: {}", options_.case_file, config_.title.value);
  for (const Problem &warning : warnings(config_)) {
    const std::string text = UserError({warning}).what();
    record_.warnings.push_back(text);
    log_->warn("warning: {}", text);
  }
  on_root(communicator_,
          [&] { write_atomically(directory_ / "config.resolved.toml", resolved_toml(config_)); });
}

void Run::build() {
  stages_.start("mesh");
  auto mesh = prepare_mesh(config_, communicator_);
  log_->info("{}", describe_mesh(*mesh));
  stages_.start("assembly");
  model_ = std::make_unique<Model>(config_, mesh, communicator_);
  log_->debug("terms:\n{}", describe_terms(model_->problem()));
  log_->info("{}", describe_unknowns(*model_));
  stages_.start("analysis");
  const auto grid = frequencies();
  // The ordering is found with the values in the middle of the band (on the logarithmic scale).
  solver_ = std::make_unique<DirectSweep>(model_->problem(), at(std::sqrt(grid.front() * grid.back())));
  require_memory(solver_->factorization(), options_.force, communicator_, *log_);
}

std::vector<double> Run::frequencies() const {
  std::vector<double> grid = sweep_frequencies(config_.sweep);
  for (const auto &frequency : config_.output.field_frequencies)
    grid.push_back(frequency);
  std::sort(grid.begin(), grid.end());
  grid.erase(std::unique(grid.begin(), grid.end()), grid.end());
  return grid;
}

bool Run::field_wanted(double frequency) const {
  const auto &wanted = config_.output.field_frequencies;
  return std::any_of(wanted.begin(), wanted.end(), [=](const auto &f) { return f.value == frequency; });
}

CheckpointIdentity Run::identity(const ResponseRows &rows) const {
  const AirMesh &mesh = model_->air().mesh();
  std::string meshes(reinterpret_cast<const char *>(mesh.nodes.data()),
                     mesh.nodes.size() * sizeof(mesh.nodes[0]));
  Case without_sweep = config_; // other frequencies don't change the numbers at those that are done
  without_sweep.sweep.frequencies.clear();
  without_sweep.sweep.points = without_sweep.sweep.points_per_octave = {};
  without_sweep.output = {};
  meshes += std::to_string(model_->unknowns().size()); // the shells' meshes follow the highest frequency
  return {resolved_toml(without_sweep), meshes, rows.columns()};
}

void Run::sweep() {
  stages_.start("sweep");
  std::vector<std::string> drivers;
  for (const Driver &driver : model_->drivers())
    drivers.push_back(driver.config.name);
  const ResponseRows rows(model_->problem(), drivers, config_.source.voltage,
                          config_.source.output_impedance);

  std::unique_ptr<CheckpointWriter> checkpoint;
  std::vector<double> finished;
  on_root(communicator_, [&] {
    if (options_.resume)
      done_ = read_checkpoint(directory_, identity(rows));
    checkpoint = std::make_unique<CheckpointWriter>(directory_, identity(rows), options_.resume);
    for (const CheckpointRow &row : done_)
      finished.push_back(row.frequency_hz);
  });
  if (!config_.output.field_frequencies.empty())
    on_root(communicator_, [&] {
      fields_ = std::make_unique<FieldOutput>(*model_, directory_ / "fields", options_.resume);
    });
  finished = dealii::Utilities::MPI::broadcast(communicator_, finished);
  std::vector<double> left;
  for (const double frequency : frequencies())
    if (std::find(finished.begin(), finished.end(), frequency) == finished.end())
      left.push_back(frequency);
  if (!finished.empty())
    log_->info("{} frequencies were done before, {} are left", finished.size(), left.size());
  solve(left, rows, checkpoint.get());
}

void Run::solve(const std::vector<double> &frequencies, const ResponseRows &rows,
                CheckpointWriter *checkpoint) {
  Progress progress(frequencies.size() + done_.size(), done_.size(), root_ && !options_.quiet);
  auto last_written = std::chrono::steady_clock::now();
  for (const double frequency : frequencies) {
    const SweepPoint point = solver_->evaluate(at(frequency));
    if (root_) {
      std::vector<double> excursions;
      for (const Driver &driver : model_->drivers())
        excursions.push_back(model_->peak_excursion(driver, point.solution));
      if (fields_ && field_wanted(frequency))
        fields_->write(frequency, point.solution);
      done_.push_back(rows.row(point, excursions));
      checkpoint->append(done_.back());
      // Result files follow the sweep, but not so often that writing them takes its time.
      const auto now = std::chrono::steady_clock::now();
      if (now - last_written > std::chrono::seconds(2)) {
        write_response(directory_, name_, rows.response(done_));
        last_written = now;
      }
      progress.step(fmt::format("{:.4g} Hz", frequency));
    }
  }
  if (root_)
    response_ = rows.response(done_);
}

void Run::finish() {
  stages_.start("output");
  const auto memory = dealii::Utilities::MPI::all_gather(communicator_, peak_memory_mib());
  if (!root_)
    return;
  write_response(directory_, name_, response_);
  stages_.stop();
  record_.name = name_;
  record_.title = config_.title;
  record_.ranks = static_cast<int>(memory.size());
  record_.counts = {{"frequencies", static_cast<std::int64_t>(response_.frequency_hz.size())},
                    {"tetrahedra", static_cast<std::int64_t>(model_->air().mesh().cells.size())},
                    {"unknowns", model_->unknowns().size()}};
  record_.stage_seconds = stages_.seconds();
  record_.factorisations = solver_->factorization().timings().factorizations;
  record_.back_substitutions = solver_->factorization().timings().back_substitutions;
  record_.peak_memory_mib = memory;
  record_.versions = versions();
  record_.figures = key_figures(response_);
  write_summary(directory_, record_);
  fmt::print("{}\nresults: {}\n", summary_text(record_), directory_.string());
}

} // namespace

int run(const Options &options, MPI_Comm communicator) {
  return Run(options, communicator).execute();
}

} // namespace earshot
