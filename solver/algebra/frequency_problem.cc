#include "solver/algebra/frequency_problem.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace earshot {

namespace {

std::vector<Complex> gather_rows(const Partition &partition, const std::vector<Complex> &rows) {
  int n_ranks = 1;
  MPI_Comm_size(partition.communicator, &n_ranks);
  std::vector<int> count(n_ranks), start(n_ranks);
  const int n_rows = static_cast<int>(rows.size()), begin = static_cast<int>(partition.begin);
  MPI_Allgather(&n_rows, 1, MPI_INT, count.data(), 1, MPI_INT, partition.communicator);
  MPI_Allgather(&begin, 1, MPI_INT, start.data(), 1, MPI_INT, partition.communicator);
  std::vector<Complex> all(partition.total);
  MPI_Allgatherv(rows.data(), n_rows, MPI_C_DOUBLE_COMPLEX, all.data(), count.data(), start.data(),
                 MPI_C_DOUBLE_COMPLEX, partition.communicator);
  return all;
}

} // namespace

std::vector<Complex> apply(const FrequencyProblem &problem, const OperatingPoint &point,
                           std::span<const Complex> x) {
  std::vector<Complex> rows(problem.partition.end - problem.partition.begin);
  for (const Term &term : problem.terms)
    term.matrix.apply_add(term.coefficient.value(point), x, rows);
  return gather_rows(problem.partition, rows);
}

std::vector<Complex> right_hand_side(const FrequencyProblem &problem, const OperatingPoint &point) {
  std::vector<Complex> b(problem.partition.total);
  for (const Load &load : problem.loads) {
    const Complex factor = load.coefficient.value(point);
    for (const auto &[unknown, value] : load.vector)
      b[unknown] += factor * value;
  }
  return b;
}

std::vector<Complex> evaluate_outputs(const FrequencyProblem &problem, const OperatingPoint &point,
                                      std::span<const Complex> x) {
  std::vector<Complex> outputs;
  outputs.reserve(problem.outputs.size());
  for (const Output &output : problem.outputs) {
    Complex sum = 0;
    for (const auto &[unknown, value] : output.vector)
      sum += value * x[unknown];
    outputs.push_back(output.coefficient.value(point) * sum);
  }
  return outputs;
}

EnergyLedger energy_ledger(const FrequencyProblem &problem, const OperatingPoint &point,
                           std::span<const Complex> x) {
  EnergyLedger ledger;
  const std::vector<Complex> b = right_hand_side(problem, point);
  Complex work = 0;
  for (std::size_t i = 0; i < b.size(); ++i)
    work += std::conj(x[i]) * b[i];
  ledger.input = point.omega * work.imag();

  for (const Term &term : problem.terms) {
    if (term.loss.empty())
      continue;
    const double power = point.omega * term.coefficient.value(point).imag() * term.matrix.quadratic_form(x);
    const auto row = std::find_if(ledger.losses.begin(), ledger.losses.end(),
                                  [&](const auto &loss) { return loss.first == term.loss; });
    if (row == ledger.losses.end())
      ledger.losses.emplace_back(term.loss, power);
    else
      row->second += power;
  }
  return ledger;
}

std::string describe_terms(const FrequencyProblem &problem) {
  // Widths of the three columns of text follow their longest word.
  std::size_t name = 4, region = 6, coefficient = 11;
  for (const Term &term : problem.terms) {
    name = std::max(name, term.name.size());
    region = std::max(region, term.region.size());
    coefficient = std::max(coefficient, term.coefficient.symbol.size());
  }
  std::ostringstream table;
  const auto row = [&](const auto &a, const auto &b, const auto &c, const auto &d, const auto &e) {
    const auto width = [](std::size_t n) { return std::setw(static_cast<int>(n) + 2); };
    table << std::left << width(name) << a << width(region) << b << width(coefficient) << c << std::right
          << std::setw(10) << d << std::setw(12) << e << '\n';
  };
  row("term", "region", "coefficient", "unknowns", "entries");
  for (const Term &term : problem.terms)
    row(term.name, term.region, term.coefficient.symbol, term.matrix.n_unknowns(), term.matrix.n_nonzeros());
  return table.str();
}

} // namespace earshot
