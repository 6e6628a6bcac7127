#ifndef EARSHOT_ALGEBRA_SUMMED_MATRIX_H
#define EARSHOT_ALGEBRA_SUMMED_MATRIX_H

#include "solver/algebra/frequency_problem.h"

#include <memory>
#include <optional>

namespace earshot {

/// The equilibrated sum S = D A(w) D of a problem's terms, in the rows that this rank owns: their upper
/// triangle, or all of them where a term isn't symmetric. The union of the terms' patterns is found once,
/// with a map per term from its entries into the sum, so that a new frequency costs one pass over the values.
class SummedMatrix {
public:
  /// Collective. Keeps a reference to `problem`.
  explicit SummedMatrix(const FrequencyProblem &problem);

  /// Sums and equilibrates. D_i = |a_ii|^-1/2; a row without a diagonal that measures it (Lagrange
  /// multiplier, network node) gets D_i = 1 / max_j(|a_ij| D_j). Collective.
  /// @throws std::runtime_error naming a coefficient that is not finite, or when an entry is not
  void evaluate(const Factors &factors);

  /// S x for any number of vectors one after the other, complete on every rank. Collective.
  std::vector<Complex> multiply(std::span<const Complex> x) const;
  /// max_ij |s_ij|
  double largest_entry() const { return largest_entry_; }
  bool is_symmetric() const { return symmetric_; }

  const std::vector<double> &scaling() const { return scaling_; } ///< D, all rows on every rank
  std::size_t n_entries() const { return columns_.size(); }
  /// Calls visit(row, column) with the global place of each entry, in the order of `values`.
  template <class Visit>
  void for_each_place(Visit &&visit) const {
    for (std::size_t i = 0; i + 1 < row_start_.size(); ++i)
      for (std::size_t k = row_start_[i]; k < row_start_[i + 1]; ++k)
        visit(problem_.partition.begin + static_cast<Index>(i), columns_[k]);
  }
  std::vector<Complex> &values() { return values_; } ///< entries of S after `evaluate`

private:
  /// @param alike  of each term the number of the first with its pattern
  void find_pattern(const std::vector<std::size_t> &alike);
  /// Calls visit(row, column, value) for the entries of a term that are summed, always in the same order.
  template <class Visit>
  void for_each_summand(const Term &term, Visit &&visit) const {
    if (symmetric_)
      term.matrix.for_each_kept([&](Index row, Index column, double value, bool) {
        if (column >= row)
          visit(row, column, value);
      });
    else
      term.matrix.for_each_entry(visit);
  }
  /// Where each entry of a term goes in the sum, in the order of for_each_summand.
  std::vector<std::uint32_t> map_term(const Term &term) const;
  void sum_terms(const Factors &factors);
  void find_scaling();
  void forget_tiny_diagonals();
  /// Entry on the diagonal of an owned row; nothing where the pattern has none.
  std::optional<std::size_t> diagonal_of(std::size_t owned_row) const;
  bool scale_rows_without_diagonal(bool with_each_other);
  void scale_values();

  const FrequencyProblem &problem_;
  const bool symmetric_;
  std::vector<std::size_t> row_start_;
  std::vector<Index> columns_;
  std::vector<Complex> values_;
  std::vector<double> diagonal_magnitude_; ///< sum_j |f_j (A_j)_ii| of the owned rows
  std::vector<double> scaling_;
  double largest_entry_ = 0;
  /// Per term; terms of the same pattern share theirs.
  std::vector<std::shared_ptr<const std::vector<std::uint32_t>>> maps_;
};

} // namespace earshot

#endif
