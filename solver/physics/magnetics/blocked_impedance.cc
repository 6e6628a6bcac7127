#include "solver/physics/magnetics/blocked_impedance.h"

#include "solver/algebra/factorization.h"
#include "solver/fem/convex_polygon.h"
#include "solver/fem/unknowns.h"
#include "solver/physics/magnetics/conductors.h"

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <stdexcept>

namespace earshot {
namespace {

/// J_1(z)/J_0(z) and J_2(z)/J_1(z) by their continued fraction, evaluated from far inside.
struct BesselRatios {
  explicit BesselRatios(Complex z) {
    Complex ratio = 0; // J_k / J_{k-1}
    for (int k = 30 + static_cast<int>(2 * std::abs(z)); k >= 1; --k) {
      ratio = 1.0 / (2.0 * k / z - ratio);
      (k == 2 ? two_over_one : one_over_zero) = ratio;
    }
  }
  Complex one_over_zero, two_over_one;
};

/// k a
Complex argument(const CoilWire &wire, double omega) {
  return wire.diameter / 2 * std::sqrt(Complex(0, -omega * vacuum_permeability * wire.conductivity));
}

const Coefficient one{"1", [](double) { return Complex(1); }};
const Coefficient i_omega{"i w", [](double omega) { return Complex(0, omega); }};

/// Rank 0's elements, so that each is added once.
template <class Add>
RealMatrix assemble(const Partition &partition, const Add &add) {
  int rank = 0;
  MPI_Comm_rank(partition.communicator, &rank);
  MatrixBuilder builder(partition);
  if (rank == 0)
    add(builder);
  return builder.finish();
}

// K_ij = int curl v_i . nu curl v_j dV with nu = dH/dB at the static field
RealMatrix stiffness(const MagnetostaticProblem &problem, std::span<const double> potential,
                     const Partition &partition) {
  return assemble(partition, [&](MatrixBuilder &builder) {
    problem.for_each_stiffness(potential, MagnetostaticProblem::Permeability::incremental,
                               [&](std::span<const Index> unknowns, std::span<const double> entries) {
                                 builder.add_element(unknowns, entries);
                               });
  });
}

// S_ij = int sigma v_i v_j dV over one region; in a conductor with V, (v_i + W_i) instead of v_i
RealMatrix conductivity(const MagnetostaticProblem &problem, int region, const Conductors &conductors,
                        const Partition &partition) {
  const double sigma = problem.materials()[region].conductivity;
  const PlaneSpace &space = problem.space();
  return assemble(partition, [&](MatrixBuilder &builder) {
    for (std::size_t e = 0; e < space.elements().size(); ++e) {
      const PlaneElement &element = space.elements()[e];
      if (element.region != region)
        continue;
      auto unknowns = element.unknowns;
      if (conductors.of_element[e] >= 0)
        unknowns.push_back(space.n_unknowns() + conductors.of_element[e]);
      const std::size_t n = unknowns.size();
      std::vector<double> entries(n * n, 0);
      for (const auto &point : element.points) {
        auto v = point.value;
        v.resize(n, 1.0);
        for (std::size_t i = 0; i < n; ++i)
          for (std::size_t j = 0; j < n; ++j)
            entries[i * n + j] += sigma * point.weight * v[i] * v[j];
      }
      builder.add_element(unknowns, entries);
    }
  });
}

// P_ij = int curl v_i . curl v_j dV over a section of the displaced coil
RealMatrix winding(const MagnetostaticProblem &problem, const CoilSection &section, double displacement,
                   const Partition &partition) {
  const auto polygon =
      rectangle(section.inner, section.outer, section.bottom + displacement, section.top + displacement);
  return assemble(partition, [&](MatrixBuilder &builder) {
    problem.space().for_each_point_in(polygon, [&](const PlaneElement &element, const PlanePoint &point) {
      const auto v = problem.curls(point);
      std::vector<double> entries(v.size() * v.size());
      for (std::size_t i = 0; i < v.size(); ++i)
        for (std::size_t j = 0; j < v.size(); ++j)
          entries[i * v.size() + j] = point.weight * (v[i][0] * v[j][0] + v[i][1] * v[j][1]);
      builder.add_element(element.unknowns, entries);
    });
  });
}

void add_winding_losses(const MagnetostaticProblem &problem, const Coil &coil, double displacement,
                        const CoilWire &wire, FrequencyProblem &system) {
  for (const CoilSection &section : coil) {
    const double window = (section.outer - section.inner) * (section.top - section.bottom);
    const double fill =
        std::abs(section.turns) * std::numbers::pi * wire.diameter * wire.diameter / 4 / window;
    if (fill > 1)
      throw std::invalid_argument(
          fmt::format("the coil's {:.4g} turns of {:.4g} mm wire need {:.3g} times the area of its section",
                      std::abs(section.turns), 1e3 * wire.diameter, fill));
    system.terms.push_back(
        {"winding", "coil",
         Coefficient{"nu_winding(w) - nu_0",
                     [wire, fill](double omega) { return winding_reluctivity(wire, fill, omega); }},
         winding(problem, section, displacement, system.partition), "proximity"});
  }
}

} // namespace

Complex wire_impedance_ratio(const CoilWire &wire, double omega) {
  const Complex z = argument(wire, omega);
  return std::abs(z) == 0 ? Complex(1) : z / 2.0 / BesselRatios(z).one_over_zero;
}

Complex winding_reluctivity(const CoilWire &wire, double fill, double omega) {
  const Complex z = argument(wire, omega);
  if (std::abs(z) == 0)
    return 0;
  const BesselRatios j(z);
  const Complex polarisability = 2.0 * j.two_over_one * j.one_over_zero;
  return -fill * polarisability / (1.0 + fill * polarisability / 2.0) / vacuum_permeability;
}

FrequencyProblem small_signal_problem(const MagnetostaticProblem &problem, std::span<const double> potential,
                                      MPI_Comm communicator) {
  const Conductors conductors = find_conductors(problem);
  Unknowns unknowns(communicator);
  unknowns.add_replicated_field("vector potential", problem.space().n_unknowns() + conductors.count);
  FrequencyProblem system;
  system.partition = unknowns.partition();
  system.blocks = unknowns.blocks();
  system.terms.push_back(
      {"magnetic stiffness", "all", one, stiffness(problem, potential, system.partition), ""});
  for (std::size_t region = 0; region < problem.materials().size(); ++region)
    if (problem.materials()[region].conductivity > 0)
      system.terms.push_back({"conductivity", problem.region_names()[region], i_omega,
                              conductivity(problem, static_cast<int>(region), conductors, system.partition),
                              "eddy_currents"});
  return system;
}

FrequencyProblem blocked_impedance_problem(const MagnetostaticProblem &problem,
                                           std::span<const double> potential, const Coil &coil,
                                           double displacement, const CoilWire &wire, MPI_Comm communicator) {
  FrequencyProblem system = small_signal_problem(problem, potential, communicator);
  if (wire.diameter > 0)
    add_winding_losses(problem, coil, displacement, wire, system);
  const SparseVector linkage = flux_linkage(problem.space(), coil, displacement);
  system.loads.push_back({"coil current", one, linkage});
  system.outputs.push_back({{QuantityKind::coil_voltage}, i_omega, linkage});
  return system;
}

std::vector<RefinementPass> refine_for_eddy_currents(MagnetostaticProblem &problem,
                                                     std::vector<double> &potential, const Coil &coil,
                                                     double highest_frequency,
                                                     const RefinementOptions &options) {
  const double omega = 2 * std::numbers::pi * highest_frequency;
  std::vector<RefinementPass> passes;
  Complex before = 0;
  for (int pass = 0;; ++pass) {
    const auto system = blocked_impedance_problem(problem, potential, coil, 0, {}, MPI_COMM_SELF);
    const Factors factors = system.at(omega);
    Factorization factorization(system, factors);
    factorization.factorize(factors);
    const auto a = factorization.solve(right_hand_side(system, factors));
    const Complex voltage = evaluate_outputs(system, factors, a).front();
    const double change =
        pass == 0 ? std::numeric_limits<double>::infinity() : std::abs(voltage - before) / std::abs(voltage);
    passes.push_back({problem.space().n_unknowns(), 0, change});
    before = voltage;
    if (pass + 1 >= options.most_passes || change < options.tolerance ||
        problem.space().n_unknowns() > options.most_unknowns / 1.5)
      return passes;
    // The voltage is g . A with A from the load g: the adjoint field is the field itself.
    std::vector<double> real, imaginary;
    for (Index i = 0; i < problem.space().n_unknowns(); ++i) {
      real.push_back(a[i].real());
      imaginary.push_back(a[i].imag());
    }
    auto indicators = small_signal_indicators(problem, potential, real);
    const auto other = small_signal_indicators(problem, potential, imaginary);
    for (std::size_t e = 0; e < indicators.size(); ++e)
      indicators[e] = indicators[e] * indicators[e] + other[e] * other[e];
    problem.space().refine(indicators, options.fraction, {&potential});
    problem.solve(potential);
  }
}

} // namespace earshot
