#ifndef EARSHOT_FILES_TABLE_LAYOUT_H
#define EARSHOT_FILES_TABLE_LAYOUT_H

#include "solver/files/text_table.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// What parts the cells of a line. `loose`: blanks or tabs, with or without one comma or semicolon among
/// them.
enum class Separator { tab, semicolon, comma, loose };

/// The cells of a line without their quotes and the blanks around them.
std::vector<std::string> split_cells(const std::string &line, Separator separator);

struct NumberedLine {
  int number;
  std::string text;
};

struct TableLayout {
  Separator separator;
  std::vector<TextTable::Row> rows;
};

/// The cells of lines of numbers, by the only way in which all of them can be read. Where there are several,
/// those with `n_titles` columns count if there are any.
/// @param n_titles number of columns of the heading under a separator; 0 where it doesn't say
/// @throws UserError with the line that fits nothing, or that can be read in two ways
TableLayout find_layout(const std::vector<NumberedLine> &lines, const std::string &file,
                        const std::function<std::size_t(Separator)> &n_titles);

} // namespace earshot

#endif
