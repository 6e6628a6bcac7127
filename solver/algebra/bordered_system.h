#ifndef EARSHOT_ALGEBRA_BORDERED_SYSTEM_H
#define EARSHOT_ALGEBRA_BORDERED_SYSTEM_H

#include "solver/algebra/dense_system.h"

#include <cstddef>
#include <vector>

namespace earshot {

/// A complex-symmetric matrix of blocks that are coupled by a border alone:
///
///     [ B_1            C_1^T ]
///     [       B_2      C_2^T ]
///     [ C_1   C_2      S     ]
struct BorderedMatrix {
  struct Block {
    std::size_t size = 0;
    std::vector<Complex> lower;    ///< B: size x size, column-major, of which the lower triangle counts
    std::vector<Complex> coupling; ///< C: border x size, column-major
  };
  std::vector<Block> blocks;
  std::size_t border_size = 0;
  std::vector<Complex> border; ///< S: border x border, column-major, of which the lower triangle counts

  /// Rows of the whole.
  std::size_t size() const;
  /// The lower triangle of the whole, block after block, then the border: size() x size(), column-major.
  std::vector<Complex> dense() const;
};

/// Its factors: blocks are eliminated one after the other, then S - sum C B^-1 C^T is factorised as a dense
/// matrix. Pivots are sought within blocks, so that the eliminated matrix may outgrow the given one (Demmel,
/// Higham and Schreiber, Numer. Linear Algebra Appl. 2, 1995), as at a resonance of a block alone: a step of
/// refinement makes up for what that costs. Where it is too much the whole is factorised as dense.
class BorderedSystem {
public:
  /// @throws std::runtime_error if the matrix is exactly singular
  explicit BorderedSystem(BorderedMatrix matrix);

  /// A^-1 b in place, for any number of vectors one after the other: block after block, then the border.
  void solve(std::span<Complex> b) const;

private:
  /// Several vectors, part by part: of each block, then of the border.
  using Parts = std::vector<std::vector<Complex>>;

  bool eliminate();
  Parts split(std::span<const Complex> vectors) const;
  void eliminate_and_substitute(Parts &parts, std::size_t n_vectors) const;
  void subtract_image(const Parts &of, Parts &from, std::size_t n_vectors) const;

  BorderedMatrix matrix_;
  std::vector<DenseSystem> blocks_; ///< factors of B
  DenseSystem border_;              ///< of the eliminated border
};

} // namespace earshot

#endif
