#include "solver/sweep/reduced_solver.h"

#include "solver/algebra/dense_system.h"
#include "solver/algebra/parallel_chunks.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

/// Most points whose terms are summed by one product of matrices: enough for BLAS, little for memory.
constexpr std::size_t most_at_once = 16;

/// |D r| from a sketch of r.
double sketched_norm(std::span<const Complex> sketch) {
  double square = 0;
  for (const Complex value : sketch)
    square += std::norm(value);
  return std::sqrt(square / static_cast<double>(sketch.size()));
}

/// The outputs whose adjoints are asked for.
std::vector<std::size_t> estimated_outputs(const ReducedModel &model) {
  std::vector<std::size_t> estimated;
  for (std::size_t l = 0; l < model.outputs.size(); ++l)
    if (!model.outputs[l].sketch.empty())
      estimated.push_back(l);
  return estimated;
}

/// The load and some outputs' vectors at a point, of some coordinates, or of the probes: one after the other.
std::vector<Complex> right_hand_sides(const ReducedModel &model, const Factors &factors,
                                      const std::vector<std::size_t> &outputs,
                                      std::vector<double> ReducedVector::*part, std::size_t n) {
  std::vector<Complex> vectors((1 + outputs.size()) * n);
  for (std::size_t k = 0; k < model.loads.size(); ++k)
    for (std::size_t i = 0; i < n; ++i)
      vectors[i] += factors.loads[k] * (model.loads[k].*part)[i];
  for (std::size_t k = 0; k < outputs.size(); ++k)
    std::copy_n((model.outputs[outputs[k]].*part).begin(), n, vectors.begin() + (k + 1) * n);
  return vectors;
}

/// @throws std::runtime_error when the projected matrix is singular or the solution not finite
ReducedSolution solution_of(const ReducedModel &model, const std::vector<std::size_t> &estimated,
                            const Factors &factors, SummedTerms terms, const EliminationOrder &order) {
  const std::size_t leading = terms.matrix.size();
  std::vector<Complex> vectors = right_hand_sides(model, factors, estimated, &ReducedVector::values, leading),
                       residuals = right_hand_sides(model, factors, estimated, &ReducedVector::sketch,
                                                    model.n_probes);
  ReducedSystem(std::move(terms.matrix), order).solve(vectors);
  if (!std::all_of(vectors.begin(), vectors.end(),
                   [](Complex z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }))
    throw std::runtime_error("the reduced model has no finite solution at " +
                             std::to_string(factors.omega / (2 * std::numbers::pi)) + " Hz");
  subtract_product(model.n_probes, 1 + estimated.size(), leading, terms.sketch.data(), vectors.data(),
                   residuals.data());

  ReducedSolution solution;
  const auto part = [](const std::vector<Complex> &list, std::size_t k, std::size_t length) {
    return std::span<const Complex>(list).subspan(k * length, length);
  };
  const auto vector = [&](std::size_t k) {
    const auto found = part(vectors, k, leading);
    return std::vector<Complex>(found.begin(), found.end());
  };
  solution.coordinates = vector(0);
  solution.residual = sketched_norm(part(residuals, 0, model.n_probes));
  for (std::size_t l = 0; l < model.outputs.size(); ++l)
    solution.outputs.push_back(factors.outputs[l] * model.outputs[l].product(solution.coordinates));
  solution.adjoints.resize(model.outputs.size());
  solution.adjoint_residuals.resize(model.outputs.size());
  for (std::size_t k = 0; k < estimated.size(); ++k) {
    solution.adjoints[estimated[k]] = vector(k + 1);
    solution.adjoint_residuals[estimated[k]] = sketched_norm(part(residuals, k + 1, model.n_probes));
  }
  return solution;
}

} // namespace

ReducedSystem::ReducedSystem(BorderedMatrix matrix, const EliminationOrder &order)
    : sequence_(order.sequence()), system_(std::move(matrix)) {}

ReducedSystem::ReducedSystem(const GatheredTerms &terms, const Factors &factors)
    : ReducedSystem(std::move(terms.sum({&factors, 1}, terms.size()).front().matrix), terms.order()) {}

void ReducedSystem::solve(std::span<Complex> b) const {
  const std::size_t n = sequence_.size();
  std::vector<Complex> ordered(b.size());
  for (std::size_t first = 0; first < b.size(); first += n)
    for (std::size_t i = 0; i < n; ++i)
      ordered[first + i] = b[first + sequence_[i]];
  system_.solve(ordered);
  for (std::size_t first = 0; first < b.size(); first += n)
    for (std::size_t i = 0; i < n; ++i)
      b[first + sequence_[i]] = ordered[first + i];
}

std::vector<ReducedSolution> ReducedSolver::solve(std::span<const Factors> points, std::size_t leading,
                                                  unsigned threads) const {
  std::vector<ReducedSolution> solutions(points.size());
  const std::vector<std::size_t> estimated = estimated_outputs(model_);
  const EliminationOrder order = gathered_.order().truncated(leading);
  const std::size_t shared_out =
      (points.size() + 2 * threads - 1) / (2 * threads); // two chunks a thread, if few
  for_chunks(points.size(), std::clamp<std::size_t>(shared_out, 1, most_at_once), threads,
             [&](std::size_t first, std::size_t size) {
               const std::span<const Factors> some = points.subspan(first, size);
               std::vector<SummedTerms> sums = gathered_.sum(some, leading);
               for (std::size_t p = 0; p < size; ++p)
                 solutions[first + p] = solution_of(model_, estimated, some[p], std::move(sums[p]), order);
             });
  return solutions;
}

} // namespace earshot
