#ifndef EARSHOT_SWEEP_ELIMINATION_ORDER_H
#define EARSHOT_SWEEP_ELIMINATION_ORDER_H

#include "solver/sweep/reduced_model.h"

namespace earshot {

/// In which order a reduced model's coordinates are eliminated. Fields that no term couples with one another,
/// such as diaphragms, are blocks; what couples them, such as the air, is the border (see BorderedMatrix).
struct EliminationOrder {
  std::vector<std::vector<std::size_t>> blocks; ///< numbers of the coordinates, ascending in each
  std::vector<std::size_t> border;              ///< likewise

  explicit EliminationOrder(const ReducedModel &model);

  /// Of the first so many coordinates alone.
  EliminationOrder truncated(std::size_t leading) const;
  /// All coordinates, block after block, then the border.
  std::vector<std::size_t> sequence() const;
};

} // namespace earshot

#endif
