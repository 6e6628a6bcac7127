#include "solver/config/config_tree.h"

#include <fmt/format.h>

#include <cctype>
#include <optional>

namespace earshot {

namespace {

using Kind = ConfigNode::Kind;

/// A piece of a dotted key: a name, or an index in brackets.
struct Step {
  std::string name;
  std::optional<std::size_t> index;
};

/// Nothing when the key makes no sense.
std::optional<std::vector<Step>> steps_of(const std::string &key) {
  std::vector<Step> steps;
  std::size_t i = 0;
  while (i < key.size()) {
    if (key[i] == '[') {
      const std::size_t close = key.find(']', i);
      const std::string digits = close == std::string::npos ? "" : key.substr(i + 1, close - i - 1);
      if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos)
        return {};
      steps.push_back({"", std::stoul(digits)});
      i = close + 1;
      if (i < key.size() && key[i] == '.')
        ++i;
      continue;
    }
    const bool quoted = key[i] == '"';
    const std::size_t begin = quoted ? i + 1 : i;
    const std::size_t end = std::min(key.find_first_of(quoted ? "\"" : ".[", begin), key.size());
    if (end == begin)
      return {};
    steps.push_back({key.substr(begin, end - begin), {}});
    i = quoted ? end + 1 : end;
    if (i < key.size() && key[i] == '.')
      ++i;
  }
  if (steps.empty() || steps[0].index || key.back() == '.')
    return {};
  return steps;
}

std::string name_of(const ConfigNode &item) {
  const ConfigNode *const name = item.member("name");
  const ConfigNode *const volume = item.member("volume"); // what names a [[mesh.region]]
  return name != nullptr ? name->text : volume != nullptr ? volume->text : "";
}

/// The item of a list; throws when there is none.
ConfigNode &item_of(ConfigNode &list, const Step &step, const SourcePosition &where) {
  if (step.index) {
    if (*step.index < list.items.size())
      return list.items[*step.index];
    throw UserError(where,
                    fmt::format("found index {}, expected less than {}", *step.index, list.items.size()));
  }
  std::vector<std::string> names;
  for (ConfigNode &item : list.items) {
    if (name_of(item) == step.name)
      return item;
    names.push_back(name_of(item));
  }
  throw UserError(where,
                  fmt::format("found no item \"{}\", {}", step.name, expected_one_of(step.name, names)));
}

ConfigNode &step_into(ConfigNode &node, const Step &step, const SourcePosition &where) {
  if (node.kind == Kind::list)
    return item_of(node, step, where);
  if (step.index || node.kind != Kind::table)
    throw UserError(where,
                    fmt::format("found {}, expected a {}", node.found(), step.index ? "list" : "table"));
  if (ConfigNode *const member = node.member(step.name))
    return *member;
  ConfigNode made;
  made.where = where;
  return node.members.emplace_back(step.name, made).second;
}

/// Marks a value and everything in it as coming from the command line.
void place(ConfigNode &node) {
  node.where = {"--set", 0, 0, ""};
  for (auto &[key, member] : node.members)
    place(member);
  for (ConfigNode &item : node.items)
    place(item);
}

void apply_override(ConfigNode &root, const std::string &text) {
  const std::size_t equals = text.find('=');
  std::string key = text.substr(0, equals);
  while (!key.empty() && std::isspace(static_cast<unsigned char>(key.back())) != 0)
    key.pop_back();
  const auto steps = steps_of(key);
  if (equals == std::string::npos || !steps)
    throw UserError({"--set", 0, 0, ""},
                    fmt::format("found \"{}\", expected key=value such as source.voltage=\"0.5 V\"", text));
  const SourcePosition where{"--set", 0, 0, key};
  ConfigNode *node = &root;
  for (const Step &step : *steps)
    node = &step_into(*node, step, where);
  *node = parse_override_value(text.substr(equals + 1));
  place(*node);
}

} // namespace

std::vector<Diagnostic> apply_overrides(ConfigNode &root, const std::vector<std::string> &overrides) {
  std::vector<Diagnostic> diagnostics;
  for (const std::string &text : overrides) {
    try {
      apply_override(root, text);
    } catch (const UserError &error) {
      diagnostics.insert(diagnostics.end(), error.diagnostics().begin(), error.diagnostics().end());
    }
  }
  return diagnostics;
}

} // namespace earshot
