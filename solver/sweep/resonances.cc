#include "solver/sweep/resonances.h"

#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr int n_nodes = 14;
/// Shifts per octave, each of which finds what lies within its share of the axis.
constexpr double shift_ratio = 1.06;

Complex product(std::span<const Complex> a, std::span<const Complex> b) {
  Complex sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += a[i] * b[i];
  return sum;
}

std::vector<Complex> times(const std::vector<Complex> &matrix, std::span<const Complex> x) {
  const std::size_t n = x.size();
  std::vector<Complex> y(n);
  for (std::size_t column = 0; column < n; ++column)
    for (std::size_t row = 0; row < n; ++row)
      y[row] += matrix[column * n + row] * x[column];
  return y;
}

/// D_i = |t_ii|^-1/2, so that reduced residuals are measured as full ones are.
std::vector<double> equilibration(const std::vector<Complex> &matrix, std::size_t n) {
  std::vector<double> scaling(n, 1);
  for (std::size_t i = 0; i < n; ++i)
    if (std::abs(matrix[i * n + i]) > 0)
      scaling[i] = 1 / std::sqrt(std::abs(matrix[i * n + i]));
  return scaling;
}

double relative_residual(std::span<const Complex> residual, std::span<const Complex> shape,
                         std::span<const double> scaling) {
  double above = 0, below = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    above += std::norm(scaling[i] * residual[i]);
    below += std::norm(shape[i] / scaling[i]);
  }
  return std::sqrt(above / below);
}

void scale(std::vector<Complex> &vector, Complex factor) {
  for (Complex &value : vector)
    value *= factor;
}

/// Newton's method from an estimate. @return whether it converged
bool improve(const ReducedModel &model, const ContinuedFactors &factors, Resonance &resonance) {
  constexpr int most_steps = 12;
  constexpr double converged = 1e-12;
  for (int step = 0; step < most_steps; ++step) {
    const std::vector<Complex> matrix = model.matrix(factors.at(resonance.omega)),
                               slope = model.matrix(factors.derivative(resonance.omega));
    std::vector<Complex> next = times(slope, resonance.shape);
    DenseSystem(matrix, model.size).solve(next);
    const Complex change = product(resonance.shape, times(slope, resonance.shape)) /
                           product(resonance.shape, times(slope, next));
    resonance.omega -= change;
    scale(next, 1 / std::sqrt(product(next, times(slope, next))));
    resonance.shape = std::move(next);
    if (!std::isfinite(std::abs(resonance.omega)))
      return false;
    if (std::abs(change) < converged * std::abs(resonance.omega)) {
      resonance.residual = relative_residual(times(matrix, resonance.shape), resonance.shape,
                                             equilibration(matrix, model.size));
      return true;
    }
  }
  return false;
}

/// Two of the same frequency are one resonance unless their shapes are orthogonal, v^T T' u = 0, as those of
/// a degenerate pair are. @param image T' u, of `resonance`
bool is_same(const Resonance &other, const Resonance &resonance, std::span<const Complex> image) {
  return std::abs(other.omega - resonance.omega) < 0.1 * resonance.omega.imag() &&
         std::abs(product(other.shape, image)) > 0.5;
}

} // namespace

double Resonance::frequency() const {
  return omega.real() / (2 * std::numbers::pi);
}

ContinuedFactors::ContinuedFactors(const CoefficientFunctions &functions, double centre, double half_width) {
  for (int k = 0; k < n_nodes; ++k) { // Chebyshev's points of the first kind and their weights
    const double angle = (2 * k + 1) * std::numbers::pi / (2 * n_nodes);
    nodes_.push_back(centre * (1 + half_width * std::cos(angle)));
    weights_.push_back((k % 2 == 0 ? 1 : -1) * std::sin(angle));
    values_.push_back(functions.at(nodes_.back()));
  }
}

Factors ContinuedFactors::at(Complex omega) const {
  std::vector<Complex> shares;
  Complex total = 0;
  for (int k = 0; k < n_nodes; ++k) {
    const Complex distance = omega - nodes_[k];
    shares.push_back(distance == 0.0 ? 1e300 : weights_[k] / distance);
    total += shares.back();
  }
  Factors factors = values_.front();
  factors.omega = omega.real();
  const auto interpolate = [&](std::vector<Complex> Factors::*list) {
    for (std::size_t j = 0; j < (factors.*list).size(); ++j) {
      Complex sum = 0;
      for (int k = 0; k < n_nodes; ++k)
        sum += shares[k] / total * (values_[k].*list)[j];
      (factors.*list)[j] = sum;
    }
  };
  interpolate(&Factors::terms);
  interpolate(&Factors::loads);
  interpolate(&Factors::outputs);
  return factors;
}

Factors ContinuedFactors::derivative(Complex omega) const {
  const double step = 1e-5 * std::abs(omega); // central differences: relative error 1e-10
  Factors factors = at(omega + step);
  const Factors below = at(omega - step);
  const auto difference = [&](std::vector<Complex> Factors::*list) {
    for (std::size_t j = 0; j < (factors.*list).size(); ++j)
      (factors.*list)[j] = ((factors.*list)[j] - (below.*list)[j]) / (2 * step);
  };
  difference(&Factors::terms);
  difference(&Factors::loads);
  difference(&Factors::outputs);
  return factors;
}

std::vector<Resonance> find_resonances(const ReducedModel &model, const CoefficientFunctions &functions,
                                       double from, double to, double least_quality) {
  std::vector<Resonance> found;
  const std::size_t n = model.size;
  for (double shift = 2 * std::numbers::pi * from; shift < 2 * std::numbers::pi * to * shift_ratio;
       shift *= shift_ratio) {
    const ContinuedFactors factors(functions, shift);
    // T(s) v = -(w - s) T'(s) v: eigenvalues of T(s)^-1 T'(s) are -1/(w - s).
    std::vector<Complex> inverse_times_slope = model.matrix(factors.derivative(shift));
    DenseSystem(model.matrix(factors.at(shift)), n).solve(inverse_times_slope);
    const DenseEigenpairs pairs = dense_eigenpairs(std::move(inverse_times_slope), n);
    for (std::size_t k = 0; k < n; ++k) {
      const Complex distance = -1.0 / pairs.values[k];
      if (!(std::abs(distance) < 0.5 * shift / least_quality) ||
          !(std::abs(distance.real()) < 2 * (shift_ratio - 1) * shift))
        continue;
      Resonance resonance{shift + distance, pairs.vector(k, n), 0};
      if (!improve(model, factors, resonance) || resonance.omega.imag() <= 0 ||
          resonance.quality() < least_quality || resonance.frequency() < from || resonance.frequency() > to)
        continue;
      const std::vector<Complex> image =
          times(model.matrix(factors.derivative(resonance.omega)), resonance.shape);
      if (std::none_of(found.begin(), found.end(),
                       [&](const Resonance &other) { return is_same(other, resonance, image); }))
        found.push_back(std::move(resonance));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Resonance &a, const Resonance &b) { return a.omega.real() < b.omega.real(); });
  return found;
}

namespace {

/// At a frequency, or a little beside it where the matrix is singular there to round-off: inverse iteration
/// takes any shift that is near. @throws FactorizationError where it is singular for another reason
void factorize_near(Factorization &factorization, const ContinuedFactors &factors, Complex omega) {
  constexpr double beside = 1e-6;
  try {
    factorization.factorize(factors.at(omega));
  } catch (const FactorizationError &) {
    factorization.factorize(factors.at(omega * (1 + beside)));
  }
}

} // namespace

void confirm(const FrequencyProblem &problem, const CoefficientFunctions &functions,
             Factorization &factorization, Resonance &resonance, double tolerance) {
  constexpr int most_factorizations = 3, steps_each = 4;
  for (int step = 0;; ++step) {
    const ContinuedFactors factors(functions, resonance.omega.real());
    if (step % steps_each == 0 && step < most_factorizations * steps_each)
      factorize_near(factorization, factors, resonance.omega);
    resonance.residual = relative_residual(apply(problem, factors.at(resonance.omega), resonance.shape),
                                           resonance.shape, factorization.scaling());
    if (resonance.residual < tolerance || step == most_factorizations * steps_each)
      return;
    const Factors slope = factors.derivative(resonance.omega);
    std::vector<Complex> next = factorization.solve(apply(problem, slope, resonance.shape));
    scale(next, 1 / std::sqrt(product(next, apply(problem, slope, next))));
    // Rayleigh's functional of the symmetric problem: v^T T(w) v = 0, by a step of Newton.
    const Complex omega = resonance.omega - product(next, apply(problem, factors.at(resonance.omega), next));
    if (!(omega.real() > 0)) // it leads nowhere: what the reduced model has is no resonance of the full one
      return;
    resonance.omega = omega;
    resonance.shape = std::move(next);
  }
}

bool is_repeated(const FrequencyProblem &problem, const CoefficientFunctions &functions,
                 const std::vector<Resonance> &known, const Resonance &resonance) {
  const ContinuedFactors factors(functions, resonance.omega.real());
  const std::vector<Complex> image = apply(problem, factors.derivative(resonance.omega), resonance.shape);
  return std::any_of(known.begin(), known.end(),
                     [&](const Resonance &other) { return is_same(other, resonance, image); });
}

Complex contribution(const ReducedModel &model, const Resonance &resonance, std::size_t output,
                     const Factors &factors) {
  Complex load = 0, mirrored_load = 0, observed = 0;
  for (std::size_t k = 0; k < model.loads.size(); ++k) {
    Complex along = 0;
    for (std::size_t i = 0; i < model.size; ++i)
      along += model.loads[k].values[i] * resonance.shape[i];
    load += factors.loads[k] * along;
    mirrored_load += factors.loads[k] * std::conj(along);
  }
  for (std::size_t i = 0; i < model.size; ++i)
    observed += model.outputs[output].values[i] * resonance.shape[i];
  return factors.outputs[output] *
         (observed * load / (factors.omega - resonance.omega) -
          std::conj(observed) * mirrored_load / (factors.omega + std::conj(resonance.omega)));
}

} // namespace earshot
