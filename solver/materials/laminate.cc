#include "solver/materials/laminate.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {
namespace {

constexpr double shear_correction = 5.0 / 6.0;

std::array<double, 4> turned_shear(const PlyMaterial &m, double angle) {
  const double c = std::cos(angle), s = std::sin(angle), g13 = m.shear_modulus,
               g23 = m.transverse_shear_modulus;
  const double s45 = (g13 - g23) * c * s;
  return {g13 * c * c + g23 * s * s, s45, s45, g13 * s * s + g23 * c * c};
}

void check(const Ply &ply) {
  const PlyMaterial &m = ply.material;
  if (!(ply.thickness > 0 && m.density > 0))
    throw std::invalid_argument("a ply needs a positive thickness and density");
  const bool moduli = m.youngs_modulus > 0 && m.transverse_modulus > 0 && m.shear_modulus > 0 &&
                      m.transverse_shear_modulus > 0;
  if (!moduli || m.poissons_ratio * m.poissons_ratio * m.transverse_modulus >= m.youngs_modulus)
    throw std::invalid_argument("a ply's material is not positive definite: moduli must be positive and "
                                "poissons_ratio^2 below youngs_modulus / transverse_modulus");
}

ShellStiffness &part_with_loss(ShellSection &section, double loss_factor) {
  const auto found = std::find_if(section.parts.begin(), section.parts.end(),
                                  [&](const ShellStiffness &p) { return p.loss_factor == loss_factor; });
  if (found != section.parts.end())
    return *found;
  section.parts.push_back({.loss_factor = loss_factor});
  return section.parts.back();
}

/// Adds the ply between the heights `bottom` and `top` above the midsurface.
void add_ply(ShellSection &section, const Ply &ply, double bottom, double top) {
  const PlyMaterial &m = ply.material;
  ShellStiffness &part = part_with_loss(section, m.loss_factor);
  const double moment0 = ply.thickness, moment1 = (top + bottom) / 2 * ply.thickness,
               moment2 = (top * top + top * bottom + bottom * bottom) / 3 * ply.thickness;
  const auto q = plane_stress_stiffness(m, ply.angle);
  for (int k = 0; k < 9; ++k) {
    part.membrane[k] += q[k] * moment0;
    part.coupling[k] += q[k] * moment1;
    part.bending[k] += q[k] * moment2;
  }
  const auto g = turned_shear(m, ply.angle);
  for (int k = 0; k < 4; ++k)
    part.shear[k] += shear_correction * g[k] * moment0;
  section.mass += m.density * moment0;
  section.first_moment += m.density * moment1;
  section.rotary_inertia += m.density * moment2;
}

bool equal(double a, double b) {
  return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
}

bool is_isotropic(const PlyMaterial &m) {
  return equal(m.youngs_modulus, m.transverse_modulus) &&
         equal(m.shear_modulus, m.transverse_shear_modulus) &&
         equal(m.shear_modulus, m.youngs_modulus / (2 * (1 + m.poissons_ratio)));
}

bool is_turned(const Ply &ply) {
  return !is_isotropic(ply.material) && std::abs(std::sin(2 * ply.angle)) > 1e-12;
}

bool is_mirror_image(const Ply &a, const Ply &b) {
  const PlyMaterial &m = a.material, &n = b.material;
  return equal(a.thickness, b.thickness) && equal(m.density, n.density) &&
         equal(m.youngs_modulus, n.youngs_modulus) && equal(m.transverse_modulus, n.transverse_modulus) &&
         equal(m.poissons_ratio, n.poissons_ratio) && equal(m.shear_modulus, n.shear_modulus) &&
         equal(m.transverse_shear_modulus, n.transverse_shear_modulus) &&
         equal(m.loss_factor, n.loss_factor) && (is_isotropic(m) || equal(a.angle, b.angle));
}

/// B and the first moment are differences of large numbers: what a symmetric laminate leaves of them is
/// round-off.
void drop_round_off(ShellSection &section) {
  for (ShellStiffness &part : section.parts)
    part.coupling = {};
  section.first_moment = 0;
}

} // namespace

PlyMaterial isotropic_ply(double density, double youngs_modulus, double poissons_ratio, double loss_factor) {
  const double shear_modulus = youngs_modulus / (2 * (1 + poissons_ratio));
  return {density, youngs_modulus, youngs_modulus, poissons_ratio, shear_modulus, shear_modulus, loss_factor};
}

std::array<double, 9> plane_stress_stiffness(const PlyMaterial &m, double angle) {
  const double nu21 = m.poissons_ratio * m.transverse_modulus / m.youngs_modulus;
  const double delta = 1 - m.poissons_ratio * nu21;
  const double q11 = m.youngs_modulus / delta, q22 = m.transverse_modulus / delta,
               q12 = m.poissons_ratio * q22, q66 = m.shear_modulus;
  const double c = std::cos(angle), s = std::sin(angle), c2 = c * c, s2 = s * s;
  const double a11 = q11 * c2 * c2 + 2 * (q12 + 2 * q66) * s2 * c2 + q22 * s2 * s2;
  const double a22 = q11 * s2 * s2 + 2 * (q12 + 2 * q66) * s2 * c2 + q22 * c2 * c2;
  const double a12 = (q11 + q22 - 4 * q66) * s2 * c2 + q12 * (s2 * s2 + c2 * c2);
  const double a66 = (q11 + q22 - 2 * q12 - 2 * q66) * s2 * c2 + q66 * (s2 * s2 + c2 * c2);
  const double a16 = (q11 - q12 - 2 * q66) * s * c * c2 + (q12 - q22 + 2 * q66) * s2 * s * c;
  const double a26 = (q11 - q12 - 2 * q66) * s2 * s * c + (q12 - q22 + 2 * q66) * s * c * c2;
  return {a11, a12, a16, a12, a22, a26, a16, a26, a66};
}

ShellSection laminate(const std::vector<Ply> &plies) {
  if (plies.empty())
    throw std::invalid_argument("a laminate needs at least one ply");
  ShellSection section;
  for (const Ply &ply : plies) {
    check(ply);
    section.thickness += ply.thickness;
  }
  double top = section.thickness / 2;
  for (const Ply &ply : plies) {
    add_ply(section, ply, top - ply.thickness, top);
    top -= ply.thickness;
  }
  for (std::size_t k = 0; k < plies.size(); ++k) {
    section.isotropic = section.isotropic && is_isotropic(plies[k].material);
    section.turned = section.turned || is_turned(plies[k]);
    section.symmetric = section.symmetric && is_mirror_image(plies[k], plies[plies.size() - 1 - k]);
  }
  if (section.symmetric)
    drop_round_off(section);
  return section;
}

void add_coil_ring(ShellSection &section, const CoilRing &ring) {
  section.mass += ring.surface_density;
  section.rotary_inertia += ring.surface_density * ring.height * ring.height / 12;
  if (ring.hoop_stiffness == 0 && ring.bending_stiffness == 0 && ring.torsion_stiffness == 0)
    return;
  if (!(ring.width > 0))
    throw std::invalid_argument("a coil ring needs the width of its zone");
  section.ring = true;
  ShellStiffness &part = part_with_loss(section, ring.loss_factor);
  part.membrane[4] += ring.hoop_stiffness / ring.width;
  part.bending[4] += ring.bending_stiffness / ring.width;
  part.bending[8] += ring.torsion_stiffness / (4 * ring.width);
}

double bending_wavelength(const ShellSection &section, double frequency) {
  double d11 = 0, d22 = 0;
  for (const ShellStiffness &part : section.parts) {
    d11 += part.bending[0];
    d22 += part.bending[4];
  }
  const double omega = 2 * std::numbers::pi * frequency;
  return 2 * std::numbers::pi * std::pow(std::min(d11, d22) / (section.mass * omega * omega), 0.25);
}

} // namespace earshot
