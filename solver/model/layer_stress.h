#ifndef EARSHOT_MODEL_LAYER_STRESS_H
#define EARSHOT_MODEL_LAYER_STRESS_H

#include "solver/config/case.h"
#include "solver/physics/structure/axisymmetric_shell.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// The largest von Mises stress in the layers of one material of a zone.
struct LayerStress {
  std::string zone, material;
  double stress = 0;              ///< [Pa]
  double radius = 0;              ///< where, at rest [m]
  std::optional<double> strength; ///< what the material bears for good [Pa]
};

/// One for each material of a zone, from the front. Stresses are those of plane stress at both faces of every
/// layer, strains e + z kappa; the layers share the tension of stretching by their moduli along the grain.
/// @param points of the zone, where strains are looked at @throws UserError for a material that is not there
std::vector<LayerStress> layer_stresses(const ZoneConfig &zone, const std::vector<MaterialConfig> &materials,
                                        const std::vector<AxisymmetricShell::Point> &points);

/// Of all zones of a diaphragm, from the axis outwards, with the shell of axisymmetric_diaphragm displaced by
/// u.
std::vector<LayerStress> layer_stresses(const DiaphragmConfig &diaphragm,
                                        const std::vector<MaterialConfig> &materials,
                                        const AxisymmetricShell &shell, std::span<const double> u);

} // namespace earshot

#endif
