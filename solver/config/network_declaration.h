#ifndef EARSHOT_CONFIG_NETWORK_DECLARATION_H
#define EARSHOT_CONFIG_NETWORK_DECLARATION_H

#include "solver/config/network_case.h"
#include "solver/config/specification.h"

/// The declaration of the keys of lumped networks and their parts; see declaration.h.
namespace earshot {

namespace unit {
inline constexpr UnitKind volume{"a volume", "m3", {"mm3", "cm3", "m3"}, "50 mm3"};
inline constexpr UnitKind force_per_current{"a force per current", "N/A", {"N/A"}, "2 N/A"};
inline constexpr UnitKind skin_stiffness{"a pressure per displacement", "Pa/m", {"GPa/m", "Pa/m"}, "2 GPa/m"};
inline constexpr UnitKind capacitance{"a capacitance", "F", {"uF", "nF", "F"}, "4.7 uF"};
inline constexpr UnitKind conductance{"a conductance", "S", {"mS", "S"}, "2 mS"};
inline constexpr UnitKind acoustic_resistance{
    "an acoustic resistance", "Pa s/m3", {"acoustic_ohm", "Pa s/m3"}, "680 acoustic_ohm"};
inline constexpr UnitKind acoustic_mass{"an acoustic mass", "kg/m4", {"kg/m4"}, "900 kg/m4"};
inline constexpr UnitKind acoustic_compliance{"an acoustic compliance", "m3/Pa", {"m3/Pa"}, "2e-12 m3/Pa"};
inline constexpr UnitKind volume_velocity{"a volume velocity", "m3/s", {"mm3/s", "m3/s"}, "10 mm3/s"};
} // namespace unit

template <class Visitor>
void describe(Visitor &v, NetworkElementConfig &element) {
  using spec::quantity;
  using spec::text;
  v.text("name", element.name, text("Name of the element.").required());
  choice(v, "kind", element.kind,
         text("What it is; docs/guide/networks.md lists the keys that each kind takes.")
             .formerly({{"mesh", "screen"},
                        {"potential_by_potential", "vcvs"},
                        {"flow_by_potential", "vccs"},
                        {"flow_by_flow", "cccs"},
                        {"potential_by_flow", "ccvs"}})
             .required());
  v.text("from", element.from, text("Node of the first side.").required());
  v.text(
      "to", element.to,
      text("Other node of the first side; of a tube, slit, annulus, cone, damper, screen and of a two-port "
           "its second side."));
  v.text("second_from", element.second_from,
         text("Node of the second side of a transformer, gyrator, motor, piston or driver, or the node that "
              "controls a source. Of a driver and a piston the front."));
  v.text("second_to", element.second_to,
         text("Other node of the second side; of a piston and a moving coil "
              "the rear."));
  v.text(
      "value", element.value,
      text("Value with its unit, which decides on the domain: \"16 ohm\" is electrical, \"680 "
           "acoustic_ohm\" or \"6.8e7 Pa s/m3\" acoustic, \"0.01 N s/m\" mechanical. An acoustic_ohm is 1e5 "
           "Pa s/m3, a rayl 1 Pa s/m."));
  v.text("control", element.control, text("Element whose flow controls a cccs or ccvs."));
  v.text("part", element.part, text("Name of an [[armature]] or a [[moving_coil]]."));
  v.text("table", element.table,
         text("File of an impedance (.zma, .txt, .csv) or a two-port (.csv, .s2p).").file());
  v.text("columns", element.columns,
         text("Impedance table: what its columns are, in place of its own heading, such as \"frequency [Hz], "
              "magnitude [ohm], phase [degree]\"; - is a column that doesn't matter."));
  v.flag(
      "extrapolate", element.extrapolate,
      "Tables: hold them constant beyond their ends, with a warning, rather than refuse frequencies there.");
  const auto formula = [&v](const char *key, Located<std::string> &value, const std::string &meaning) {
    v.text(key, value,
           text("Two-port: " + meaning +
                ", a formula in SI units such as \"cos(omega * length / "
                "speed_of_sound)\"; docs/guide/networks.md lists the names it may use."));
  };
  formula("a", element.a, "potential at `from` per potential at `to`");
  formula("b", element.b, "potential at `from` per flow out of `to`");
  formula("c", element.c, "flow into `from` per potential at `to`");
  formula("d", element.d, "flow into `from` per flow out of `to`");
  const auto hunt = [&v](const char *key, Located<std::string> &value, const std::string &meaning) {
    v.text(key, value, text("Hunt's parameters of a receiver: " + meaning + ", a formula as of a two-port."));
  };
  hunt("electrical_impedance", element.electrical_impedance,
       "voltage per current with the spout blocked [ohm]");
  hunt("transduction", element.transduction, "pressure per current with the spout blocked [Pa/A]");
  hunt("acoustic_impedance", element.acoustic_impedance, "of the spout, at open terminals [Pa s/m3]");
  v.quantity("radius", element.radius,
             quantity(unit::length, "Tube, cavity, radiation: radius. Cone: of the first end. Annulus: outer "
                                    "one. A two-port's formulas may name this and the lengths below.")
                 .positive()
                 .usually(0.0, 0.05));
  v.quantity("inner_radius", element.inner_radius,
             quantity(unit::length, "Annulus: inner radius.").positive().usually(0.0, 0.05));
  v.quantity("end_radius", element.end_radius,
             quantity(unit::length, "Cone: radius of its second end.").positive().usually(0.0, 0.05));
  v.quantity("gap", element.gap,
             quantity(unit::length, "Slit: distance of its walls.").positive().usually(0.0, 0.005));
  v.quantity("width", element.width,
             quantity(unit::length, "Slit: across the flow.").positive().usually(0.0, 0.1));
  v.quantity("length", element.length,
             quantity(unit::length, "Along the flow; of a cavity its height.").positive().usually(0.0, 0.5));
  v.quantity(
      "area", element.area,
      quantity(unit::area, "Screen: its area. That of a piston is its value.").positive().usually(0.0, 0.01));
  v.quantity("surface_area", element.surface_area,
             quantity(unit::area, "Cavity: area of its walls, which keep the air isothermal.")
                 .positive()
                 .usually(0.0, 0.1));
  choice(v, "flange", element.flange, text("Radiation: with or without a wall around the opening."));
  v.flag("closed", element.closed, "Radiation: the opening is closed, and nothing flows.");
}

template <class Visitor>
void describe(Visitor &v, NetworkPortConfig &port) {
  v.text("node", port.node, spec::text("Acoustic node.").required());
  v.text("surface", port.surface,
         spec::text("Surface of the air's mesh whose mean pressure is the node's.").required());
}

template <class Visitor>
void describe(Visitor &v, NetworkTerminalConfig &terminal) {
  v.text("driver", terminal.driver, spec::text("Name of a [[driver]].").required());
  v.text("plus", terminal.plus, spec::text("Electrical node of its positive terminal.").required());
  v.text("minus", terminal.minus, spec::text("Electrical node of its negative terminal."));
}

template <class Visitor>
void describe(Visitor &v, NetworkConfig &network) {
  v.text("plug", network.plug, spec::text("Electrical node that [source] drives against ground."));
  v.text("spice", network.spice,
         spec::text("Circuit file in a subset of SPICE, whose nodes are joined by name; its 0 is ground.")
             .file());
  v.texts(
      "acoustic_nodes", network.acoustic_nodes,
      spec::text("Nodes of the circuit file at which 1 V is 1 Pa and 1 A is 1 m3/s, and with them those that "
                 "its resistors, inductors, capacitors, lines and sources lead to from there."));
  v.texts("mechanical_nodes", network.mechanical_nodes,
          spec::text("The same where 1 V is 1 m/s and 1 A is 1 N."));
  v.list("element", network.elements,
         "Elements between named nodes; \"ground\" is the node of zero potential.", 0);
  v.list("port", network.ports, "Nodes that are joined to surfaces of the air's mesh.", 0);
  v.list("terminal", network.terminals,
         "Where drivers with a mesh are connected; the others hang at the plug.", 0);
}

template <class Visitor>
void describe(Visitor &v, ArmatureConfig &a) {
  using spec::quantity;
  v.text("name", a.name, spec::text("Name that elements refer to.").required());
  v.quantity("resistance", a.resistance,
             quantity(unit::electrical_resistance, "Of the coil at zero frequency.").positive().required());
  v.quantity("inductance", a.inductance,
             quantity(unit::inductance, "Of the coil around the blocked armature.").positive().required());
  v.quantity("lossy_inductance", a.lossy_inductance,
             quantity(unit::inductance, "Parallel to lossy_resistance, in series with the inductance.")
                 .not_negative());
  v.quantity("lossy_resistance", a.lossy_resistance,
             quantity(unit::electrical_resistance, "Eddy currents in armature and yoke.").not_negative());
  v.quantity(
      "force_factor", a.force_factor,
      quantity(unit::force_per_current, "Force at the armature's tip per current.").positive().required());
  v.quantity("armature_mass", a.armature_mass,
             quantity(unit::mass, "Effective at the tip.").positive().required());
  v.quantity("armature_compliance", a.armature_compliance,
             quantity(unit::compliance, "Of the bending armature, at its tip, without magnets.")
                 .positive()
                 .required());
  v.quantity(
      "magnetic_stiffness", a.magnetic_stiffness,
      quantity(unit::stiffness, "What the magnets take off the armature's stiffness, a positive number.")
          .not_negative());
  v.quantity("armature_resistance", a.armature_resistance,
             quantity(unit::mechanical_resistance, "Friction at the tip.").not_negative());
  v.quantity("drive_rod_compliance", a.drive_rod_compliance,
             quantity(unit::compliance, "Of the rod between armature and diaphragm.").positive().required());
  v.quantity("diaphragm_mass", a.diaphragm_mass,
             quantity(unit::mass, "Of the diaphragm, at the rod.").positive().required());
  v.quantity("diaphragm_compliance", a.diaphragm_compliance,
             quantity(unit::compliance, "Of the diaphragm's suspension.").positive().required());
  v.quantity("diaphragm_resistance", a.diaphragm_resistance,
             quantity(unit::mechanical_resistance, "Friction of the suspension.").not_negative());
  v.quantity("area", a.area, quantity(unit::area, "Effective, of the diaphragm.").positive().required());
  v.quantity("rear_volume", a.rear_volume,
             quantity(unit::volume, "Behind the diaphragm, closed.").positive().required());
  v.quantity("front_volume", a.front_volume,
             quantity(unit::volume, "Between diaphragm and spout.").positive().required());
  v.quantity(
      "vent_resistance", a.vent_resistance,
      quantity(unit::acoustic_resistance, "Of a hole through the diaphragm; 0 for none.").not_negative());
  v.quantity("spout_radius", a.spout_radius,
             quantity(unit::length, "Inner radius of the spout.").positive().required());
  v.quantity("spout_length", a.spout_length, quantity(unit::length, "Of the spout.").positive().required());
}

template <class Visitor>
void describe(Visitor &v, MovingCoilConfig &m) {
  using spec::quantity;
  using spec::text;
  v.text("name", m.name, spec::text("Name that elements refer to.").required());
  v.quantity("resistance", m.resistance,
             quantity(unit::electrical_resistance, "Re of the coil. Required without impedance.").positive());
  v.quantity("inductance", m.inductance, quantity(unit::inductance, "Le of the coil.").not_negative());
  v.quantity("semi_inductance", m.semi_inductance,
             quantity(unit::electrical_resistance,
                      "Semi-inductance of eddy currents in series with the coil, by the magnitude of its "
                      "impedance at 1 kHz, which rises with the root of i omega.")
                 .not_negative());
  v.quantity("force_factor", m.force_factor, quantity(unit::force_factor, "Bl.").not_negative());
  v.quantity("mass", m.mass, quantity(unit::mass, "Moving mass without air.").not_negative());
  v.quantity("compliance", m.compliance, quantity(unit::compliance, "Of the suspension.").not_negative());
  v.quantity("mechanical_resistance", m.mechanical_resistance,
             quantity(unit::mechanical_resistance, "Of the suspension.").not_negative());
  v.quantity("area", m.area, quantity(unit::area, "Effective, of the piston.").positive().required());
  v.quantity("resonance", m.resonance,
             quantity(unit::frequency, "f_s, with which the qualities and one of equivalent_volume, mass, "
                                       "compliance and force_factor stand for what moves.")
                 .not_negative());
  v.quantity("mechanical_quality", m.mechanical_quality, quantity(unit::ratio, "Q_ms.").not_negative());
  v.quantity("electrical_quality", m.electrical_quality, quantity(unit::ratio, "Q_es.").not_negative());
  v.quantity("equivalent_volume", m.equivalent_volume,
             quantity(unit::volume, "V_as: air as compliant as the suspension.").not_negative());
  v.text("impedance", m.impedance,
         text("File of the driver's impedance in free air (.zma, .txt, .csv, .s1p), with or without phase. "
              "Of resistance, inductance, semi_inductance, resonance and both qualities those that aren't "
              "stated are fitted to it.")
             .file());
}

} // namespace earshot

#endif
