#include "solver/physics/transducers/lumped_piston.h"

#include <stdexcept>

namespace earshot {

namespace {

/// The row and column of an unknown. Rank 0 contributes the entries.
RealMatrix matrix_of(const Partition &partition, Index row, const SparseVector &entries) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  MatrixBuilder builder(partition);
  if (rank == 0)
    for (const auto &[unknown, value] : entries)
      if (unknown != no_unknown)
        builder.add_symmetric(row, unknown, value);
  return builder.finish();
}

void require_valid(const LumpedPiston &p) {
  if (p.displacement == no_unknown)
    throw std::invalid_argument("piston " + p.name + ": its displacement has no number");
  if (!(p.mass > 0 && p.compliance > 0 && p.resistance >= 0))
    throw std::invalid_argument("piston " + p.name +
                                ": mass and compliance must be positive, "
                                "resistance must not be negative");
}

} // namespace

void add_lumped_piston(const LumpedPiston &piston, ProblemBuilder problem) {
  require_valid(piston);
  const Index x = piston.displacement;
  auto unit = on_demand([&] { return matrix_of(problem.partition(), x, {{x, 1.0}}); });
  const auto add = [&](const std::string &name, Coefficient coefficient, const std::string &loss) {
    problem.add_term(name, piston.name, std::move(coefficient), loss, [&] { return unit(); });
  };
  add("suspension stiffness", {"1/Cms", [c = piston.compliance](double) { return Complex(1 / c); }}, "");
  add("suspension resistance",
      {"i w Rms", [r = piston.resistance](double omega) { return Complex(0, omega * r); }},
      piston.qualifier + "suspension");
  add("moving mass", {"-w^2 Mms", [m = piston.mass](double omega) { return Complex(-omega * omega * m); }},
      "");
  problem.add_term("pressure on the piston", piston.name, {"-1", [](double) { return Complex(-1); }}, "",
                   [&] { return matrix_of(problem.partition(), x, piston.wetted_area); });
  problem.add_output({QuantityKind::piston_displacement, piston.name},
                     {"1", [](double) { return Complex(1); }}, [&] {
                       return SparseVector{{x, 1.0}};
                     });
}

} // namespace earshot
