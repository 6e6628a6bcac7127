#include "solver/output/record_journal.h"

#include "solver/config/digest.h"

#include <fmt/format.h>

#include <fstream>
#include <sstream>

namespace earshot {

RecordJournal::RecordJournal(std::filesystem::path path, const std::string &identity)
    : path_(std::move(path)), header_(fmt::format("earshot journal 1 {}\n", digest(identity))) {
  std::ifstream stream(path_, std::ios::binary);
  std::string line;
  if (!std::getline(stream, line) || stream.eof() || line + "\n" != header_) // eof: its newline is torn off
    return;
  read_ = header_.size();
  has_records_ = reading_ = read_entry().has_value();
}

/// "<digest of the key> <bytes> <digest of the record>", the record, each with a newline.
std::optional<RecordJournal::Entry> RecordJournal::read_entry() const {
  std::ifstream stream(path_, std::ios::binary | std::ios::ate);
  const auto size = static_cast<std::size_t>(std::max<std::streamoff>(stream.tellg(), 0));
  stream.seekg(static_cast<std::streamoff>(read_));
  std::string line, record_digest;
  Entry entry;
  std::size_t bytes = 0;
  if (!std::getline(stream, line) ||
      !(std::istringstream(line) >> entry.key_digest >> bytes >> record_digest))
    return std::nullopt;
  const std::size_t begin = read_ + line.size() + 1;
  if (begin > size || bytes + 1 > size - begin)
    return std::nullopt;
  entry.record.resize(bytes);
  entry.end = begin + bytes + 1;
  if (!stream.read(entry.record.data(), static_cast<std::streamsize>(bytes)) || stream.get() != '\n' ||
      digest(entry.record) != record_digest)
    return std::nullopt;
  return entry;
}

std::optional<std::string> RecordJournal::next(const std::string &key) {
  if (!reading_)
    return std::nullopt;
  std::optional<Entry> entry = read_entry();
  reading_ = entry && entry->key_digest == digest(key);
  if (!reading_)
    return std::nullopt;
  read_ = entry->end;
  return std::move(entry->record);
}

void RecordJournal::append(const std::string &key, const std::string &record) {
  reading_ = false;
  if (!file_) {
    file_ = std::make_unique<AppendedFile>(path_, read_);
    if (read_ == 0)
      file_->append(header_);
  }
  file_->append(fmt::format("{} {} {}\n", digest(key), record.size(), digest(record)) + record + "\n");
}

} // namespace earshot
