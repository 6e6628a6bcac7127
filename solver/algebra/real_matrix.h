#ifndef EARSHOT_ALGEBRA_REAL_MATRIX_H
#define EARSHOT_ALGEBRA_REAL_MATRIX_H

#include "solver/algebra/types.h"

#include <mpi.h>
#include <petscmat.h>

#include <memory>
#include <span>

namespace earshot {

/// Which unknowns a rank owns: [begin, end) of `total`.
struct Partition {
  MPI_Comm communicator = MPI_COMM_WORLD;
  Index begin = 0, end = 0, total = 0;
};

/// A real, symmetric, sparse matrix, distributed by rows over the ranks (a PETSc MPIAIJ matrix, both
/// triangles stored; a sequential AIJ one on a single rank). Immutable once built. A default-constructed
/// one is empty and acts as zero.
class RealMatrix {
public:
  RealMatrix() = default;
  explicit RealMatrix(Mat matrix); ///< takes ownership

  Mat petsc() const { return matrix_.get(); }
  Partition partition() const;
  /// Entries stored on all ranks together. Collective, as is `n_unknowns`.
  std::size_t n_nonzeros() const;
  /// Rows on all ranks together that hold an entry.
  Index n_unknowns() const;

  /// y += factor * A x for the rows this rank owns.
  /// @param x  all unknowns, the same on every rank
  /// @param y  this rank's rows, length end - begin
  void apply_add(Complex factor, std::span<const Complex> x, std::span<Complex> y) const;

  /// A X for `width` vectors at once, which costs little more than for one. Calls add(row, values) with
  /// summands of the rows this rank owns, row counted from its first one; a row may come more than once.
  /// @param x  all unknowns, row-major (unknown, vector), the same on every rank; `width` a multiple of 8
  void multiply(std::span<const double> x, std::size_t width,
                const std::function<void(Index row, const double *values)> &add) const;

  /// x^H A x, which is real because A is real and symmetric. Collective; the same on every rank.
  double quadratic_form(std::span<const Complex> x) const;

private:
  std::shared_ptr<std::remove_pointer_t<Mat>> matrix_;
};

/// Gathers element matrices into a RealMatrix. Contributions may come from any rank and in any order;
/// indices equal to `no_unknown` are skipped. Others outside of [0, total) throw std::out_of_range.
class MatrixBuilder {
public:
  explicit MatrixBuilder(const Partition &partition);

  /// Adds a symmetric element matrix, row-major, size unknowns.size()^2.
  void add_element(std::span<const Index> unknowns, std::span<const double> values);
  /// Adds `value` at (i, j) and, when i != j, at (j, i).
  void add_symmetric(Index i, Index j, double value);
  /// Adds B (row-major, rows x columns) at (rows, columns) and its transpose at (columns, rows).
  void add_coupling(std::span<const Index> rows, std::span<const Index> columns,
                    std::span<const double> values);

  /// Collective. Sends what other ranks own to them and builds the matrix, without entries that
  /// sum to exactly 0; the builder is empty after it.
  RealMatrix finish();

private:
  struct Entry {
    Index row, column;
    double value;
  };
  void add(Index row, Index column, double value);
  void compress();

  Partition partition_;
  std::vector<Entry> entries_;
  std::size_t compressed_ = 0;
};

} // namespace earshot

#endif
