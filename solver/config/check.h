#ifndef EARSHOT_CONFIG_CHECK_H
#define EARSHOT_CONFIG_CHECK_H

#include "solver/config/case.h"

#include <vector>

namespace earshot {

/// What contradicts itself in a case though each value is allowed on its own: names that don't exist or exist
/// twice, radii out of order, alternatives given together. Values that are missing are passed over.
std::vector<Diagnostic> contradictions(const Case &c);

} // namespace earshot

#endif
