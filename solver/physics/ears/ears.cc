#include "solver/physics/ears/ears.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

constexpr const char *loss = "ear";
constexpr double no_compliance = std::numeric_limits<double>::infinity();

} // namespace

EarEnd add_iec60318_4(Circuit &circuit, const std::string &node, const Iec60318Parameters &p) {
  const std::string n1 = "ear.1", n2 = "ear.2", n3 = "ear.3", ground = Circuit::ground;
  for (const std::string &name : {n1, n2, n3})
    circuit.add_node(name, CircuitDomain::acoustic);
  const auto series_arm = [&](const std::string &from, const std::string &to, double resistance,
                              double mass) {
    if (resistance > 0)
      circuit.add_series(from, to, resistance, mass, no_compliance, loss);
    else
      circuit.add_inertance(from, to, mass);
  };
  series_arm(node, n1, p.series_resistance[0], p.mass[0]);
  circuit.add_compliance(n1, ground, p.compliance[0]);
  circuit.add_series(n1, ground, p.branch_resistance[0], p.mass[1], p.compliance[1], loss);
  series_arm(n1, n2, p.series_resistance[1], p.mass[2]);
  circuit.add_compliance(n2, ground, p.compliance[2]);
  circuit.add_series(n2, ground, p.branch_resistance[1], p.mass[3], p.compliance[3], loss);
  series_arm(n2, n3, p.series_resistance[2], p.mass[4]);
  circuit.add_compliance(n3, ground, p.compliance[4]);
  return {n3, 100, 10e3};
}

EarEnd add_hudde_engel(Circuit &circuit, const std::string &node, double air_bulk_modulus,
                       const HuddeEngelParameters &parameters) {
  circuit.add_general(
      node, Circuit::ground,
      {"1/Z_drum",
       [=](double omega) { return 1.0 / hudde_engel_impedance(omega, air_bulk_modulus, parameters); }},
      loss);
  return {node, 100, 16e3};
}

EarEnd add_impedance_table(Circuit &circuit, const std::string &node, const ImpedanceTable &table) {
  circuit.add_general(node, Circuit::ground,
                      {"1/Z_table", [table](double omega) { return 1.0 / table(omega); }}, loss);
  return {node, table.lowest_hz(), table.highest_hz()};
}

EarEnd add_canal(Circuit &circuit, const std::string &node, const std::vector<Section> &sections,
                 const AirProperties &air, const std::optional<YieldingWall> &skin,
                 const HuddeEngelParameters &drum) {
  horn_pi(air, 1, sections); // refuses what can't be before the first frequency
  const std::string end = "ear.drum";
  circuit.add_node(end, CircuitDomain::acoustic);
  circuit.add_pi(
      node, end, "canal", [=](double omega) { return horn_pi(air, omega, sections, skin); }, loss);
  add_hudde_engel(circuit, end, air.bulk_modulus(), drum);
  return {end, 100, 10e3};
}

EarEnd add_two_cc_coupler(Circuit &circuit, const std::string &node, const AirProperties &air) {
  constexpr double volume = 2e-6, radius = 9e-3, length = volume / (std::numbers::pi * radius * radius);
  circuit.add_general(
      node, Circuit::ground,
      {"i w C(w)",
       [=](double omega) { return Complex(0, omega) * cylinder_compliance(air, omega, radius, length); }},
      loss);
  return {node, 125, 8e3};
}

EarEnd add_rigid_end(Circuit &circuit, const std::string &node) {
  circuit.add_node(node);
  return {node, 0, std::numeric_limits<double>::infinity()};
}

} // namespace earshot
