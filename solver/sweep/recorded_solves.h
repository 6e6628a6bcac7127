#ifndef EARSHOT_SWEEP_RECORDED_SOLVES_H
#define EARSHOT_SWEEP_RECORDED_SOLVES_H

#include "solver/algebra/factorization.h"
#include "solver/sweep/solve_store.h"

namespace earshot {

/// The solves of a fast sweep, by factorisation or from a store of earlier ones. Every method is collective.
class RecordedSolves {
public:
  using Vectors = SolveStore::Vectors;

  /// @param factorization outlives it
  explicit RecordedSolves(Factorization &factorization) : factorization_(factorization) {}
  /// @param store outlives it
  void keep_in(SolveStore &store) { store_ = &store; }

  struct Direct {
    Vectors vectors;            ///< after a further step of refinement
    std::vector<Complex> first; ///< the first of them before it
    double relative_residual = 0;
  };
  /// A(point)^-1 b. @throws FactorizationError
  Direct solve(const Factors &point, const Vectors &b);
  /// A^-1 b with the matrix of the last `solve`. @throws FactorizationError
  Vectors correct(const Vectors &b);

  /// Whether the last answer came from the store: its time tells nothing.
  bool replayed() const { return replayed_; }
  /// Wall-clock time of a factorisation with one solve [s]; 0 before there was any.
  double seconds_of_one() const;

private:
  std::optional<Vectors> stored(const std::string &key);
  void keep(const std::string &key, const Vectors &vectors);

  Factorization &factorization_;
  SolveStore *store_ = nullptr;
  Factors last_;               ///< point of the last solve
  bool is_factorized_ = false; ///< whether the factorisation is that point's
  bool replayed_ = false;
};

} // namespace earshot

#endif
