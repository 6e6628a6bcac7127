#ifndef EARSHOT_CONFIG_NETWORK_CASE_H
#define EARSHOT_CONFIG_NETWORK_CASE_H

#include "solver/config/kinds.h"
#include "solver/config/located.h"

#include <optional>
#include <vector>

/// The part of a case that says what lumped networks and their parts are. Names equal the file's keys.
namespace earshot {

/// [[network.element]]
struct NetworkElementConfig {
  Located<std::string> name;
  Located<ElementKind> kind;
  Located<std::string> from, to{"ground"};               ///< nodes; of a two-port its first side
  Located<std::string> second_from, second_to{"ground"}; ///< nodes of the second side
  Located<std::string> value;                            ///< with its unit, which says the domain
  Located<std::string> control;                          ///< element whose flow controls this one
  Located<std::string> part;                             ///< name of an [[armature]] or a [[moving_coil]]
  Located<std::string> table;                            ///< file
  Located<std::string> columns;                          ///< what the table's columns are, over its heading
  Located<bool> extrapolate{false};                      ///< hold the table constant beyond its ends
  Located<std::string> a, b, c, d;                       ///< formulas of a chain matrix over the frequency
  Located<std::string> electrical_impedance, transduction, acoustic_impedance; ///< formulas after Hunt
  Located<double> radius{0.0}, inner_radius{0.0}, end_radius{0.0}, gap{0.0}, width{0.0}, length{0.0}; ///< [m]
  Located<double> area{0.0}, surface_area{0.0}; ///< [m2]
  Located<RadiationFlange> flange{RadiationFlange::flanged};
  Located<bool> closed{false}; ///< radiation: nothing flows
};

/// [[network.port]]: the node's pressure is the mean pressure over a surface of the air's mesh.
struct NetworkPortConfig {
  Located<std::string> node, surface;
};

/// [[network.terminal]]: where a [[driver]]'s coil is connected.
struct NetworkTerminalConfig {
  Located<std::string> driver, plus, minus{"ground"};
};

/// [network]
struct NetworkConfig {
  Located<std::string> plug{"plug"}; ///< node that [source] drives
  Located<std::string> spice;        ///< file of a circuit whose nodes are joined by name
  std::vector<Located<std::string>> acoustic_nodes, mechanical_nodes; ///< of that file; others are electrical
  std::vector<NetworkElementConfig> elements;
  std::vector<NetworkPortConfig> ports;
  std::vector<NetworkTerminalConfig> terminals;
};

/// [[armature]]: a balanced-armature receiver as a two-port between its terminals and its spout.
struct ArmatureConfig {
  Located<std::string> name;
  Located<double> resistance;                 ///< [ohm] of the coil
  Located<double> inductance;                 ///< [H] of the blocked armature
  Located<double> lossy_inductance{0.0};      ///< [H] parallel to lossy_resistance, in series with it
  Located<double> lossy_resistance{0.0};      ///< [ohm] eddy currents in armature and yoke
  Located<double> force_factor;               ///< [N/A] at the armature's tip
  Located<double> armature_mass;              ///< [kg] effective at the tip
  Located<double> armature_compliance;        ///< [m/N] of the bending armature at its tip
  Located<double> magnetic_stiffness{0.0};    ///< [N/m] taken off by the magnets, as a positive number
  Located<double> armature_resistance;        ///< [N s/m]
  Located<double> drive_rod_compliance;       ///< [m/N]
  Located<double> diaphragm_mass;             ///< [kg]
  Located<double> diaphragm_compliance;       ///< [m/N]
  Located<double> diaphragm_resistance{0.0};  ///< [N s/m]
  Located<double> area;                       ///< [m2] of the diaphragm
  Located<double> rear_volume, front_volume;  ///< [m3]
  Located<double> vent_resistance{0.0};       ///< [Pa s/m3] of the hole through the diaphragm; 0: none
  Located<double> spout_radius, spout_length; ///< [m]
};

/// [[moving_coil]]: a moving-coil driver with a rigid piston, by its parts (force_factor, mass, compliance,
/// mechanical_resistance) or by a data sheet (resonance, both qualities, and one of equivalent_volume, mass,
/// compliance and force_factor). What a data sheet leaves out may follow from a curve of the impedance.
struct MovingCoilConfig {
  Located<std::string> name;
  Located<double> resistance;                 ///< [ohm]
  Located<double> inductance{0.0};            ///< [H]
  Located<double> semi_inductance{0.0};       ///< [ohm] at 1 kHz, in series, as the root of i omega
  Located<double> force_factor{0.0};          ///< [T m]
  Located<double> mass{0.0};                  ///< [kg]
  Located<double> compliance{0.0};            ///< [m/N]
  Located<double> mechanical_resistance{0.0}; ///< [N s/m]
  Located<double> area;                       ///< [m2]
  Located<double> resonance{0.0};             ///< f_s [Hz]
  Located<double> mechanical_quality{0.0};    ///< Q_ms [1]
  Located<double> electrical_quality{0.0};    ///< Q_es [1]
  Located<double> equivalent_volume{0.0};     ///< V_as [m3]
  Located<std::string> impedance;             ///< file of the impedance in free air, to be fitted
};

} // namespace earshot

#endif
