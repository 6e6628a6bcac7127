#include "solver/model/outside.h"

#include "solver/circuit/circuit_solution.h"
#include "solver/model/network_wiring.h"
#include "solver/model/vents.h"
#include "solver/physics/acoustics/openings.h"
#include "solver/physics/acoustics/radiation.h"

#include <algorithm>
#include <map>
#include <numbers>

namespace earshot {

namespace {

constexpr double pi = std::numbers::pi;

Admittance admittance_of(Flange flange, double area, bool closed, const AirProperties &air) {
  if (closed)
    return {"0 (closed)", [](double) { return std::complex<double>(0); }};
  return {"S/Z_radiation", [=](double w) { return area / radiation_impedance(flange, air, area, w); }};
}

ExteriorSource add_leak(Circuit &circuit, const std::string &node, const Case &config,
                        const AirProperties &air) {
  const LeakConfig &leak = *config.leak;
  const std::string outside = "leak";
  const double radius = leak.radius, gap = leak.gap, length = leak.length, area = leak_area(leak);
  const PassageMouths mouths{2, length};
  circuit.add_node(outside, CircuitDomain::acoustic);
  circuit.add_pi(
      passage_inlet(circuit, config, "leak", node), outside, "leak",
      [=](double w) {
        return uniform_pi(radius > 0 ? tube_fluid(air, radius, w, mouths) : slit_fluid(air, gap, w, mouths),
                          w, length, area);
      },
      "narrow_passages");
  const Admittance radiation = admittance_of(Flange::infinite, area, leak.closed, air);
  circuit.add_general(outside, Circuit::ground, radiation, "radiation");
  return {outside, outside, radiation, area};
}

/// A velocity is the potential of a mechanical node, where masses, springs and frictions hang in parallel.
ExteriorSource add_housing(Circuit &circuit, const std::string &node, const HousingConfig &housing) {
  const std::string name = "housing";
  const double mass = housing.mass, contact = housing.contact_area,
               stiffness = contact * housing.skin_stiffness, friction = contact * housing.skin_damping,
               outer = housing.outer_area;
  circuit.add_node(name, CircuitDomain::mechanical);
  circuit.add_compliance(name, Circuit::ground, mass);
  circuit.add_inertance(name, Circuit::ground, 1 / stiffness);
  circuit.add_general(name, Circuit::ground,
                      {"friction", [=](double) { return std::complex<double>(friction); }}, "skin");
  circuit.add_gyrator(name, {name}, {node}, housing.canal_area);
  return {name, name, {"S_outer", [=](double) { return std::complex<double>(outer); }}, 0};
}

} // namespace

double leak_area(const LeakConfig &leak) {
  return leak.radius > 0 ? pi * leak.radius * leak.radius : leak.gap * leak.width;
}

bool asks_for_isolation(const Case &config) {
  return std::any_of(config.analyses.begin(), config.analyses.end(), [](const AnalysisConfig &analysis) {
    return analysis.type.value == AnalysisType::isolation;
  });
}

std::vector<OpeningSize> opening_sizes(const Case &config, const MeshFacts &facts) {
  std::vector<OpeningSize> sizes;
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::opening)
      sizes.push_back({surface.name, facts.surface_area(surface.name)});
  if (config.network)
    for (const NetworkElementConfig &element : config.network->elements)
      if (element.kind.value == ElementKind::radiation)
        sizes.push_back({element.name, pi * element.radius * element.radius});
  if (config.leak)
    sizes.push_back({"leak", leak_area(*config.leak)});
  return sizes;
}

OpeningSeries opening_series(const OpeningSize &opening, const AirProperties &air,
                             std::span<const double> frequencies_hz, std::vector<double> velocities) {
  OpeningSeries series{opening.name, std::move(velocities), {}};
  for (const double frequency : frequencies_hz)
    series.laminar_limit_mps.push_back(laminar_limit(air, std::sqrt(opening.area / pi), 2 * pi * frequency));
  return series;
}

Admittance radiation_admittance(const NetworkElementConfig &radiation, const AirProperties &air) {
  return admittance_of(radiation.flange.value == RadiationFlange::flanged ? Flange::infinite : Flange::none,
                       pi * radiation.radius * radiation.radius, radiation.closed, air);
}

std::vector<ExteriorSource> add_wearing(Circuit &circuit, const std::string &node, const Case &config,
                                        const AirProperties &air) {
  std::vector<ExteriorSource> exterior_sources;
  if (config.leak)
    exterior_sources.push_back(add_leak(circuit, node, config, air));
  if (config.housing && !config.housing->moves()) // else it is a part of the coupled system
    exterior_sources.push_back(add_housing(circuit, node, *config.housing));
  return exterior_sources;
}

double canal_before(EarModel ear_model) {
  // The canal of an adult is some 25 mm long and 7.5 mm wide. The masses of the 711 coupler's circuit in
  // series are those of 12.9 mm of its canal, of which the drum's shape takes a part; P.57 names 17.33 mm
  // from its reference plane to the tip; a canal by its sections is whole.
  constexpr double whole = 0.025;
  const std::map<EarModel, double> within{{EarModel::iec711, 0.0125},
                                          {EarModel::iec711_tubes, 0.0125},
                                          {EarModel::p57_type43, 0.01733},
                                          {EarModel::canal, whole},
                                          {EarModel::two_cc, 0.0125}};
  const auto found = within.find(ear_model);
  return whole - (found == within.end() ? 0 : found->second);
}

std::vector<std::complex<double>> open_ear_reference(const Case &config, const IsolationConfig &isolation,
                                                     const AirProperties &air,
                                                     const std::vector<double> &frequencies) {
  const double radius = isolation.canal_radius, area = pi * radius * radius,
               length = isolation.canal_length ? isolation.canal_length->value
                                               : canal_before(config.ear.model.value);
  Circuit circuit;
  const std::string entrance = length > 0 ? "entrance" : "canal";
  circuit.add_node("canal");
  circuit.add_node(entrance);
  std::vector<std::string> warnings; // those of the worn earphone's ear, which has given them
  const EarEnd ear = add_ear(circuit, "canal", config, air, warnings);
  if (length > 0)
    circuit.add_pi(
        entrance, "canal", "canal",
        [=](double w) { return uniform_pi(tube_fluid(air, radius, w), w, length, area); }, "");
  const Admittance radiation = admittance_of(Flange::infinite, area, false, air);
  circuit.add_general(entrance, Circuit::ground, radiation, "");
  circuit.add_flow_source("outside", Circuit::ground, entrance, radiation);
  const CircuitMatrix matrix(circuit);
  std::vector<std::complex<double>> pressures;
  for (const double frequency : frequencies) {
    const double omega = 2 * pi * frequency;
    pressures.push_back(matrix.solve(omega, matrix.sources(omega))[circuit.node_index(ear.pressure_node)]);
  }
  return pressures;
}

} // namespace earshot
