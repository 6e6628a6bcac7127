#ifndef EARSHOT_FIT_POSTERIOR_H
#define EARSHOT_FIT_POSTERIOR_H

#include "solver/algebra/singular_values.h"
#include "solver/fit/fit_problem.h"

#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// What data say about the unknowns near the best point, by Laplace's approximation. In units of the priors'
/// spreads the covariance is
///
///     (J^T J / k^2 + 1)^-1 = sum_i v_i v_i^T / (1 + s_i^2 / k^2)
///
/// with the singular values s_i and directions v_i of the whitened data's Jacobian J, and k >= 1, by which
/// the errors are larger than stated. A direction with s_i >> k is fixed by the data, one with s_i << k is
/// known by its prior alone.
class Posterior {
public:
  /// @param jacobian of the data's rows by the unknowns @param noise k
  Posterior(TallMatrix jacobian, double noise);

  double noise() const { return noise_; }
  const SingularValues &singular() const { return singular_; }
  double variance(std::size_t i, std::size_t j) const;
  /// Standard deviation over that before: 1 where the data say nothing.
  double remaining(std::size_t unknown) const;
  /// Number of directions that the data fix: sum of s^2/(k^2 + s^2).
  double effective_number() const;

private:
  SingularValues singular_;
  double noise_;
};

/// A combination of unknowns: each by its exponent. For an absolute prior it is the change in its unit, for a
/// level the exponent of the factor.
struct Combination {
  std::vector<std::pair<std::string, double>> exponents; ///< the largest has size 1, the first is positive
  double strength = 0;                                   ///< s/k
};

/// The singular directions by falling strength; parts below a fiftieth of the largest are left out.
std::vector<Combination> singular_combinations(const FitProblem &problem, const Posterior &posterior);

/// Combinations that the data don't see at all (s < 1e-5 k), as few names in each as there can be: scaling
/// all of one by powers of the same factor changes no fitted curve.
std::vector<Combination> invariances(const FitProblem &problem, const Posterior &posterior);

/// "key^1 other^-2".
std::string describe(const Combination &combination);

} // namespace earshot

#endif
