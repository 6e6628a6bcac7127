#ifndef EARSHOT_PHYSICS_STRUCTURE_AXISYMMETRIC_SHELL_H
#define EARSHOT_PHYSICS_STRUCTURE_AXISYMMETRIC_SHELL_H

#include "solver/materials/laminate.h"
#include "solver/sweep/continuation.h"

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// A ring of a meridian, from the axis outwards.
struct MeridianZone {
  std::string name;
  double inner_radius, outer_radius;             ///< [m]
  std::function<double(double r)> height, slope; ///< z [m] and dz/dr
  ShellSection section;
  int elements = 8;
};

/// Springs along the edge, instead of a clamp.
struct MeridianRim {
  double stiffness = 0;         ///< force per displacement and length [N/m2]
  double bending_stiffness = 0; ///< moment per rotation and length [N]
};

/// Statics of an axisymmetric layered shell at large displacements and rotations: the geometrically exact
/// shell of Reissner (J. Appl. Math. Phys. 20, 1969; of its meridian), which the shell of shell_terms.h is
/// for small ones. With the meridian (r, z)(s), the angle phi of the material's cross-section (phi_0 at rest)
/// and R the radius at rest,
///
///   e_1 = r' cos phi + z' sin phi - 1,  e_2 = (r - R)/R,  gamma = -r' sin phi + z' cos phi,
///   kappa_1 = -(phi' - phi_0'),  kappa_2 = -(sin phi - sin phi_0)/R  (of the layers towards the front),
///
///   U = int [ 1/2 (e A e + 2 e B kappa + kappa D kappa + S gamma^2) + T (e_1 + e_2) ] 2 pi R ds,
///
/// T being the tension that a film was stretched with before it was fixed to what it pulls at.
/// Forces are derivatives of U, tangents its second derivatives, all of them exact. Unknowns are (u_r, u_z,
/// phi - phi_0) at the nodes of Lagrange elements of some degree in r.
class AxisymmetricShell {
public:
  /// @param zones adjoining, the first one from the axis on (a disc) or from a free inner edge
  /// @param rim of the outer edge; none: clamped
  /// @throws std::invalid_argument for no zones, or ones that don't adjoin
  AxisymmetricShell(std::vector<MeridianZone> zones, int degree, std::optional<MeridianRim> rim);

  std::size_t n_unknowns() const { return n_unknowns_; }
  const std::vector<MeridianZone> &zones() const { return zones_; }

  /// What pushes: a force on the mean axial displacement of a zone [N], or a pressure from behind that stays
  /// at right angles to the surface [Pa]. Both towards the front.
  enum class Load { force, pressure };
  /// dU/du - load d(work)/du = 0, over the load. @param force_zone that the force acts on
  PathProblem over_load(Load kind, std::size_t force_zone) const;
  /// dU/du = 0 without load, over the share of its tension that is let go.
  PathProblem over_tension() const;
  /// Lengths for a path: the largest thickness, and as much over the radius for rotations.
  std::vector<double> scales() const;

  /// Mean axial displacement of a zone, weighted by the area at rest [m], and its derivative.
  double displacement(std::span<const double> u, std::size_t zone) const;
  std::vector<double> displacement_weights(std::size_t zone) const;
  /// Volume between the shell and the plane z = 0 [m3], and its derivative.
  double volume(std::span<const double> u) const;
  std::vector<double> volume_gradient(std::span<const double> u) const;

  /// Strains and resultants at an element's points, for stresses.
  struct Point {
    double radius; ///< at rest [m]
    std::size_t zone;
    std::array<double, 2> strain;       ///< e_1, e_2 since the film was stretched
    std::array<double, 2> curvature;    ///< kappa_1, kappa_2 [1/m]
    std::array<double, 2> force;        ///< N_1, N_2, the tension included [N/m]
    std::array<double, 2> moment;       ///< M_1, M_2 [N]
    double radial_force;                ///< H = N_1 cos phi - Q sin phi, along r [N/m]
    std::array<double, 2> displacement; ///< u_r, u_z [m]
  };
  std::vector<Point> points(std::span<const double> u) const;
  /// The same at the elements' ends, too, where stresses are largest; not on the axis, where strains have a
  /// limit alone.
  std::vector<Point> points_with_ends(std::span<const double> u) const;
  /// The same at a radius of a zone at rest, which is taken to the zone's nearest one; not on the axis.
  Point at(std::size_t zone, double radius, std::span<const double> u) const;

  /// U and its derivatives; the Hessian is row-major.
  struct Energy {
    double value = 0;
    std::vector<double> gradient, hessian;
    std::vector<double> tension_gradient; ///< the part of the whole tension
  };
  /// @param tension_share factor of T
  Energy energy(std::span<const double> u, double tension_share = 1) const;

private:
  /// A point of Gauss's rule, and the shape functions there.
  struct Quadrature {
    std::size_t zone;
    double radius, height, angle; ///< R, Z, phi_0
    double dr, dz;                ///< R', Z'
    double weight;                ///< of the rule, times 2 pi R ds
    std::size_t first_node;
    std::vector<double> values, slopes; ///< of the shape functions; slopes by s
  };
  struct Local;
  void add_zone(std::size_t zone);
  Quadrature point_of(std::size_t zone, int element, double t) const;
  void number_unknowns();
  Local local(const Quadrature &at, std::span<const double> u) const;
  Point point(const Quadrature &at, std::span<const double> u) const;

  std::vector<MeridianZone> zones_;
  int degree_;
  std::optional<MeridianRim> rim_;
  std::vector<double> nodes_;            ///< radii
  std::vector<std::size_t> first_nodes_; ///< of each zone
  std::vector<std::array<int, 3>> unknowns_;
  std::size_t n_unknowns_ = 0;
  std::vector<Quadrature> quadrature_, ends_; ///< ends of the elements have no weight
};

} // namespace earshot

#endif
