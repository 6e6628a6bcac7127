#ifndef EARSHOT_MOTOR_MOTOR_DESIGN_H
#define EARSHOT_MOTOR_MOTOR_DESIGN_H

#include "solver/config/case.h"
#include "solver/materials/motor_materials.h"
#include "solver/materials/winding.h"
#include "solver/physics/magnetics/blocked_impedance.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// What a region of the mesh is made of.
struct MotorRegion {
  MotorMaterial material;
  double magnetization = 0; ///< direction of a magnet, from the axis towards r [rad]
};

/// A motor as the field computation needs it.
struct MotorDesign {
  PlaneMesh mesh;
  std::vector<MotorRegion> regions; ///< one per region of the mesh
  PlaneSpaceOptions space;
  double temperature = 293.15; ///< of magnets and coil [K]
  Coil coil;
  CoilWire wire;                  ///< diameter 0 for flat conductors
  std::optional<Winding> winding; ///< of round wire
  double resistance = 0;          ///< R_e [ohm]
  double coil_mass = 0;           ///< [kg]
};

/// Lays out, meshes and checks a motor.
/// @param materials beside the built-in ones
/// @throws UserError at the place in the case file for parts that don't fit together, unknown materials, no
/// magnet among them, a winding that doesn't fit its gap, a coil that meets a part within its displacements
MotorDesign motor_design(const MagneticMotorConfig &config,
                         const std::vector<MagneticMaterialConfig> &materials);

/// A built-in material or one of the case's. @throws UserError at the name
MotorMaterial magnetic_material(const Located<std::string> &name,
                                const std::vector<MagneticMaterialConfig> &materials);

/// The materials of the design at its temperature, in the form of the field computation. A magnet is past its
/// knee where H exceeds 0.9 H_cJ: above that sintered grades leave their recoil line.
std::vector<MagneticMaterial> magnetic_materials(const MotorDesign &design);

} // namespace earshot

#endif
