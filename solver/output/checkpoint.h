#ifndef EARSHOT_OUTPUT_CHECKPOINT_H
#define EARSHOT_OUTPUT_CHECKPOINT_H

#include "solver/output/appended_file.h"

#include <complex>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// What the rows of a checkpoint belong to. Two runs with the same identity give the same numbers.
struct CheckpointIdentity {
  /// Resolved config text without what may change between runs, e.g. the frequency list, and digests of the
  /// files that it names.
  std::string config;
  std::string mesh; ///< anything that names the mesh: its digest, or counts and coordinates as text
  std::vector<std::string> columns; ///< name of each complex value of a row
};

/// All raw values at one finished frequency.
struct CheckpointRow {
  double frequency_hz = 0;
  std::vector<std::complex<double>> values; ///< as many as identity.columns
};

/// The finished rows in <directory>/checkpoint.csv; none when there is no such file. A last line that the end
/// of a run tore is left out. UserError, naming the file and what changed, when the rows belong to another
/// identity or a line in the middle can't be read.
std::vector<CheckpointRow> read_checkpoint(const std::filesystem::path &directory,
                                           const CheckpointIdentity &identity);

/// Appends rows to <directory>/checkpoint.csv; each survives the end of the program. One rank writes.
class CheckpointWriter {
public:
  /// Starts a new file, or (`resume`) goes on after the last whole row of the one that is there, which
  /// must have passed `read_checkpoint`. UserError when the file can't be written.
  CheckpointWriter(const std::filesystem::path &directory, const CheckpointIdentity &identity, bool resume);
  void append(const CheckpointRow &row);

private:
  std::size_t value_count_;
  std::unique_ptr<AppendedFile> file_;
};

} // namespace earshot

#endif
