#include "solver/sweep/reduced_model.h"

#include "solver/algebra/dense_system.h"
#include "solver/sweep/summed_terms.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <future>
#include <numbers>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

/// Points whose terms are summed by one product of matrices: enough for BLAS, little for memory.
constexpr std::size_t summed_at_once = 16;

/// How many of a term's coordinates are among the first `leading` ones.
std::size_t leading_support(const ReducedTerm &term, std::size_t leading) {
  return std::lower_bound(term.support.begin(), term.support.end(), leading) - term.support.begin();
}

Complex bilinear(const ReducedTerm &term, std::span<const Complex> p, std::span<const Complex> q) {
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

/// |D (b - A V q)| from the sketches of b and of A V (coordinate, probe).
double sketched_residual(std::vector<Complex> sketch_of_b, std::span<const Complex> sketch,
                         std::span<const Complex> coordinates) {
  const std::size_t n_probes = sketch_of_b.size();
  for (std::size_t i = 0; i < coordinates.size(); ++i)
    for (std::size_t probe = 0; probe < n_probes; ++probe)
      sketch_of_b[probe] -= sketch[i * n_probes + probe] * coordinates[i];
  double square = 0;
  for (const Complex rest : sketch_of_b)
    square += std::norm(rest);
  return std::sqrt(square / static_cast<double>(n_probes));
}

Complex product(const std::vector<double> &values, std::span<const Complex> q) {
  Complex sum = 0;
  for (std::size_t i = 0; i < q.size(); ++i)
    sum += values[i] * q[i];
  return sum;
}

/// @throws std::runtime_error when the projected matrix is singular or the solution not finite
ReducedSolution solution_of(const ReducedModel &model, const Factors &factors, SummedTerms terms,
                            std::size_t leading) {
  const std::vector<ReducedVector> &loads = model.loads, &outputs = model.outputs;
  const DenseSystem system(std::move(terms.lower), leading);
  std::vector<Complex> vectors((1 + outputs.size()) * leading), load_sketch(model.n_probes);
  for (std::size_t k = 0; k < loads.size(); ++k) {
    for (std::size_t i = 0; i < leading; ++i)
      vectors[i] += factors.loads[k] * loads[k].values[i];
    for (std::size_t probe = 0; probe < model.n_probes; ++probe)
      load_sketch[probe] += factors.loads[k] * loads[k].sketch[probe];
  }
  for (std::size_t l = 0; l < outputs.size(); ++l)
    std::copy_n(outputs[l].values.begin(), leading, vectors.begin() + (l + 1) * leading);
  system.solve(vectors);
  if (!std::all_of(vectors.begin(), vectors.end(),
                   [](Complex z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }))
    throw std::runtime_error("the reduced model has no finite solution at " +
                             std::to_string(factors.omega / (2 * std::numbers::pi)) + " Hz");

  ReducedSolution solution;
  const auto vector = [&](std::size_t k) {
    return std::vector<Complex>(vectors.begin() + k * leading, vectors.begin() + (k + 1) * leading);
  };
  solution.coordinates = vector(0);
  solution.residual = sketched_residual(std::move(load_sketch), terms.sketch, solution.coordinates);
  for (std::size_t l = 0; l < outputs.size(); ++l) {
    solution.outputs.push_back(factors.outputs[l] * product(outputs[l].values, solution.coordinates));
    solution.adjoints.push_back(vector(l + 1));
    solution.adjoint_residuals.push_back(sketched_residual(
        {outputs[l].sketch.begin(), outputs[l].sketch.end()}, terms.sketch, solution.adjoints.back()));
  }
  return solution;
}

} // namespace

std::vector<Complex> ReducedModel::matrix(const Factors &factors) const {
  std::vector<Complex> whole = lower_matrix(factors, size);
  for (std::size_t column = 0; column < size; ++column)
    for (std::size_t row = column + 1; row < size; ++row)
      whole[row * size + column] = whole[column * size + row];
  return whole;
}

std::vector<Complex> ReducedModel::lower_matrix(const Factors &factors, std::size_t leading) const {
  return std::move(summed_terms(*this, {&factors, 1}, leading, false).front().lower);
}

std::vector<ReducedSolution> ReducedModel::solve(std::span<const Factors> points, std::size_t leading,
                                                 unsigned threads) const {
  std::vector<ReducedSolution> solutions(points.size());
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t first; (first = next.fetch_add(summed_at_once)) < points.size();) {
      const auto some = points.subspan(first, std::min(summed_at_once, points.size() - first));
      std::vector<SummedTerms> sums = summed_terms(*this, some, leading, true);
      for (std::size_t p = 0; p < some.size(); ++p)
        solutions[first + p] = solution_of(*this, some[p], std::move(sums[p]), leading);
    }
  };
  std::vector<std::future<void>> helpers;
  for (unsigned helper = 1; helper < threads; ++helper)
    helpers.push_back(std::async(std::launch::async, work));
  work();
  for (std::future<void> &helper : helpers)
    helper.get();
  return solutions;
}

ReducedSolution ReducedModel::solve(const Factors &factors, std::size_t leading) const {
  return std::move(solve({&factors, 1}, leading, 1).front());
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
  std::vector<std::size_t> all(size);
  std::iota(all.begin(), all.end(), 0);
  const std::vector<double> columns = real_columns(coordinates, all);
  const std::size_t width = 2 * coordinates.size();
  std::vector<std::vector<double>> peaks(coordinates.size());
  std::vector<double> values;
  for (std::size_t m = 0; m < monitors.size(); ++m) {
    const ReducedMonitor &monitor = monitors[m];
    const std::size_t n_rows = monitor.rows.size() / size;
    values.resize(n_rows * width);
    multiply(n_rows, width, size, 1, monitor.rows.data(), size, columns.data(), width, 0, values.data(),
             width);
    for (std::size_t p = 0; p < coordinates.size(); ++p) {
      double square = 0;
      for (std::size_t row = 0; row < n_rows; ++row)
        square = std::max(square,
                          std::norm(Complex(values[row * width + 2 * p], values[row * width + 2 * p + 1])));
      peaks[p].push_back(std::abs(points[p].monitors.at(m)) * std::sqrt(square));
    }
  }
  return peaks;
}

std::vector<Complex> ReducedModel::output_change(const Factors &factors, const Factors &change,
                                                 const ReducedSolution &solution) const {
  std::vector<Complex> changes;
  for (std::size_t l = 0; l < outputs.size(); ++l) {
    Complex sum = 0;
    for (std::size_t k = 0; k < loads.size(); ++k)
      if (change.loads[k] != 0.0)
        sum += change.loads[k] * product(loads[k].values, solution.adjoints[l]);
    for (std::size_t j = 0; j < terms.size(); ++j)
      if (change.terms[j] != 0.0)
        sum -= change.terms[j] * bilinear(terms[j], solution.adjoints[l], solution.coordinates);
    changes.push_back(factors.outputs[l] * sum +
                      change.outputs[l] * product(outputs[l].values, solution.coordinates));
  }
  return changes;
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
