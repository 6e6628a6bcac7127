#ifndef EARSHOT_SWEEP_SOLVE_STORE_H
#define EARSHOT_SWEEP_SOLVE_STORE_H

#include "solver/algebra/types.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// Keeps what factorisations gave, in the order in which it was asked for, so that a sweep that is begun anew
/// takes the same way without them. Every method is collective.
class SolveStore {
public:
  using Vectors = std::vector<std::vector<Complex>>;
  virtual ~SolveStore() = default;

  /// The next record when it has this key, the same on every rank. Any other one shows that the sweep has
  /// taken another way: it is dropped with all that follow.
  virtual std::optional<Vectors> next(const std::string &key) = 0;
  /// Appends a record. What can't be written is told, and the sweep goes on without.
  virtual void add(const std::string &key, const Vectors &vectors) = 0;
};

} // namespace earshot

#endif
