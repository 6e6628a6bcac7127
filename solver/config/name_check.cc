#include "solver/config/name_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace earshot {

namespace {

using Name = Located<std::string>;

constexpr std::array reserved{"leak", "vents", "all", "housing"};

} // namespace

void check_unique(const std::vector<const Name *> &names, std::vector<Diagnostic> &diagnostics) {
  std::map<std::string, const Name *> taken;
  for (const Name *name : names) {
    if (name->value.empty())
      continue;
    const auto [found, is_new] = taken.try_emplace(name->value, name);
    if (is_new)
      continue;
    const SourcePosition &first = found->second->where;
    diagnostics.push_back({name->where, fmt::format("found \"{}\" a second time, expected a name of its own; "
                                                    "it is taken by {} in {}{}",
                                                    name->value, first.key, first.file,
                                                    first.line > 0 ? fmt::format(":{}", first.line) : "")});
  }
}

void check_plain(const Name &name, std::vector<Diagnostic> &diagnostics) {
  const bool plain = std::all_of(name.value.begin(), name.value.end(), [](unsigned char letter) {
    return std::isprint(letter) != 0 && std::string(",/\\\"").find(char(letter)) == std::string::npos;
  });
  if (!plain)
    diagnostics.push_back(
        {name.where, fmt::format("found \"{}\", expected a name for files and columns: without "
                                 "comma, slash and quotation mark",
                                 name.value)});
}

void check_not_reserved(const Name &name, std::vector<Diagnostic> &diagnostics) {
  if (std::find(reserved.begin(), reserved.end(), name.value) != reserved.end())
    diagnostics.push_back({name.where, fmt::format("found \"{}\", expected another name: earshot itself uses "
                                                   "this one in results and lists",
                                                   name.value)});
}

} // namespace earshot
