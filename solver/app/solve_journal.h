#ifndef EARSHOT_APP_SOLVE_JOURNAL_H
#define EARSHOT_APP_SOLVE_JOURNAL_H

#include "solver/output/record_journal.h"
#include "solver/sweep/solve_store.h"

#include <mpi.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace earshot {

/// The solves of a run's fast sweep in its folder, until the run has ended: a run that is killed and resumed
/// takes them from there. Rank 0 alone reads and writes.
class SolveJournal : public SolveStore {
public:
  static constexpr const char *file_name = "solves.journal";

  /// @param identity of case and mesh, on rank 0 @param resume else an earlier file counts for nothing
  /// @param warn is told when the file can't be written
  SolveJournal(const std::filesystem::path &directory, const std::string &identity, bool resume,
               MPI_Comm communicator, std::function<void(const std::string &)> warn);

  std::optional<Vectors> next(const std::string &key) override;
  void add(const std::string &key, const Vectors &vectors) override;
  /// Whether an earlier run left solves. Collective.
  bool has_records() const;
  /// Removes the file: the run needs it no more.
  void remove();

private:
  std::filesystem::path path_;
  MPI_Comm communicator_;
  std::function<void(const std::string &)> warn_;
  std::unique_ptr<RecordJournal> file_; ///< on rank 0, while it can be written
};

} // namespace earshot

#endif
