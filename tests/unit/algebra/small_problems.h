// Frequency problems that are written down by hand.
#ifndef EARSHOT_TESTS_UNIT_ALGEBRA_SMALL_PROBLEMS_H
#define EARSHOT_TESTS_UNIT_ALGEBRA_SMALL_PROBLEMS_H

#include "solver/algebra/frequency_problem.h"
#include "tests/support/quantities.h"

#include <cmath>
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

/// Two chains of `n` masses and springs that push a mass between them from both sides, each driven by a coil
/// of its own on one voltage. Like chains leave it at rest: what it does is as small as they are unlike.
/// Unknowns: chain a, chain b, the mass, two currents; outputs: the mass, two currents.
inline FrequencyProblem opposed_chains(Index n, double unlike, double loss_factor) {
  FrequencyProblem problem;
  const Index middle = 2 * n, current = 2 * n + 1;
  problem.partition = share_out(2 * n + 3);
  const double stiffness = 8.9e9; // (2 pi 15 kHz)^2
  std::vector<Entry> masses = {{middle, middle, 3.0}}, chains[2], motors[2], coils,
                     joints = {{middle, middle, 0.5 * stiffness}};
  for (Index side = 0; side < 2; ++side) {
    const Index first = side * n, last = first + n - 1;
    const double k = stiffness * (side == 0 ? 1 : 1 + unlike);
    for (Index i = 0; i < n; ++i) {
      masses.push_back({first + i, first + i, 1.0});
      chains[side].push_back({first + i, first + i, 2 * k});
      if (i + 1 < n)
        chains[side].push_back({first + i, first + i + 1, -k});
    }
    joints.push_back({last, last, 0.1 * stiffness});
    joints.push_back({last, middle, (side == 0 ? -0.1 : 0.1) * stiffness});
    motors[side].push_back({first + n / 3, current + side, 1.0});
    coils.push_back({current + side, current + side, 1.0});
  }
  const auto add = [&](const char *name, Coefficient f, const std::vector<Entry> &entries, const char *loss) {
    problem.terms.push_back({name, "chains", std::move(f), symmetric(problem.partition, entries), loss});
  };
  add("a", constant({1, loss_factor}), chains[0], "structure");
  add("b", constant({1, loss_factor}), chains[1], "structure");
  add("joints", {"1 + i sqrt(w)", [](double omega) { return Complex(1, 0.05 * std::sqrt(omega / 1e5)); }},
      joints, "walls");
  add("inertia", {"-w^2", [](double omega) { return Complex(-omega * omega); }}, masses, "");
  add("motor a", constant(-3e3), motors[0], "");
  add("motor b", constant(-3e3), motors[1], "");
  add("coils", {"-R/(i w)", [](double omega) { return -16.0 / Complex(0, omega); }}, coils, "coils");
  problem.loads = {{"voltage",
                    {"-1/(i w)", [](double omega) { return -1.0 / Complex(0, omega); }},
                    {{current, 1.0}, {current + 1, 1.0}}}};
  problem.outputs = {{quantity::probe("middle"), constant(1), {{middle, 1.0}}},
                     {quantity::source_current("a"), constant(1), {{current, 1.0}}},
                     {quantity::source_current("b"), constant(1), {{current + 1, 1.0}}}};
  problem.blocks = {{"a", {}}, {"b", {}}, {"middle", {}}, {"currents", {}}};
  for (Index i = problem.partition.begin; i < problem.partition.end; ++i)
    problem.blocks[i < n ? 0 : i < middle ? 1 : i == middle ? 2 : 3].owned.push_back(i);
  return problem;
}

} // namespace earshot::test

#endif
