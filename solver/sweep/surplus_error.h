#ifndef EARSHOT_SWEEP_SURPLUS_ERROR_H
#define EARSHOT_SWEEP_SURPLUS_ERROR_H

#include "solver/algebra/frequency_problem.h"
#include "solver/sweep/reduced_basis.h"
#include "solver/sweep/reduced_surplus.h"

#include <map>
#include <utility>

namespace earshot {

/// A problem on a larger space: that of another problem and a surplus.
struct EnrichedProblem {
  /// Terms in the other problem's order; empty where they don't touch the surplus.
  FrequencyProblem problem;
  std::vector<Index> number; ///< of each of the other problem's unknowns
  FieldBlock surplus;
};

/// What an output lacks for the want of a surplus S: with the residuals of solution x and adjoint z there,
///
///   y(V + S) - y(V) = h r_z^T B r_x,   r_x = b - A x,   r_z = c - A z   on S
///
/// to first order (Bank and Smith, SIAM J. Numer. Anal. 30, 1993; Becker and Rannacher, Acta Numerica 10,
/// 2001). B stands for the inverse of A on S beside V, by 1/(d sum f c(w)) on its diagonal: functions of a
/// surplus live on a few elements, where the stiffness rules, and hierarchical ones are nearly orthogonal
/// there. d are the diagonals of the terms that rule in a row at one reference frequency; rows with the same
/// such terms share f, their mean parts.
class SurplusError {
public:
  /// Collective. @param reference  point of the middle of the band
  SurplusError(const EnrichedProblem &enriched, const Factors &reference);

  /// h_l r_z^T B r_x. Collective; the same on every rank.
  /// @param solution, adjoint  A^-1 b and A^-1 c_l, all unknowns of the problem without surplus
  Complex error(const Factors &factors, std::size_t output, std::span<const Complex> solution,
                std::span<const Complex> adjoint) const;
  /// The summands of the same by this rank's unknowns of the surplus, in their order.
  std::vector<Complex> contributions(const Factors &factors, std::size_t output,
                                     std::span<const Complex> solution,
                                     std::span<const Complex> adjoint) const;

  /// Those of all ranks, one rank after the other. Collective; the same on every rank.
  std::vector<Complex> all_contributions(const Factors &factors, std::size_t output,
                                         std::span<const Complex> solution,
                                         std::span<const Complex> adjoint) const;

  /// The same on a basis of the problem without surplus, but for h_l. Collective; the same on every rank.
  /// @throws std::logic_error where a load or this output acts on the surplus itself
  ReducedSurplus project(const ReducedBasis &basis, std::size_t output) const;

private:
  class Images;
  struct Entry {
    Index unknown; ///< of the problem without surplus
    double value;
  };
  /// A term's rows of the surplus that this rank owns, compressed.
  struct Rows {
    std::vector<std::size_t> start{0};
    std::vector<Entry> entries;
    std::span<const Entry> row(std::size_t i) const {
      return {entries.data() + start[i], start[i + 1] - start[i]};
    }
  };
  /// What a load or an output has in these rows: row, value.
  using RowEntries = std::vector<std::pair<std::size_t, double>>;

  void extract(const EnrichedProblem &enriched);
  void extract(const Term &term, const std::vector<Index> &without, Index first);
  void find_groups(const Factors &reference, MPI_Comm communicator);
  void subtract_image(const Factors &factors, std::span<const Complex> vector,
                      std::vector<Complex> &rows) const;
  std::vector<std::vector<bool>> touched_fields(const ReducedBasis &basis) const;
  std::map<std::pair<int, std::vector<std::size_t>>, std::vector<std::size_t>> classes() const;

  MPI_Comm communicator_;
  std::vector<Rows> terms_;
  std::vector<RowEntries> loads_, outputs_;
  std::vector<std::vector<double>> diagonals_; ///< term, row; empty where all vanish
  std::vector<int> group_;                     ///< of each row
  std::vector<double> scale_;                  ///< d of each row
  std::vector<std::vector<DivisorShare>> divisors_;
  std::size_t n_rows_ = 0;
};

} // namespace earshot

#endif
