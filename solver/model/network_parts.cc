#include "solver/model/network_parts.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

const std::string ground = Circuit::ground;

/// A closed volume with walls as those of a cube.
void add_volume(Circuit &circuit, const std::string &node, double volume, const AirProperties &air) {
  const double surface = 6 * std::pow(volume, 2.0 / 3);
  circuit.add_general(node, ground,
                      {"i w C(w)",
                       [=](double omega) {
                         return std::complex<double>(0, omega) *
                                cavity_compliance(air, omega, volume, surface);
                       }},
                      "cavity_walls");
}

void add_friction(Circuit &circuit, const std::string &node, double resistance) {
  if (resistance > 0)
    circuit.add_resistance(node, ground, 1 / resistance, "suspension");
}

} // namespace

std::string diaphragm_node(const std::string &driver) {
  return driver + ".diaphragm";
}

MovingParts moving_parts(const MovingCoilConfig &part, const AirProperties &air) {
  if (part.resonance == 0)
    return {part.force_factor, part.mass, part.compliance, part.mechanical_resistance};
  const double omega = 2 * std::numbers::pi * part.resonance;
  double compliance = part.compliance, mass = part.mass;
  if (part.equivalent_volume > 0)
    compliance = part.equivalent_volume / (air.bulk_modulus() * part.area * part.area);
  if (part.force_factor > 0)
    mass = part.force_factor * part.force_factor * part.electrical_quality / (omega * part.resistance);
  if (mass == 0)
    mass = 1 / (omega * omega * compliance);
  else
    compliance = 1 / (omega * omega * mass);
  return {std::sqrt(omega * mass * part.resistance / part.electrical_quality), mass, compliance,
          omega * mass / part.mechanical_quality};
}

LumpedDriver add_moving_coil(Circuit &circuit, const std::string &name, const MovingCoilConfig &part,
                             const Circuit::Pair &terminals, const Circuit::Pair &sides,
                             const AirProperties &air) {
  const std::string emf = name + ".emf", diaphragm = diaphragm_node(name);
  const MovingParts moving = moving_parts(part, air);
  circuit.add_node(emf, CircuitDomain::electrical);
  circuit.add_node(diaphragm, CircuitDomain::mechanical);
  // From the force back to the terminals: each impedance present has a node of its own before it.
  std::string before = emf;
  if (part.semi_inductance > 0) {
    const std::string node = name + ".semi";
    const double factor = part.semi_inductance / std::sqrt(2000 * std::numbers::pi);
    circuit.add_node(node, CircuitDomain::electrical);
    circuit.add_impedance(
        name + ".semi_inductance", node, before,
        {"K sqrt(i w)",
         [factor](double omega) { return factor * std::sqrt(std::complex<double>(0, omega)); }},
        "eddy_currents");
    before = node;
  }
  if (part.inductance > 0) {
    const std::string node = name + ".coil";
    circuit.add_node(node, CircuitDomain::electrical);
    circuit.add_inertance(node, before, part.inductance);
    before = node;
  }
  circuit.add_resistance(terminals.plus, before, part.resistance, "coil_heat");
  circuit.add_transformer(name, {emf, terminals.minus}, {diaphragm}, moving.force_factor);
  circuit.add_compliance(diaphragm, ground, moving.mass);
  circuit.add_inertance(diaphragm, ground, moving.compliance);
  add_friction(circuit, diaphragm, moving.resistance);
  circuit.add_gyrator(name + ".piston", {diaphragm}, sides, part.area);
  return {name, terminals, before, part.resistance, {{diaphragm, moving.mass}}};
}

LumpedDriver add_armature(Circuit &circuit, const std::string &name, const ArmatureConfig &part,
                          const Circuit::Pair &terminals, const std::string &outlet,
                          const AirProperties &air) {
  const double stiffness = 1 / part.armature_compliance - part.magnetic_stiffness;
  if (!(stiffness > 0))
    throw std::invalid_argument(
        fmt::format("the magnets of armature \"{}\" take {:.4g} N/m off a stiffness of {:.4g} N/m, expected "
                    "less: the armature would snap to a pole",
                    part.name.value, part.magnetic_stiffness.value, 1 / part.armature_compliance));
  const std::string coil = name + ".coil", emf = name + ".emf", eddy = name + ".eddy",
                    armature = name + ".armature", diaphragm = diaphragm_node(name), front = name + ".front",
                    rear = name + ".rear";
  circuit.add_node(armature, CircuitDomain::mechanical);
  circuit.add_node(diaphragm, CircuitDomain::mechanical);
  circuit.add_node(front, CircuitDomain::acoustic);
  circuit.add_node(rear, CircuitDomain::acoustic);
  const bool lossy = part.lossy_inductance > 0 && part.lossy_resistance > 0;
  for (const std::string &node : {coil, emf})
    circuit.add_node(node, CircuitDomain::electrical);
  circuit.add_resistance(terminals.plus, coil, part.resistance, "coil_heat");
  if (lossy) {
    circuit.add_node(eddy, CircuitDomain::electrical);
    circuit.add_inertance(eddy, emf, part.lossy_inductance);
    circuit.add_resistance(eddy, emf, part.lossy_resistance, "eddy_currents");
  }
  circuit.add_inertance(coil, lossy ? eddy : emf, part.inductance);
  circuit.add_transformer(name, {emf, terminals.minus}, {armature}, part.force_factor);

  circuit.add_compliance(armature, ground, part.armature_mass);
  circuit.add_inertance(armature, ground, 1 / stiffness);
  add_friction(circuit, armature, part.armature_resistance);
  circuit.add_inertance(armature, diaphragm, part.drive_rod_compliance);
  circuit.add_compliance(diaphragm, ground, part.diaphragm_mass);
  circuit.add_inertance(diaphragm, ground, part.diaphragm_compliance);
  add_friction(circuit, diaphragm, part.diaphragm_resistance);

  circuit.add_gyrator(name + ".piston", {diaphragm}, {front, rear}, part.area);
  add_volume(circuit, front, part.front_volume, air);
  add_volume(circuit, rear, part.rear_volume, air);
  if (part.vent_resistance > 0)
    circuit.add_resistance(front, rear, part.vent_resistance, "dampers");
  const double radius = part.spout_radius, length = part.spout_length;
  circuit.add_pi(
      front, outlet, "spout of " + name,
      [=](double omega) {
        return uniform_pi(tube_fluid(air, radius, omega), omega, length, std::numbers::pi * radius * radius);
      },
      "narrow_passages");
  return {name,
          terminals,
          coil,
          part.resistance,
          {{armature, part.armature_mass}, {diaphragm, part.diaphragm_mass}}};
}

} // namespace earshot
