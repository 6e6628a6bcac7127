#ifndef EARSHOT_CONFIG_CAD_CHECK_H
#define EARSHOT_CONFIG_CAD_CHECK_H

#include "solver/config/case.h"

namespace earshot {

/// What contradicts itself in the keys of a CAD file. What its selectors catch is seen when it is read.
void check_cad(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
