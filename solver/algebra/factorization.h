#ifndef EARSHOT_ALGEBRA_FACTORIZATION_H
#define EARSHOT_ALGEBRA_FACTORIZATION_H

#include "solver/algebra/frequency_problem.h"

#include <memory>
#include <stdexcept>

namespace earshot {

/// The matrix could not be factorised: `what()` says at which frequency and the likely cause.
class FactorizationError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

struct FactorizationOptions {
  /// Tolerance of block-low-rank compression; 0 keeps the factor exact.
  double low_rank_tolerance = 0;
};

/// Wall-clock time spent so far [s], and what it was spent on.
struct FactorizationTimings {
  double analysis = 0;      ///< pattern, maps, ordering and symbolic factorisation
  double summation = 0;     ///< sums of terms and equilibration
  double factorization = 0; ///< numerical factorisation, retries included
  double solves = 0;        ///< back-substitution and refinement
  int factorizations = 0;
  int back_substitutions = 0; ///< vectors, refinement included
  int retries = 0;            ///< factorisations repeated because the workspace was too small
};

/// Complex-symmetric L D L^T of a FrequencyProblem's matrix by ZMUMPS, or L U where a term isn't symmetric.
/// The pattern and the ordering are found once, with the values at `analysis`; each `factorize` sums the
/// terms through prebuilt maps. The matrix is equilibrated, D A D with D = |a_ii|^-1/2. Every method is
/// collective but the getters. The problem is referred to, not copied, and must outlive the factorisation.
class Factorization {
public:
  /// @throws FactorizationError
  Factorization(const FrequencyProblem &problem, const Factors &analysis,
                const FactorizationOptions &options = {});
  ~Factorization();
  Factorization(Factorization &&) noexcept;

  /// @throws FactorizationError
  void factorize(const Factors &factors);

  /// A^-1 b with the matrix of the last `factorize`.
  /// @param b right-hand side, the same on every rank @return the same on every rank
  /// @throws FactorizationError when the matrix turns out to be singular to working precision
  std::vector<Complex> solve(std::span<const Complex> b) const;
  /// Several right-hand sides at once, each of length partition.total.
  std::vector<std::vector<Complex>> solve(const std::vector<std::vector<Complex>> &b) const;
  /// x + A^-1 (b - A x) of several solutions, one more step of refinement whatever their residual: what it
  /// changes is the round-off that was in them.
  std::vector<std::vector<Complex>> refined(const std::vector<std::vector<Complex>> &b,
                                            const std::vector<std::vector<Complex>> &x) const;

  /// D of the last matrix, all unknowns on every rank.
  const std::vector<double> &scaling() const;
  /// |D (b - A x)| / |D b| of the last solve, the largest of its right-hand sides.
  double relative_residual() const;

  /// Memory of the factorisation on all ranks [bytes], estimated by the analysis.
  double estimated_bytes() const;
  /// Entries of the factor, estimated by the analysis.
  double estimated_factor_entries() const;
  /// Floating-point operations of one factorisation, estimated by the analysis.
  double estimated_flops() const;
  /// Memory in use after `factorize` [bytes], all ranks.
  double used_bytes() const;
  /// Entries of the factor after `factorize`, all ranks.
  double factor_entries() const;

  const FactorizationTimings &timings() const;

private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

} // namespace earshot

#endif
