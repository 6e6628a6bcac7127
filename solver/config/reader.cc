#include "solver/config/reader.h"

#include "solver/config/body_check.h"
#include "solver/config/check.h"
#include "solver/config/declaration.h"
#include "solver/config/former_names.h"
#include "solver/config/given_tables.h"
#include "solver/config/planar_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/config/tree_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <tuple>

namespace earshot {

namespace {

/// The visitor that holds values against their usual range.
class UsualRange : public GivenTables<UsualRange> {
public:
  std::vector<Diagnostic> found;

  void quantity(const std::string &, Located<double> &value, const QuantitySpec &spec) {
    if (!value.where.is_default() && !spec.usual.contains(value))
      found.push_back(
          {value.where, fmt::format("found \"{}\", usual is {}", format_quantity(value, spec.unit),
                                    to_string(spec.usual, spec.unit))});
  }
  void quantity(const std::string &key, std::optional<Located<double>> &value, const QuantitySpec &spec) {
    if (value)
      quantity(key, *value, spec);
  }
  void quantity(const std::string &key, std::vector<Located<double>> &values, const QuantitySpec &spec) {
    for (Located<double> &value : values)
      quantity(key, value, spec);
  }
  void integer(const std::string &, Located<int> &, const IntegerSpec &) {}
  void flag(const std::string &, Located<bool> &, const std::string &) {}
  void text(const std::string &, Located<std::string> &, const TextSpec &) {}
  void texts(const std::string &, std::vector<Located<std::string>> &, const TextSpec &) {}
};

Case case_of(ConfigNode root, const std::string &file, bool files_may_be_missing,
             const std::vector<std::string> &overrides) {
  Case c;
  c.file = file;
  std::vector<Diagnostic> diagnostics = rename_former(root, c.notes);
  const auto add = [&](const std::vector<Diagnostic> &more) {
    diagnostics.insert(diagnostics.end(), more.begin(), more.end());
  };
  add(apply_overrides(root, overrides));
  add(rename_former(root, c.notes));
  TreeReader(file, files_may_be_missing, diagnostics).read(root, "", c);
  complete_grid(c.sweep);
  name_body_surfaces(c);
  add(contradictions(c));
  std::stable_sort(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic &a, const Diagnostic &b) {
    const auto rank = [&](const Diagnostic &p) {
      return std::tuple(p.where.file != file, p.where.file, p.where.line);
    };
    return rank(a) < rank(b);
  });
  if (diagnostics.size() > TreeReader::most_diagnostics)
    diagnostics.resize(TreeReader::most_diagnostics);
  if (!diagnostics.empty())
    throw UserError(diagnostics);
  return c;
}

/// Gives values in these lines the place of defaults: none.
void forget_lines(ConfigNode &node, const std::set<int> &lines) {
  if (lines.count(node.where.line) > 0)
    node.where.line = 0;
  for (auto &[key, member] : node.members)
    forget_lines(member, lines);
  for (ConfigNode &item : node.items)
    forget_lines(item, lines);
}

/// Numbers of the lines that `resolved_toml` marked as defaults.
std::set<int> default_lines(const std::string &text) {
  const std::string mark = " # default";
  std::set<int> lines;
  std::istringstream stream(text);
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number)
    if (line.size() > mark.size() && line.compare(line.size() - mark.size(), mark.size(), mark) == 0)
      lines.insert(number);
  return lines;
}

} // namespace

Case read_case(const std::string &file, const std::vector<std::string> &overrides) {
  return case_of(load_config_tree(file), file, false, overrides);
}

Case read_resolved_case(const std::string &text, const std::string &file,
                        const std::vector<std::string> &overrides) {
  ConfigNode root = parse_config_tree(text, file);
  forget_lines(root, default_lines(text));
  return case_of(std::move(root), file, true, overrides);
}

std::vector<Diagnostic> warnings(const Case &c) {
  UsualRange visitor;
  Case copy = c; // a declaration takes what it describes as changeable
  describe(visitor, copy);
  visitor.found.insert(visitor.found.begin(), c.notes.begin(), c.notes.end());
  const std::vector<Diagnostic> tensions = tension_warnings(c);
  visitor.found.insert(visitor.found.end(), tensions.begin(), tensions.end());
  return visitor.found;
}

} // namespace earshot
