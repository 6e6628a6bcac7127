#include "solver/analysis/loss_error.h"

#include "solver/results/frequency_text.h"
#include "solver/sweep/projection.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

LossError::LossError(const Model &model) : whole_(model.problem()) {
  const auto eardrum = find_output(whole_, {QuantityKind::eardrum_pressure});
  if (!eardrum || !model.has_mesh())
    return;
  eardrum_ = *eardrum;
  problem_.partition = whole_.partition;
  problem_.blocks = whole_.blocks;
  const CaseFields fields = model.fields();
  const AirMatrices matrices(*fields.air, whole_.partition, fields.air_numbers());
  const AirProperties air = model.air_properties();
  for (const LossDoubt &doubt : loss_doubts(model.losses(), model.config())) {
    const AirMatrices::Volume volume = matrices.volume({model.air().mesh().volume_index(doubt.volume)});
    const auto error = [air, doubt](double omega) {
      return passage_error(air, doubt.judged, doubt.gaps, omega);
    };
    problem_.terms.push_back(
        {"flow",
         doubt.volume,
         {"e_v/(rho w^2)", [=](double omega) { return error(omega).flow / (air.density * omega * omega); }},
         volume.stiffness,
         ""});
    problem_.terms.push_back(
        {"compression",
         doubt.volume,
         {"e_h/(rho c^2)", [=](double omega) { return error(omega).compression / air.bulk_modulus(); }},
         volume.mass,
         ""});
    volumes_.push_back(doubt.volume);
  }
}

std::vector<double> LossError::errors(double frequency, Complex output_factor,
                                      const std::function<Complex(std::size_t term)> &product) const {
  const double omega = 2 * std::numbers::pi * frequency;
  std::vector<double> result(volumes_.size());
  for (std::size_t j = 0; j < problem_.terms.size(); ++j)
    result[j / 2] += std::abs(output_factor * problem_.terms[j].coefficient.value(omega) * product(j));
  return result;
}

void LossError::add_to(SweepPoint &point, const Factors &factors, Factorization &factorization) const {
  std::vector<Complex> output(whole_.partition.total);
  for (const auto &[unknown, value] : whole_.outputs[eardrum_].vector)
    output[unknown] += value;
  const std::vector<Complex> adjoint = factorization.solve(output);
  point.loss_errors = errors(point.frequency, factors.outputs[eardrum_], [&](std::size_t j) {
    const Partition &partition = whole_.partition;
    std::vector<Complex> rows(partition.end - partition.begin);
    problem_.terms[j].matrix.apply_add(1, point.solution, rows);
    const std::vector<Complex> image = gather_rows(partition, rows);
    Complex sum = 0;
    for (std::size_t i = 0; i < image.size(); ++i)
      sum += adjoint[i] * image[i];
    return sum;
  });
}

void LossError::add_to(std::span<SweepPoint> points, std::span<const Factors> factors,
                       const ReducedBasis &basis) const {
  const std::vector<double> scaling(whole_.partition.total, 1.0); // no residual is asked for
  const Projection projection(problem_, basis, scaling, {});
  for (std::size_t k = 0; k < points.size(); ++k)
    points[k].loss_errors = errors(points[k].frequency, factors[k].outputs[eardrum_], [&](std::size_t j) {
      return projection.model().product(j, points[k].adjoints[eardrum_], points[k].coordinates);
    });
}

std::vector<LossVerdict> loss_verdicts(const std::vector<LossDoubt> &doubts, const Response &response) {
  constexpr double least_heard_db = 0.05;
  const std::vector<double> &errors = response.loss_error_db;
  std::vector<LossVerdict> verdicts;
  for (const LossDoubt &doubt : doubts) {
    if (errors.empty()) {
      verdicts.push_back({doubt.text, true});
      continue;
    }
    const auto largest = std::max_element(errors.begin(), errors.end());
    verdicts.push_back({fmt::format("{}. At the eardrum {} may be {:.2g} dB, at {}", doubt.text,
                                    doubts.size() == 1 ? "that" : "all such volumes together", *largest,
                                    frequency_text(response.frequency_hz[largest - errors.begin()])),
                        *largest >= least_heard_db});
  }
  return verdicts;
}

} // namespace earshot
