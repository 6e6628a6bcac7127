#include "solver/sweep/reduced_model.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

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

Complex product(const std::vector<double> &values, std::span<const Complex> q) {
  Complex sum = 0;
  for (std::size_t i = 0; i < q.size(); ++i)
    sum += values[i] * q[i];
  return sum;
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
  std::vector<Complex> sum(leading * leading);
  for (std::size_t j = 0; j < terms.size(); ++j) {
    const ReducedTerm &term = terms[j];
    const std::size_t n = leading_support(term, leading), stride = term.support.size();
    for (std::size_t column = 0; column < n; ++column) {
      Complex *to = sum.data() + term.support[column] * leading;
      const double *from = term.matrix.data() + column * stride;
      for (std::size_t row = column; row < n; ++row)
        to[term.support[row]] += factors.terms[j] * from[row];
    }
  }
  return sum;
}

double ReducedModel::sketched_residual(const Factors &factors, std::vector<Complex> sketch,
                                       std::span<const Complex> coordinates) const {
  for (std::size_t j = 0; j < terms.size(); ++j) {
    const ReducedTerm &term = terms[j];
    const std::size_t n = leading_support(term, coordinates.size()), stride = term.support.size();
    for (std::size_t probe = 0; probe < n_probes; ++probe) {
      Complex sum = 0;
      for (std::size_t k = 0; k < n; ++k)
        sum += term.sketch[probe * stride + k] * coordinates[term.support[k]];
      sketch[probe] -= factors.terms[j] * sum;
    }
  }
  double square = 0;
  for (const Complex value : sketch)
    square += std::norm(value);
  return std::sqrt(square / static_cast<double>(n_probes));
}

ReducedSolution ReducedModel::solve(const Factors &factors, std::size_t leading) const {
  const DenseSystem system(lower_matrix(factors, leading), leading);
  std::vector<Complex> vectors((1 + outputs.size()) * leading), load_sketch(n_probes);
  for (std::size_t k = 0; k < loads.size(); ++k) {
    for (std::size_t i = 0; i < leading; ++i)
      vectors[i] += factors.loads[k] * loads[k].values[i];
    for (std::size_t probe = 0; probe < n_probes; ++probe)
      load_sketch[probe] += factors.loads[k] * loads[k].sketch[probe];
  }
  for (std::size_t l = 0; l < outputs.size(); ++l)
    std::copy_n(outputs[l].values.begin(), leading, vectors.begin() + (l + 1) * leading);
  system.solve(vectors);

  ReducedSolution solution;
  const auto vector = [&](std::size_t k) {
    return std::vector<Complex>(vectors.begin() + k * leading, vectors.begin() + (k + 1) * leading);
  };
  solution.coordinates = vector(0);
  solution.residual = sketched_residual(factors, load_sketch, solution.coordinates);
  for (std::size_t l = 0; l < outputs.size(); ++l) {
    solution.outputs.push_back(factors.outputs[l] * product(outputs[l].values, solution.coordinates));
    solution.adjoints.push_back(vector(l + 1));
    solution.adjoint_residuals.push_back(sketched_residual(
        factors, {outputs[l].sketch.begin(), outputs[l].sketch.end()}, solution.adjoints.back()));
  }
  return solution;
}

EnergyLedger ReducedModel::ledger(const Factors &factors, std::span<const Complex> coordinates) const {
  std::vector<Complex> conjugate;
  for (const Complex q : coordinates)
    conjugate.push_back(std::conj(q));
  EnergyLedger ledger;
  Complex work = 0;
  for (std::size_t k = 0; k < loads.size(); ++k)
    work += factors.loads[k] * product(loads[k].values, conjugate);
  ledger.input = factors.omega * work.imag();
  for (std::size_t j = 0; j < terms.size(); ++j)
    if (!terms[j].loss.empty())
      ledger.add(terms[j].loss,
                 factors.omega * factors.terms[j].imag() * bilinear(terms[j], conjugate, coordinates).real());
  return ledger;
}

std::vector<double> ReducedModel::peaks(std::span<const Complex> coordinates) const {
  std::vector<double> peaks;
  for (const ReducedMonitor &monitor : monitors) {
    double largest = 0;
    for (std::size_t first = 0; first < monitor.rows.size(); first += size) {
      Complex sum = 0;
      for (std::size_t i = 0; i < coordinates.size(); ++i)
        sum += monitor.rows[first + i] * coordinates[i];
      largest = std::max(largest, std::abs(sum));
    }
    peaks.push_back(largest);
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
