#ifndef EARSHOT_CONFIG_DISTORTION_CHECK_H
#define EARSHOT_CONFIG_DISTORTION_CHECK_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// What large_signal tables, vents and distortion analyses get wrong.
void check_distortion(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
