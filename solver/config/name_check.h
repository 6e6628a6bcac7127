#ifndef EARSHOT_CONFIG_NAME_CHECK_H
#define EARSHOT_CONFIG_NAME_CHECK_H

#include "solver/config/located.h"

#include <vector>

namespace earshot {

/// Rules for the names that a case gives; what breaks them is added to the diagnostics. Empty names have been
/// reported before.

/// Each name may be used once.
void check_unique(const std::vector<const Located<std::string> *> &names,
                  std::vector<Diagnostic> &diagnostics);

/// Names that become those of files.
void check_plain(const Located<std::string> &name, std::vector<Diagnostic> &diagnostics);

/// Names that stand among those that earshot itself gives to results and takes in lists: "leak", "vents",
/// "all", "housing".
void check_not_reserved(const Located<std::string> &name, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
