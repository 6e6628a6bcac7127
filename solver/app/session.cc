#include "solver/app/session.h"

#include "solver/analysis/key_figures.h"
#include "solver/analysis/specification.h"
#include "solver/app/resume.h"
#include "solver/config/reader.h"
#include "solver/files/tables.h"
#include "solver/runtime/log.h"
#include "solver/runtime/on_root.h"
#include "solver/runtime/versions.h"
#include "solver/study/study_run.h"

#include <fmt/format.h>

namespace earshot {

namespace fs = std::filesystem;

Session::Session(const Options &options, MPI_Comm communicator, const std::string &source, Case config)
    : options_(options), communicator_(communicator),
      root_(dealii::Utilities::MPI::this_mpi_process(communicator) == 0), config_(std::move(config)),
      name_(fs::path(source).stem().string()), directory_(options.results_directory()) {
  on_root(communicator_, [&] {
    check_writable(directory_);
    lock_.emplace(directory_);
    check_replaceable(directory_, name_);
    if (!options_.save_model.empty())
      check_writable(fs::absolute(options_.save_model).parent_path());
  });
  log_ = make_log(directory_.string(), options_, root_);
  record_.name = name_;
  record_.title = config_.title;
  log_->info("{}: {}", source, config_.title.value);
}

int Session::run(const std::function<int()> &work) {
  try {
    open();
    return work();
  } catch (const std::exception &error) {
    note_in_file(*log_, error.what());
    throw;
  }
}

void Session::open() {
  log_->debug("{}", describe(options_));
  for (const auto &[program, version] : versions())
    log_->debug("version of {}: {}", program, version);
  log_->debug("ranks: {}", dealii::Utilities::MPI::n_mpi_processes(communicator_));
  for (const Diagnostic &warning : warnings(config_))
    warn(to_string(warning));
  if (options_.model.empty()) // a saved model answers no studies
    for (const std::string &study : check_studies(config_))
      log_->info("{}", study);
}

void Session::warn(const std::string &text) {
  record_.warnings.push_back(text);
  log_->warn("warning: {}", text);
}

void Session::note(const std::string &text) {
  record_.notes.push_back(text);
  log_->info("{}", text);
}

void Session::warn_of(const std::vector<ComputedMotor> &motors) {
  for (const ComputedMotor &motor : motors)
    for (const DriverConfig &driver : config_.drivers)
      if (driver.name.value == motor.driver)
        for (const std::string &text : motor_warnings(driver, motor))
          warn(text);
}

void Session::finish(const Response &response) {
  stages_.stop();
  record_.peak_memory_mib = dealii::Utilities::MPI::all_gather(communicator_, peak_memory_mib());
  record_.ranks = static_cast<int>(record_.peak_memory_mib.size());
  record_.stage_seconds = stages_.seconds();
  record_.versions = versions();
  on_root(communicator_, [&] {
    record_.figures = key_figures(response);
    if (!response.frequency_hz.empty()) // studies alone have no data sheet
      specify(directory_, response);
    write_summary(directory_, record_);
    fmt::print("{}\nresults: {}\n", summary_text(record_), directory_.string());
  });
}

} // namespace earshot
