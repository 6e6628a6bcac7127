#ifndef EARSHOT_MODEL_ENRICHED_AIR_H
#define EARSHOT_MODEL_ENRICHED_AIR_H

#include "solver/model/model.h"
#include "solver/sweep/surplus_error.h"

#include <array>
#include <vector>

namespace earshot {

struct EnrichedAir {
  EnrichedProblem problem;
  /// Numbers of each cell's functions of the surplus, counted through all ranks; `no_unknown` where one has
  /// none.
  std::vector<std::array<Index, 10>> cells;
};

/// A case's problem with the cubic surplus of its air (see CubicSurplus): the terms that touch the air alone.
/// Collective.
EnrichedAir enriched_air(const Model &model);

} // namespace earshot

#endif
