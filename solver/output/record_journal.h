#ifndef EARSHOT_OUTPUT_RECORD_JOURNAL_H
#define EARSHOT_OUTPUT_RECORD_JOURNAL_H

#include "solver/output/appended_file.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace earshot {

/// Records under keys, one after the other, in a file that survives whatever ends the program: each record is
/// on the disk when `append` returns and bears its own digest, so that a torn one counts for nothing. (A file
/// in a format with an index, such as HDF5, is lost when its writer is killed.)
class RecordJournal {
public:
  /// Goes on with a file of the same identity, or begins anew. Nothing is written before the first `append`.
  RecordJournal(std::filesystem::path path, const std::string &identity);

  /// The next record that was read, if it has this key; after another one nothing is read any more.
  std::optional<std::string> next(const std::string &key);
  /// After the records that were read; what follows them is dropped. @throws UserError
  void append(const std::string &key, const std::string &record);
  /// Whether there is something to read.
  bool has_records() const { return has_records_; }

private:
  struct Entry {
    std::string key_digest, record;
    std::size_t end = 0; ///< behind it in the file
  };
  std::optional<Entry> read_entry() const;

  std::filesystem::path path_;
  std::string header_;
  std::size_t read_ = 0; ///< bytes of the file that count
  bool reading_ = false, has_records_ = false;
  std::unique_ptr<AppendedFile> file_;
};

} // namespace earshot

#endif
