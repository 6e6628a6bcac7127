#ifndef EARSHOT_CONFIG_OUTSIDE_CASE_H
#define EARSHOT_CONFIG_OUTSIDE_CASE_H

#include "solver/config/kinds.h"
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

/// [[housing.support]]: springs and dampers at a point, such as those of the tip in the canal or of the
/// concha.
struct HousingSupportConfig {
  Located<std::string> name;
  std::vector<Located<double>> position;  ///< [m]; none: at the centre of mass
  std::vector<Located<double>> direction; ///< of its first axis, of any length; none: x
  Located<double> radius{0.004};          ///< [m] of the elastic walls around the position that it holds
  Located<std::string> surface;           ///< of the elastic walls, that it holds instead; empty: none
  /// Along its three axes [N/m], [N s/m] and about them [N m], [N m s]; none: 0.
  std::vector<Located<double>> stiffness, damping, rotational_stiffness, rotational_damping;
};

/// [[housing.point]]: where the acceleration is asked for.
struct HousingPointConfig {
  Located<std::string> name;
  std::vector<Located<double>> position; ///< [m]
};

/// [[housing.mover]]: a driver of the network, whose moving mass pushes the housing back.
struct HousingMoverConfig {
  Located<std::string> element;
  std::vector<Located<double>> position;  ///< [m]; none: at the centre of mass
  std::vector<Located<double>> direction; ///< in which a positive displacement moves the mass
};

/// [[housing.wall]]: a layer of elastic walls, the outermost first.
struct HousingLayerConfig {
  Located<std::string> material;
  Located<double> thickness;                 ///< [m]
  std::vector<Located<std::string>> volumes; ///< of air, whose walls have it; none: those of all others
};

/// [housing]: the earphone as a rigid body, or one of elastic walls. Without supports it moves towards the
/// eardrum alone, on skin, by sound from outside and the pressure in the canal; with supports in six
/// directions, and its walls push the air.
struct HousingConfig {
  Located<double> mass{0.0};         ///< [kg] of the whole earphone, drivers included
  Located<double> wall_density{0.0}; ///< [kg/m3] with wall_thickness [m] instead of mass
  Located<double> wall_thickness{0.0};
  std::vector<Located<double>> centre;  ///< of mass [m]; none: that of the walls
  std::vector<Located<double>> inertia; ///< about the centre: xx, yy, zz [kg m2]; none: as of the walls
  std::vector<Located<double>> inertia_products; ///< xy, yz, zx of the tensor [kg m2]; none: 0
  std::vector<Located<std::string>> fixed;       ///< volumes of the head; none: see moving_housing()
  std::vector<Located<std::string>> moving;      ///< surfaces of fixed volumes that move all the same
  std::vector<HousingLayerConfig> walls;         ///< none: the walls are rigid
  std::vector<HousingSupportConfig> supports;
  std::vector<HousingPointConfig> points;
  std::vector<HousingMoverConfig> movers;
  Located<double> contact_area{0.0};      ///< [m2] of skin that it rests on
  Located<double> skin_stiffness{0.0};    ///< [Pa/m] pressure on the skin per displacement
  Located<double> skin_damping{0.0};      ///< [Pa s/m] and per velocity
  Located<double> outer_area{0.0};        ///< [m2] across `direction`, that sound from outside acts on
  Located<double> canal_area{0.0};        ///< [m2] across `direction`, that closes the canal
  std::vector<Located<double>> direction; ///< towards the eardrum, of any length; none: z

  /// Whether it moves in six directions as a part of the coupled system.
  bool moves() const { return !supports.empty(); }
  /// Whether its walls bend and stretch as well.
  bool is_elastic() const { return !walls.empty(); }
};

/// [[analysis]] with type = "isolation"
struct IsolationConfig {
  std::vector<Located<SourceState>> driver; ///< none: amplifier and open
  std::vector<Located<std::string>> close;  ///< openings, "vents", "all"; none: vents
  /// [m] open ear: from the entrance to the plane where the ear begins; none: what the ear's model leaves of
  /// a whole canal
  std::optional<Located<double>> canal_length;
  Located<double> canal_radius{0.00375}; ///< [m] open ear
  Located<double> housing_size{0.02};    ///< [m] of the worn earphone
};

} // namespace earshot

#endif
