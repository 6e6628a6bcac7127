#include "solver/physics/magnetics/magnetostatics.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

void assemble(const MagnetostaticProblem &problem, std::span<const double> potential,
              MagnetostaticProblem::Permeability permeability, LocalMatrix &matrix) {
  matrix.set_zero();
  problem.for_each_stiffness(potential, permeability,
                             [&](std::span<const Index> unknowns, std::span<const double> entries) {
                               matrix.add_element(unknowns, entries);
                             });
  matrix.finish();
}

} // namespace

double dot(const SparseVector &a, std::span<const double> b) {
  double sum = 0;
  for (const auto &[index, value] : a)
    sum += value * b[index];
  return sum;
}

std::vector<double> dense(const SparseVector &sparse, Index size) {
  std::vector<double> result(size, 0.0);
  for (const auto &[index, value] : sparse)
    result[index] += value;
  return result;
}

MagnetostaticProblem::MagnetostaticProblem(const PlaneMesh &mesh, std::vector<MagneticMaterial> materials,
                                           const PlaneSpaceOptions &options)
    : space_(mesh, options), materials_(std::move(materials)), region_names_(mesh.regions) {
  if (materials_.size() != mesh.regions.size())
    throw std::invalid_argument(fmt::format("a plane mesh of {} regions needs as many materials, not {}",
                                            mesh.regions.size(), materials_.size()));
}

PlaneVector MagnetostaticProblem::flux_density(const PlaneValue &value) const {
  const PlaneVector &d = value.gradient;
  if (space_.options().symmetry == PlaneSymmetry::planar)
    return {d[1], -d[0]};
  const double r = value.position[0];
  return {-d[1], d[0] + (r > 0 ? value.value / r : d[0])}; // A = r dA/dr on the axis
}

std::vector<PlaneVector> MagnetostaticProblem::curls(const PlanePoint &point) const {
  std::vector<PlaneVector> result(point.value.size());
  const double r = point.position[0];
  if (space_.options().symmetry == PlaneSymmetry::planar)
    for (std::size_t j = 0; j < result.size(); ++j)
      result[j] = {point.gradient_2[j], -point.gradient_1[j]};
  else
    for (std::size_t j = 0; j < result.size(); ++j)
      result[j] = {-point.gradient_2[j], point.gradient_1[j] + point.value[j] / r};
  return result;
}

PlaneVector MagnetostaticProblem::flux_density(const PlaneElement &element,
                                               const std::vector<PlaneVector> &curls,
                                               std::span<const double> potential) {
  PlaneVector b{};
  for (std::size_t j = 0; j < curls.size(); ++j)
    for (int i = 0; i < 2; ++i)
      b[i] += curls[j][i] * potential[element.unknowns[j]];
  return b;
}

// r_i = int H(curl A) . curl v_i dV - int J v_i dV
std::vector<double> MagnetostaticProblem::residual(std::span<const double> potential,
                                                   const std::vector<double> &current) const {
  std::vector<double> r(current.size());
  std::transform(current.begin(), current.end(), r.begin(), std::negate<>());
  for (const auto &element : space_.elements()) {
    const MagneticMaterial &material = materials_[element.region];
    for (const auto &point : element.points) {
      const auto v = curls(point);
      const auto h = field_strength(material, flux_density(element, v, potential)).h;
      for (std::size_t i = 0; i < v.size(); ++i)
        r[element.unknowns[i]] +=
            point.weight * (h[0] * v[i][0] + h[1] * v[i][1] - material.current_density * point.value[i]);
    }
  }
  return r;
}

// K_ij = int curl v_i . nu curl v_j dV with nu = dH/dB, or H/B
void MagnetostaticProblem::for_each_stiffness(
    std::span<const double> potential, Permeability permeability,
    const std::function<void(std::span<const Index>, std::span<const double>)> &visit) const {
  std::vector<double> entries;
  for (const auto &element : space_.elements()) {
    const std::size_t n = element.unknowns.size();
    entries.assign(n * n, 0);
    for (const auto &point : element.points) {
      const auto v = curls(point);
      const auto field = field_strength(materials_[element.region], flux_density(element, v, potential));
      const double w = point.weight;
      const bool tensor = permeability == Permeability::incremental;
      const double n11 = w * (tensor ? field.slope[0][0] : field.secant),
                   n22 = w * (tensor ? field.slope[1][1] : field.secant),
                   n12 = tensor ? w * field.slope[0][1] : 0;
      for (std::size_t i = 0; i < n; ++i) {
        const double h1 = n11 * v[i][0] + n12 * v[i][1], h2 = n12 * v[i][0] + n22 * v[i][1];
        for (std::size_t j = 0; j <= i; ++j)
          entries[i * n + j] += h1 * v[j][0] + h2 * v[j][1];
      }
    }
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j < i; ++j)
        entries[j * n + i] = entries[i * n + j];
    visit(element.unknowns, entries);
  }
}

NewtonReport MagnetostaticProblem::solve(std::vector<double> &potential, const SparseVector &current) const {
  potential.resize(space_.n_unknowns(), 0.0);
  const auto load = dense(current, space_.n_unknowns());
  const NonlinearSystem system{[&](std::span<const double> x) { return residual(x, load); },
                               [&](std::span<const double> x, LocalMatrix &matrix) {
                                 assemble(*this, x, Permeability::incremental, matrix);
                               }};
  LocalMatrix matrix(space_.n_unknowns(), space_.patterns());
  NewtonReport report = solve_by_newton(system, matrix, potential);
  if (!report.converged)
    throw std::runtime_error(fmt::format("the static magnetic field did not converge in {} steps ({}): "
                                         "residual {:.3g} of {:.3g}",
                                         report.steps(), report.reason, report.residuals.back(),
                                         report.residuals.front()));
  return report;
}

LocalMatrix MagnetostaticProblem::stiffness(std::span<const double> potential,
                                            Permeability permeability) const {
  LocalMatrix matrix(space_.n_unknowns(), space_.patterns());
  assemble(*this, potential, permeability, matrix);
  return matrix;
}

FluxDensity MagnetostaticProblem::flux_density(std::span<const double> potential,
                                               const PlaneVector &point) const {
  const PlaneValue value = space_.evaluate(potential, point);
  return {flux_density(value), value.region};
}

PlaneVector MagnetostaticProblem::mean_flux_density(std::span<const double> potential, int region) const {
  PlaneVector sum{};
  double volume = 0;
  for (const auto &element : space_.elements())
    if (element.region == region)
      for (const auto &point : element.points) {
        const PlaneVector b = flux_density(element, curls(point), potential);
        volume += point.weight;
        for (int i = 0; i < 2; ++i)
          sum[i] += point.weight * b[i];
      }
  return {sum[0] / volume, sum[1] / volume};
}

PlaneVector MagnetostaticProblem::mean_flux_density(std::span<const double> potential,
                                                    const std::vector<PlaneVector> &polygon) const {
  PlaneVector sum{};
  double volume = 0;
  space_.for_each_point_in(polygon, [&](const PlaneElement &element, const PlanePoint &point) {
    const PlaneVector b = flux_density(element, curls(point), potential);
    volume += point.weight;
    for (int i = 0; i < 2; ++i)
      sum[i] += point.weight * b[i];
  });
  return {sum[0] / volume, sum[1] / volume};
}

MagnetLoad MagnetostaticProblem::magnet_load(std::span<const double> potential, int region) const {
  const MagneticMaterial &magnet = materials_[region];
  const double remanence = std::hypot(magnet.remanence[0], magnet.remanence[1]);
  if (remanence == 0)
    throw std::invalid_argument("a region without remanence is no magnet");
  MagnetLoad load{std::numeric_limits<double>::infinity()};
  for (const auto &element : space_.elements())
    if (element.region == region)
      for (const auto &point : element.points) {
        const PlaneVector b = flux_density(element, curls(point), potential);
        const double along = (b[0] * magnet.remanence[0] + b[1] * magnet.remanence[1]) / remanence;
        load.volume += point.weight;
        load.mean_flux_density += point.weight * along;
        if (along < magnet.knee_flux_density)
          load.volume_past_knee += point.weight;
        if (along < load.lowest_flux_density) {
          load.lowest_flux_density = along;
          load.position = point.position;
        }
      }
  load.mean_flux_density /= load.volume;
  return load;
}

} // namespace earshot
