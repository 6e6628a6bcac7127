#ifndef EARSHOT_CONFIG_TREE_READER_H
#define EARSHOT_CONFIG_TREE_READER_H

#include "solver/config/config_tree.h"
#include "solver/config/specification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// The visitor that fills structs from the tree and collects what doesn't fit.
class TreeReader {
public:
  /// More are no help, and of rubbish there may be any number.
  static constexpr std::size_t most_diagnostics = 100;

  /// @param files_may_be_missing those that the case file names; those of an override may not
  TreeReader(const std::string &case_file, bool files_may_be_missing, std::vector<Diagnostic> &diagnostics)
      : case_file_(case_file), files_may_be_missing_(files_may_be_missing), diagnostics_(diagnostics) {}

  template <class T>
  void read(const ConfigNode &table, const std::string &path, T &value) {
    const ConfigNode *const outer_table = std::exchange(table_, &table);
    std::string outer_path = std::exchange(path_, path);
    std::vector<std::string> outer_keys = std::exchange(keys_, {});
    describe(*this, value);
    report_unknown_keys();
    table_ = outer_table;
    path_ = std::move(outer_path);
    keys_ = std::move(outer_keys);
  }

  void quantity(const std::string &key, Located<double> &value, const QuantitySpec &spec) {
    value.where = default_position(key);
    if (const ConfigNode *const node = find(key))
      read_quantity(*node, path_of(key), value, spec);
    else if (spec.is_required)
      missing(key, fmt::format("expected {} such as \"{}\"", spec.unit.name, spec.unit.example));
  }
  void quantity(const std::string &key, std::optional<Located<double>> &value, const QuantitySpec &spec) {
    if (const ConfigNode *const node = find(key))
      read_quantity(*node, path_of(key), value.emplace(), spec);
  }
  void quantity(const std::string &key, std::vector<Located<double>> &values, const QuantitySpec &spec) {
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return;
    if (node->kind != ConfigNode::Kind::list || (spec.must_have_item && node->items.empty()))
      return add(position(*node, path_of(key)),
                 fmt::format("found {}, expected a list such as [\"{}\"]",
                             node->kind == ConfigNode::Kind::list ? "an empty list" : node->found(),
                             spec.unit.example));
    values.resize(node->items.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      read_quantity(node->items[i], fmt::format("{}[{}]", path_of(key), i), values[i], spec);
  }

  void integer(const std::string &key, Located<int> &value, const IntegerSpec &spec) {
    value.where = default_position(key);
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return;
    value.where = position(*node, path_of(key));
    if (node->kind != ConfigNode::Kind::integer || node->number < spec.lower || node->number > spec.upper)
      return add(value.where, fmt::format("found {}, expected a whole number from {} to {}", node->found(),
                                          spec.lower, spec.upper));
    value.value = static_cast<int>(node->number);
  }

  void flag(const std::string &key, Located<bool> &value, const std::string &) {
    value.where = default_position(key);
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return;
    value.where = position(*node, path_of(key));
    if (node->kind != ConfigNode::Kind::boolean)
      return add(value.where, fmt::format("found {}, expected true or false", node->found()));
    value.value = node->boolean;
  }

  void text(const std::string &key, Located<std::string> &value, const TextSpec &spec) {
    value.where = default_position(key);
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return spec.is_required ? missing(key, spec.choices.empty() ? "expected a text in quotes"
                                                                  : expected_one_of("", spec.choices))
                              : void();
    value.where = position(*node, path_of(key));
    value.value.clear(); // refused text must not look like the default to later checks
    if (node->kind != ConfigNode::Kind::text || (spec.is_required && node->text.empty()))
      return add(value.where, fmt::format("found {}, expected a text in quotes", node->found()));
    if (std::any_of(node->text.begin(), node->text.end(), is_control))
      return add(value.where, "found control characters, expected plain text");
    const auto &choices = spec.choices;
    if (!choices.empty() && std::find(choices.begin(), choices.end(), node->text) == choices.end())
      return add(value.where,
                 fmt::format("found {}, {}", node->found(), expected_one_of(node->text, choices)));
    value.value = spec.is_file && !node->text.empty() ? existing_file(*node, value.where) : node->text;
  }

  void texts(const std::string &key, std::vector<Located<std::string>> &values, const TextSpec &spec) {
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return;
    if (node->kind != ConfigNode::Kind::list || node->items.empty())
      return add(position(*node, path_of(key)),
                 fmt::format("found {}, expected a list of values", node->found()));
    for (const ConfigNode &item : node->items) {
      const SourcePosition where = position(item, fmt::format("{}[{}]", path_of(key), values.size()));
      const bool is_text = item.kind == ConfigNode::Kind::text && !item.text.empty();
      if (item.kind == ConfigNode::Kind::table || item.kind == ConfigNode::Kind::list ||
          item.kind == ConfigNode::Kind::other || (item.kind == ConfigNode::Kind::text && item.text.empty()))
        add(where, fmt::format("found {}, expected a value", item.found()));
      else if (!spec.choices.empty() &&
               std::find(spec.choices.begin(), spec.choices.end(), item.text) == spec.choices.end())
        add(where, fmt::format("found {}, {}", item.found(), expected_one_of(item.text, spec.choices)));
      values.push_back({is_text ? item.text : item.found(), where});
    }
  }

  template <class T>
  void section(const std::string &key, T &value, const std::string &) {
    const ConfigNode *const node = find(key);
    ConfigNode empty;
    empty.where = table_->where;
    if (node != nullptr && node->kind != ConfigNode::Kind::table)
      return wrong_section(*node, key);
    read(node == nullptr ? empty : *node, path_of(key), value);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &value, const std::string &) {
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return;
    if (node->kind != ConfigNode::Kind::table)
      return wrong_section(*node, key);
    read(*node, path_of(key), value.emplace());
  }

  template <class T>
  void list(const std::string &key, std::vector<T> &values, const std::string &, std::size_t minimum) {
    const ConfigNode *const node = find(key);
    if (node == nullptr)
      return minimum > 0 ? missing(key, "expected at least one " + header(key)) : void();
    if (!node->is_list_of_tables() || node->items.size() < minimum)
      return add(position(*node, path_of(key)), fmt::format("found {}, expected {}{}", node->found(),
                                                            minimum > 0 ? "one or more " : "", header(key)));
    values.resize(node->items.size());
    for (std::size_t i = 0; i < values.size(); ++i)
      read(node->items[i], fmt::format("{}[{}]", path_of(key), i), values[i]);
  }

  void exactly_one(const std::vector<std::string> &keys) {
    const auto given = [&](const std::string &key) { return table_->member(key) != nullptr; };
    const auto count = std::count_if(keys.begin(), keys.end(), given);
    if (count != 1)
      add(position(*table_, path_),
          fmt::format("found {}, expected exactly one of {}", count == 0 ? "none" : "more than one",
                      fmt::join(keys, ", ")));
  }

  void formerly(const std::string &, const std::string &) {}
  void include(const std::string &, const std::string &) {}

private:
  /// Beyond these no physical value in SI units makes sense, and their squares and cubes are no numbers.
  static constexpr double largest_value = 1e30, least_value = 1e-30;

  /// Nothing that a text of one or many lines holds.
  static bool is_control(unsigned char letter) {
    return (letter < ' ' && letter != '\n' && letter != '\t' && letter != '\r') || letter == 127;
  }

  const ConfigNode *find(const std::string &key) {
    keys_.push_back(key);
    return table_->member(key);
  }

  std::string path_of(const std::string &key) const { return path_.empty() ? key : path_ + "." + key; }

  static SourcePosition position(const ConfigNode &node, const std::string &path) {
    return {node.where.file, node.where.line, node.where.column, path};
  }

  SourcePosition default_position(const std::string &key) const { return {case_file_, 0, 0, path_of(key)}; }

  void add(const SourcePosition &where, const std::string &message) {
    diagnostics_.push_back({where, message});
  }

  void missing(const std::string &key, const std::string &expected) {
    add(position(*table_, path_of(key)), "missing, " + expected);
  }

  /// How a list of tables is written: "[[driver]]", "[[driver.diaphragm.zone]]".
  std::string header(const std::string &key) const {
    std::string plain;
    bool index = false;
    for (const char letter : path_of(key)) {
      index = letter == '[' || (index && letter != ']');
      if (!index && letter != ']')
        plain += letter;
    }
    return "[[" + plain + "]]";
  }

  void wrong_section(const ConfigNode &node, const std::string &key) {
    add(position(node, path_of(key)),
        fmt::format("found {}, expected a single table [{}]", node.found(), key));
  }

  void read_quantity(const ConfigNode &node, const std::string &path, Located<double> &value,
                     const QuantitySpec &spec) {
    value.where = position(node, path);
    value.value = std::nan(""); // refused values must not look like missing ones to later checks
    const bool number = node.kind == ConfigNode::Kind::integer || node.kind == ConfigNode::Kind::real;
    if (!number && node.kind != ConfigNode::Kind::text)
      return add(value.where, fmt::format("found {}, expected {} such as \"{}\"", node.found(),
                                          spec.unit.name, spec.unit.example));
    if (number && std::string(spec.unit.si) != "1")
      return add(value.where, fmt::format("found {} without a unit, expected {} such as \"{}\"", node.found(),
                                          spec.unit.name, spec.unit.example));
    const ParsedQuantity parsed =
        parse_quantity(number ? fmt::format("{}", node.number) : node.text, spec.unit);
    if (!parsed.error.empty())
      return add(value.where, parsed.error);
    if (!spec.allowed.contains(parsed.value))
      return add(value.where,
                 fmt::format("found {}, expected {}", node.found(), to_string(spec.allowed, spec.unit)));
    const double size = std::abs(parsed.value);
    if (size > largest_value || (size > 0 && size < least_value))
      return add(value.where, fmt::format("found {}, expected {} of {:g} to {:g} {} or 0", node.found(),
                                          spec.unit.name, least_value, largest_value, spec.unit.si));
    value.value = parsed.value;
  }

  std::string existing_file(const ConfigNode &node, const SourcePosition &where) {
    namespace fs = std::filesystem;
    const fs::path folder = where.file == "--set" ? fs::path() : fs::path(where.file).parent_path();
    const fs::path file = fs::absolute(folder / node.text).lexically_normal();
    std::error_code ignored;
    if (files_may_be_missing_ && where.file == case_file_)
      return file.string();
    if (!fs::exists(file, ignored))
      add(where,
          fmt::format("found \"{}\", expected an existing file: there is no {}", node.text, file.string()));
    else if (fs::is_directory(file, ignored))
      add(where, fmt::format("found the directory \"{}\", expected a file", node.text));
    return file.string();
  }

  void report_unknown_keys() {
    for (const auto &[key, node] : table_->members)
      if (diagnostics_.size() < most_diagnostics && std::find(keys_.begin(), keys_.end(), key) == keys_.end())
        add(position(node, path_of(key)),
            fmt::format("found an unknown key, {}", expected_one_of(key, keys_)));
  }

  const std::string &case_file_;
  bool files_may_be_missing_;
  std::vector<Diagnostic> &diagnostics_;
  const ConfigNode *table_ = nullptr;
  std::string path_;
  std::vector<std::string> keys_; ///< of the struct that is being read
};

} // namespace earshot

#endif
