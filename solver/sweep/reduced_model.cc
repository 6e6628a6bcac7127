#include "solver/sweep/reduced_model.h"

#include "solver/algebra/dense_system.h"
#include "solver/sweep/reduced_solver.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// Rows of a monitor that are multiplied at once: their values stay in the processor's cache.
constexpr std::size_t rows_at_once = 256;

/// How many of a term's coordinates are among the first `leading` ones.
std::size_t leading_support(const ReducedTerm &term, std::size_t leading) {
  return std::lower_bound(term.support.begin(), term.support.end(), leading) - term.support.begin();
}

/// Real and imaginary parts of some coordinates of several vectors, side by side: row-major (coordinate,
/// 2 x vector).
std::vector<double> real_columns(std::span<const std::vector<Complex>> vectors,
                                 const std::vector<std::size_t> &rows) {
  std::vector<double> columns;
  columns.reserve(2 * rows.size() * vectors.size());
  for (const std::size_t row : rows)
    for (const std::vector<Complex> &vector : vectors) {
      columns.push_back(vector[row].real());
      columns.push_back(vector[row].imag());
    }
  return columns;
}

} // namespace

Complex ReducedVector::product(std::span<const Complex> q) const {
  Complex sum = 0;
  for (std::size_t i = 0; i < q.size(); ++i)
    sum += values[i] * q[i];
  return sum;
}

std::vector<Complex> ReducedModel::matrix(const Factors &factors) const {
  std::vector<Complex> whole(size * size);
  for (std::size_t j = 0; j < terms.size(); ++j) {
    const std::vector<std::size_t> &support = terms[j].support;
    for (std::size_t i = 0; i < support.size(); ++i)
      for (std::size_t k = 0; k < support.size(); ++k)
        whole[support[i] * size + support[k]] += factors.terms[j] * terms[j].matrix[i * support.size() + k];
  }
  return whole;
}

std::size_t ReducedModel::output_index(const Quantity &quantity) const {
  const auto found = std::find_if(outputs.begin(), outputs.end(),
                                  [&](const ReducedOutput &output) { return output.quantity == quantity; });
  if (found == outputs.end())
    throw std::out_of_range("the reduced model has no output " + to_string(quantity));
  return found - outputs.begin();
}

std::vector<Complex> ReducedModel::right_hand_side(const Factors &factors) const {
  std::vector<Complex> sum(size);
  for (std::size_t k = 0; k < loads.size(); ++k)
    for (std::size_t i = 0; i < size; ++i)
      sum[i] += factors.loads[k] * loads[k].values[i];
  return sum;
}

ReducedSolution ReducedModel::solve(const Factors &factors) const {
  return std::move(ReducedSolver(*this).solve({&factors, 1}, size, 1).front());
}

std::vector<PowerBalance>
ReducedModel::power_balances(std::span<const Factors> points,
                             std::span<const std::vector<Complex>> coordinates) const {
  std::vector<PowerBalance> power_balances(points.size());
  for (std::size_t p = 0; p < points.size(); ++p) {
    Complex work = 0; // of each load on the conjugate of the solution
    for (std::size_t k = 0; k < loads.size(); ++k)
      for (std::size_t i = 0; i < size; ++i)
        work += points[p].loads[k] * loads[k].values[i] * std::conj(coordinates[p][i]);
    power_balances[p].input = points[p].omega * work.imag();
  }
  const std::size_t width = 2 * points.size();
  std::vector<double> columns, images;
  for (std::size_t j = 0; j < terms.size(); ++j) {
    if (terms[j].loss.empty())
      continue;
    const std::vector<std::size_t> &support = terms[j].support;
    columns = real_columns(coordinates, support);
    images.resize(columns.size());
    multiply(support.size(), width, support.size(), 1, terms[j].matrix.data(), support.size(), columns.data(),
             width, 0, images.data(), width);
    std::vector<double> quadratic(points.size()); // q^H A q of a real symmetric A
    for (std::size_t i = 0; i < columns.size(); ++i)
      quadratic[i % width / 2] += columns[i] * images[i];
    for (std::size_t p = 0; p < points.size(); ++p)
      power_balances[p].add(terms[j].loss, points[p].omega * points[p].terms[j].imag() * quadratic[p]);
  }
  return power_balances;
}

std::vector<std::vector<double>>
ReducedModel::peaks(std::span<const Factors> points,
                    std::span<const std::vector<Complex>> coordinates) const {
  const std::size_t width = 2 * coordinates.size();
  std::vector<std::vector<double>> peaks(coordinates.size());
  std::vector<double> values(rows_at_once * width);
  for (std::size_t m = 0; m < monitors.size(); ++m) {
    const std::size_t n_rows = monitors[m].n_rows(), depth = monitors[m].support.size();
    const std::vector<double> columns = real_columns(coordinates, monitors[m].support);
    std::vector<double> squares(coordinates.size());
    for (std::size_t first = 0; first < n_rows; first += rows_at_once) {
      const std::size_t some = std::min(rows_at_once, n_rows - first);
      multiply(some, width, depth, 1, monitors[m].rows.data() + first * depth, depth, columns.data(), width,
               0, values.data(), width);
      for (std::size_t row = 0; row < some; ++row)
        for (std::size_t p = 0; p < squares.size(); ++p) {
          const double real = values[row * width + 2 * p], imaginary = values[row * width + 2 * p + 1];
          squares[p] = std::max(squares[p], real * real + imaginary * imaginary);
        }
    }
    for (std::size_t p = 0; p < squares.size(); ++p)
      peaks[p].push_back(std::abs(points[p].monitors.at(m)) * std::sqrt(squares[p]));
  }
  return peaks;
}

Complex ReducedModel::output_change(std::size_t output, const Factors &factors, const Factors &change,
                                    const ReducedSolution &solution) const {
  const std::vector<Complex> &adjoint = solution.adjoints[output];
  Complex sum = 0;
  for (std::size_t k = 0; k < loads.size(); ++k)
    if (change.loads[k] != 0.0)
      sum += change.loads[k] * loads[k].product(adjoint);
  for (std::size_t j = 0; j < terms.size(); ++j)
    if (change.terms[j] != 0.0)
      sum -= change.terms[j] * product(j, adjoint, solution.coordinates);
  return factors.outputs[output] * sum +
         change.outputs[output] * outputs[output].product(solution.coordinates);
}

std::vector<Complex> ReducedModel::lagrangians(std::size_t output, std::span<const Factors> points,
                                               std::span<const ReducedSolution> solutions,
                                               std::span<const Complex> weights) const {
  std::vector<std::vector<Complex>> coordinates;
  std::vector<Complex> values(points.size());
  for (std::size_t p = 0; p < points.size(); ++p) {
    const std::vector<Complex> &q = coordinates.emplace_back(solutions[p].coordinates);
    Complex work = 0;
    for (std::size_t k = 0; k < loads.size(); ++k)
      work += points[p].loads[k] * loads[k].product(solutions[p].adjoints[output]);
    values[p] = points[p].outputs[output] * outputs[output].product(q) + weights[p] * work;
  }
  const std::size_t width = 2 * points.size();
  std::vector<double> images;
  for (std::size_t j = 0; j < terms.size(); ++j) {
    const std::vector<std::size_t> &support = terms[j].support;
    const std::vector<double> columns = real_columns(coordinates, support);
    images.resize(columns.size());
    multiply(support.size(), width, support.size(), 1, terms[j].matrix.data(), support.size(), columns.data(),
             width, 0, images.data(), width);
    for (std::size_t p = 0; p < points.size(); ++p) {
      Complex product = 0; // p^T A q
      for (std::size_t i = 0; i < support.size(); ++i)
        product += solutions[p].adjoints[output][support[i]] *
                   Complex(images[i * width + 2 * p], images[i * width + 2 * p + 1]);
      values[p] -= weights[p] * points[p].terms[j] * product;
    }
  }
  return values;
}

Complex ReducedModel::product(std::size_t j, std::span<const Complex> p, std::span<const Complex> q) const {
  const ReducedTerm &term = terms[j];
  const std::size_t n = leading_support(term, q.size()), stride = term.support.size();
  Complex sum = 0;
  for (std::size_t i = 0; i < n; ++i) {
    Complex row = 0;
    for (std::size_t k = 0; k < n; ++k)
      row += term.matrix[i * stride + k] * q[term.support[k]];
    sum += p[term.support[i]] * row;
  }
  return sum;
}

double ReducedModel::bytes() const {
  double numbers = 0;
  for (const ReducedTerm &term : terms)
    numbers += static_cast<double>(term.matrix.size() + term.sketch.size());
  for (const ReducedMonitor &monitor : monitors)
    numbers += static_cast<double>(monitor.rows.size());
  return sizeof(double) * numbers;
}

} // namespace earshot
