#include "solver/output/checkpoint.h"

#include "solver/config/digest.h"
#include "solver/config/located.h"
#include "solver/files/tables.h"

#include <fmt/format.h>

#include <stdexcept>

namespace earshot {

namespace {

constexpr const char *file_name = "checkpoint.csv";

// Two lines: what the rows belong to, then the names of the columns.
struct Header {
  std::string config, mesh, columns;
};

Header header_of(const CheckpointIdentity &identity) {
  std::string columns = "frequency_hz";
  for (const std::string &name : identity.columns)
    columns += "," + csv_field(name + "_re") + "," + csv_field(name + "_im");
  return {"config " + digest(identity.config), "mesh " + digest(identity.mesh), columns};
}

std::string header_text(const Header &header) {
  return fmt::format("# earshot checkpoint 1,{},{}\n{}\n", header.config, header.mesh, header.columns);
}

// A file whose header itself was torn holds no row, and is as good as none.
bool has_whole_header(const std::string &text) {
  const std::size_t first = text.find('\n');
  return first != std::string::npos && text.find('\n', first + 1) != std::string::npos;
}

void check_header(const std::string &text, const Header &expected, const std::filesystem::path &path) {
  const std::size_t first = text.find('\n'), second = text.find('\n', first + 1);
  const std::vector<std::string> fields = split_at_commas(text.substr(0, first));
  if (fields.size() != 3 || fields[0] != "# earshot checkpoint 1")
    throw UserError(fmt::format("{} is not a checkpoint of this version of earshot; remove it or run without "
                                "--resume",
                                path.string()));
  std::string changed;
  if (fields[1] != expected.config)
    changed = "the config or a file that it names has changed";
  else if (fields[2] != expected.mesh)
    changed = "the mesh has changed";
  else if (text.substr(first + 1, second - first - 1) != expected.columns)
    changed = "other outputs are asked for";
  if (!changed.empty())
    throw UserError(
        fmt::format("can't resume from {}: {} since it was written. Run without --resume to start "
                    "afresh, or write to another folder",
                    path.string(), changed));
}

CheckpointRow parse_row(const std::string &line, std::size_t value_count, const SourcePosition &where) {
  const std::vector<std::string> fields = split_at_commas(line);
  std::vector<double> numbers(fields.size());
  bool good = fields.size() == 1 + 2 * value_count;
  for (std::size_t i = 0; good && i < fields.size(); ++i)
    good = parse_number(fields[i], numbers[i]);
  if (!good)
    throw UserError(where, fmt::format("not a row of {} numbers; remove the line or run without --resume",
                                       1 + 2 * value_count));
  CheckpointRow row{numbers[0], {}};
  for (std::size_t i = 0; i < value_count; ++i)
    row.values.emplace_back(numbers[1 + 2 * i], numbers[2 + 2 * i]);
  return row;
}

} // namespace

std::vector<CheckpointRow> read_checkpoint(const std::filesystem::path &directory,
                                           const CheckpointIdentity &identity) {
  const std::filesystem::path path = directory / file_name;
  if (!std::filesystem::exists(path))
    return {};
  const std::string text = read_text(path);
  if (!has_whole_header(text))
    return {};
  check_header(text, header_of(identity), path);
  std::vector<CheckpointRow> rows;
  std::size_t begin = text.find('\n', text.find('\n') + 1) + 1;
  // A row counts once its newline is there: only then was the line written to its end.
  for (int line = 3;; ++line) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string::npos)
      return rows;
    rows.push_back(
        parse_row(text.substr(begin, end - begin), identity.columns.size(), {path.string(), line, 1, ""}));
    begin = end + 1;
  }
}

CheckpointWriter::CheckpointWriter(const std::filesystem::path &directory, const CheckpointIdentity &identity,
                                   bool resume)
    : value_count_(identity.columns.size()) {
  const std::filesystem::path path = directory / file_name;
  std::size_t keep = 0;
  if (resume && std::filesystem::exists(path)) {
    const std::string text = read_text(path);
    if (has_whole_header(text)) {
      check_header(text, header_of(identity), path);
      keep = text.rfind('\n') + 1;
    }
  }
  file_ = std::make_unique<AppendedFile>(path, keep);
  if (keep == 0)
    file_->append(header_text(header_of(identity)));
}

void CheckpointWriter::append(const CheckpointRow &row) {
  if (row.values.size() != value_count_)
    throw std::invalid_argument(
        fmt::format("checkpoint: {} values under {} columns", row.values.size(), value_count_));
  std::string line = fmt::format("{:.17g}", row.frequency_hz);
  for (const auto &value : row.values)
    line += fmt::format(",{:.17g},{:.17g}", value.real(), value.imag());
  file_->append(line + "\n");
}

} // namespace earshot
