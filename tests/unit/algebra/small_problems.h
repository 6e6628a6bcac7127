// Frequency problems that are written down by hand.
#ifndef EARSHOT_TESTS_UNIT_ALGEBRA_SMALL_PROBLEMS_H
#define EARSHOT_TESTS_UNIT_ALGEBRA_SMALL_PROBLEMS_H

#include "solver/algebra/frequency_problem.h"

#include <utility>

namespace earshot::test {

/// `n` unknowns in equal shares over all ranks.
inline Partition share_out(Index n) {
  int rank = 0, n_ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &n_ranks);
  return {MPI_COMM_WORLD, n * rank / n_ranks, n * (rank + 1) / n_ranks, n};
}

struct Entry {
  Index row, column;
  double value;
};

/// The symmetric matrix with these entries of its upper triangle, given by rank 0 alone.
inline RealMatrix symmetric(const Partition &partition, const std::vector<Entry> &upper) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  MatrixBuilder builder(partition);
  if (rank == 0)
    for (const Entry &entry : upper)
      builder.add_symmetric(entry.row, entry.column, entry.value);
  return builder.finish();
}

inline Coefficient constant(Complex value) {
  return {"constant", [value](double) { return value; }};
}

/// A problem whose matrix is Re + i Im at every frequency.
inline FrequencyProblem constant_problem(Index n, const std::vector<Entry> &real,
                                         const std::vector<Entry> &imaginary) {
  FrequencyProblem problem;
  problem.partition = share_out(n);
  problem.terms.push_back({"real", "all", constant(1), symmetric(problem.partition, real), ""});
  problem.terms.push_back(
      {"imaginary", "all", constant(Complex(0, 1)), symmetric(problem.partition, imaginary), "loss"});
  return problem;
}

} // namespace earshot::test

#endif
