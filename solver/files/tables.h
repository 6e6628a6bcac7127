#ifndef EARSHOT_FILES_TABLES_H
#define EARSHOT_FILES_TABLES_H

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// A table of numbers with a name above each column.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<double>> rows; ///< each as long as `columns`

  /// The numbers of one column; a file of the version before may have it under its former name. UserError
  /// when there is no such column.
  std::vector<double> column(const std::string &name) const;
};

/// A result as text, nine significant digits; nothing where there is no finite value.
std::string format_number(double value);

/// A text as a field of comma-separated values, in quotation marks where it needs them (RFC 4180); ends of
/// lines become blanks.
std::string csv_field(const std::string &text);

/// Fields as a line of comma-separated values, with its end.
std::string csv_line(const std::vector<std::string> &fields);

/// The fields of one line of comma-separated text, the reverse of `csv_line`.
std::vector<std::string> split_at_commas(const std::string &line);

/// A number that fills the whole text; false when there is anything else. Accepts "nan".
bool parse_number(const std::string &text, double &value);

/// The whole of a file. UserError when it can't be read.
std::string read_text(const std::filesystem::path &path);

/// Writes a temporary file beside `path` and renames it, so that a reader finds the old or the new file,
/// never a part of one. UserError when the folder can't be written to or is full.
void write_atomically(const std::filesystem::path &path, const std::string &text);

/// Comma-separated values, one header line. std::invalid_argument when a row and the header differ in length.
void write_table(const std::filesystem::path &path, const Table &table);

/// Reads what `write_table` wrote; empty fields are NaN, lines that start with # are skipped. UserError with
/// file and line on anything else that isn't a number.
Table read_table(const std::filesystem::path &path);

/// Creates the directory and tries a file in it, so that a run fails before the solve and not after it.
/// UserError naming the directory and the reason.
void check_writable(const std::filesystem::path &directory);

} // namespace earshot

#endif
