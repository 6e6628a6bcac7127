#ifndef EARSHOT_TESTS_REFERENCE_DENSE_PROBLEM_H
#define EARSHOT_TESTS_REFERENCE_DENSE_PROBLEM_H

#include "solver/algebra/frequency_problem.h"
#include "solver/circuit/circuit.h"

namespace earshot::reference {

/// A(w), row-major and the same on every rank, column by column. Collective; for a handful of unknowns.
inline std::vector<Complex> dense_matrix(const FrequencyProblem &problem, const Factors &factors) {
  const auto n = static_cast<std::size_t>(problem.partition.total);
  std::vector<Complex> matrix(n * n), unit(n);
  for (std::size_t j = 0; j < n; ++j) {
    unit[j] = 1;
    const std::vector<Complex> column = apply(problem, factors, unit);
    unit[j] = 0;
    for (std::size_t i = 0; i < n; ++i)
      matrix[i * n + j] = column[i];
  }
  return matrix;
}

/// A(w)^-1 b(w) by dense elimination. Collective.
inline std::vector<Complex> dense_solution(const FrequencyProblem &problem, const Factors &factors) {
  return solve_dense(dense_matrix(problem, factors), right_hand_side(problem, factors));
}

/// A problem without terms whose `total` unknowns are split evenly over the ranks of the world.
inline FrequencyProblem empty_problem(Index total) {
  int rank = 0, n_ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  FrequencyProblem problem;
  problem.partition = {MPI_COMM_WORLD, total * rank / n_ranks, total * (rank + 1) / n_ranks, total};
  return problem;
}

} // namespace earshot::reference

#endif
