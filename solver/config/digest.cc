#include "solver/config/digest.h"

#include "solver/config/declaration.h"
#include "solver/config/given_tables.h"
#include "solver/config/text_file.h"

#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <vector>

namespace earshot {

namespace {

/// The visitor that gathers file names.
class FileNames : public GivenTables<FileNames> {
public:
  std::set<std::string> found;

  void text(const std::string &, Located<std::string> &value, const TextSpec &spec) {
    if (spec.is_file && !value.value.empty())
      found.insert(value.value);
  }
  template <class Value, class Spec>
  void quantity(const std::string &, Value &, const Spec &) {}
  void integer(const std::string &, Located<int> &, const IntegerSpec &) {}
  void flag(const std::string &, Located<bool> &, const std::string &) {}
  void texts(const std::string &, std::vector<Located<std::string>> &, const TextSpec &) {}
};

std::string digest_of_file(const std::string &file) {
  try {
    return digest(read_text_file(file, std::numeric_limits<std::size_t>::max()));
  } catch (const UserError &) {
    return "";
  }
}

} // namespace

std::string digest(const std::string &text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const unsigned char c : text)
    hash = (hash ^ c) * 0x100000001b3u;
  return fmt::format("{:016x}", hash);
}

std::string digests_of_files(const Case &c) {
  FileNames names;
  Case copy = c; // a declaration takes what it describes as changeable
  describe(names, copy);
  std::string text;
  for (const std::string &file : names.found)
    text += fmt::format("{} {}\n", file, digest_of_file(file));
  return text;
}

} // namespace earshot
