#ifndef EARSHOT_CONFIG_OUTSIDE_CHECK_H
#define EARSHOT_CONFIG_OUTSIDE_CHECK_H

#include "solver/config/case.h"

#include <string>
#include <vector>

namespace earshot {

/// Openings by which sound from outside comes in: surfaces with the model "opening", radiation elements of
/// the network, and "leak" for [leak], in this order.
std::vector<std::string> openings_of(const Case &c);

/// What leak, openings and isolation analyses get wrong.
void check_outside(const Case &c, std::vector<Diagnostic> &diagnostics);

} // namespace earshot

#endif
