#ifndef EARSHOT_FIT_EXPLANATIONS_H
#define EARSHOT_FIT_EXPLANATIONS_H

#include "solver/fit/posterior.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace earshot {

/// A minimum that follows the curves, with what they say near it.
struct Explanation {
  std::vector<double> x;
  double cost;   ///< half of the sum of squares, with errors as large as the misfit says
  double weight; ///< of all explanations together 1
  Posterior posterior;
};

/// What the curves say near some unknowns. @throws UserError where they have no answer
/// @param state  whose curve alone counts; none: all do
Posterior posterior_at(const FitProblem &problem, const std::vector<double> &x, double noise,
                       std::optional<std::size_t> state = std::nullopt);

/// The posterior as Laplace's approximations at all minima that were found, each by its evidence
/// exp(-cost) sqrt(det C) (MacKay, Information Theory, Inference, and Learning Algorithms, 2003, ch. 27): a
/// curve often has two explanations, and an interval about the better one alone promises too much.
class Explanations {
public:
  /// @param minima  in any order, some of them perhaps the same @param noise  by which errors are larger than
  /// stated
  /// @throws UserError when none has an answer
  Explanations(const FitProblem &problem, const std::vector<std::vector<double>> &minima, double noise);

  /// That of the least cost first.
  const std::vector<Explanation> &all() const { return all_; }
  /// The value of an unknown below which a share of the posterior lies.
  double quantile(std::size_t unknown, double share) const;
  /// Ends of the interval of 90 %: the outer ones of the posterior's and of the profile of the cost, which
  /// knows nothing of a valley's width (Venzon and Moolgavkar, Appl. Stat. 37, 1988).
  std::pair<double, double> interval(std::size_t unknown) const;
  /// Width of that interval over that before.
  double remaining(std::size_t unknown) const;
  /// The one that a share of the posterior, from 0 to 1, falls on.
  const Explanation &at(double share) const;

private:
  std::vector<Explanation> all_;
};

} // namespace earshot

#endif
