#include "solver/files/text_table.h"

#include "solver/config/located.h"
#include "solver/files/number_marks.h"
#include "solver/files/table_headings.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace earshot {

namespace {

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// What a line is before its columns are known.
enum class LineKind { nothing, comment, text, numbers };

/// Whether a line's first word can only be a number: "30", "-1.5e3", "31,5", but no date and no "2nd".
bool begins_with_number(std::string line) {
  line.erase(std::remove(line.begin(), line.end(), '"'), line.end());
  const std::size_t begin = line.find_first_not_of(" \t+-");
  if (begin == std::string::npos)
    return false;
  const std::size_t lead = line[begin] == '.' || line[begin] == ',' ? begin + 1 : begin;
  if (lead >= line.size() || !is_digit(line[lead]))
    return false;
  for (std::size_t k = lead; k < line.size(); ++k) {
    const char c = line[k], next = k + 1 < line.size() ? line[k + 1] : ' ';
    if (c == ' ' || c == '\t' || c == ';' || (c == ',' && !is_digit(next)))
      return true;
    const bool exponent =
        (c == 'e' || c == 'E' || c == 'd' || c == 'D') && (is_digit(next) || next == '-' || next == '+');
    if (exponent && !is_digit(next))
      ++k;
    if (!is_digit(c) && !exponent && std::string(".,'").find(c) == std::string::npos)
      return static_cast<unsigned char>(c) >= 0x80; // a no-break blank among digits
  }
  return true;
}

bool is_rule(const std::string &line) {
  return line.find_first_not_of("-=_+|~ \t") == std::string::npos;
}

std::size_t comment_mark(const std::string &line) {
  if (line.rfind("//", 0) == 0)
    return 2;
  return std::string("*#!%;").find(line[0]) != std::string::npos ? 1 : 0;
}

LineKind kind_of(const std::string &line) {
  if (line.empty() || is_rule(line))
    return LineKind::nothing;
  if (comment_mark(line) > 0)
    return LineKind::comment;
  // U+2212 and such begin with 0xE2: typographic minus signs.
  const std::string ascii = line.rfind("\xE2\x88\x92", 0) == 0 ? "-" + line.substr(3) : line;
  return begins_with_number(ascii) ? LineKind::numbers : LineKind::text;
}

/// Without a comment behind the numbers.
std::string without_comment(const std::string &line) {
  for (std::size_t k = 1; k < line.size(); ++k)
    if (line[k - 1] == ' ' || line[k - 1] == '\t')
      if (std::string("*#!").find(line[k]) != std::string::npos || line.compare(k, 2, "//") == 0)
        return trimmed(line.substr(0, k));
  return line;
}

struct Heading {
  std::string text;
  bool is_comment;
};

struct SortedLines {
  std::vector<Heading> headings; ///< before the numbers, the nearest first
  std::vector<NumberedLine> numbers;
};

SortedLines sorted_lines(const std::string &text, const std::string &file) {
  SortedLines sorted;
  const std::vector<std::string> lines = lines_of(text);
  for (std::size_t k = 0; k < lines.size(); ++k) {
    const std::string line = trimmed(lines[k]);
    const int number = static_cast<int>(k) + 1;
    const LineKind kind = kind_of(line);
    if (kind == LineKind::numbers) {
      sorted.numbers.push_back({number, without_comment(line)});
    } else if (kind == LineKind::text && !sorted.numbers.empty()) {
      throw UserError({file, number, 1, ""},
                      fmt::format("found \"{}\" among the numbers, expected a number first", excerpt(line)));
    } else if (kind != LineKind::nothing && sorted.numbers.empty()) {
      const bool is_comment = kind == LineKind::comment;
      sorted.headings.insert(sorted.headings.begin(),
                             {trimmed(line.substr(is_comment ? comment_mark(line) : 0)), is_comment});
    }
  }
  if (sorted.numbers.empty())
    throw UserError({file, 0, 0, ""}, trimmed(text).empty()
                                          ? "is empty, expected a table of numbers"
                                          : "has no rows of numbers, expected a table of them");
  return sorted;
}

std::vector<TextTable::Column> columns_of(const std::vector<std::string> &titles) {
  std::vector<TextTable::Column> columns;
  for (const std::string &title : titles)
    columns.push_back(title == "-" ? TextTable::Column{} : parse_title(title));
  return columns;
}

bool any_known(const std::vector<TextTable::Column> &columns) {
  return std::any_of(columns.begin(), columns.end(), is_known_title);
}

/// A line of text above the numbers that surely holds titles: its own separators part it.
bool is_plain_heading(const Heading &heading, Separator separator) {
  return !heading.is_comment && separator != Separator::loose &&
         split_cells(heading.text, separator).size() > 1;
}

void find_heading(TextTable &table, const std::vector<Heading> &headings, Separator separator) {
  const std::size_t n = table.rows.front().cells.size();
  table.columns.resize(n);
  for (const Heading &heading : headings) {
    const auto columns = columns_of(split_titles(heading.text, separator, n));
    if (!columns.empty() && (any_known(columns) || is_plain_heading(heading, separator))) {
      table.columns = columns;
      table.has_heading = true;
      return;
    }
    const std::size_t titles = split_cells(heading.text, separator).size();
    if (is_plain_heading(heading, separator) && any_known(columns_of(split_cells(heading.text, separator))))
      throw UserError(
          {table.file, table.rows.front().line, 1, ""},
          fmt::format("found {} values under {} columns: \"{}\"", n, titles, excerpt(heading.text)));
  }
}

void state_columns(TextTable &table, const std::string &stated) {
  const std::vector<std::string> titles = split_cells(stated, Separator::comma);
  if (titles.size() != table.rows.front().cells.size())
    throw UserError({table.file, table.rows.front().line, 1, ""},
                    fmt::format("found {} columns, expected {} as stated: \"{}\"",
                                table.rows.front().cells.size(), titles.size(), stated));
  table.columns = columns_of(titles);
  table.has_heading = true;
}

bool measures(const TextTable::Column &column, const UnitKind &kind) {
  if (std::string(kind.si) == "dB" || column.unit == "dB")
    return column.unit == kind.si;
  return !column.unit.empty() && parse_quantity("1 " + column.unit, kind).error.empty();
}

std::string titles_of(const TextTable &table) {
  std::vector<std::string> titles;
  for (std::size_t k = 0; k < table.columns.size(); ++k)
    titles.push_back(fmt::format("\"{}\"", title_of(table, k)));
  return fmt::format("{}", fmt::join(titles, ", "));
}

} // namespace

TextTable parse_text_table(const std::string &bytes, const std::string &file, const std::string &stated) {
  const SortedLines lines = sorted_lines(decoded_text(bytes, file), file);
  const auto n_titles = [&](Separator separator) -> std::size_t {
    if (!stated.empty())
      return split_cells(stated, Separator::comma).size();
    for (const Heading &heading : lines.headings)
      if (const auto titles = split_cells(heading.text, separator); any_known(columns_of(titles)))
        return titles.size();
    return 0;
  };
  TableLayout layout = find_layout(lines.numbers, file, n_titles);
  TextTable table{file, {}, false, "", std::move(layout.rows)};
  for (const Heading &heading : lines.headings)
    table.preamble = lower_case(heading.text) + "\n" + table.preamble;
  if (stated.empty())
    find_heading(table, lines.headings, layout.separator);
  else
    state_columns(table, stated);
  return table;
}

std::string title_of(const TextTable &table, std::size_t column) {
  const std::string &title = table.columns.at(column).title;
  return title.empty() ? fmt::format("column {}", column + 1) : title;
}

std::optional<std::size_t> find_column(const TextTable &table, const ColumnKind &kind) {
  std::vector<std::size_t> named, measured;
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    const TextTable::Column &column = table.columns[k];
    const bool is_named = std::find(kind.names.begin(), kind.names.end(), column.name) != kind.names.end();
    if (is_named && (column.unit.empty() || measures(column, kind.unit)))
      named.push_back(k);
    else if (column.name.empty() && measures(column, kind.unit))
      measured.push_back(k);
  }
  const std::vector<std::size_t> &found = named.empty() ? measured : named;
  if (found.size() > 1)
    throw UserError({table.file, table.rows.front().line, 1, ""},
                    fmt::format("found \"{}\" and \"{}\", expected one column with {}",
                                title_of(table, found[0]), title_of(table, found[1]), kind.what));
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<double> column_values(const TextTable &table, std::size_t column, const ColumnKind &kind) {
  const std::string &unit = table.columns.at(column).unit;
  const double factor =
      unit.empty() || unit == kind.unit.si ? 1.0 : parse_quantity("1 " + unit, kind.unit).value;
  std::vector<double> values;
  for (const TextTable::Row &row : table.rows) {
    const auto value = finite_number(row.cells.at(column));
    if (!value)
      throw UserError({table.file, row.line, 1, ""},
                      fmt::format("found \"{}\" under {}, expected a finite number",
                                  excerpt(row.cells[column]), title_of(table, column)));
    values.push_back(factor * *value);
  }
  return values;
}

std::vector<double> required_column(const TextTable &table, const ColumnKind &kind) {
  const auto column = find_column(table, kind);
  if (!column)
    throw UserError({table.file, 0, 0, ""},
                    fmt::format("found {}, expected {} such as \"{} [{}]\"",
                                table.has_heading ? "the columns " + titles_of(table)
                                                  : std::string("no names of columns"),
                                kind.what, kind.names.front(), kind.unit.si));
  return column_values(table, *column, kind);
}

} // namespace earshot
