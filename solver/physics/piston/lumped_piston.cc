#include "solver/physics/piston/lumped_piston.h"

#include <stdexcept>

namespace earshot {

namespace {

bool is_root(const Partition &partition) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  return rank == 0;
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

void add_lumped_piston(const LumpedPiston &piston, FrequencyProblem &problem) {
  require_valid(piston);
  const bool root = is_root(problem.partition);
  const Index x = piston.displacement;

  MatrixBuilder builder(problem.partition);
  if (root)
    builder.add_symmetric(x, x, 1);
  const RealMatrix unit = builder.finish();
  const auto add = [&](const std::string &name, Coefficient coefficient, const std::string &loss) {
    problem.terms.push_back({name, piston.name, std::move(coefficient), unit, loss});
  };
  add("suspension stiffness", {"1/Cms", [c = piston.compliance](double) { return Complex(1 / c); }}, "");
  add("suspension resistance",
      {"i w Rms", [r = piston.resistance](double omega) { return Complex(0, omega * r); }}, "suspension");
  add("moving mass", {"-w^2 Mms", [m = piston.mass](double omega) { return Complex(-omega * omega * m); }},
      "");

  if (root)
    for (const auto &[unknown, area] : piston.wetted_area)
      if (unknown != no_unknown)
        builder.add_symmetric(x, unknown, area);
  problem.terms.push_back({"pressure on the piston",
                           piston.name,
                           {"-1", [](double) { return Complex(-1); }},
                           builder.finish(),
                           ""});

  problem.outputs.push_back(
      {piston.name + ".displacement", {"1", [](double) { return Complex(1); }}, {{x, 1.0}}});
}

} // namespace earshot
