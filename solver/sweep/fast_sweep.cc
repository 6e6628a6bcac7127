#include "solver/sweep/fast_sweep.h"

#include "solver/algebra/agreement.h"
#include "solver/results/worse.h"
#include "solver/sweep/reduced_sweep.h"
#include "solver/sweep/vector_norm.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi;
/// Of the parts that cancel in an output: 100 dB below them nobody listens.
constexpr double inaudible = 1e-5;

/// Whether two vectors differ in length alone.
bool parallel(const SparseVector &a, const SparseVector &b) {
  return a.size() == 1 && b.size() == 1 && a.front().first == b.front().first;
}

std::vector<double> sum(std::vector<double> values, const std::vector<double> &others) {
  for (std::size_t k = 0; k < values.size(); ++k)
    values[k] += others[k];
  return values;
}

bool all_within_tolerance(const std::vector<double> &errors) {
  return std::all_of(errors.begin(), errors.end(), [](double error) { return error <= 1; });
}

} // namespace

FastSweep::FastSweep(const FrequencyProblem &problem, Factorization &factorization,
                     std::vector<Factors> candidates, FastSweepOptions options)
    : problem_(problem), options_(std::move(options)), solves_(factorization),
      noise_(problem.outputs.size(), 0) {
  candidates_.add(candidates);
  find_adjoints();
  std::vector<double> weights;
  for (const double scale : factorization.scaling())
    weights.push_back(1 / (scale * scale));
  basis_ = std::make_unique<ReducedBasis>(problem_, weights);
  std::vector<std::size_t> estimated;
  for (const Goal &goal : options_.goals)
    estimated.push_back(goal.output);
  projection_ = std::make_unique<Projection>(problem_, *basis_, factorization.scaling(), estimated);
}

/// A symmetric problem's adjoint of what its only load acts on is the solution.
void FastSweep::find_adjoints() {
  for (const Goal &goal : options_.goals) {
    const SparseVector &output = problem_.outputs.at(goal.output).vector;
    if (problem_.loads.size() != 1 || !parallel(output, problem_.loads.front().vector))
      adjoints_.push_back(goal.output);
  }
  adjoints_.insert(adjoints_.end(), options_.adjoints.begin(), options_.adjoints.end());
}

double FastSweep::excess(const Goal &goal, const std::vector<Yardstick> &yardsticks,
                         const std::vector<double> &errors, const std::vector<double> &round_off) {
  const std::size_t l = goal.output;
  if (errors[l] <= round_off[l])
    return 0;
  return (errors[l] - round_off[l]) / std::max(goal.tolerance * yardsticks[l].magnitude, yardsticks[l].noise);
}

double FastSweep::excess(const std::vector<Yardstick> &yardsticks, const std::vector<double> &errors,
                         const std::vector<double> &round_off) const {
  double largest = 0;
  for (const Goal &goal : options_.goals)
    largest = worse(largest, excess(goal, yardsticks, errors, round_off));
  return largest;
}

/// A driver's part of an output is f z^T A x of the term by which it acts, with the output's adjoint z.
std::vector<Yardstick> FastSweep::yardsticks(const Factors &point, const ReducedSolution &solution) const {
  std::vector<Yardstick> result;
  for (std::size_t l = 0; l < solution.outputs.size(); ++l) {
    const std::vector<Complex> &adjoint = solution.adjoints[l];
    double parts = 0;
    for (const std::size_t j : adjoint.empty() ? std::vector<std::size_t>() : options_.drives)
      parts +=
          std::abs(point.outputs[l] * point.terms[j] * model().product(j, adjoint, solution.coordinates));
    result.push_back({worse(std::abs(solution.outputs[l]), inaudible * parts),
                      noise_[l] * norm(solution.coordinates) * norm(adjoint)});
  }
  return result;
}

double FastSweep::excess(const SweepPoint &point) const {
  return excess(point.yardsticks, point.output_errors, point.round_off);
}

/// The same on every rank.
std::vector<double> FastSweep::excesses(const std::vector<SweepPoint> &points) const {
  std::vector<double> values;
  for (const SweepPoint &point : points)
    values.push_back(excess(point));
  return agreed(std::move(values), problem_.partition.communicator);
}

void FastSweep::add_candidates(const std::vector<Factors> &candidates) {
  candidates_.add(candidates);
  confirmed_outlook_ = {};
  record_.converged = record_.converged && candidates.empty();
  stalled_ = 0;
}

void FastSweep::refine_at(const Factors &point) {
  add_candidates({point});
  expand_at(point);
}

void FastSweep::confirm_again() {
  confirmed_ = 0;
  confirmed_outlook_ = {};
  record_.converged = false;
}

std::vector<std::size_t> FastSweep::Watched::in_doubt(std::size_t stride) const {
  std::vector<std::size_t> numbers;
  for (std::size_t k = 0; k < points.size(); k += stride)
    if (!(errors[k] <= good_enough))
      numbers.push_back(k);
  return numbers;
}

std::vector<Factors> FastSweep::Watched::at(const std::vector<std::size_t> &numbers) const {
  std::vector<Factors> some;
  for (const std::size_t k : numbers)
    some.push_back(points[k]);
  return some;
}

void FastSweep::Watched::add(const std::vector<Factors> &more) {
  points.insert(points.end(), more.begin(), more.end());
  errors.resize(points.size(), std::numeric_limits<double>::infinity());
}

void FastSweep::Watched::forget() {
  std::fill(errors.begin(), errors.end(), std::numeric_limits<double>::infinity());
}

/// Until they all are good enough, every so-manyth candidate stands for those around it.
std::size_t FastSweep::scouts_stride() const {
  constexpr std::size_t few = 100, stride = 4;
  return candidates_.points.size() < few ? 1 : stride;
}

/// What the basis may still gain at every `stride`th candidate; nothing where one was solved directly.
void FastSweep::look_at_candidates(std::size_t stride) {
  const std::vector<std::size_t> numbers = candidates_.in_doubt(stride);
  if (numbers.empty())
    return;
  const std::vector<Factors> points = candidates_.at(numbers);
  const std::vector<EstimatedSolution> found = estimate().evaluate(points);
  std::vector<double> errors(points.size(), 0);
  for (std::size_t k = 0; k < points.size(); ++k)
    if (!solved_.contains(points[k]))
      errors[k] = excess(yardsticks(points[k], found[k].solution), found[k].errors, found[k].round_off);
  errors = agreed(std::move(errors), problem_.partition.communicator);
  for (std::size_t k = 0; k < points.size(); ++k)
    candidates_.errors[numbers[k]] = errors[k];
}

/// Answers the points that are asked for, where they may still get better.
void FastSweep::look_at_asked() {
  const std::vector<std::size_t> numbers = asked_.in_doubt(1);
  if (numbers.empty())
    return;
  std::vector<SweepPoint> found = evaluate(asked_.at(numbers));
  const std::vector<double> errors = excesses(found);
  asked_.answers.resize(asked_.points.size());
  for (std::size_t k = 0; k < numbers.size(); ++k) {
    asked_.errors[numbers[k]] = errors[k];
    asked_.answers[numbers[k]] = std::move(found[k]);
  }
}

/// Whether every candidate is one of the points that are asked for.
bool FastSweep::asked_hold_for_candidates() const {
  return !asked_.points.empty() &&
         std::all_of(candidates_.points.begin(), candidates_.points.end(), [&](const Factors &candidate) {
           return std::any_of(asked_.points.begin(), asked_.points.end(),
                              [&](const Factors &asked) { return same_point(candidate, asked); });
         });
}

FastSweep::Outlook FastSweep::outlook(const Watched &watched, std::size_t stride) const {
  Outlook outlook{&watched, std::vector<double>(watched.points.size(), 0), 0, 0};
  for (std::size_t k = 0; k < watched.points.size(); k += stride) {
    outlook.errors[k] = watched.errors[k];
    outlook.largest = worse(outlook.largest, outlook.errors[k]);
    outlook.wanting += !(outlook.errors[k] <= 1) ? static_cast<double>(stride) : 0;
  }
  return outlook;
}

/// Where the basis stands: by every so-manyth candidate until these are good enough, then by the points that
/// are asked for, or else by all candidates.
FastSweep::Outlook FastSweep::look_over() {
  if (confirmed_outlook_.watched != nullptr)
    return std::exchange(confirmed_outlook_, {});
  look_at_candidates(scouts_stride());
  Outlook scouts = outlook(candidates_, scouts_stride());
  if (!all_within_tolerance(scouts.errors))
    return scouts;
  if (asked_hold_for_candidates()) {
    look_at_asked();
    return outlook(asked_, 1);
  }
  look_at_candidates(1);
  return outlook(candidates_, 1);
}

bool FastSweep::step() {
  record_.gave_up.clear();
  if (candidates_.points.empty()) {
    record_.converged = true;
    return false;
  }
  if (record_.expansion_frequencies.empty()) {
    expand_at(candidates_.points[candidates_.points.size() / 2]);
    return true;
  }
  const Outlook outlook = look_over();
  record_.largest_error = outlook.largest;
  if (record_.largest_error <= 1 && record_.factorizations > 1)
    return confirm(outlook);
  if (record_.factorizations >= options_.max_factorizations)
    return give_up("it may take no more factorisations");
  const bool wanting = !(record_.largest_error <= 1);
  if (wanting && static_cast<Index>(basis_->size()) == problem_.partition.total)
    return give_up("its basis holds every direction");
  if (is_too_slow())
    return give_up("solving each point takes less time");
  if (!makes_progress(outlook))
    return give_up("further factorisations hardly make it better");
  expand_where_worst(outlook);
  return true;
}

/// Anything but a number goes first.
void FastSweep::expand_where_worst(const Outlook &outlook) {
  const std::vector<Factors> &points = outlook.watched->points;
  std::size_t next = farthest_unsolved(points);
  for (std::size_t k = 0; k < points.size(); ++k)
    if (!(outlook.errors[k] <= outlook.errors[next]))
      next = k;
  expand_at(Factors(points[next]));
}

bool FastSweep::give_up(const std::string &reason) {
  record_.converged = false;
  record_.gave_up = reason;
  return false;
}

/// A factorisation that serves no more than its own point is one of a direct sweep: several of them one after
/// the other, and the basis is not worth its cost.
bool FastSweep::makes_progress(const Outlook &outlook) {
  constexpr int patience = 4;
  const bool better = wanting_ == 0 || outlook.wanting + 1 < wanting_ || outlook.largest < largest_ / 2;
  stalled_ = better ? 0 : stalled_ + 1;
  wanting_ = outlook.wanting;
  largest_ = outlook.largest;
  return stalled_ < patience;
}

/// Whether all but the direct solves has taken too much of a direct sweep's time. The same on every rank.
bool FastSweep::is_too_slow() const {
  constexpr double unnoticed = 2; // [s]
  if (budget_.points == 0 || solves_.replayed())
    return false;
  const double one_solve = solves_.seconds_of_one(),
               spent = MPI_Wtime() - budget_.started -
                       one_solve * (record_.factorizations - budget_.factorizations);
  int slow = spent > unnoticed && spent > options_.overhead * one_solve * static_cast<double>(budget_.points);
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
  asked_ = {};
  asked_.add({points.begin(), points.end()});
  FastAnswers answers;
  while ((answers.finished = run(go_on))) {
    look_at_asked();
    if (all_within_tolerance(asked_.errors))
      break;
    if (!record_.converged) {
      answers.finished = answer_directly(go_on);
      break;
    }
    std::size_t worst = 0; // anything but a number goes first
    for (std::size_t k = 0; k < points.size(); ++k)
      if (!(asked_.errors[k] <= asked_.errors[worst]))
        worst = k;
    refine_at(points[worst]);
  }
  if (!answers.finished)
    look_at_asked();
  record_.answered = answers.finished && all_within_tolerance(asked_.errors);
  answers.points = finished_answers();
  budget_ = {};
  note_round_off(answers.points);
  return answers;
}

/// Points that were solved by their solves, all in coordinates of the whole basis. Nothing is asked any more.
std::vector<SweepPoint> FastSweep::finished_answers() {
  std::vector<std::size_t> solved;
  for (std::size_t k = 0; k < asked_.points.size(); ++k)
    if (solved_.contains(asked_.points[k]))
      solved.push_back(k);
  std::vector<SweepPoint> exact = solved.empty() ? std::vector<SweepPoint>() : evaluate(asked_.at(solved));
  std::vector<SweepPoint> answers = std::move(asked_.answers);
  answers.resize(asked_.points.size());
  for (std::size_t k = 0; k < solved.size(); ++k)
    answers[solved[k]] = std::move(exact[k]);
  for (SweepPoint &answer : answers) {
    answer.coordinates.resize(basis_->size()); // of what came later, nothing
    for (std::vector<Complex> &adjoint : answer.adjoints)
      if (!adjoint.empty())
        adjoint.resize(basis_->size());
  }
  asked_ = {};
  confirmed_outlook_ = {};
  return answers;
}

/// Solves those that the basis doesn't answer well enough, and adds nothing to it.
/// @return false when it was stopped
bool FastSweep::answer_directly(const GoOn &go_on) {
  for (std::size_t k = 0; k < asked_.points.size(); ++k) {
    if (asked_.errors[k] <= 1)
      continue;
    solve_directly(asked_.points[k], false);
    ++record_.direct_points;
    if (go_on && !go_on())
      return false;
  }
  return true;
}

void FastSweep::note_round_off(const std::vector<SweepPoint> &points) {
  record_.round_off = 0;
  for (const SweepPoint &point : points)
    for (const auto &[output, tolerance] : options_.goals)
      if (const double here = point.round_off[output] / (tolerance * point.yardsticks[output].magnitude);
          point.round_off[output] > 0 && !(here <= record_.round_off)) {
        record_.round_off = here;
        record_.round_off_frequency = point.frequency;
      }
}

/// The point that lies farthest from all that was solved directly, in octaves.
std::size_t FastSweep::farthest_unsolved(const std::vector<Factors> &points) const {
  std::size_t farthest = 0;
  double largest = -1;
  for (std::size_t k = 0; k < points.size(); ++k) {
    if (solved_.contains(points[k]))
      continue;
    double distance = std::numeric_limits<double>::infinity();
    for (const Factors &other : solved_.points())
      distance = std::min(distance, std::abs(std::log(points[k].omega / other.omega)));
    if (distance > largest) {
      largest = distance;
      farthest = k;
    }
  }
  return farthest;
}

/// Solves directly where the estimate is largest, then far from every point that was solved, and compares.
/// The solutions join the basis. @return whether there is more to do
bool FastSweep::confirm(const Outlook &outlook) {
  const std::vector<Factors> &points = outlook.watched->points;
  std::size_t number =
      std::max_element(outlook.errors.begin(), outlook.errors.end()) - outlook.errors.begin();
  if (confirmed_ % 2 == 1 || solved_.contains(points[number]))
    number = farthest_unsolved(points);
  const Factors point = points[number];
  if (confirmed_ >= options_.confirmations || solved_.contains(point)) { // or every point was solved
    record_.converged = true;
    return false;
  }
  const std::vector<double> seen = learn(point);
  const SweepPoint &exact = *solved_.find(point);
  const Confirmation confirmation{
      point.omega / two_pi, outlook.errors[number],
      excess(yardsticks(point, model().solve(point)), sum(seen, exact.round_off), exact.round_off)};
  record_.confirmations.push_back(confirmation);
  ++confirmed_;
  if (!(confirmation.measured <= 1)) { // the estimate has changed: all anew
    confirmed_ = 0;
    wanting_ = 0;
    candidates_.forget();
    asked_.forget();
    correct_around(point);
  } else if (confirmation.measured <= confirmation.estimated) { // a solution more makes nothing worse
    confirmed_outlook_ = outlook;
    confirmed_outlook_.errors[number] = 0;
  }
  return true;
}

std::vector<SweepPoint> FastSweep::evaluate(std::span<const Factors> points) const {
  std::vector<SweepPoint> found = earshot::evaluate(model(), estimate(), points);
  for (std::size_t k = 0; k < points.size(); ++k) {
    found[k].yardsticks =
        yardsticks(points[k], {found[k].coordinates, found[k].outputs, found[k].adjoints, 0, {}});
    if (const SweepPoint *exact = solved_.find(points[k])) {
      SweepPoint answer = *exact;
      answer.yardsticks = std::move(found[k].yardsticks);
      answer.coordinates = std::move(found[k].coordinates);
      answer.adjoints = std::move(found[k].adjoints);
      found[k] = std::move(answer);
    }
  }
  return found;
}

} // namespace earshot
