#ifndef EARSHOT_MODEL_DIAPHRAGM_REST_H
#define EARSHOT_MODEL_DIAPHRAGM_REST_H

#include "solver/config/case.h"
#include "solver/physics/structure/shell_terms.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A diaphragm of a profile in equilibrium with the tension of its films, which pull in what holds them and
/// lose tension by that. Without load along the axis the force per length is radial, H(r), so that along the
/// meridian and the hoop
///
///   N_1 = H cos phi,  N_2 = d(r H)/dr cos phi
///
/// with the slope phi: one function H of each zone prestresses the linear shell. It is a sum of functions
/// that the zone's geometry alone decides on (in flat ones 1 and 1/r^2, Lame's; cubic B-splines elsewhere),
/// times numbers that stay coefficients. The shape stays that of the profile. A planar motor's trace takes
/// no part.
struct DiaphragmRest {
  struct Zone {
    double even_tension = 0;                ///< N_1 = N_2 of a flat disc [N/m]
    std::vector<ShellPrestress> prestress;  ///< of any other zone
    double least_tension, greatest_tension; ///< N_1 [N/m]
    double least_hoop_tension;              ///< N_2 [N/m]
    double displacement;                    ///< greatest, of a point [m]
    double shape_change;            ///< of height or width over the height; if flat, sag over thickness
    double stress;                  ///< greatest one, von Mises' [Pa], ...
    std::string stressed;           ///< ... the layer's material that bears it ...
    std::optional<double> strength; ///< ... and what that bears for good [Pa]
  };
  std::vector<Zone> zones; ///< as the profile's
  double mesh_error = 0;   ///< change of N_1 by the last doubling of the elements, over the largest
};

/// Nothing where there is no tension, for a single flat disc that is clamped, which is at rest as it was
/// stretched, and for a diaphragm with a mesh of its own, whose tension is taken as it is given.
/// @throws UserError for a zone that doesn't bear the tension
std::optional<DiaphragmRest> diaphragm_rest(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials);

/// What became of each zone's tension, a few lines.
std::string describe_rest(const DriverConfig &driver, const DiaphragmRest &rest);

/// Layers under more stress than they bear, shapes that change by more than the linear shell should leave
/// out.
std::vector<std::string> rest_warnings(const DriverConfig &driver, const DiaphragmRest &rest);

} // namespace earshot

#endif
