#ifndef EARSHOT_MODEL_NETWORK_PARTS_H
#define EARSHOT_MODEL_NETWORK_PARTS_H

#include "solver/circuit/circuit.h"
#include "solver/config/network_case.h"
#include "solver/materials/air.h"

#include <string>
#include <vector>

namespace earshot {

/// Mass that moves with a mechanical node [kg].
struct NodeMass {
  std::string node;
  double mass = 0;
};

/// A network's driver as others see it.
struct LumpedDriver {
  std::string name;
  Circuit::Pair terminals;
  std::string coil;      ///< node behind the coil's resistance
  double resistance = 0; ///< between terminals.plus and coil [ohm]
  std::vector<NodeMass> masses;
};

/// Mechanical node of a driver, whose velocity is that of its diaphragm.
std::string diaphragm_node(const std::string &driver);

/// What moves in a moving-coil driver.
struct MovingParts {
  double force_factor, mass, compliance, resistance; ///< [T m], [kg], [m/N], [N s/m]
};

/// Of a driver by its parts, or by its data sheet (Small, JAES 20 (1972) 383-395): C = V_as/(rho c^2 S^2),
/// w_s^2 M C = 1, R = w_s M/Q_ms, Bl^2 = w_s M R_e/Q_es; the scale by V_as, M, C or Bl.
MovingParts moving_parts(const MovingCoilConfig &part, const AirProperties &air);

/// Re - Le - K sqrt(i w) - (Bl : 1) - mass, compliance, resistance - piston, between electrical terminals and
/// the acoustic nodes in front (`sides.plus`) and behind. Loss rows "coil_heat", "eddy_currents",
/// "suspension".
LumpedDriver add_moving_coil(Circuit &circuit, const std::string &name, const MovingCoilConfig &part,
                             const Circuit::Pair &terminals, const Circuit::Pair &sides,
                             const AirProperties &air);

/// A balanced armature as a chain of two-ports, terminals to spout:
///   electrical   Re - L - (L2 || R2), then force factor: force per current, voltage per velocity
///   armature     mass, its own spring less the magnets' negative stiffness, friction, to the frame
///   drive rod    a spring between armature and diaphragm
///   diaphragm    mass, suspension, friction; area: a piston between front and rear volume
///   acoustic     closed rear volume and front volume, both with isothermal walls (as cubes), an optional
///   hole
///                through the diaphragm between them, and the spout as a lossy tube
/// The form follows Jensen, Agerkvist and Harte, "Nonlinear time-domain modeling of balanced-armature
/// receivers", JAES 59 (2011) 91-101, linearised. Loss rows "coil_heat", "eddy_currents", "suspension",
/// "cavity_walls", "dampers", "narrow_passages".
/// @throws std::invalid_argument when the magnets overcome the armature's spring
LumpedDriver add_armature(Circuit &circuit, const std::string &name, const ArmatureConfig &part,
                          const Circuit::Pair &terminals, const std::string &outlet,
                          const AirProperties &air);

} // namespace earshot

#endif
