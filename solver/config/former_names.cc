#include "solver/config/former_names.h"

#include "solver/config/declaration.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

/// One renamed key, or one renamed choice of a key.
struct FormerName {
  std::vector<std::string> tables; ///< in which the key stands, from the root
  std::string key;                 ///< whose choice it is; empty for a renamed key
  std::string former, today;
};

/// The visitor that collects them.
class FormerNames {
public:
  std::vector<FormerName> found;

  void formerly(const std::string &former, const std::string &today) {
    found.push_back({tables_, "", former, today});
  }
  void text(const std::string &key, Located<std::string> &, const TextSpec &spec) {
    for (const auto &[former, today] : spec.former_choices)
      found.push_back({tables_, key, former, today});
  }
  template <class T>
  void section(const std::string &key, T &value, const std::string &) {
    nest(key, value);
  }
  template <class T>
  void section(const std::string &key, std::optional<T> &, const std::string &) {
    T value;
    nest(key, value);
  }
  template <class T>
  void list(const std::string &key, std::vector<T> &, const std::string &, std::size_t) {
    T value;
    nest(key, value);
  }
  template <class T>
  void quantity(const std::string &, T &, const QuantitySpec &) {}
  void integer(const std::string &, Located<int> &, const IntegerSpec &) {}
  void flag(const std::string &, Located<bool> &, const std::string &) {}
  void texts(const std::string &, std::vector<Located<std::string>> &, const TextSpec &) {}
  void exactly_one(const std::vector<std::string> &) {}
  void include(const std::string &, const std::string &) {}

private:
  template <class T>
  void nest(const std::string &key, T &value) {
    tables_.push_back(key);
    describe(*this, value);
    tables_.pop_back();
  }

  std::vector<std::string> tables_;
};

const std::vector<FormerName> &former_names() {
  static const std::vector<FormerName> names = [] {
    FormerNames visitor;
    Case defaults;
    describe(visitor, defaults);
    return visitor.found;
  }();
  return names;
}

/// Renames one name wherever it stands in a tree.
class Renaming {
public:
  Renaming(const FormerName &name, std::vector<Diagnostic> &notes, std::vector<Diagnostic> &faults)
      : name_(name), notes_(notes), faults_(faults) {}

  void apply(ConfigNode &node, std::size_t depth = 0) {
    for (ConfigNode &item : node.items)
      apply(item, depth);
    if (depth < name_.tables.size()) {
      if (ConfigNode *const inner = node.member(name_.tables[depth]))
        apply(*inner, depth + 1);
    } else if (name_.key.empty()) {
      rename_key(node);
    } else if (ConfigNode *const choice = node.member(name_.key); choice && choice->text == name_.former) {
      note(*choice, name_.key);
      choice->text = name_.today;
    }
  }

private:
  void rename_key(ConfigNode &table) {
    const auto former = std::find_if(table.members.begin(), table.members.end(),
                                     [&](const auto &member) { return member.first == name_.former; });
    if (former == table.members.end())
      return;
    note(former->second, name_.former);
    ConfigNode *const today = table.member(name_.today);
    if (today == nullptr) {
      former->first = name_.today;
      return;
    }
    if (former->second.where.file != "--set")
      faults_.push_back(
          {place(former->second, name_.former),
           fmt::format("found \"{}\" beside \"{}\", which is its name of today: expected one of "
                       "them",
                       name_.former, name_.today)});
    for (auto &[key, value] : former->second.members) {
      if (ConfigNode *const given = today->member(key))
        *given = std::move(value);
      else
        today->members.emplace_back(key, std::move(value));
    }
    if (former->second.kind != ConfigNode::Kind::table)
      *today = std::move(former->second);
    table.members.erase(former);
  }

  void note(const ConfigNode &node, const std::string &key) {
    notes_.push_back(
        {place(node, key), fmt::format("found \"{}\", which is now called \"{}\"; the former name "
                                       "goes with the next version",
                                       name_.former, name_.today)});
  }

  static SourcePosition place(const ConfigNode &node, const std::string &key) {
    return {node.where.file, node.where.line, node.where.column, key};
  }

  const FormerName &name_;
  std::vector<Diagnostic> &notes_, &faults_;
};

} // namespace

std::vector<Diagnostic> rename_former(ConfigNode &root, std::vector<Diagnostic> &notes) {
  std::vector<Diagnostic> faults;
  for (const FormerName &name : former_names())
    Renaming(name, notes, faults).apply(root);
  return faults;
}

std::string with_names_of_today(const std::string &key) {
  std::string result = key;
  for (const FormerName &name : former_names()) {
    if (!name.key.empty())
      continue;
    std::size_t depth = 0, begin = 0;
    while (begin < result.size()) { // steps that are no table's are names of items
      const std::size_t dot = std::min(result.find('.', begin), result.size());
      const std::size_t end = std::min(result.find_first_of(".[", begin), result.size());
      const std::string step = result.substr(begin, end - begin);
      if (depth == name.tables.size() && step == name.former)
        return result.replace(begin, end - begin, name.today);
      if (depth < name.tables.size() && step == name.tables[depth])
        ++depth;
      else if (depth == 0)
        break;
      begin = dot + 1;
    }
  }
  return result;
}

} // namespace earshot
