#ifndef EARSHOT_APP_SESSION_H
#define EARSHOT_APP_SESSION_H

#include "solver/config/case.h"
#include "solver/files/folder_lock.h"
#include "solver/motor/motors.h"
#include "solver/output/run_record.h"
#include "solver/results/response.h"
#include "solver/runtime/options.h"
#include "solver/runtime/stages.h"

#include <mpi.h>
#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// What all commands that leave results have in common, whatever computes them: a case, a folder, a log,
/// warnings, times, and the record of it all. Rank 0 alone writes.
class Session {
public:
  /// Takes the folder that the options name, or else results/<name>. Collective.
  /// @param source  file that the case was read from, which gives the name
  /// @throws UserError when the folder can't be written, or another run is writing there
  Session(const Options &options, MPI_Comm communicator, const std::string &source, Case config);

  const Options &options() const { return options_; }
  MPI_Comm communicator() const { return communicator_; }
  bool is_root() const { return root_; }
  const Case &config() const { return config_; } ///< as the user wrote it, without computed motors
  const std::string &name() const { return name_; }
  const std::filesystem::path &directory() const { return directory_; }
  spdlog::logger &log() { return *log_; }
  RunRecord &record() { return record_; }

  /// Opens the log with the case and the warnings that it gives rise to, does the work, and leaves an error
  /// in the log on its way out. @return what the work returns
  int run(const std::function<int()> &work);
  void start(const std::string &stage) { stages_.start(stage); }
  /// Told at once, and again in summary.json.
  void warn(const std::string &text);
  /// Likewise, but no warning.
  void note(const std::string &text);
  void warn_of(const std::vector<ComputedMotor> &motors);
  /// `warn` for those who know no session.
  std::function<void(const std::string &)> warner() {
    return [this](const std::string &text) { warn(text); };
  }

  /// Ends the last stage and writes summary.json; its short form goes to the screen. Collective.
  void finish(const Response &response);

private:
  void open();

  Options options_;
  MPI_Comm communicator_;
  bool root_;
  Case config_;
  std::string name_;
  std::filesystem::path directory_;
  std::optional<FolderLock> lock_; ///< on rank 0
  std::shared_ptr<spdlog::logger> log_;
  Stages stages_;
  RunRecord record_;
};

} // namespace earshot

#endif
