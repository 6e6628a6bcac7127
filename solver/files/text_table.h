#ifndef EARSHOT_FILES_TEXT_TABLE_H
#define EARSHOT_FILES_TEXT_TABLE_H

#include "solver/config/units.h"

#include <optional>
#include <string>
#include <vector>

/// Tables of numbers as other programs, spreadsheets and people write them.
namespace earshot {

/// A table whose separator, decimal mark and thousands mark were found from the whole text.
struct TextTable {
  struct Column {
    std::string title; ///< as written
    std::string name;  ///< in small letters, without the unit; "" where the title is a unit alone
    std::string unit;  ///< in the spelling of UDUNITS ("ohm", "degree", "Pa s/m3"), or "dB", or as written
  };
  struct Row {
    int line;
    std::vector<std::string> cells; ///< numbers as in C++, other cells as they are
  };
  std::string file;
  std::vector<Column> columns; ///< as many as each row has cells; untitled without a heading
  bool has_heading = false;
  std::string preamble;  ///< all text before the numbers, in small letters
  std::vector<Row> rows; ///< one at least
};

/// Reads a table of two columns or more.
///
/// Lines that begin with one of `* # ! % ;` or `//` are comments, as is what follows ` *`, ` #`, ` !`, ` //`
/// on a line; rules of dashes are skipped. The heading is the last line of text before the numbers that fits
/// their columns, commented or not: "Freq(Hz) SPL(dB)", "frequency_hz,magnitude_ohm", "Z / ohm". Columns are
/// separated by tabs, semicolons, commas or blanks, cells may be quoted. Numbers have decimal points or
/// commas and may have marks of thousands (comma, point, apostrophe, blank).
/// @param bytes the file's contents in any encoding of `decoded_text`
/// @param file stands for it in messages
/// @param stated_columns a heading that replaces the text's own, such as "frequency [Hz], -, Z [ohm]"; "-"
///        is a column that doesn't matter
/// @throws UserError with the line, for what is no table and for what can be read in two ways
TextTable parse_text_table(const std::string &bytes, const std::string &file,
                           const std::string &stated_columns = "");

/// What a column may be called and what it must measure.
struct ColumnKind {
  std::string what;               ///< for messages: "a frequency"
  std::vector<std::string> names; ///< as in TextTable::Column::name
  UnitKind unit;                  ///< values are converted to its SI unit; without a unit they are in that
};

/// Position of the one column of a kind, by its name or, where no name fits, by its unit.
/// @throws UserError when there are several, or when the one with the name measures something else
std::optional<std::size_t> find_column(const TextTable &table, const ColumnKind &kind);

/// The numbers of a column in the SI unit of `kind`.
/// @throws UserError with the line of what is no finite number
std::vector<double> column_values(const TextTable &table, std::size_t column, const ColumnKind &kind);

/// `find_column` and `column_values`. @throws UserError when there is no such column, naming those there are
std::vector<double> required_column(const TextTable &table, const ColumnKind &kind);

/// "frequency [Hz]": what messages call a column.
std::string title_of(const TextTable &table, std::size_t column);

} // namespace earshot

#endif
