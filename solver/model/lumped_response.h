#ifndef EARSHOT_MODEL_LUMPED_RESPONSE_H
#define EARSHOT_MODEL_LUMPED_RESPONSE_H

#include "solver/model/network_wiring.h"
#include "solver/results/response.h"

#include <vector>

namespace earshot {

/// The response of a case that is a network alone, by dense nodal analysis at each frequency. Probes are
/// those of the case; excursions those of its lumped drivers. @throws UserError naming the frequency when the
/// circuit has no solution there
Response lumped_response(const Case &config, const BuiltNetwork &network,
                         const std::vector<double> &frequencies);

} // namespace earshot

#endif
