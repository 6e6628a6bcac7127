#ifndef EARSHOT_ALGEBRA_EIGENPROBLEM_H
#define EARSHOT_ALGEBRA_EIGENPROBLEM_H

#include "solver/algebra/frequency_problem.h"

#include <stdexcept>
#include <vector>

namespace earshot {

/// Eigenvalues could not be found, or fewer were found than the inertia counts.
class EigenproblemError : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

struct Eigenpair {
  double value;
  std::vector<double> vector; ///< all unknowns, the same on every rank; x^T M x = 1
};

/// K x = lambda M x with K and M symmetric, M positive semi-definite, K positive definite where M vanishes.
struct Pencil {
  RealMatrix stiffness, mass;
};

struct EigenOptions {
  double relative_tolerance = 1e-9; ///< of the residual, relative to the eigenvalue
  int eigenvalues_per_shift = 64;   ///< above it an interval is halved
  int restarts = 200;               ///< of the Krylov space, at most
};

/// Number of eigenvalues below `shift`: by Sylvester's law of inertia, the negative pivots of an L D L^T of
/// K - shift M. Collective. @throws EigenproblemError when `shift` is an eigenvalue
Index eigenvalues_below(const Pencil &pencil, double shift);

/// Every eigenpair with lower <= lambda < upper, ascending. The interval is sliced until the inertia at the
/// ends of a slice promises few eigenvalues, and these are then found by shift and invert (Krylov-Schur)
/// about its middle; each slice's number must agree with the inertia (Parlett, The Symmetric Eigenvalue
/// Problem, ch. 3). Collective.
/// @throws EigenproblemError when eigenvalues are still missing after retries with larger search spaces, or
/// when M is not positive semi-definite
std::vector<Eigenpair> eigenpairs_between(const Pencil &pencil, double lower, double upper,
                                          const EigenOptions &options = {});

/// The `count` eigenpairs nearest to `target`, ascending, without the check that none is missing. Collective.
/// @throws EigenproblemError when fewer converge
std::vector<Eigenpair> eigenpairs_nearest(const Pencil &pencil, double target, int count,
                                          const EigenOptions &options = {});

/// The undamped pencil of a problem: w^e Re f_j(w) = alpha_j - beta_j w^2 gives K = sum alpha_j A_j and
/// M = sum beta_j A_j. No physics is asked; the coefficients are evaluated at two frequencies and checked at
/// a third. A sum without terms stays empty. Collective.
/// @param power  e, the power of w that the rows are multiplied by: 0 for a structure, 2 for air whose rows
/// are volume displacements
/// @param omega  angular frequency about which the coefficients are evaluated [rad/s]
/// @param region  only the terms of this region; all when empty
/// @throws std::invalid_argument naming the term whose coefficient has another law
Pencil undamped_pencil(const FrequencyProblem &problem, int power, double omega,
                       const std::string &region = "");

} // namespace earshot

#endif
