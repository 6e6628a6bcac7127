#ifndef EARSHOT_CONFIG_FORMER_NAMES_H
#define EARSHOT_CONFIG_FORMER_NAMES_H

#include "solver/config/config_tree.h"

#include <string>
#include <vector>

/// Keys and choices that had another name in the version before. The declaration names them (`formerly`);
/// files and overrides that still use them are read with a note, for one version.
namespace earshot {

/// Gives keys and choices of a tree their names of today. Call it for a file, and again when overrides are
/// worked in: a table that an override made under its former name joins the table of today's name.
/// @param notes takes one for each former name
/// @return what can't be renamed, as both names are given
std::vector<Diagnostic> rename_former(ConfigNode &root, std::vector<Diagnostic> &notes);

/// A key as `--set` takes it, such as "shell.mass", with the names of today: "housing.mass".
std::string with_names_of_today(const std::string &key);

} // namespace earshot

#endif
