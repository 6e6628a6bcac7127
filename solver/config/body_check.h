#ifndef EARSHOT_CONFIG_BODY_CHECK_H
#define EARSHOT_CONFIG_BODY_CHECK_H

#include "solver/config/case.h"

namespace earshot {

/// Names the surfaces of bodies that the case leaves nameless after their drivers and boxes.
void name_body_surfaces(Case &c);

/// What contradicts itself in the keys of placed bodies. Whether they fit into the air is seen when it is
/// cut.
void check_bodies(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
