#ifndef EARSHOT_CONFIG_PART_CHECK_H
#define EARSHOT_CONFIG_PART_CHECK_H

#include "solver/config/case.h"

namespace earshot {

/// What contradicts itself in [[part]] and [[tube]]. Whether they overlap or touch is seen when they are
/// built.
void check_parts(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
