#ifndef EARSHOT_MATERIALS_WINDING_H
#define EARSHOT_MATERIALS_WINDING_H

#include <string>
#include <vector>

namespace earshot {

/// What a wire is made of.
struct WireMaterial {
  std::string name;
  double density;                 ///< [kg/m3]
  double conductivity;            ///< at 20 degrees Celsius [S/m]
  double temperature_coefficient; ///< of the resistance at 20 degrees Celsius [1/K]
  double youngs_modulus;          ///< [Pa]
  std::string source;             ///< of the figures
};

/// Names of the built-in wires.
std::vector<std::string> wire_material_names();

/// Copper, aluminium or copper-clad aluminium with 10 % or 15 % of copper by volume.
/// @throws UserError with the names that there are
WireMaterial wire_material(const std::string &name);

/// A voice coil of round wire, its turns packed in rows and columns.
struct WindingSpec {
  WireMaterial material;
  double wire_diameter;        ///< bare [m]
  double insulation_thickness; ///< enamel and bond, on each side [m]
  int layers;
  int turns;           ///< in all; layers that are not full count as full in height
  double inner_radius; ///< of the bare innermost layer, without former [m]
};

/// What a winding comes to.
struct Winding {
  double inner_radius, outer_radius; ///< [m]
  double height;                     ///< [m]
  double wire_length;                ///< [m]
  double conductor_area;             ///< of one wire [m^2]
  double resistance;                 ///< R_e [ohm]
  double mass;                       ///< conductor and insulation [kg]
  double fill_factor;                ///< metal per cross-section of the winding [1]

  double width() const { return outer_radius - inner_radius; }
  double mean_radius() const { return (inner_radius + outer_radius) / 2; }
};

/// Length, resistance and mass follow from the mean turn, 2 pi r. Insulation weighs 1350 kg/m3
/// (polyurethane).
/// @param temperature of the wire, for its resistance [K]
/// @throws UserError for dimensions that are not positive, or fewer turns than layers
Winding wind(const WindingSpec &spec, double temperature);

/// @param gap_inner_radius, gap_outer_radius of the free space [m]
/// @throws UserError when the wire is thicker than the gap, or the winding touches or crosses its walls
void check_fits(const WindingSpec &spec, const Winding &winding, double gap_inner_radius,
                double gap_outer_radius);

} // namespace earshot

#endif
