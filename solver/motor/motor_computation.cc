#include "solver/motor/motor_computation.h"

#include "solver/sweep/direct_sweep.h"

#include <deal.II/lac/full_matrix.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {
namespace {

using std::numbers::pi;

constexpr double millimetre = 1e-3;

std::vector<double> displacements(const MagneticMotorConfig &config) {
  std::vector<double> x;
  for (int i = 0; i < config.positions; ++i)
    x.push_back(config.displacement_range * (2.0 * i / (config.positions - 1) - 1));
  return x;
}

std::vector<double> currents(const MagneticMotorConfig &config) {
  constexpr int steps = 4; // to each side
  std::vector<double> i;
  for (int k = -steps; k <= steps; ++k)
    i.push_back(config.current_range * k / steps);
  return i;
}

/// Six per decade, up to and with the highest; the eddy currents' law is smooth.
std::vector<double> impedance_frequencies(double highest) {
  const double lowest = 10, per_decade = 6;
  const int steps = std::max(6, static_cast<int>(std::ceil(per_decade * std::log10(highest / lowest))));
  std::vector<double> frequencies;
  for (int i = 0; i <= steps; ++i)
    frequencies.push_back(lowest * std::pow(highest / lowest, double(i) / steps));
  return frequencies;
}

std::vector<MagnetReport> magnet_reports(const MagnetostaticProblem &problem, const MotorDesign &design,
                                         std::span<const double> potential) {
  std::vector<MagnetReport> reports;
  for (std::size_t region = 0; region < design.regions.size(); ++region) {
    if (!design.regions[region].material.is_magnet())
      continue;
    const MagnetLoad load = problem.magnet_load(potential, static_cast<int>(region));
    reports.push_back({design.mesh.regions[region], load.mean_flux_density, load.lowest_flux_density,
                       problem.materials()[region].knee_flux_density, load.volume_past_knee / load.volume});
  }
  return reports;
}

MotorField sample_field(const MagnetostaticProblem &problem, std::span<const double> potential,
                        const PlaneMesh &mesh) {
  const PlaneSpace &space = problem.space();
  const int open = region_index(mesh, plane_open_region);
  MotorField field;
  for (const auto &quad : mesh.quads)
    if (quad.region != open)
      for (const int vertex : quad.vertices) {
        field.part_points.push_back(mesh.nodes[vertex]);
        field.part_region.push_back(quad.region);
      }
  for (std::size_t e = 0; e < space.elements().size(); ++e) {
    const int region = space.elements()[e].region;
    if (region == open)
      continue;
    const auto corners = space.corners(e);
    const auto values = space.corner_values(potential, e); // this element's, not its neighbours'
    for (std::size_t k = 0; k < corners.size(); ++k) {
      const PlaneVector b = problem.flux_density(values[k]);
      const auto &material = problem.materials()[region];
      field.points.push_back(corners[k]);
      field.flux.push_back(space.thickness(corners[k]) * values[k].value);
      field.flux_density.push_back(b);
      field.saturation.push_back(material.field_strength_slope
                                     ? vacuum_permeability *
                                           material.field_strength_slope(std::hypot(b[0], b[1]))
                                     : 0);
      field.region.push_back(region);
    }
  }
  return field;
}

/// Z(w) = R_e times the wire's skin effect, plus the voltage of the flux that the eddy currents leave.
std::vector<BlockedImpedancePoint> blocked_impedance(const FrequencyProblem &problem,
                                                     const MotorDesign &design,
                                                     const std::vector<double> &frequencies) {
  const auto middle = 2 * pi * std::sqrt(frequencies.front() * frequencies.back());
  DirectSweep sweep(problem, problem.at(middle));
  std::vector<BlockedImpedancePoint> points;
  for (const double frequency : frequencies) {
    const double omega = 2 * pi * frequency;
    const Complex skin = design.wire.diameter > 0 ? wire_impedance_ratio(design.wire, omega) : Complex(1);
    points.push_back({frequency, design.resistance * skin + sweep.evaluate(problem.at(omega)).outputs.at(0)});
  }
  return points;
}

} // namespace

MotorSolution compute_motor(const MagneticMotorConfig &config, const MotorDesign &design,
                            MPI_Comm communicator, MotorField *field) {
  MagnetostaticProblem problem(design.mesh, magnetic_materials(design), design.space);
  RefinementOptions options;
  options.tolerance = config.accuracy;
  MagnetostaticSolution state;
  try {
    state = solve_adaptively(
        problem, motor_goals(design.coil, -config.displacement_range, config.displacement_range), options);
  } catch (const std::runtime_error &error) {
    throw UserError(config.type.where, error.what());
  }
  MotorSolution solution;
  solution.resistance = design.resistance;
  solution.coil_mass = design.coil_mass;
  solution.wire_length = design.winding ? design.winding->wire_length : 0;
  solution.unknowns = static_cast<int>(problem.space().n_unknowns());
  solution.force_factor_error = state.passes.back().change;
  const auto x = displacements(config);
  solution.curves = motor_curves(problem, state.potential, design.coil, x);
  const MotorCurveRow rest = motor_curves(problem, state.potential, design.coil, std::vector{0.0}).front();
  solution.force_factor = rest.force_factor_lorentz;
  solution.inductance = rest.inductance;
  solution.current_curve = current_curve(problem, state.potential, design.coil, currents(config));
  solution.magnets = magnet_reports(problem, design, state.potential);
  if (field)
    *field = sample_field(problem, state.potential, design.mesh);
  const auto changes =
      refine_for_eddy_currents(problem, state.potential, design.coil, config.highest_frequency, options);
  solution.impedance_error = changes.empty() ? 0 : changes.back().change;
  const FrequencyProblem harmonic =
      blocked_impedance_problem(problem, state.potential, design.coil, 0, design.wire, communicator);
  solution.impedance = blocked_impedance(harmonic, design, impedance_frequencies(config.highest_frequency));
  return solution;
}

std::vector<double> fit_polynomial(std::span<const double> displacements, std::span<const double> values,
                                   int degree) {
  // Scaled by the largest displacement, so that the normal equations stay well conditioned.
  double reach = 0;
  for (const double x : displacements)
    reach = std::max(reach, std::abs(x));
  const int n = std::min<int>(degree + 1, static_cast<int>(displacements.size()));
  dealii::FullMatrix<double> normal(n, n);
  dealii::Vector<double> right(n), solution(n);
  for (std::size_t i = 0; i < displacements.size(); ++i)
    for (int a = 0; a < n; ++a) {
      const double own = std::pow(displacements[i] / reach, a);
      right(a) += own * values[i];
      for (int b = 0; b < n; ++b)
        normal(a, b) += own * std::pow(displacements[i] / reach, b);
    }
  normal.gauss_jordan();
  normal.vmult(solution, right);
  std::vector<double> coefficients;
  for (int a = 0; a < n; ++a)
    coefficients.push_back(solution(a) * std::pow(millimetre / reach, a));
  return coefficients;
}

double polynomial_at(const std::vector<double> &coefficients, double displacement) {
  double sum = 0;
  for (auto c = coefficients.rbegin(); c != coefficients.rend(); ++c)
    sum = sum * displacement / millimetre + *c;
  return sum;
}

} // namespace earshot
