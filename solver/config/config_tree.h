#ifndef EARSHOT_CONFIG_CONFIG_TREE_H
#define EARSHOT_CONFIG_CONFIG_TREE_H

#include "solver/config/located.h"

#include <string>
#include <utility>
#include <vector>

/// A case file as a tree whose every node knows its file and line, with included files and overrides worked
/// in.
namespace earshot {

/// A TOML value.
struct ConfigNode {
  enum class Kind { table, list, text, integer, real, boolean, other };
  Kind kind = Kind::table;
  SourcePosition where; ///< without the key
  std::string text;
  double number = 0.0; ///< integers, too
  bool boolean = false;
  std::vector<std::pair<std::string, ConfigNode>> members; ///< of a table
  std::vector<ConfigNode> items;                           ///< of a list

  // Not implicit: std::pair asks for them while the type is incomplete, at which clang 14 with libstdc++ 12
  // ends.
  ConfigNode();
  ConfigNode(const ConfigNode &);
  ConfigNode(ConfigNode &&) noexcept;
  ConfigNode &operator=(const ConfigNode &);
  ConfigNode &operator=(ConfigNode &&) noexcept;
  ~ConfigNode();

  const ConfigNode *member(const std::string &key) const;
  ConfigNode *member(const std::string &key);
  /// Whether this is a list that holds nothing but tables.
  bool is_list_of_tables() const;
  /// For messages: `"25 um"`, `3`, `true`, `a table`, `a list`.
  std::string found() const;
};

/// Reads a file and the files that its key `include` names.
/// @throw UserError when one can't be read: no such file, a directory, not TOML (with line and column), not
/// text, included by itself
ConfigNode load_config_tree(const std::string &file);

/// The same of a text without includes. @param file stands in messages
ConfigNode parse_config_tree(const std::string &text, const std::string &file);

/// Works `--set` texts such as `source.voltage=0.5 V`, `driver[0].motor.resistance="16 ohm"`,
/// `surface.screen.resistance="100 Pa s/m"` (an item by its name) into the tree. Quotes around the value may
/// be missing, as shells take them away. Missing tables are made.
/// @return what doesn't fit
std::vector<Diagnostic> apply_overrides(ConfigNode &root, const std::vector<std::string> &overrides);

/// The value that a piece of TOML stands for; text that isn't TOML stands for itself.
ConfigNode parse_override_value(const std::string &value);

} // namespace earshot

#endif
