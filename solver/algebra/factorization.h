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

/// Work done so far: wall-clock time [s] and counts.
struct FactorizationTimings {
  double analysis = 0, summation = 0, factorization = 0, solves = 0;
  int n_factorizations = 0, n_solves = 0;
};

/// Complex-symmetric L D L^T of a FrequencyProblem's matrix by ZMUMPS. The pattern and the ordering are
/// found once, with the values at `analysis`; each `factorize` sums the terms through prebuilt maps.
/// The matrix is equilibrated, D A D with D = |a_ii|^-1/2. Every method is collective.
class Factorization {
public:
  Factorization(const FrequencyProblem &problem, const OperatingPoint &analysis,
                const FactorizationOptions &options = {});
  ~Factorization();
  Factorization(Factorization &&) noexcept;

  /// @throws FactorizationError
  void factorize(const OperatingPoint &point);

  /// A^-1 b. @param b right-hand side, the same on every rank @return the same on every rank
  std::vector<Complex> solve(std::span<const Complex> b) const;
  /// Several right-hand sides at once, each of length partition.total.
  std::vector<std::vector<Complex>> solve(const std::vector<std::vector<Complex>> &b) const;

  /// Memory of the factorisation on all ranks [bytes], estimated by the analysis.
  double estimated_bytes() const;
  /// Entries of the factor, estimated by the analysis.
  double estimated_factor_entries() const;
  /// Floating-point operations of one factorisation, estimated by the analysis.
  double estimated_flops() const;
  /// Memory in use after `factorize` [bytes], all ranks.
  double used_bytes() const;
  const FactorizationTimings &timings() const;

private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

} // namespace earshot

#endif
