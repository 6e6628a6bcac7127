#ifndef EARSHOT_SWEEP_REDUCED_BASIS_H
#define EARSHOT_SWEEP_REDUCED_BASIS_H

#include "solver/algebra/frequency_problem.h"

namespace earshot {

/// Real vectors that each live in one field of a problem and are orthonormal there, u^T W u = 1 with a
/// diagonal W. A complex vector enters as up to two of them per field, its real and its imaginary part, so
/// that fields and phases can be weighted apart: for the same factorisations the answers are far nearer than
/// those of the complex vectors themselves. The few unknowns of a small field (currents, network nodes)
/// enter as they are.
class ReducedBasis {
public:
  /// Columns of one field. Rows are those that this rank owns of it, counted from its first row of all.
  struct Field {
    std::vector<Index> rows;
    std::size_t total_rows = 0;      ///< on all ranks: no more columns than that are independent
    std::vector<double> weights;     ///< W of these rows
    std::size_t n_columns = 0;       ///< vectors so far
    std::size_t stride = 0;          ///< of `values`
    std::vector<double> values;      ///< row-major (row, column)
    std::vector<std::size_t> number; ///< of each column among all columns of the basis
  };

  /// @param weights W, all unknowns on every rank
  ReducedBasis(const FrequencyProblem &problem, std::span<const double> weights);

  /// Adds what the vectors hold beyond the basis. Parts smaller than `negligible` times the size of the
  /// reference in the same field are left out. Collective.
  /// @param vectors all unknowns, the same on every rank
  /// @param references sizes to measure by: a correction counts as much as the solution that it corrects
  void extend(const std::vector<std::vector<Complex>> &vectors,
              const std::vector<std::vector<Complex>> &references, double negligible);

  std::size_t size() const { return size_; }
  const std::vector<Field> &fields() const { return fields_; }
  const Partition &partition() const { return partition_; }
  /// A field's columns with the rows of all ranks.
  struct WholeField {
    std::vector<Index> unknowns; ///< of each row
    std::vector<double> values;  ///< row-major (row, column)
  };
  /// The same on every rank. Collective.
  WholeField whole(std::size_t field) const;
  /// Memory of this rank's columns [bytes].
  double bytes() const;

  /// V q for several q of length size(), each complete on every rank. Collective.
  std::vector<std::vector<Complex>> expand(const std::vector<std::vector<Complex>> &coordinates) const;

private:
  void add_unit_vectors(Field &field);
  bool is_full(const Field &field) const { return field.n_columns == field.total_rows; }
  void extend(Field &field, std::vector<double> candidates, std::vector<double> thresholds);
  void append(Field &field, const std::vector<double> &column);

  Partition partition_;
  std::vector<Field> fields_;
  std::size_t size_ = 0;
};

} // namespace earshot

#endif
