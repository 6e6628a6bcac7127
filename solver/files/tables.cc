#include "solver/files/tables.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace earshot {

namespace {

// Two programs that write the same file must not share the temporary one.
std::filesystem::path temporary_name(const std::filesystem::path &path) {
  return path.string() + fmt::format(".{}.part", ::getpid());
}

std::string reason() {
  return errno != 0 ? std::strerror(errno) : "unknown reason";
}

} // namespace

std::vector<double> Table::column(const std::string &name) const {
  const auto found = std::find(columns.begin(), columns.end(), name);
  if (found == columns.end())
    throw UserError(fmt::format("no column \"{}\": {}", name, expected_one_of(name, columns)));
  const std::size_t index = found - columns.begin();
  std::vector<double> values;
  for (const auto &row : rows)
    values.push_back(row.at(index));
  return values;
}

std::string format_number(double value) {
  return fmt::format("{:.9g}", value);
}

std::vector<std::string> split_at_commas(const std::string &line) {
  std::vector<std::string> fields(1);
  for (const char c : line)
    if (c == ',')
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
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
  std::string text = fmt::format("{}\n", fmt::join(table.columns, ","));
  for (const auto &row : table.rows) {
    if (row.size() != table.columns.size())
      throw std::invalid_argument(
          fmt::format("{}: {} values under {} columns", path.string(), row.size(), table.columns.size()));
    for (std::size_t i = 0; i < row.size(); ++i)
      text += (i == 0 ? "" : ",") + format_number(row[i]);
    text += '\n';
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
      if (!parse_number(fields[i], row[i]))
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
