#ifndef EARSHOT_ALGEBRA_REAL_MATRIX_H
#define EARSHOT_ALGEBRA_REAL_MATRIX_H

#include "solver/algebra/types.h"

#include <mpi.h>
#include <petscmat.h>

#include <memory>
#include <span>
#include <vector>

namespace earshot {

/// Which unknowns a rank owns: [begin, end) of `total`.
struct Partition {
  MPI_Comm communicator = MPI_COMM_WORLD;
  Index begin = 0, end = 0, total = 0;
};

/// A PETSc matrix that lives at least as long as this does.
class PetscMatrix {
public:
  explicit PetscMatrix(Mat owned);
  operator Mat() const { return matrix_.get(); }

private:
  std::shared_ptr<std::remove_pointer_t<Mat>> matrix_;
};

enum class Symmetry { symmetric, none };

/// A real, sparse matrix, distributed by rows over the ranks. Immutable once built. A default-constructed one
/// is empty and acts as zero. Symmetric ones, which are the rule, keep the upper triangle only where a rank
/// owns both unknowns of an entry; of others a rank keeps all entries that are in its rows.
class RealMatrix {
public:
  RealMatrix() = default;
  explicit RealMatrix(Mat matrix); ///< takes ownership of an AIJ matrix, both triangles

  bool empty() const { return storage_ == nullptr; }
  bool is_symmetric() const { return empty() || storage_->symmetry == Symmetry::symmetric; }
  /// An AIJ matrix with both triangles, made at each call unless this was made from one; null if empty.
  /// Collective.
  PetscMatrix petsc() const;
  Partition partition() const { return empty() ? Partition() : storage_->partition; }
  /// Entries of both triangles on all ranks together. Collective, as is `n_unknowns`.
  std::size_t n_nonzeros() const;
  /// Rows on all ranks together that hold an entry.
  Index n_unknowns() const;

  /// Calls visit(row, column, value, twice) for what is kept, in the same order at every call: `twice` says
  /// that it stands for (column, row) as well.
  template <class Visit>
  void for_each_kept(Visit &&visit) const {
    if (empty())
      return;
    const Storage &s = *storage_;
    const Pattern &p = *s.pattern;
    for (std::size_t r = 0; r < p.rows.size(); ++r)
      for (std::size_t k = p.start[r]; k < p.start[r + 1]; ++k)
        visit(p.rows[r], p.columns[k], s.values[k], s.is_mirrored(r, k));
  }
  /// Calls visit(row, column, value) for every entry of the rows that this rank owns.
  template <class Visit>
  void for_each_entry(Visit &&visit) const {
    for_each_kept([&](Index row, Index column, double value, bool twice) {
      visit(row, column, value);
      if (twice)
        visit(column, row, value);
    });
  }

  /// y += factor * A x for the rows this rank owns.
  /// @param x  all unknowns, the same on every rank
  /// @param y  this rank's rows, length end - begin
  void apply_add(Complex factor, std::span<const Complex> x, std::span<Complex> y) const;

  /// A X for `width` vectors at once, which costs little more than for one. Calls add(row, values) for the
  /// rows this rank owns, row counted from its first one.
  /// @param x  all unknowns, row-major (unknown, vector), the same on every rank; `width` a multiple of 8
  void multiply(std::span<const double> x, std::size_t width,
                const std::function<void(Index row, const double *values)> &add) const;

  /// x^H A x, which is real for a symmetric A. Collective; the same on every rank.
  Complex hermitian_form(std::span<const Complex> x) const;
  /// Its real part.
  double quadratic_form(std::span<const Complex> x) const;

  /// Keeps the entries' places once for both where these are equal.
  void share_pattern(const RealMatrix &other);
  /// Whether both share the entries' places.
  bool shares_pattern(const RealMatrix &other) const {
    return !empty() && !other.empty() && storage_->pattern == other.storage_->pattern;
  }

private:
  friend class MatrixBuilder;
  /// The places of entries: rows that hold something, compressed.
  struct Pattern {
    std::vector<Index> rows;
    std::vector<std::size_t> start{0};
    std::vector<Index> columns;

    void add(Index row, Index column);
    bool operator==(const Pattern &) const = default;
  };
  struct Storage {
    Partition partition;
    Symmetry symmetry = Symmetry::symmetric;
    std::shared_ptr<const Pattern> pattern;
    std::vector<double> values;
    PetscMatrix made_from{nullptr};

    /// Whether an entry is kept; its mirror image is where it isn't.
    bool keeps(Index row, Index column) const {
      return symmetry != Symmetry::symmetric || column >= row || column < partition.begin;
    }
    /// Whether entry `k` of the `r`th row stands for its mirror image as well.
    bool is_mirrored(std::size_t r, std::size_t k) const {
      const Index column = pattern->columns[k];
      return symmetry == Symmetry::symmetric && column > pattern->rows[r] && column < partition.end;
    }
  };
  std::shared_ptr<Storage> storage_;
};

/// Gathers element matrices into a RealMatrix. Contributions may come from any rank and in any order;
/// indices equal to `no_unknown` are skipped. Others outside of [0, total) throw std::out_of_range.
class MatrixBuilder {
public:
  explicit MatrixBuilder(const Partition &partition, Symmetry symmetry = Symmetry::symmetric);

  /// Adds `value` at (i, j) alone, of a matrix without symmetry. @throws std::logic_error for another one
  void add_entry(Index i, Index j, double value);
  /// Adds a symmetric element matrix, row-major, size unknowns.size()^2, of which it reads one triangle.
  void add_element(std::span<const Index> unknowns, std::span<const double> values);
  /// Adds `value` at (i, j) and, when i != j, at (j, i).
  void add_symmetric(Index i, Index j, double value);
  /// Adds B (row-major, rows x columns) at (rows, columns) and its transpose at (columns, rows).
  void add_coupling(std::span<const Index> rows, std::span<const Index> columns,
                    std::span<const double> values);

  /// Collective. Sends what other ranks own to them and builds the matrix, without places where nothing but
  /// zeros was added; the builder is empty after it.
  RealMatrix finish();

private:
  struct Entry {
    Index row, column;
    double value;
  };
  void add(Index row, Index column, double value);
  void keep(const Entry &entry);
  void compress();
  void mirror_between_ranks();

  Partition partition_;
  Symmetry symmetry_;
  std::vector<Entry> entries_; ///< of the upper triangle, or all without symmetry
  std::size_t compressed_ = 0;
};

} // namespace earshot

#endif
