#include "solver/signal/rational_responses.h"

#include "solver/algebra/dense_least_squares.h"
#include "solver/algebra/dense_system.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace earshot {

namespace {

using Poles = std::vector<Complex>;

bool is_real(const Complex &pole) {
  return pole.imag() == 0;
}

std::size_t n_real_unknowns(const Poles &poles) {
  std::size_t n = 0;
  for (const Complex &pole : poles)
    n += is_real(pole) ? 1 : 2;
  return n;
}

/// What the real unknowns of a sum over poles are multiplied by at s: one function of a real pole, two of a
/// pair, whose unknowns are the real and the imaginary part of its residue.
std::vector<Complex> partial_fractions(const Poles &poles, Complex s) {
  std::vector<Complex> functions;
  for (const Complex &pole : poles) {
    const Complex own = 1.0 / (s - pole);
    if (is_real(pole)) {
      functions.push_back(own);
      continue;
    }
    const Complex other = 1.0 / (s - std::conj(pole));
    functions.push_back(own + other);
    functions.push_back(Complex(0, 1) * (own - other));
  }
  return functions;
}

std::vector<Complex> residues_of(const Poles &poles, const std::vector<double> &unknowns) {
  std::vector<Complex> residues;
  std::size_t k = 0;
  for (const Complex &pole : poles) {
    residues.emplace_back(unknowns[k], is_real(pole) ? 0 : unknowns[k + 1]);
    k += is_real(pole) ? 1 : 2;
  }
  return residues;
}

class VectorFitting {
public:
  VectorFitting(const std::vector<double> &omega, const std::vector<std::vector<Complex>> &responses,
                const std::vector<bool> &has_direct, const RationalFitOptions &options)
      : omega_(omega), responses_(responses), has_direct_(has_direct), options_(options) {
    for (const auto &response : responses_) {
      double largest = 0;
      for (const Complex &value : response)
        largest = std::max(largest, std::abs(value));
      std::vector<double> &weights = weights_.emplace_back();
      for (const Complex &value : response)
        weights.push_back(1 / std::max(std::abs(value), options.quiet * largest));
    }
  }

  RationalFit run();

private:
  Poles starting_poles() const;
  RationalFit settle(Poles poles) const;
  Poles relocated(const Poles &poles) const;
  Complex usable(Complex value) const;
  TallMatrix numerator_rows(const std::vector<std::vector<Complex>> &functions, std::size_t response) const;
  RationalFit fit_residues(const Poles &poles) const;
  std::vector<double> relative_errors(const RationalResponses &fit, std::size_t response) const;
  void find_error(RationalFit &fit) const;
  Poles with_more(const RationalFit &fit) const;

  const std::vector<double> &omega_;
  const std::vector<std::vector<Complex>> &responses_;
  const std::vector<bool> &has_direct_;
  const RationalFitOptions &options_;
  std::vector<std::vector<double>> weights_; ///< by response, then by frequency
};

/// Weakly damped pairs, evenly over the logarithm of frequency.
Poles VectorFitting::starting_poles() const {
  constexpr std::size_t pairs = 8;
  constexpr double damping = 0.1;
  Poles poles;
  for (std::size_t k = 0; k < pairs; ++k) {
    const double w =
        omega_.front() * std::pow(omega_.back() / omega_.front(), static_cast<double>(k) / (pairs - 1));
    poles.emplace_back(-damping * w, w);
  }
  return poles;
}

/// Rows of w (sum c phi + d) of one response: real parts, then imaginary parts.
TallMatrix VectorFitting::numerator_rows(const std::vector<std::vector<Complex>> &functions,
                                         std::size_t response) const {
  const std::size_t n = functions.front().size(), n_w = omega_.size();
  TallMatrix rows(2 * n_w, n + (has_direct_[response] ? 1 : 0));
  for (std::size_t k = 0; k < n_w; ++k) {
    const double weight = weights_[response][k];
    for (std::size_t j = 0; j < n; ++j) {
      rows(k, j) = weight * functions[k][j].real();
      rows(n_w + k, j) = weight * functions[k][j].imag();
    }
    if (has_direct_[response])
      rows(k, n) = weight;
  }
  return rows;
}

/// The zeros of sigma(s) = sum c~ phi + d~ for which sigma H is a sum over the given poles as well as may be:
/// they are the poles of H.
Poles VectorFitting::relocated(const Poles &poles) const {
  const std::size_t n = n_real_unknowns(poles), n_w = omega_.size();
  std::vector<std::vector<Complex>> functions;
  for (const double w : omega_)
    functions.push_back(partial_fractions(poles, Complex(0, w)));

  TallMatrix all(responses_.size() * (n + 1) + 1, n + 1);
  double square = 0;
  for (std::size_t e = 0; e < responses_.size(); ++e) {
    const TallMatrix numerator = numerator_rows(functions, e);
    TallMatrix rows(2 * n_w, numerator.columns + n + 1);
    std::copy(numerator.values.begin(), numerator.values.end(), rows.values.begin());
    for (std::size_t k = 0; k < n_w; ++k) {
      const Complex weighted = weights_[e][k] * responses_[e][k];
      square += std::norm(weighted);
      for (std::size_t j = 0; j <= n; ++j) {
        const Complex value = j < n ? -weighted * functions[k][j] : -weighted;
        rows(k, numerator.columns + j) = value.real();
        rows(n_w + k, numerator.columns + j) = value.imag();
      }
    }
    const TallMatrix triangle = triangular_factor(std::move(rows));
    for (std::size_t row = 0; row <= n; ++row)
      for (std::size_t column = row; column <= n; ++column)
        all(e * (n + 1) + row, column) = triangle(numerator.columns + row, numerator.columns + column);
  }
  // The relaxed condition that sigma doesn't vanish: the sum of its real parts is that of 1.
  const double weight = std::sqrt(square) / static_cast<double>(n_w);
  for (std::size_t k = 0; k < n_w; ++k)
    for (std::size_t j = 0; j < n; ++j)
      all(all.rows - 1, j) += weight * functions[k][j].real();
  all(all.rows - 1, n) = weight * static_cast<double>(n_w);
  std::vector<double> b(all.rows);
  b.back() = weight * static_cast<double>(n_w);
  const std::vector<double> sigma = dense_least_squares(std::move(all), std::move(b));

  // Its zeros are the eigenvalues of A - b c~^T / d~.
  constexpr double least_direct = 1e-8;
  const double direct = std::abs(sigma[n]) > least_direct ? sigma[n] : std::copysign(least_direct, sigma[n]);
  std::vector<Complex> matrix(n * n);
  std::size_t k = 0;
  for (const Complex &pole : poles) {
    const double input = is_real(pole) ? 1 : 2;
    for (std::size_t j = 0; j < n; ++j)
      matrix[j * n + k] = -input * sigma[j] / direct;
    matrix[k * n + k] += pole.real();
    if (!is_real(pole)) {
      matrix[(k + 1) * n + k + 1] += pole.real();
      matrix[(k + 1) * n + k] += pole.imag();
      matrix[k * n + k + 1] -= pole.imag();
    }
    k += is_real(pole) ? 1 : 2;
  }
  Poles found;
  for (const Complex &value : dense_eigenpairs(std::move(matrix), n).values)
    if (const Complex pole = usable(value); pole.imag() >= 0)
      found.push_back(pole);
  return found;
}

/// An eigenvalue as a pole: left of the imaginary axis, exactly real or not at all, and not so far beyond the
/// frequencies that nothing would hold what it does there.
Complex VectorFitting::usable(Complex value) const {
  constexpr double round_off = 1e-9, above = 3;
  const double size = std::clamp(std::abs(value), omega_.front(), above * omega_.back());
  value *= size / std::max(std::abs(value), std::numeric_limits<double>::min());
  const double stable = -std::max(std::abs(value.real()), round_off * size);
  return {stable, std::abs(value.imag()) <= round_off * size ? 0 : value.imag()};
}

RationalFit VectorFitting::fit_residues(const Poles &poles) const {
  std::vector<std::vector<Complex>> functions;
  for (const double w : omega_)
    functions.push_back(partial_fractions(poles, Complex(0, w)));
  RationalFit fit;
  fit.responses.poles = poles;
  for (std::size_t e = 0; e < responses_.size(); ++e) {
    std::vector<double> b(2 * omega_.size());
    for (std::size_t k = 0; k < omega_.size(); ++k) {
      b[k] = weights_[e][k] * responses_[e][k].real();
      b[omega_.size() + k] = weights_[e][k] * responses_[e][k].imag();
    }
    const std::vector<double> unknowns = dense_least_squares(numerator_rows(functions, e), std::move(b));
    fit.responses.residues.push_back(residues_of(poles, unknowns));
    fit.responses.direct.push_back(has_direct_[e] ? unknowns.back() : 0);
  }
  find_error(fit);
  return fit;
}

std::vector<double> VectorFitting::relative_errors(const RationalResponses &fit, std::size_t response) const {
  std::vector<double> errors;
  for (std::size_t k = 0; k < omega_.size(); ++k)
    errors.push_back(weights_[response][k] * std::abs(fit.at(response, omega_[k]) - responses_[response][k]));
  return errors;
}

void VectorFitting::find_error(RationalFit &fit) const {
  for (std::size_t e = 0; e < responses_.size(); ++e) {
    const std::vector<double> errors = relative_errors(fit.responses, e);
    const auto worst = std::max_element(errors.begin(), errors.end());
    if (*worst > fit.largest_error) {
      fit.largest_error = *worst;
      fit.worst_response = e;
      fit.worst_omega = omega_[worst - errors.begin()];
    }
  }
}

/// Moves poles until the error falls no more.
RationalFit VectorFitting::settle(Poles poles) const {
  constexpr int most_rounds = 6;
  RationalFit best;
  best.largest_error = std::numeric_limits<double>::infinity();
  for (int round = 0; round < most_rounds; ++round) {
    poles = relocated(poles);
    RationalFit fit = fit_residues(poles);
    const bool is_settled = fit.largest_error > 0.7 * best.largest_error && round > 1;
    if (fit.largest_error < best.largest_error)
      best = std::move(fit);
    if (best.largest_error <= options_.tolerance || is_settled)
      break;
  }
  return best;
}

/// The poles of a fit, with further pairs where its errors are largest.
Poles VectorFitting::with_more(const RationalFit &fit) const {
  constexpr std::size_t pairs = 4;
  constexpr double damping = 0.05, apart = 1.1;
  std::vector<double> error(omega_.size());
  for (std::size_t e = 0; e < responses_.size(); ++e) {
    const std::vector<double> of_response = relative_errors(fit.responses, e);
    for (std::size_t k = 0; k < error.size(); ++k)
      error[k] = std::max(error[k], of_response[k]);
  }
  Poles poles = fit.responses.poles;
  for (std::size_t pair = 0; pair < pairs; ++pair) {
    const std::size_t worst = std::max_element(error.begin(), error.end()) - error.begin();
    if (error[worst] == 0)
      break;
    poles.emplace_back(-damping * omega_[worst], omega_[worst]);
    for (std::size_t k = 0; k < error.size(); ++k)
      if (omega_[k] < apart * omega_[worst] && omega_[worst] < apart * omega_[k])
        error[k] = 0;
  }
  return poles;
}

RationalFit VectorFitting::run() {
  constexpr double gain = 0.8; // of the error, below which more poles are worth their while
  constexpr int patience = 3;  // rounds without it
  RationalFit best = settle(starting_poles());
  Poles poles = with_more(best);
  for (int idle = 0; idle < patience && best.largest_error > options_.tolerance &&
                     n_real_unknowns(poles) <= options_.most_poles;) {
    RationalFit fit = settle(std::move(poles));
    poles = with_more(fit);
    idle = fit.largest_error < gain * best.largest_error ? 0 : idle + 1;
    if (fit.largest_error < best.largest_error)
      best = std::move(fit);
  }
  return best;
}

} // namespace

std::vector<double> octave_grid(double lowest, double highest, double per_octave) {
  const double octaves = std::log2(highest / lowest);
  const int points = static_cast<int>(std::ceil(per_octave * octaves)) + 1;
  std::vector<double> grid;
  for (int k = 0; k < points; ++k)
    grid.push_back(lowest * std::exp2(octaves * k / (points - 1.0)));
  return grid;
}

Complex RationalResponses::at(std::size_t response, double omega) const {
  const Complex s(0, omega);
  Complex sum = direct[response];
  for (std::size_t n = 0; n < poles.size(); ++n) {
    sum += residues[response][n] / (s - poles[n]);
    if (!is_real(poles[n]))
      sum += std::conj(residues[response][n]) / (s - std::conj(poles[n]));
  }
  return sum;
}

RationalFit fit_rational(const std::vector<double> &omega, const std::vector<std::vector<Complex>> &responses,
                         const std::vector<bool> &has_direct, const RationalFitOptions &options) {
  constexpr std::size_t least = 16; // for the poles that the fit starts with
  if (omega.size() < least || has_direct.size() != responses.size())
    throw std::invalid_argument("a rational fit needs 16 frequencies");
  for (const auto &response : responses)
    if (response.size() != omega.size())
      throw std::invalid_argument("a response needs a value for each frequency");
  return VectorFitting(omega, responses, has_direct, options).run();
}

} // namespace earshot
