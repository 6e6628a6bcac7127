#ifndef EARSHOT_ANALYSIS_DIRECT_RESPONSE_H
#define EARSHOT_ANALYSIS_DIRECT_RESPONSE_H

#include "solver/model/model.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"

#include <vector>

namespace earshot {

/// A direct solve at one point. Collective.
/// @throws FactorizationError; UserError for a network alone, whose ideal elements may contradict each other
SweepPoint solve_at(const Model &model, DirectSweep &sweep, const Factors &factors);

/// The response of a model by a direct solve at each frequency [Hz], without estimates of errors. Collective;
/// the same on every rank. @throws FactorizationError, UserError
Response direct_response(const Model &model, const std::vector<double> &frequencies);

/// The same of a case that is a network alone, by this rank by itself. @throws UserError
Response lumped_response(const Case &config, const std::vector<double> &frequencies);

} // namespace earshot

#endif
