#include "solver/config/config_tree.h"

#include "solver/config/text_file.h"
#include "solver/config/toml_limits.h"

#include <fmt/format.h>

// toml++ 3.3 asserts that a key begins like one before it reports that "[" alone doesn't: bad input would end
// a debug build. Without its assertions it reports the same input as an error.
#define TOML_ASSERT(expr) static_assert(true)
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>

namespace earshot {

namespace {

namespace fs = std::filesystem;

ConfigNode converted(const toml::node &node, const std::string &file) {
  using Kind = ConfigNode::Kind;
  ConfigNode result;
  result.where = {file, static_cast<int>(node.source().begin.line),
                  static_cast<int>(node.source().begin.column), ""};
  if (const auto *table = node.as_table()) {
    for (const auto &[key, value] : *table)
      result.members.emplace_back(std::string(key.str()), converted(value, file));
  } else if (const auto *array = node.as_array()) {
    result.kind = Kind::list;
    for (const auto &item : *array)
      result.items.push_back(converted(item, file));
  } else if (const auto *text = node.as_string()) {
    result.kind = Kind::text;
    result.text = text->get();
  } else if (const auto *integer = node.as_integer()) {
    result.kind = Kind::integer;
    result.number = static_cast<double>(integer->get());
  } else if (const auto *real = node.as_floating_point()) {
    result.kind = Kind::real;
    result.number = real->get();
  } else if (const auto *boolean = node.as_boolean()) {
    result.kind = Kind::boolean;
    result.boolean = boolean->get();
  } else {
    result.kind = Kind::other;
  }
  return result;
}

/// Far more than a case and what it includes need.
constexpr std::size_t largest_bytes = std::size_t(1) << 20, deepest_include = 16, most_includes = 200;

std::string contents_of(const std::string &file, const SourcePosition &asked_from) {
  try {
    std::string text = read_text_file(file, largest_bytes);
    if (text.find('\0') != std::string::npos)
      throw UserError({file, 0, 0, ""}, "found binary data, expected a text in TOML");
    return text;
  } catch (const UserError &error) {
    // An included file is named at the line that asks for it, the case file itself by its name.
    if (asked_from.file.empty())
      throw;
    throw UserError(asked_from, error.what());
  }
}

ConfigNode parsed(const std::string &text, const std::string &file) {
  check_toml_limits(text, file);
  try {
    return converted(toml::parse(text, file), file);
  } catch (const toml::parse_error &error) {
    const auto &begin = error.source().begin;
    throw UserError({file, static_cast<int>(begin.line), static_cast<int>(begin.column), ""},
                    fmt::format("column {}: not valid TOML: {}", begin.column, error.description()));
  }
}

/// Adds to `node` what `other` has besides: lists of tables are joined, `other`'s items first.
void merge(ConfigNode &node, const ConfigNode &other) {
  for (const auto &[key, value] : other.members) {
    ConfigNode *const own = node.member(key);
    if (own == nullptr)
      node.members.emplace_back(key, value);
    else if (own->kind == ConfigNode::Kind::table && value.kind == ConfigNode::Kind::table)
      merge(*own, value);
    else if (own->is_list_of_tables() && value.is_list_of_tables())
      own->items.insert(own->items.begin(), value.items.begin(), value.items.end());
  }
}

/// Loads files and what they include, each file once.
class Loader {
public:
  ConfigNode load(const std::string &file, const SourcePosition &asked_from) {
    ConfigNode root = parsed(contents_of(file, asked_from), file);
    root.where = {file, 0, 0, ""};
    const auto include = std::find_if(root.members.begin(), root.members.end(),
                                      [](const auto &member) { return member.first == "include"; });
    if (include == root.members.end())
      return root;
    const ConfigNode asked = std::move(include->second);
    root.members.erase(include);
    open_.push_back(file);
    ConfigNode included;
    for (const ConfigNode &item : items_of(asked))
      if (ConfigNode next = load_included(item); !next.members.empty()) {
        merge(next, included); // a later file goes before an earlier one
        included = std::move(next);
      }
    open_.pop_back();
    merge(root, included);
    return root;
  }

private:
  static std::vector<ConfigNode> items_of(const ConfigNode &include) {
    const bool is_list = include.kind == ConfigNode::Kind::list;
    const std::vector<ConfigNode> items = is_list ? include.items : std::vector<ConfigNode>{include};
    for (const ConfigNode &item : items)
      if (item.kind != ConfigNode::Kind::text)
        throw UserError(position(item), fmt::format("found {}, expected file names such as "
                                                    "[\"materials/common.toml\"]",
                                                    item.found()));
    return items;
  }

  static SourcePosition position(const ConfigNode &item) {
    return {item.where.file, item.where.line, item.where.column, "include"};
  }

  ConfigNode load_included(const ConfigNode &item) {
    const std::string file =
        (fs::path(item.where.file).parent_path() / item.text).lexically_normal().string();
    std::error_code ignored;
    const auto same = [&](const std::string &other) { return fs::equivalent(file, other, ignored); };
    if (std::any_of(open_.begin(), open_.end(), same))
      throw UserError(position(item),
                      fmt::format("{} includes itself: {} -> {}", file, fmt::join(open_, " -> "), file));
    if (std::any_of(done_.begin(), done_.end(), same))
      return {};
    if (open_.size() > deepest_include || done_.size() >= most_includes)
      throw UserError(position(item), fmt::format("found too many files included, expected at most {} and {} "
                                                  "within each other",
                                                  most_includes, deepest_include));
    done_.push_back(file);
    return load(file, position(item));
  }

  std::vector<std::string> open_, done_;
};

} // namespace

ConfigNode::ConfigNode() = default;
ConfigNode::ConfigNode(const ConfigNode &) = default;
ConfigNode::ConfigNode(ConfigNode &&) noexcept = default;
ConfigNode &ConfigNode::operator=(const ConfigNode &) = default;
ConfigNode &ConfigNode::operator=(ConfigNode &&) noexcept = default;
ConfigNode::~ConfigNode() = default;

const ConfigNode *ConfigNode::member(const std::string &key) const {
  for (const auto &[name, value] : members)
    if (name == key)
      return &value;
  return nullptr;
}

ConfigNode *ConfigNode::member(const std::string &key) {
  return const_cast<ConfigNode *>(std::as_const(*this).member(key));
}

bool ConfigNode::is_list_of_tables() const {
  return kind == Kind::list && std::all_of(items.begin(), items.end(),
                                           [](const ConfigNode &item) { return item.kind == Kind::table; });
}

std::string ConfigNode::found() const {
  switch (kind) {
  case Kind::table:
    return "a table";
  case Kind::list:
    return "a list";
  case Kind::text:
    return fmt::format("\"{}\"", text);
  case Kind::integer:
  case Kind::real:
    return fmt::format("{}", number);
  case Kind::boolean:
    return boolean ? "true" : "false";
  case Kind::other:
    break;
  }
  return "a date or time";
}

ConfigNode load_config_tree(const std::string &file) {
  return Loader().load(file, {});
}

ConfigNode parse_config_tree(const std::string &text, const std::string &file) {
  return parsed(text, file);
}

ConfigNode parse_override_value(const std::string &value) {
  ConfigNode node;
  try {
    const std::string assignment = "value = " + value;
    check_toml_limits(assignment, "--set");
    const ConfigNode table = converted(toml::parse(assignment), "--set");
    if (table.members.size() != 1)
      throw UserError("");
    node = table.members.front().second;
  } catch (const std::runtime_error &) { // what isn't TOML stands for itself
    node.kind = ConfigNode::Kind::text;
    node.text = value;
  }
  return node;
}

} // namespace earshot
