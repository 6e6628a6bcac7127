#ifndef EARSHOT_ALGEBRA_FREQUENCY_PROBLEM_H
#define EARSHOT_ALGEBRA_FREQUENCY_PROBLEM_H

#include "solver/algebra/quantity.h"
#include "solver/algebra/real_matrix.h"
#include "solver/algebra/types.h"

#include <optional>
#include <string>

namespace earshot {

/// f_j(w) A_j, one summand of the system matrix.
struct Term {
  std::string name;   ///< what it is, e.g. "air stiffness"
  std::string region; ///< where it acts
  Coefficient coefficient;
  RealMatrix matrix;
  /// Row of the power balance that this term's loss is booked under; empty for a lossless term.
  std::string loss;
};

/// g_k(w) b_k, one summand of the right-hand side.
struct Load {
  std::string name;
  Coefficient coefficient;
  SparseVector vector;
};

/// h_l(w) c_l^T x, one thing that is asked of the solution.
struct Output {
  Quantity quantity;
  Coefficient coefficient;
  SparseVector vector;
};

/// Several h_m(w) c^T x of which the largest magnitude is asked for, such as a diaphragm's excursion. No
/// error is estimated for it.
struct Monitor {
  Quantity quantity;
  Coefficient coefficient;
  std::vector<SparseVector> rows;
};

/// The unknowns of one field, for solvers that treat fields apart.
struct FieldBlock {
  std::string name;
  std::vector<Index> owned; ///< global numbers of this rank's unknowns of the field, ascending
};

/// A(w) = sum_j f_j(w) A_j, b(w) = sum_k g_k(w) b_k, y_l(w) = h_l(w) c_l^T x:
/// the narrow waist between physics, which fills it, and solvers, which see nothing else. A^T = A, which
/// adjoints rest on, but for networks with amplifiers in them: these are solved directly only.
struct FrequencyProblem {
  FrequencyProblem();
  ~FrequencyProblem();
  FrequencyProblem(const FrequencyProblem &);
  FrequencyProblem(FrequencyProblem &&) noexcept;
  FrequencyProblem &operator=(const FrequencyProblem &);
  FrequencyProblem &operator=(FrequencyProblem &&) noexcept;

  Partition partition;
  std::vector<Term> terms;
  std::vector<Load> loads;
  std::vector<Output> outputs;
  std::vector<Monitor> monitors;
  std::vector<FieldBlock> blocks;

  CoefficientFunctions functions() const;
  /// f_j(w), g_k(w), h_l(w) and h_m(w).
  Factors at(double omega) const { return functions().at(omega); }
};

/// Whether every term is symmetric.
bool is_symmetric(const FrequencyProblem &problem);

/// Number of the output that tells a quantity; nothing where none does.
std::optional<std::size_t> find_output(const FrequencyProblem &problem, const Quantity &quantity);

/// A vector whose rows each rank holds its own of, complete on every rank. Collective.
std::vector<Complex> gather_rows(const Partition &partition, const std::vector<Complex> &rows);

/// A x, the rows of all ranks on every rank. Collective.
std::vector<Complex> apply(const FrequencyProblem &problem, const Factors &factors,
                           std::span<const Complex> x);

/// A(k) x(k) for pairs of factors and vectors, all in one pass over the matrices. Collective.
std::vector<std::vector<Complex>> apply(const FrequencyProblem &problem, std::span<const Factors> factors,
                                        std::span<const std::vector<Complex>> x);

/// b, the same on every rank.
std::vector<Complex> right_hand_side(const FrequencyProblem &problem, const Factors &factors);

/// y_l for every output, in their order.
std::vector<Complex> evaluate_outputs(const FrequencyProblem &problem, const Factors &factors,
                                      std::span<const Complex> x);

/// max |h_m c^T x| of every monitor, in their order.
std::vector<double> evaluate_peaks(const FrequencyProblem &problem, const Factors &factors,
                                   std::span<const Complex> x);

/// Time-average power that each loss row takes, and the power that the loads put in.
struct PowerBalance {
  double input = 0;                                   ///< [W]
  std::vector<std::pair<std::string, double>> losses; ///< loss row, power [W], in order of first appearance

  /// Books a power [W] under a row.
  void add(const std::string &row, double power);
};

/// With RMS phasors and rows scaled as in docs/theory.md, term j takes w Im(f_j) x^H A_j x and the
/// loads give w Im(x^H b). Collective.
PowerBalance power_balance(const FrequencyProblem &problem, const Factors &factors,
                           std::span<const Complex> x);

/// The terms as a table for the log: name, region, coefficient, unknowns, entries. Collective.
std::string describe_terms(const FrequencyProblem &problem);

} // namespace earshot

#endif
