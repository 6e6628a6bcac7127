#ifndef EARSHOT_MATERIALS_BH_CURVE_H
#define EARSHOT_MATERIALS_BH_CURVE_H

#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// One point of a magnetisation curve.
struct BhPoint {
  double flux_density;   ///< B [T]
  double field_strength; ///< H [A/m]
};

/// H as a function of B of an isotropic material without hysteresis: odd, rising and once continuously
/// differentiable. Between the points of a table it is the monotone cubic of Fritsch and Carlson (SIAM J.
/// Numer. Anal. 17, 1980). Beyond the last point dH/dB doubles over equal steps of B until it reaches that
/// of vacuum, 1 / mu0, and stays there.
class BhCurve {
public:
  /// A material of constant permeability: air, copper, the recoil line of a magnet.
  explicit BhCurve(double relative_permeability = 1);

  /// @param points from (0, 0) on, both columns rising
  /// @param name of the material, for messages
  /// @throws UserError when there are fewer than four points, when the first one is not the origin, when a
  /// column does not rise, when a slope dB/dH is below that of vacuum, or for numbers that are not finite
  BhCurve(const std::vector<BhPoint> &points, const std::string &name);

  /// H [A/m] at B [T].
  double field_strength(double flux_density) const;
  /// dH/dB [m/H].
  double differential_reluctivity(double flux_density) const;
  /// H / B [m/H]; at B = 0 its limit.
  double reluctivity(double flux_density) const;
  /// Whether the permeability does not depend on B.
  bool is_linear() const { return !table_; }

private:
  struct Table;
  double linear_reluctivity_ = 0;      ///< [m/H]
  std::shared_ptr<const Table> table_; ///< null for a constant permeability
};

/// Saturation curve of the form J(H) = sum_i J_i tanh(mu_i mu0 H / J_i), B = mu0 H + J, as points.
/// @param polarisations J_i [T]
/// @param susceptibilities mu_i [1]
std::vector<BhPoint> saturation_curve(const std::vector<double> &polarisations,
                                      const std::vector<double> &susceptibilities);

} // namespace earshot

#endif
