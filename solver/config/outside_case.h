#ifndef EARSHOT_CONFIG_OUTSIDE_CASE_H
#define EARSHOT_CONFIG_OUTSIDE_CASE_H

#include "solver/config/located.h"

#include <optional>
#include <string>
#include <vector>

/// The part of a case that says how sound from outside comes in. Names equal the file's keys.
namespace earshot {

/// [leak]: a narrow passage past the ear tip, from the plane where the ear begins to the outside.
struct LeakConfig {
  Located<double> length;               ///< [m]
  Located<double> radius{0.0};          ///< [m] of a tube
  Located<double> gap{0.0}, width{0.0}; ///< [m] of a slit
  Located<bool> closed{false};
};

/// [housing]: the earphone as a rigid body on the skin, which sound from outside pushes towards the eardrum.
struct HousingConfig {
  Located<double> mass;              ///< [kg]
  Located<double> contact_area;      ///< [m2] of skin that it rests on
  Located<double> skin_stiffness;    ///< [Pa/m] pressure on the skin per displacement
  Located<double> skin_damping{0.0}; ///< [Pa s/m] and per velocity
  Located<double> outer_area;        ///< [m2] across the motion, that sound from outside acts on
  Located<double> canal_area;        ///< [m2] across the motion, that closes the canal
};

/// [[analysis]] with type = "isolation"
struct IsolationConfig {
  std::vector<Located<std::string>> driver; ///< amplifier | short | open; none: amplifier and open
  std::vector<Located<std::string>> close;  ///< openings, "vents", "all"; none: vents
  /// [m] open ear: from the entrance to the plane where the ear begins; none: what the ear's model leaves of
  /// a whole canal
  std::optional<Located<double>> canal_length;
  Located<double> canal_radius{0.00375}; ///< [m] open ear
  Located<double> housing_size{0.02};    ///< [m] of the worn earphone
};

} // namespace earshot

#endif
