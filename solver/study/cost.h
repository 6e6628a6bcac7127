#ifndef EARSHOT_STUDY_COST_H
#define EARSHOT_STUDY_COST_H

#include "solver/algebra/factorization.h"
#include "solver/study/model.h"

#include <spdlog/logger.h>

namespace earshot {

/// Unknowns per field, as text.
std::string describe_unknowns(const Model &model);

/// Memory and factor entries that the analysis expects, as text.
std::string describe_cost(const Factorization &factorization);

/// Compares what the factorisation will need with what the machines have free. Collective.
/// @throws UserError when it won't fit, unless `force`
void require_memory(const Factorization &factorization, bool force, MPI_Comm communicator,
                    spdlog::logger &log);

} // namespace earshot

#endif
