#ifndef EARSHOT_SWEEP_SUMMED_TERMS_H
#define EARSHOT_SWEEP_SUMMED_TERMS_H

#include "solver/algebra/bordered_system.h"
#include "solver/sweep/elimination_order.h"

namespace earshot {

/// sum_j f_j V^T A_j V and sum_j f_j T^T D A_j V at a point, for the first so many coordinates.
struct SummedTerms {
  BorderedMatrix matrix;       ///< in the order of elimination
  std::vector<Complex> sketch; ///< column-major (probe, coordinate), in the coordinates' own order
};

/// The terms of a reduced model coordinate by coordinate, so that their sums at several points are one
/// product of matrices for each, where a pass over the terms for each point would wait for memory.
class GatheredTerms {
public:
  explicit GatheredTerms(const ReducedModel &model);

  std::size_t size() const { return columns_.size(); } ///< coordinates
  const EliminationOrder &order() const { return order_; }

  /// @param leading the first so many coordinates alone
  std::vector<SummedTerms> sum(std::span<const Factors> points, std::size_t leading) const;

private:
  /// What touches a coordinate: row-major (entry, term).
  struct Column {
    std::vector<std::size_t> terms;
    std::vector<double> sketch;   ///< probes
    std::vector<double> own;      ///< rows of its block or of the border, from the diagonal down
    std::vector<double> coupling; ///< rows of the border, of a block's coordinate
  };
  /// Sums of some rows of a column at several points, each point's one after the other.
  class Sums;

  /// Place of each coordinate in the support of each term.
  using Places = std::vector<std::vector<std::size_t>>;

  void gather_column(const ReducedModel &model, const Places &places, std::span<const std::size_t> own_rows,
                     std::span<const std::size_t> coupled_rows);

  std::size_t n_probes_;
  EliminationOrder order_;
  std::vector<Column> columns_;
};

} // namespace earshot

#endif
