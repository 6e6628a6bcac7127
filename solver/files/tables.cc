#include "solver/files/tables.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

namespace earshot {

namespace {

/// Columns that had another name in files of the version before.
const std::map<std::string, std::string> former_columns{{"relative_residual", "closure"},
                                                        {"open_ear_reference_db", "open_ear_db"}};

// Two programs that write the same file must not share the temporary one.
std::filesystem::path temporary_name(const std::filesystem::path &path) {
  return path.string() + fmt::format(".{}.part", ::getpid());
}

std::string reason() {
  return errno != 0 ? std::strerror(errno) : "unknown reason";
}

} // namespace

std::vector<double> Table::column(const std::string &name) const {
  auto found = std::find(columns.begin(), columns.end(), name);
  if (const auto former = former_columns.find(name); found == columns.end() && former != former_columns.end())
    found = std::find(columns.begin(), columns.end(), former->second);
  if (found == columns.end())
    throw UserError(fmt::format("no column \"{}\": {}", name, expected_one_of(name, columns)));
  const std::size_t index = found - columns.begin();
  std::vector<double> values;
  for (const auto &row : rows)
    values.push_back(row.at(index));
  return values;
}

std::string format_number(double value) {
  return std::isfinite(value) ? fmt::format("{:.9g}", value) : "";
}

std::string csv_field(const std::string &text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos)
    return text;
  std::string quoted = "\"";
  for (const char letter : text)
    quoted += letter == '"' ? "\"\"" : std::string(1, letter == '\n' || letter == '\r' ? ' ' : letter);
  return quoted + "\"";
}

std::string csv_line(const std::vector<std::string> &fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i)
    line += (i > 0 ? "," : "") + csv_field(fields[i]);
  return line + "\n";
}

std::vector<std::string> split_at_commas(const std::string &line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"')
      fields.back() += line[++i];
    else if (c == '"' && (quoted || fields.back().empty()))
      quoted = !quoted;
    else if (c == ',' && !quoted)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

bool parse_number(const std::string &text, double &value) {
  char *end = nullptr;
  value = std::strtod(text.c_str(), &end);
  return end != text.c_str() && *end == '\0';
}

std::string read_text(const std::filesystem::path &path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  // Reading a directory opens well and fails at the first byte.
  if (!file || !(text << file.rdbuf())) {
    if (file && std::filesystem::is_regular_file(path))
      return "";
    throw UserError(fmt::format("can't read {}: {}", path.string(), reason()));
  }
  return text.str();
}

void write_atomically(const std::filesystem::path &path, const std::string &text) {
  const std::filesystem::path temporary = temporary_name(path);
  errno = 0;
  std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  std::error_code error;
  if (file)
    std::filesystem::rename(temporary, path, error);
  if (file && !error)
    return;
  const std::string why = error ? error.message() : reason();
  std::filesystem::remove(temporary, error);
  throw UserError(fmt::format("can't write {}: {}", path.string(), why));
}

void write_table(const std::filesystem::path &path, const Table &table) {
  std::string text = csv_line(table.columns);
  for (const auto &row : table.rows) {
    if (row.size() != table.columns.size())
      throw std::invalid_argument(
          fmt::format("{}: {} values under {} columns", path.string(), row.size(), table.columns.size()));
    std::vector<std::string> fields;
    for (const double value : row)
      fields.push_back(format_number(value));
    // an empty line would be none
    text += fields.size() == 1 && fields.front().empty() ? "\"\"\n" : csv_line(fields);
  }
  write_atomically(path, text);
}

Table read_table(const std::filesystem::path &path) {
  std::istringstream lines(read_text(path));
  Table table;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line.front() == '#')
      continue;
    const std::vector<std::string> fields = split_at_commas(line);
    if (table.columns.empty()) {
      table.columns = fields;
      continue;
    }
    const SourcePosition where{path.string(), number, 1, ""};
    if (fields.size() != table.columns.size())
      throw UserError(where, fmt::format("{} values under {} columns", fields.size(), table.columns.size()));
    auto &row = table.rows.emplace_back(fields.size());
    for (std::size_t i = 0; i < fields.size(); ++i)
      if (fields[i].empty())
        row[i] = std::nan("");
      else if (!parse_number(fields[i], row[i]))
        throw UserError(where, fmt::format("'{}' is not a number ({})", fields[i], table.columns[i]));
  }
  if (table.columns.empty())
    throw UserError(fmt::format("{} is empty", path.string()));
  return table;
}

void check_writable(const std::filesystem::path &directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error)
    throw UserError(
        fmt::format("can't create the output folder {}: {}", directory.string(), error.message()));
  const std::filesystem::path trial = directory / ".writable";
  write_atomically(trial, "");
  std::filesystem::remove(trial, error);
}

} // namespace earshot
