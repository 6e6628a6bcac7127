#include "solver/files/table_layout.h"

#include "solver/config/located.h"
#include "solver/files/number_marks.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace earshot {

namespace {

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/// Length of what parts cells at a place of a line; 0 for nothing.
std::size_t separator_length(const std::string &line, std::size_t at, Separator separator) {
  switch (separator) {
  case Separator::tab:
    return line[at] == '\t' ? 1 : 0;
  case Separator::semicolon:
    return line[at] == ';' ? 1 : 0;
  case Separator::comma:
    return line[at] == ',' ? 1 : 0;
  default:
    break;
  }
  std::size_t end = at, marks = 0;
  while (end < line.size() &&
         (is_blank(line[end]) || ((line[end] == ',' || line[end] == ';') && marks++ == 0)))
    ++end;
  return end - at > marks ? end - at : 0; // a mark alone may be within a number
}

bool has_letter_or_nothing(const std::string &cell) {
  return cell.empty() || std::any_of(cell.begin(), cell.end(),
                                     [](unsigned char c) { return std::isalpha(c) != 0 || c >= 0x80; });
}

bool has_digit(const std::string &cell) {
  return std::any_of(cell.begin(), cell.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// Cells with numbers as in C++; nothing when one with digits is neither a number nor a text.
std::optional<std::vector<std::string>> read_cells(const std::vector<std::string> &cells,
                                                   const NumberMarks &marks) {
  std::vector<std::string> result;
  for (const std::string &cell : cells) {
    const auto number = plain_number(cell, marks);
    if (!number && !has_letter_or_nothing(cell) && has_digit(cell))
      return std::nullopt;
    if (!number && result.empty() && has_digit(cell)) // a row begins with a number
      return std::nullopt;
    result.push_back(number.value_or(cell));
  }
  return result;
}

/// All lines by one separator and one pair of marks; nothing when they don't fit, or are less than two
/// columns.
std::optional<std::vector<TextTable::Row>> read_rows(const std::vector<NumberedLine> &lines,
                                                     Separator separator, const NumberMarks &marks) {
  std::vector<TextTable::Row> rows;
  for (const NumberedLine &line : lines) {
    auto cells = read_cells(split_cells(line.text, separator), marks);
    if (!cells || cells->size() < 2 || (!rows.empty() && cells->size() != rows.front().cells.size()))
      return std::nullopt;
    rows.push_back({line.number, std::move(*cells)});
  }
  const auto ends_empty = [](const TextTable::Row &row) { return row.cells.back().empty(); };
  while (rows.front().cells.size() > 2 && std::all_of(rows.begin(), rows.end(), ends_empty))
    for (TextTable::Row &row : rows) // a separator at the end of each line
      row.cells.pop_back();
  return rows;
}

bool same_value(const std::string &a, const std::string &b) {
  const auto x = finite_number(a), y = finite_number(b);
  return x && y ? *x == *y : a == b;
}

/// The first line that two readings differ in; -1 when there is none.
int first_difference(const TableLayout &a, const TableLayout &b) {
  for (std::size_t k = 0; k < a.rows.size(); ++k)
    if (!std::equal(a.rows[k].cells.begin(), a.rows[k].cells.end(), b.rows[k].cells.begin(),
                    b.rows[k].cells.end(), same_value))
      return static_cast<int>(k);
  return -1;
}

const NumberMarks point_marks[] = {{'.', ','}, {'.', '\''}, {'.', ' '}},
                  comma_marks[] = {{',', '\''}, {',', ' '}};
constexpr Separator separators[] = {Separator::tab, Separator::semicolon, Separator::comma, Separator::loose};

/// Readings that differ in values. Points of thousands are thought of only where points can't be decimal:
/// nobody means 8.123 as 8123 without a sign of it.
std::vector<TableLayout> readings(const std::vector<NumberedLine> &lines) {
  std::vector<TableLayout> found;
  const auto try_marks = [&](Separator separator, const NumberMarks &marks) {
    if (marks.thousands == ' ' && separator == Separator::loose)
      return;
    auto rows = read_rows(lines, separator, marks);
    if (!rows)
      return;
    TableLayout layout{separator, std::move(*rows)};
    if (std::all_of(found.begin(), found.end(),
                    [&](const TableLayout &other) { return first_difference(layout, other) >= 0; }))
      found.push_back(std::move(layout));
  };
  for (const Separator separator : separators) {
    for (const NumberMarks &marks : point_marks)
      try_marks(separator, marks);
    for (const NumberMarks &marks : comma_marks)
      try_marks(separator, marks);
  }
  if (found.empty())
    for (const Separator separator : separators)
      try_marks(separator, {',', '.'});
  return found;
}

/// The separator that the first line is most likely to have, for messages.
Separator likely_separator(const std::string &line) {
  for (const auto &[mark, separator] :
       {std::pair('\t', Separator::tab), std::pair(';', Separator::semicolon)})
    if (line.find(mark) != std::string::npos)
      return separator;
  const bool blanks = std::any_of(line.begin(), line.end(), is_blank);
  return !blanks && line.find(',') != std::string::npos ? Separator::comma : Separator::loose;
}

[[noreturn]] void fail_without_reading(const std::vector<NumberedLine> &lines, const std::string &file) {
  const Separator separator = likely_separator(lines.front().text);
  const std::size_t expected = split_cells(lines.front().text, separator).size();
  if (expected < 2)
    throw UserError(
        {file, lines.front().number, 1, ""},
        fmt::format("found \"{}\", expected two numbers or more on a line", excerpt(lines.front().text)));
  for (const NumberedLine &line : lines) {
    const std::vector<std::string> cells = split_cells(line.text, separator);
    if (cells.size() != expected)
      throw UserError({file, line.number, 1, ""},
                      fmt::format("found {} values in \"{}\", expected {} as in line {}", cells.size(),
                                  excerpt(line.text), expected, lines.front().number));
    for (const std::string &cell : cells)
      if (has_digit(cell) && !has_letter_or_nothing(cell) && !plain_number(cell, {'.', ','}) &&
          !plain_number(cell, {',', '.'}))
        throw UserError({file, line.number, 1, ""},
                        fmt::format("found \"{}\", expected a number", excerpt(cell)));
  }
  throw UserError(
      {file, lines.front().number, 1, ""},
      "found points and commas in numbers that no pair of decimal mark and thousands mark explains, "
      "expected one decimal mark in the whole file");
}

[[noreturn]] void fail_with_two(const std::vector<NumberedLine> &lines, const std::string &file,
                                const TableLayout &one, const TableLayout &other) {
  const auto k = static_cast<std::size_t>(first_difference(one, other));
  throw UserError({file, lines[k].number, 1, ""},
                  fmt::format("found \"{}\", which can be read as {} or as {}, expected decimal points, no "
                              "marks of thousands, and tabs or semicolons between the columns",
                              excerpt(lines[k].text), fmt::join(one.rows[k].cells, " | "),
                              fmt::join(other.rows[k].cells, " | ")));
}

} // namespace

std::vector<std::string> split_cells(const std::string &whole, Separator separator) {
  const std::string line = trimmed(whole);
  std::vector<std::string> cells;
  std::string cell;
  bool quoted = false;
  const auto finish = [&] {
    cells.push_back(trimmed(cell));
    cell.clear();
  };
  for (std::size_t k = 0; k < line.size();) {
    if (line[k] == '"' && (quoted || trimmed(cell).empty())) {
      if (quoted && k + 1 < line.size() && line[k + 1] == '"')
        cell += '"', ++k;
      else
        quoted = !quoted;
      ++k;
    } else if (const std::size_t length = quoted ? 0 : separator_length(line, k, separator); length > 0) {
      finish();
      k += length;
    } else {
      cell += line[k++];
    }
  }
  finish();
  return cells;
}

TableLayout find_layout(const std::vector<NumberedLine> &lines, const std::string &file,
                        const std::function<std::size_t(Separator)> &n_titles) {
  std::vector<TableLayout> found = readings(lines);
  if (found.empty())
    fail_without_reading(lines, file);
  const auto fits = [&](const TableLayout &layout) {
    return layout.rows.front().cells.size() == n_titles(layout.separator);
  };
  if (std::any_of(found.begin(), found.end(), fits))
    found.erase(std::remove_if(found.begin(), found.end(), [&](const auto &layout) { return !fits(layout); }),
                found.end());
  if (found.size() > 1)
    fail_with_two(lines, file, found[0], found[1]);
  return found.front();
}

} // namespace earshot
