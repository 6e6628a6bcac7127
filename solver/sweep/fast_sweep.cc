#include "solver/sweep/fast_sweep.h"

#include "solver/results/worse.h"
#include "solver/sweep/reduced_sweep.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi;
/// Part of the tolerance below which nothing is done about an error.
constexpr double good_enough = 0.1;

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

Complex product(std::span<const Complex> a, std::span<const Complex> b) {
  Complex sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += a[i] * b[i];
  return sum;
}

double norm(std::span<const Complex> vector) {
  double square = 0;
  for (const Complex value : vector)
    square += std::norm(value);
  return std::sqrt(square);
}

std::vector<double> distances(const std::vector<Complex> &a, const std::vector<Complex> &b) {
  std::vector<double> result;
  for (std::size_t k = 0; k < a.size(); ++k)
    result.push_back(std::abs(a[k] - b[k]));
  return result;
}

} // namespace

FastSweep::FastSweep(const FrequencyProblem &problem, Factorization &factorization,
                     std::vector<Factors> candidates, FastSweepOptions options)
    : problem_(problem), candidates_(std::move(candidates)), options_(std::move(options)),
      factorization_(factorization) {
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

double FastSweep::excess(const std::vector<Complex> &outputs, const std::vector<double> &errors,
                         const std::vector<double> &round_off) const {
  double largest = 0;
  for (const Goal &goal : options_.goals) {
    const std::size_t l = goal.output;
    if (!(errors[l] <= round_off[l]))
      largest = worse(largest, (errors[l] - round_off[l]) / (goal.tolerance * std::abs(outputs[l])));
  }
  return largest;
}

double FastSweep::excess(const SweepPoint &point) const {
  return excess(point.outputs, point.output_errors, point.round_off);
}

void FastSweep::add_candidates(const std::vector<Factors> &candidates) {
  candidates_.insert(candidates_.end(), candidates.begin(), candidates.end());
  record_.converged = record_.converged && candidates.empty();
  stalled_ = 0;
}

void FastSweep::refine_at(const Factors &point) {
  add_candidates({point});
  expand_at(point);
}

void FastSweep::confirm_again() {
  confirmed_ = 0;
  record_.converged = false;
}

/// What the basis may still gain at each candidate; nothing where one was solved directly.
std::vector<double> FastSweep::candidate_errors() const {
  std::vector<double> errors;
  for (const EstimatedSolution &estimated : estimate().evaluate(candidates_))
    errors.push_back(solved_.contains(candidates_[errors.size()])
                         ? 0
                         : excess(estimated.solution.outputs, estimated.errors, estimated.round_off));
  return errors;
}

bool FastSweep::step() {
  record_.gave_up.clear();
  if (candidates_.empty()) {
    record_.converged = true;
    return false;
  }
  if (record_.expansion_frequencies.empty()) {
    expand_at(candidates_[candidates_.size() / 2]);
    return true;
  }
  const std::vector<double> errors = candidate_errors();
  record_.largest_error = 0;
  for (const double error : errors)
    record_.largest_error = worse(record_.largest_error, error);
  if (record_.largest_error <= 1 && record_.factorizations > 1)
    return confirm(errors);
  if (record_.factorizations >= options_.max_factorizations)
    return give_up("it may take no more factorisations");
  if (is_too_slow())
    return give_up("solving each point takes less time");
  if (!makes_progress(errors))
    return give_up("further factorisations hardly make it better");
  // Anything but a number goes first.
  std::size_t next = farthest_unsolved();
  for (std::size_t k = 0; k < errors.size(); ++k)
    if (!(errors[k] <= errors[next]))
      next = k;
  expand_at(candidates_[next]);
  return true;
}

bool FastSweep::give_up(const std::string &reason) {
  record_.converged = false;
  record_.gave_up = reason;
  return false;
}

/// A factorisation that serves no more than its own point is one of a direct sweep: several of them one after
/// the other, and the basis is not worth its cost.
bool FastSweep::makes_progress(const std::vector<double> &errors) {
  constexpr int patience = 4;
  const auto wanting = static_cast<double>(
      std::count_if(errors.begin(), errors.end(), [](double error) { return !(error <= 1); }));
  const bool better = wanting_ == 0 || wanting + 1 < wanting_ || record_.largest_error < largest_ / 2;
  stalled_ = better ? 0 : stalled_ + 1;
  wanting_ = wanting;
  largest_ = record_.largest_error;
  return stalled_ < patience;
}

/// Whether all but the direct solves has taken more than a fifth of a direct sweep's time. The same on every
/// rank.
bool FastSweep::is_too_slow() const {
  constexpr double share = 0.2, unnoticed = 2; // [s]
  if (budget_.points == 0)
    return false;
  const FactorizationTimings &timings = factorization_.timings();
  const double one_solve = (timings.factorization + timings.summation) / std::max(1, timings.factorizations) +
                           timings.solves / std::max(1, timings.back_substitutions),
               spent = MPI_Wtime() - budget_.started -
                       one_solve * (record_.factorizations - budget_.factorizations);
  int slow = spent > unnoticed && spent > share * one_solve * static_cast<double>(budget_.points);
  MPI_Bcast(&slow, 1, MPI_INT, 0, problem_.partition.communicator);
  return slow != 0;
}

bool FastSweep::run(const GoOn &go_on) {
  while (step())
    if (go_on && !go_on())
      return false;
  return true;
}

FastAnswers FastSweep::answer(std::span<const Factors> points, const GoOn &go_on) {
  budget_ = {MPI_Wtime(), record_.factorizations, points.size()};
  FastAnswers answers;
  while ((answers.finished = run(go_on))) {
    answers.points = evaluate(points);
    double largest = 0;
    std::size_t worst = 0;
    for (std::size_t k = 0; k < points.size(); ++k)
      if (!(excess(answers.points[k]) <= largest))
        largest = excess(answers.points[worst = k]);
    if (largest <= 1)
      break;
    if (!record_.converged) {
      answers.finished = answer_directly(points, go_on);
      break;
    }
    refine_at(points[worst]);
  }
  budget_ = {};
  answers.points = evaluate(points);
  record_.answered =
      answers.finished && std::all_of(answers.points.begin(), answers.points.end(),
                                      [this](const auto &point) { return excess(point) <= 1; });
  note_round_off(answers.points);
  return answers;
}

/// Solves those that the basis doesn't answer well enough, and adds nothing to it.
/// @return false when it was stopped
bool FastSweep::answer_directly(std::span<const Factors> points, const GoOn &go_on) {
  const std::vector<SweepPoint> found = evaluate(points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (excess(found[k]) <= 1)
      continue;
    solve_directly(points[k], false);
    ++record_.direct_points;
    if (go_on && !go_on())
      return false;
  }
  return true;
}

void FastSweep::note_round_off(const std::vector<SweepPoint> &points) {
  record_.round_off = 0;
  const std::vector<double> none(problem_.outputs.size(), 0);
  for (const SweepPoint &point : points)
    if (const double here = excess(point.outputs, point.round_off, none); !(here <= record_.round_off)) {
      record_.round_off = here;
      record_.round_off_frequency = point.frequency;
    }
}

/// A(k)^-1 b(k), and A(k)^-1 c of the goals. What one step of refinement changes, and what b^T z differs by
/// from c^T x, is round-off.
FastSweep::DirectSolve FastSweep::solve_directly(const Factors &point, bool with_adjoints) {
  factorization_.factorize(point);
  ++record_.factorizations;
  std::vector<std::vector<Complex>> right_hand_sides = {right_hand_side(problem_, point)};
  for (const std::size_t output : with_adjoints ? adjoints_ : std::vector<std::size_t>())
    right_hand_sides.push_back(dense(problem_.outputs[output].vector, problem_.partition.total));
  const std::vector<std::vector<Complex>> first = factorization_.solve(right_hand_sides);
  DirectSolve solve{factorization_.refined(right_hand_sides, first), {}};
  const std::vector<Complex> &solution = solve.vectors.front();
  SweepPoint &answer = solve.answer;
  answer.frequency = point.omega / two_pi;
  answer.relative_residual = factorization_.relative_residual();
  answer.outputs = evaluate_outputs(problem_, point, solution);
  answer.peaks = evaluate_peaks(problem_, solution);
  answer.balance = power_balance(problem_, point, solution);
  answer.round_off = distances(evaluate_outputs(problem_, point, first.front()), answer.outputs);
  for (std::size_t k = 1; k < solve.vectors.size(); ++k) {
    const std::size_t l = adjoints_[k - 1];
    const Complex dual = point.outputs[l] * product(solve.vectors[k], right_hand_sides.front());
    answer.round_off[l] = worse(answer.round_off[l], std::abs(dual - answer.outputs[l]));
  }
  answer.output_errors = answer.round_off;
  solved_.add(point, answer);
  return solve;
}

/// Solves directly, compares with what the model says, and gives the solution to the basis.
/// @return how far the model was off, beyond round-off
std::vector<double> FastSweep::learn(const Factors &point) {
  const bool first = record_.factorizations == 0; // before it the basis holds currents and nodes alone
  const ReducedSolution before = first ? ReducedSolution() : model().solve(point);
  const DirectSolve solve = solve_directly(point, true);
  const SweepPoint &exact = solve.answer;
  std::vector<double> errors(exact.outputs.size(), 0);
  Calibration calibration{point.omega, errors, errors};
  if (!first) {
    levels_.push_back(basis_->size());
    errors = distances(before.outputs, exact.outputs);
  }
  extend(point, solve);
  const ReducedSolution after = model().solve(point);
  for (std::size_t l = 0; l < errors.size(); ++l) {
    const double left = worse(exact.round_off[l], std::abs(after.outputs[l] - exact.outputs[l]));
    if (const double scale = norm(after.coordinates) * norm(after.adjoints[l]); scale > 0)
      calibration.round_off[l] = left / scale;
    constexpr double clearly = 3;
    if (errors[l] <= clearly * left)
      errors[l] = 0;
    else
      calibration.amplification[l] = errors[l] / (before.residual * before.adjoint_residuals[l]);
  }
  calibrations_.push_back(std::move(calibration));
  return errors;
}

/// Adds a solve's vectors, and more of their small parts as long as the model doesn't give back what was
/// solved: what is next to nothing of a field may be all that is heard of it.
void FastSweep::extend(const Factors &point, const DirectSolve &solve) {
  constexpr double least = 1e-13, step = 1e-2;
  double previous = std::numeric_limits<double>::infinity();
  while (true) {
    basis_->extend(solve.vectors, solve.vectors, options_.negligible);
    projection_->update();
    const double left =
        excess(solve.answer.outputs, distances(model().solve(point).outputs, solve.answer.outputs),
               solve.answer.round_off);
    if (left <= good_enough || !(left < previous / 2) || options_.negligible <= least)
      return;
    previous = left;
    options_.negligible = std::max(least, step * options_.negligible);
  }
}

void FastSweep::expand_at(const Factors &point) {
  learn(point);
  record_.expansion_frequencies.push_back(point.omega / two_pi);
  correct_around(point);
}

void FastSweep::correct_around(const Factors &point) {
  for (int round = 0; round < options_.correction_rounds; ++round) {
    const std::vector<Correction> corrections = points_to_correct(point);
    if (corrections.empty())
      return;
    levels_.push_back(basis_->size());
    add_corrections(corrections);
    projection_->update();
  }
}

/// Points spread over the neighbourhood that are not good enough yet.
std::vector<FastSweep::Correction> FastSweep::points_to_correct(const Factors &point) const {
  std::vector<std::size_t> near;
  std::vector<Factors> factors;
  for (std::size_t k = 0; k < candidates_.size(); ++k)
    if (std::abs(std::log(candidates_[k].omega / point.omega)) <= std::log(options_.neighbourhood)) {
      near.push_back(k);
      factors.push_back(candidates_[k]);
    }
  const std::vector<EstimatedSolution> solutions = estimate().evaluate(factors);
  std::vector<Correction> wanting;
  for (std::size_t k = 0; k < near.size(); ++k) {
    if (solved_.contains(factors[k]))
      continue;
    Correction correction{near[k], {}};
    for (const Goal &goal : options_.goals) {
      const std::size_t l = goal.output;
      const double error = solutions[k].errors[l] - solutions[k].round_off[l];
      if (!(error <= good_enough * goal.tolerance * std::abs(solutions[k].solution.outputs[l])))
        correction.outputs.push_back(l);
    }
    if (!correction.outputs.empty())
      wanting.push_back(std::move(correction));
  }
  std::vector<Correction> chosen;
  const auto n_chosen = std::min<std::size_t>(wanting.size(), options_.corrected_points);
  for (std::size_t k = 0; k < n_chosen; ++k) // Even shares of the neighbourhood, as it stands in order.
    chosen.push_back(wanting[(2 * k + 1) * wanting.size() / (2 * n_chosen)]);
  return chosen;
}

/// One block of right-hand sides: the solutions' residuals, and those of the adjoints of what is wanting.
void FastSweep::add_corrections(const std::vector<Correction> &corrections) {
  std::vector<Factors> factors;
  std::vector<std::vector<Complex>> coordinates, right_hand_sides;
  for (const auto &[candidate, outputs] : corrections) {
    const Factors &point = candidates_[candidate];
    const ReducedSolution solution = model().solve(point);
    factors.push_back(point);
    coordinates.push_back(solution.coordinates);
    right_hand_sides.push_back(right_hand_side(problem_, point));
    for (const std::size_t output : adjoints_) {
      if (std::find(outputs.begin(), outputs.end(), output) == outputs.end())
        continue;
      factors.push_back(point);
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
std::size_t FastSweep::farthest_unsolved() const {
  std::size_t farthest = 0;
  double largest = -1;
  for (std::size_t k = 0; k < candidates_.size(); ++k) {
    if (solved_.contains(candidates_[k]))
      continue;
    double distance = std::numeric_limits<double>::infinity();
    for (const Factors &other : solved_.points())
      distance = std::min(distance, std::abs(std::log(candidates_[k].omega / other.omega)));
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
  std::size_t candidate = std::max_element(errors.begin(), errors.end()) - errors.begin();
  if (confirmed_ % 2 == 1 || solved_.contains(candidates_[candidate]))
    candidate = farthest_unsolved();
  const Factors point = candidates_[candidate];
  if (confirmed_ >= options_.confirmations || solved_.contains(point)) { // or every candidate was solved
    record_.converged = true;
    return false;
  }
  const std::vector<double> seen = learn(point), none(seen.size(), 0);
  const Confirmation confirmation{point.omega / two_pi, errors[candidate],
                                  excess(solved_.find(point)->outputs, seen, none)};
  record_.confirmations.push_back(confirmation);
  ++confirmed_;
  if (!(confirmation.measured <= 1)) { // the estimate has changed: all anew
    confirmed_ = 0;
    wanting_ = 0;
    correct_around(point);
  }
  return true;
}

std::vector<SweepPoint> FastSweep::evaluate(std::span<const Factors> points) const {
  std::vector<SweepPoint> found = earshot::evaluate(model(), estimate(), points);
  for (std::size_t k = 0; k < points.size(); ++k)
    if (const SweepPoint *exact = solved_.find(points[k])) {
      std::vector<Complex> coordinates = std::move(found[k].coordinates);
      found[k] = *exact;
      found[k].coordinates = std::move(coordinates);
    }
  return found;
}

} // namespace earshot
