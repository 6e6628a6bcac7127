#include "solver/algebra/frequency_problem.h"

#include <algorithm>
#include <iomanip>
#include <sstream>

namespace earshot {

namespace {

Complex product(const SparseVector &vector, std::span<const Complex> x) {
  Complex sum = 0;
  for (const auto &[unknown, value] : vector)
    sum += value * x[unknown];
  return sum;
}

} // namespace

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

// Long, and used in many files: compiled once, here.
FrequencyProblem::FrequencyProblem() = default;
FrequencyProblem::~FrequencyProblem() = default;
FrequencyProblem::FrequencyProblem(const FrequencyProblem &) = default;
FrequencyProblem::FrequencyProblem(FrequencyProblem &&) noexcept = default;
FrequencyProblem &FrequencyProblem::operator=(const FrequencyProblem &) = default;
FrequencyProblem &FrequencyProblem::operator=(FrequencyProblem &&) noexcept = default;

CoefficientFunctions FrequencyProblem::functions() const {
  CoefficientFunctions functions;
  for (const Term &term : terms)
    functions.terms.push_back(term.coefficient);
  for (const Load &load : loads)
    functions.loads.push_back(load.coefficient);
  for (const Output &output : outputs)
    functions.outputs.push_back(output.coefficient);
  for (const Monitor &monitor : monitors)
    functions.monitors.push_back(monitor.coefficient);
  return functions;
}

Factors CoefficientFunctions::at(double omega) const {
  const auto values = [omega](const std::vector<Coefficient> &coefficients) {
    std::vector<Complex> values;
    for (const Coefficient &coefficient : coefficients)
      values.push_back(coefficient.value(omega));
    return values;
  };
  return {omega, values(terms), values(loads), values(outputs), values(monitors)};
}

bool is_symmetric(const FrequencyProblem &problem) {
  return std::all_of(problem.terms.begin(), problem.terms.end(),
                     [](const Term &term) { return term.matrix.is_symmetric(); });
}

std::optional<std::size_t> find_output(const FrequencyProblem &problem, const Quantity &quantity) {
  for (std::size_t l = 0; l < problem.outputs.size(); ++l)
    if (problem.outputs[l].quantity == quantity)
      return l;
  return {};
}

std::vector<Complex> apply(const FrequencyProblem &problem, const Factors &factors,
                           std::span<const Complex> x) {
  std::vector<Complex> rows(problem.partition.end - problem.partition.begin);
  for (std::size_t j = 0; j < problem.terms.size(); ++j)
    problem.terms[j].matrix.apply_add(factors.terms.at(j), x, rows);
  return gather_rows(problem.partition, rows);
}

std::vector<std::vector<Complex>> apply(const FrequencyProblem &problem, std::span<const Factors> factors,
                                        std::span<const std::vector<Complex>> x) {
  const std::size_t n_vectors = x.size(), width = (2 * n_vectors + 7) / 8 * 8;
  std::vector<double> packed(problem.partition.total * width);
  for (std::size_t k = 0; k < n_vectors; ++k)
    for (std::size_t i = 0; i < x[k].size(); ++i) {
      packed[i * width + 2 * k] = x[k][i].real();
      packed[i * width + 2 * k + 1] = x[k][i].imag();
    }
  const std::size_t n_rows = problem.partition.end - problem.partition.begin;
  std::vector<std::vector<Complex>> rows(n_vectors, std::vector<Complex>(n_rows));
  for (std::size_t j = 0; j < problem.terms.size(); ++j)
    problem.terms[j].matrix.multiply(packed, width, [&](Index row, const double *values) {
      for (std::size_t k = 0; k < n_vectors; ++k)
        rows[k][row] += factors[k].terms[j] * Complex(values[2 * k], values[2 * k + 1]);
    });
  for (std::vector<Complex> &vector : rows)
    vector = gather_rows(problem.partition, vector);
  return rows;
}

std::vector<Complex> right_hand_side(const FrequencyProblem &problem, const Factors &factors) {
  std::vector<Complex> b(problem.partition.total);
  for (std::size_t k = 0; k < problem.loads.size(); ++k)
    for (const auto &[unknown, value] : problem.loads[k].vector)
      b[unknown] += factors.loads.at(k) * value;
  return b;
}

std::vector<Complex> evaluate_outputs(const FrequencyProblem &problem, const Factors &factors,
                                      std::span<const Complex> x) {
  std::vector<Complex> outputs;
  for (std::size_t l = 0; l < problem.outputs.size(); ++l)
    outputs.push_back(factors.outputs.at(l) * product(problem.outputs[l].vector, x));
  return outputs;
}

std::vector<double> evaluate_peaks(const FrequencyProblem &problem, const Factors &factors,
                                   std::span<const Complex> x) {
  std::vector<double> peaks;
  for (std::size_t m = 0; m < problem.monitors.size(); ++m) {
    double largest = 0;
    for (const SparseVector &row : problem.monitors[m].rows)
      largest = std::max(largest, std::abs(product(row, x)));
    peaks.push_back(std::abs(factors.monitors.at(m)) * largest);
  }
  return peaks;
}

void PowerBalance::add(const std::string &row, double power) {
  const auto found =
      std::find_if(losses.begin(), losses.end(), [&](const auto &loss) { return loss.first == row; });
  if (found == losses.end())
    losses.emplace_back(row, power);
  else
    found->second += power;
}

PowerBalance power_balance(const FrequencyProblem &problem, const Factors &factors,
                           std::span<const Complex> x) {
  PowerBalance balance;
  const std::vector<Complex> b = right_hand_side(problem, factors);
  Complex work = 0;
  for (std::size_t i = 0; i < b.size(); ++i)
    work += std::conj(x[i]) * b[i];
  balance.input = factors.omega * work.imag();

  for (std::size_t j = 0; j < problem.terms.size(); ++j) {
    const Term &term = problem.terms[j];
    if (term.loss.empty())
      continue;
    balance.add(term.loss, factors.omega * (factors.terms.at(j) * term.matrix.hermitian_form(x)).imag());
  }
  return balance;
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
