#ifndef EARSHOT_TESTS_SUPPORT_MICRO_MOTOR_H
#define EARSHOT_TESTS_SUPPORT_MICRO_MOTOR_H

#include "solver/physics/magnetics/motor_curves.h"
#include "tests/support/plane_meshes.h"

namespace earshot::testing {

/// Iron with B(H) = mu0 H + (2 Js / pi) atan(pi (mu_r - 1) mu0 H / (2 Js)), turned round by Newton's method.
struct SaturatingIron {
  double saturation = 2; ///< Js [T]
  double initial_permeability = 1000;

  double slope_of_b(double h) const {
    const double scale =
        std::numbers::pi / (2 * saturation) * (initial_permeability - 1) * vacuum_permeability;
    return vacuum_permeability +
           (initial_permeability - 1) * vacuum_permeability / (1 + scale * scale * h * h);
  }
  double b(double h) const {
    const double scale =
        std::numbers::pi / (2 * saturation) * (initial_permeability - 1) * vacuum_permeability;
    return vacuum_permeability * h + 2 * saturation / std::numbers::pi * std::atan(scale * h);
  }
  double h(double b_wanted) const {
    double low = 0, high = b_wanted / vacuum_permeability, h = b_wanted / slope_of_b(0);
    for (int k = 0; k < 100 && high - low > 1e-14 * high; ++k) {
      const double excess = b(h) - b_wanted;
      (excess > 0 ? high : low) = h;
      if (std::abs(excess) < 1e-14 * b_wanted)
        break;
      h -= excess / slope_of_b(h);
      if (h <= low || h >= high)
        h = (low + high) / 2;
    }
    return h;
  }
  MagneticMaterial material() const {
    MagneticMaterial iron;
    iron.field_strength = [law = *this](double b) { return law.h(b); };
    iron.field_strength_slope = [law = *this](double b) { return 1 / law.slope_of_b(law.h(b)); };
    return iron;
  }
};

/// A micro-driver's motor, lengths in mm: pot with a bottom r < 4, 0 < z < 0.6 and a wall 3.4 < r < 4 up to
/// 2.2; magnet r < 2.6, 0.6 < z < 1.6 of 1.35 T and recoil permeability 1.05; plate r < 2.7, 1.6 < z < 2.2.
inline std::string micro_motor_region(double r, double z) {
  if (z > 0 && z < 2.2 && r < 4) {
    if (z < 0.6 || r > 3.4 || (z > 1.6 && r < 2.7))
      return "iron";
    if (r < 2.6 && z < 1.6)
      return "magnet";
  }
  return plane_air_region;
}

/// In a box r < 12, -8 < z < 10 without flux through its sides.
inline PlaneMesh boxed_micro_motor() {
  PlaneMeshBuilder builder;
  std::vector<double> r = {0, 0.9, 1.8, 2.4, 2.6, 2.7, 2.95, 3.15, 3.4, 3.7, 4, 4.6, 6, 8, 12},
                      z = {-8, -5, -2.5, -1, 0, 0.3, 0.6, 0.8, 1.2, 1.4, 1.6, 1.9, 2.2, 2.6, 3.4, 5, 7, 10};
  for (auto *lines : {&r, &z})
    for (double &line : *lines)
      line *= 1e-3;
  builder.add_grid(r, z, [](double x, double y) { return micro_motor_region(1e3 * x, 1e3 * y); });
  return builder.mesh();
}

inline PlaneMesh micro_motor_in_open_air() {
  return grid_in_open_air({0, 0.9, 1.8, 2.4, 2.6, 2.7, 2.95, 3.15, 3.4, 3.7, 4, 4.6, 6},
                          {-2.5, -1, 0, 0.3, 0.6, 0.8, 1.2, 1.4, 1.6, 1.9, 2.2, 2.6, 3.4, 5}, 1e-3,
                          micro_motor_region);
}

inline std::vector<MagneticMaterial> micro_motor_materials(const PlaneMesh &mesh,
                                                           const SaturatingIron &iron = {}) {
  std::vector<MagneticMaterial> materials(mesh.regions.size());
  auto &magnet = materials[region_index(mesh, "magnet")];
  magnet.relative_permeability = 1.05;
  magnet.remanence = {0, 1.35};
  materials[region_index(mesh, "iron")] = iron.material();
  return materials;
}

/// 40 turns, r 2.95 to 3.15, z 1.5 to 2.3 at rest.
inline Coil micro_motor_coil() {
  return {{2.95e-3, 3.15e-3, 1.5e-3, 2.3e-3, 40}};
}

} // namespace earshot::testing

#endif
