#ifndef EARSHOT_SWEEP_REDUCED_MODEL_H
#define EARSHOT_SWEEP_REDUCED_MODEL_H

#include "solver/algebra/frequency_problem.h"

namespace earshot {

/// V^T A_j V of one term, for the coordinates that it touches, and what it adds to a sketched residual.
struct ReducedTerm {
  std::string name, region, loss;
  std::vector<std::size_t> support; ///< numbers of the coordinates, ascending
  std::vector<double> matrix;       ///< support x support, row-major, symmetric
  std::vector<double> sketch;       ///< T^T D A_j V: probes x support, row-major
};

/// V^T b of a load, and its sketch T^T D b.
struct ReducedVector {
  std::vector<double> values; ///< one per coordinate
  std::vector<double> sketch; ///< one per probe; of an output that no error is estimated for, none

  /// b^T V q, of the first coordinates alone where q has no more.
  Complex product(std::span<const Complex> q) const;
};

/// V^T c of an output.
struct ReducedOutput : ReducedVector {
  Quantity quantity;
};

/// C V of a monitor's rows C, for the coordinates that they see.
struct ReducedMonitor {
  Quantity quantity;
  std::vector<std::size_t> support; ///< numbers of the coordinates, ascending
  std::vector<double> rows;         ///< rows x support, row-major

  std::size_t n_rows() const { return support.empty() ? 0 : rows.size() / support.size(); }
};

/// Galerkin's answer at one point.
struct ReducedSolution {
  std::vector<Complex> coordinates; ///< q with V^T A V q = V^T b
  std::vector<Complex> outputs;     ///< h_l c_l^T V q
  /// p_l with V^T A V p_l = V^T c_l of each output with a sketch; empty for the others.
  std::vector<std::vector<Complex>> adjoints;
  double residual = 0;                   ///< |D (b - A V q)|, estimated by the sketch
  std::vector<double> adjoint_residuals; ///< |D (c_l - A V p_l)|; 0 without a sketch
};

/// A problem's projection on a reduced basis: small dense matrices with the problem's own coefficients. It
/// knows neither mesh nor basis, and gives outputs, power and residuals at any Factors of the problem.
///
/// Residuals are sketched: T holds a few vectors of random signs, so that |T^T D r| / sqrt(probes) is |D r|
/// within some ten per cent (Johnson and Lindenstrauss) without a vector of the problem's length; see
/// Balabanov and Nouy, Adv. Comput. Math. 45 (2019).
struct ReducedModel {
  std::size_t size = 0;     ///< coordinates
  std::size_t n_probes = 0; ///< columns of T
  std::vector<ReducedTerm> terms;
  std::vector<ReducedVector> loads;
  std::vector<ReducedOutput> outputs;
  std::vector<ReducedMonitor> monitors;

  /// Place among `outputs` of the one that tells a quantity. @throws std::out_of_range where none does
  std::size_t output_index(const Quantity &quantity) const;

  /// Galerkin's answer at one point; at many, a ReducedSolver is quicker.
  /// @throws std::runtime_error when the projected matrix is singular or the solution not finite
  ReducedSolution solve(const Factors &factors) const;

  /// The power of each loss row and of the loads at several points, from their solutions' coordinates; see
  /// power_balance.
  std::vector<PowerBalance> power_balances(std::span<const Factors> points,
                                           std::span<const std::vector<Complex>> coordinates) const;

  /// max |h_m c^T V q| of every monitor at several points, from their solutions' coordinates q.
  std::vector<std::vector<double>> peaks(std::span<const Factors> points,
                                         std::span<const std::vector<Complex>> coordinates) const;

  /// p^T V^T A_j V q of a term.
  Complex product(std::size_t term, std::span<const Complex> p, std::span<const Complex> q) const;

  /// Change of an output when the factors change by `change`, by its adjoint: exact for the reduced model.
  /// @param output one with a sketch
  Complex output_change(std::size_t output, const Factors &factors, const Factors &change,
                        const ReducedSolution &solution) const;

  /// The Lagrangian of an output, h c^T V q + weight p^T V^T (b - A V q), at several points: with q the
  /// solution and p the adjoint of a problem it changes as the output does when the problem changes in any
  /// way, also in its matrices.
  /// @param solutions  of the problem itself, whose coordinates are this model's
  /// @param weights    h of the problem itself
  std::vector<Complex> lagrangians(std::size_t output, std::span<const Factors> points,
                                   std::span<const ReducedSolution> solutions,
                                   std::span<const Complex> weights) const;

  /// Memory of the matrices [bytes].
  double bytes() const;

  /// V^T b.
  std::vector<Complex> right_hand_side(const Factors &factors) const;
  /// V^T A V, column-major, symmetric.
  std::vector<Complex> matrix(const Factors &factors) const;
};

} // namespace earshot

#endif
