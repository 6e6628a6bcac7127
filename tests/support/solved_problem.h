#ifndef EARSHOT_TESTS_SUPPORT_SOLVED_PROBLEM_H
#define EARSHOT_TESTS_SUPPORT_SOLVED_PROBLEM_H

#include "solver/algebra/factorization.h"

#include <memory>
#include <numbers>

namespace earshot::testing {

/// A problem that whoever derives from this fills, with direct solves of it.
class SolvedProblem {
public:
  /// The outputs at a frequency [Hz].
  std::vector<Complex> solve(double frequency) {
    const Factors factors = problem_.at(2 * std::numbers::pi * frequency);
    if (!factorization_)
      factorization_ = std::make_unique<Factorization>(problem_, factors);
    factorization_->factorize(factors);
    solution_ = factorization_->solve(right_hand_side(problem_, factors));
    return evaluate_outputs(problem_, factors, solution_);
  }

  const FrequencyProblem &problem() const { return problem_; }
  const std::vector<Complex> &solution() const { return solution_; }

protected:
  FrequencyProblem problem_;

private:
  std::unique_ptr<Factorization> factorization_;
  std::vector<Complex> solution_;
};

} // namespace earshot::testing

#endif
