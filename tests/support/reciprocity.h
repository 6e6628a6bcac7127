#ifndef EARSHOT_TESTS_SUPPORT_RECIPROCITY_H
#define EARSHOT_TESTS_SUPPORT_RECIPROCITY_H

#include "solver/algebra/factorization.h"
#include "solver/algebra/frequency_problem.h"

#include <cmath>
#include <string>
#include <vector>

namespace earshot::testing {

/// How much the way from one output to another differs from the way back, over either. A factorisation reads
/// one triangle, so that it would be reciprocal with any matrix: the whole one makes the load again.
/// @param factorization  of the problem at `factors`
inline double reciprocity_gap(const FrequencyProblem &problem, const Factors &factors,
                              Factorization &factorization, const Quantity &one, const Quantity &other) {
  const auto load = [&](const Quantity &quantity) {
    std::vector<Complex> vector(problem.partition.total);
    for (const auto &[unknown, value] : problem.outputs.at(find_output(problem, quantity).value()).vector)
      vector[unknown] += value;
    return vector;
  };
  const auto product = [](const std::vector<Complex> &a, const std::vector<Complex> &b) {
    Complex sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
      sum += a[i] * b[i];
    return sum;
  };
  const auto solved = factorization.solve({load(one), load(other)});
  const Complex there = product(load(other), solved[0]),
                back = product(apply(problem, factors, solved[0]), solved[1]);
  return std::abs(there - back) / std::abs(there); // NaN where nothing comes over
}

} // namespace earshot::testing

#endif
