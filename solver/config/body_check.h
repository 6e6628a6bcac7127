#ifndef EARSHOT_CONFIG_BODY_CHECK_H
#define EARSHOT_CONFIG_BODY_CHECK_H

#include "solver/config/case.h"

namespace earshot {

/// Names the surfaces of bodies that the case leaves nameless after their drivers and boxes.
void name_body_surfaces(Case &c);

/// Whether something placed has a position and an axis of three numbers each.
/// @param path of the table of what is placed, for what is missing
void check_placement(const PlacementConfig &place, const SourcePosition &owner, const std::string &path,
                     std::vector<Diagnostic> &diagnostics);

/// What contradicts itself in the keys of placed bodies. Whether they fit into the air is seen when it is
/// cut.
void check_bodies(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
