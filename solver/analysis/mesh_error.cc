#include "solver/analysis/mesh_error.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// Error over what the surplus says of it: from smooth fields to sharp edges on meshes as coarse as their
/// vents (docs/verification.md).
constexpr double beyond_surplus = 3;

} // namespace

MeshError::MeshError(const Model &model, const Factors &reference)
    : MeshError(model, reference, enriched_air(model)) {}

MeshError::MeshError(const Model &model, const Factors &reference, EnrichedAir air)
    : model_(model), eardrum_(find_output(model.problem(), {QuantityKind::eardrum_pressure})
                                  .value_or(model.problem().outputs.size())),
      surplus_(air.problem, reference), cells_(std::move(air.cells)) {}

std::vector<Complex> MeshError::adjoint(Factorization &factorization) const {
  std::vector<Complex> output(model_.problem().partition.total);
  for (const auto &[unknown, value] : model_.problem().outputs[eardrum_].vector)
    output[unknown] += value;
  return factorization.solve(output);
}

void MeshError::add_to(SweepPoint &point, const Factors &factors, Factorization &factorization) const {
  point.mesh_error =
      beyond_surplus * std::abs(surplus_.error(factors, eardrum_, point.solution, adjoint(factorization)));
}

void MeshError::add_to(std::span<SweepPoint> points, std::span<const Factors> factors,
                       const ReducedBasis &basis) const {
  const ReducedSurplus reduced = surplus_.project(basis, eardrum_);
  for (std::size_t k = 0; k < points.size(); ++k)
    points[k].mesh_error = beyond_surplus * std::abs(factors[k].outputs[eardrum_] *
                                                     reduced.error(factors[k], points[k].coordinates,
                                                                   points[k].adjoints[eardrum_]));
}

std::vector<Complex> MeshError::of_cells(const Factors &factors, std::span<const Complex> solution,
                                         std::span<const Complex> adjoint) const {
  const std::vector<Complex> parts = surplus_.all_contributions(factors, eardrum_, solution, adjoint);
  std::vector<double> n_cells(parts.size(), 0);
  for (const auto &numbers : cells_)
    for (const Index number : numbers)
      if (number != no_unknown)
        ++n_cells[number];
  std::vector<Complex> shares;
  for (const auto &numbers : cells_) {
    Complex &share = shares.emplace_back(0);
    for (const Index number : numbers)
      if (number != no_unknown)
        share += beyond_surplus * parts[number] / n_cells[number];
  }
  return shares;
}

std::vector<double> MeshError::of_cells_db(const SweepPoint &point, const Factors &factors,
                                           std::span<const Complex> solution,
                                           std::span<const Complex> adjoint) const {
  std::vector<double> levels;
  for (const Complex &share : of_cells(factors, solution, adjoint))
    levels.push_back(20 * std::log10(1 + std::abs(share / point.outputs[eardrum_])));
  return levels;
}

} // namespace earshot
