#ifndef EARSHOT_SWEEP_SUMMED_TERMS_H
#define EARSHOT_SWEEP_SUMMED_TERMS_H

#include "solver/sweep/reduced_model.h"

namespace earshot {

/// sum_j f_j V^T A_j V and sum_j f_j T^T D A_j V at a point, for the first so many coordinates.
struct SummedTerms {
  std::vector<Complex> lower;  ///< lower triangle, column-major
  std::vector<Complex> sketch; ///< column-major (probe, coordinate)
};

/// The terms of a reduced model coordinate by coordinate, so that their sums at several points are one
/// product of matrices for each, where a pass over the terms for each point would wait for memory.
class GatheredTerms {
public:
  explicit GatheredTerms(const ReducedModel &model);

  /// @param leading the first so many coordinates alone
  std::vector<SummedTerms> sum(std::span<const Factors> points, std::size_t leading) const;

private:
  /// What touches a coordinate.
  struct Column {
    std::vector<std::size_t> terms;
    /// Probes, then rows of the lower triangle from the diagonal down: row-major (entry, term).
    std::vector<double> entries;
  };
  /// Real and imaginary parts of the terms' factors at the points: row-major (term, 2 x point).
  std::vector<double> weights(const Column &column, std::span<const Factors> points) const;

  std::size_t n_probes_;
  std::vector<Column> columns_;
};

} // namespace earshot

#endif
