#include "solver/sweep/fast_sweep.h"

#include "solver/sweep/reduced_sweep.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi;

std::vector<Complex> dense(const SparseVector &vector, Index n) {
  std::vector<Complex> values(n);
  for (const auto &[unknown, value] : vector)
    if (unknown != no_unknown)
      values[unknown] += value;
  return values;
}

/// Whether two vectors differ in length alone.
bool parallel(const SparseVector &a, const SparseVector &b) {
  return a.size() == 1 && b.size() == 1 && a.front().first == b.front().first;
}

} // namespace

FastSweep::FastSweep(const FrequencyProblem &problem, Factorization &factorization,
                     std::vector<Factors> candidates, FastSweepOptions options)
    : problem_(problem), candidates_(std::move(candidates)), options_(std::move(options)),
      factorization_(factorization), used_(candidates_.size(), false) {
  find_adjoints();
  std::vector<double> weights;
  for (const double scale : factorization_.scaling())
    weights.push_back(1 / (scale * scale));
  basis_ = std::make_unique<ReducedBasis>(problem_, weights);
  projection_ = std::make_unique<Projection>(problem_, *basis_, factorization_.scaling());
}

/// A symmetric problem's adjoint of what its only load acts on is the solution.
void FastSweep::find_adjoints() {
  for (const Goal &goal : options_.goals) {
    const SparseVector &output = problem_.outputs.at(goal.output).vector;
    if (problem_.loads.size() != 1 || !parallel(output, problem_.loads.front().vector))
      adjoints_.push_back(goal.output);
  }
}

double FastSweep::excess(const std::vector<Complex> &outputs, const std::vector<double> &errors) const {
  double largest = 0;
  for (const Goal &goal : options_.goals)
    largest = std::max(largest, errors[goal.output] / (goal.tolerance * std::abs(outputs[goal.output])));
  return largest;
}

double FastSweep::excess(const SweepPoint &point) const {
  return excess(point.outputs, point.output_errors);
}

void FastSweep::add_candidates(const std::vector<Factors> &candidates) {
  candidates_.insert(candidates_.end(), candidates.begin(), candidates.end());
  used_.resize(candidates_.size(), false);
  record_.converged = record_.converged && candidates.empty();
}

void FastSweep::refine_at(const Factors &point) {
  add_candidates({point});
  expand_at(candidates_.size() - 1);
}

void FastSweep::confirm_again() {
  confirmed_ = 0;
  record_.converged = false;
}

bool FastSweep::step() {
  if (record_.expansion_frequencies.empty()) {
    expand_at(candidates_.size() / 2);
    return true;
  }
  std::vector<double> errors;
  for (const EstimatedSolution &estimated : estimate().evaluate(candidates_))
    errors.push_back(excess(estimated.solution.outputs, estimated.errors));
  const auto worst = std::max_element(errors.begin(), errors.end());
  record_.largest_error = *worst;
  if (*worst <= 1 && record_.factorizations > 1)
    return confirm(errors);
  // Candidates that were solved directly are as good as they get, whatever is estimated of them.
  std::size_t next = candidates_.size();
  for (std::size_t k = 0; k < errors.size(); ++k)
    if (!used_[k] && (errors[k] > 1 || record_.factorizations < 2) &&
        (next == candidates_.size() || errors[k] > errors[next]))
      next = k;
  if (record_.factorizations >= options_.max_factorizations || next == candidates_.size()) {
    record_.converged = *worst <= 1;
    return false;
  }
  expand_at(next);
  return true;
}

/// A(k)^-1 b(k), kept with the adjoints.
std::vector<Complex> FastSweep::solve_at(std::size_t candidate) {
  const Factors &factors = candidates_[candidate];
  used_[candidate] = true;
  factorization_.factorize(factors);
  std::vector<std::vector<Complex>> right_hand_sides = {right_hand_side(problem_, factors)};
  for (const std::size_t output : adjoints_)
    right_hand_sides.push_back(dense(problem_.outputs[output].vector, problem_.partition.total));
  const auto vectors = factorization_.solve(right_hand_sides);
  if (record_.factorizations++ > 0) // before the first one the basis holds currents and nodes alone
    levels_.push_back(basis_->size());
  basis_->extend(vectors, vectors, options_.negligible);
  return evaluate_outputs(problem_, factors, vectors.front());
}

void FastSweep::expand_at(std::size_t candidate) {
  solve_at(candidate);
  projection_->update();
  record_.expansion_frequencies.push_back(candidates_[candidate].omega / two_pi);
  correct_around(candidate);
}

void FastSweep::correct_around(std::size_t candidate) {
  for (int round = 0; round < options_.correction_rounds; ++round) {
    const std::vector<std::size_t> points = points_to_correct(candidate);
    if (points.empty())
      return;
    levels_.push_back(basis_->size());
    add_corrections(points);
    projection_->update();
  }
}

/// Points spread over the neighbourhood that are not good enough yet.
std::vector<std::size_t> FastSweep::points_to_correct(std::size_t candidate) const {
  std::vector<std::size_t> near;
  std::vector<Factors> factors;
  for (std::size_t k = 0; k < candidates_.size(); ++k)
    if (std::abs(std::log(candidates_[k].omega / candidates_[candidate].omega)) <=
        std::log(options_.neighbourhood)) {
      near.push_back(k);
      factors.push_back(candidates_[k]);
    }
  const std::vector<EstimatedSolution> solutions = estimate().evaluate(factors);
  constexpr double good_enough = 0.1;
  std::vector<std::pair<double, std::size_t>> wanting;
  for (std::size_t k = 0; k < near.size(); ++k)
    if (const double error = excess(solutions[k].solution.outputs, solutions[k].errors);
        error > good_enough && near[k] != candidate)
      wanting.emplace_back(error, near[k]);
  std::vector<std::size_t> chosen;
  const auto n_chosen = std::min<std::size_t>(wanting.size(), options_.corrected_points);
  for (std::size_t k = 0; k < n_chosen; ++k) // Even shares of the neighbourhood, as it stands in order.
    chosen.push_back(wanting[(2 * k + 1) * wanting.size() / (2 * n_chosen)].second);
  return chosen;
}

void FastSweep::add_corrections(const std::vector<std::size_t> &points) {
  std::vector<Factors> factors;
  std::vector<std::vector<Complex>> coordinates, right_hand_sides;
  for (const std::size_t point : points) {
    const ReducedSolution solution = model().solve(candidates_[point]);
    factors.push_back(candidates_[point]);
    coordinates.push_back(solution.coordinates);
    right_hand_sides.push_back(right_hand_side(problem_, candidates_[point]));
    for (const std::size_t output : adjoints_) {
      factors.push_back(candidates_[point]);
      coordinates.push_back(solution.adjoints[output]);
      right_hand_sides.push_back(dense(problem_.outputs[output].vector, problem_.partition.total));
    }
  }
  const std::vector<std::vector<Complex>> approximate = basis_->expand(coordinates);
  const std::vector<std::vector<Complex>> images = apply(problem_, factors, approximate);
  for (std::size_t k = 0; k < images.size(); ++k)
    for (std::size_t i = 0; i < images[k].size(); ++i)
      right_hand_sides[k][i] -= images[k][i];
  basis_->extend(factorization_.solve(right_hand_sides), approximate, options_.negligible);
}

/// The candidate that lies farthest from all that was solved directly, in octaves.
std::size_t FastSweep::farthest_unused() const {
  std::size_t farthest = 0;
  double largest = -1;
  for (std::size_t k = 0; k < candidates_.size(); ++k) {
    double distance = std::numeric_limits<double>::infinity();
    for (std::size_t other = 0; other < candidates_.size(); ++other)
      if (used_[other])
        distance = std::min(distance, std::abs(std::log(candidates_[k].omega / candidates_[other].omega)));
    if (distance > largest) {
      largest = distance;
      farthest = k;
    }
  }
  return farthest;
}

/// Solves directly where the estimate is largest, then far from every point that was solved, and compares.
/// The solutions join the basis. @return whether there is more to do
bool FastSweep::confirm(const std::vector<double> &errors) {
  if (confirmed_ >= options_.confirmations) {
    record_.converged = true;
    return false;
  }
  std::size_t candidate = std::max_element(errors.begin(), errors.end()) - errors.begin();
  if (confirmed_ % 2 == 1 || used_[candidate])
    candidate = farthest_unused();
  if (used_[candidate]) { // every candidate was solved directly
    record_.converged = true;
    return false;
  }
  const std::vector<Complex> outputs = model().solve(candidates_[candidate]).outputs;
  const std::vector<Complex> exact = solve_at(candidate);
  projection_->update();
  std::vector<double> differences;
  for (std::size_t l = 0; l < exact.size(); ++l)
    differences.push_back(std::abs(outputs[l] - exact[l]));
  const Confirmation confirmation{candidates_[candidate].omega / two_pi, errors[candidate],
                                  excess(exact, differences)};
  record_.confirmations.push_back(confirmation);
  ++confirmed_;
  if (confirmation.measured > 1) {
    safety_ *= std::max(1.0, confirmation.measured / confirmation.estimated);
    confirmed_ = 0;
    correct_around(candidate);
  }
  return true;
}

std::vector<SweepPoint> FastSweep::evaluate(std::span<const Factors> points) const {
  return earshot::evaluate(model(), estimate(), points);
}

} // namespace earshot
