#ifndef EARSHOT_PHYSICS_HOUSING_RIGID_HOUSING_H
#define EARSHOT_PHYSICS_HOUSING_RIGID_HOUSING_H

#include "solver/algebra/problem_builder.h"
#include "solver/fem/air_space.h"
#include "solver/fem/rigid_motion.h"
#include "solver/physics/housing/place_motion.h"

#include <optional>
#include <string>
#include <vector>

/// A rigid housing around the air. Its unknowns are the six motions q of its walls, R_k(x) each; n points out
/// of the air:
///
///   [support - w^2 M] q  -  C_h^T p  -  w^2 (int m R u)^T  =  f          C_h = int p (n . R_k) over its
///   walls
///
/// and -C_h q in the air's rows. Diaphragms, pistons and traces keep their displacement u against the
/// housing: stiffness, motor and back-EMF see nothing else, and the motor's force on the coil takes its
/// reaction on the magnet along. Their inertia sees u + R q, of which m u.u is in their own terms, m R.u here
/// or beside those, and m R.R in M, which is that of the whole earphone.
namespace earshot {

/// What walls weigh, per mass of a unit of area.
struct WallBody {
  double area = 0;                ///< [m2]
  dealii::Point<3> centroid;      ///< [m]
  dealii::Tensor<2, 3> inertia{}; ///< int (r.r 1 - r r) dA about the centroid [m4]
};

/// Names of the terms that hold its energy.
inline constexpr const char *housing_mass_term = "housing mass", *housing_inertia_term = "housing inertia",
                            *housing_support_term = "housing support", *housing_bond_term = "housing bond";

using FaceFilter = std::function<bool(const AirSpace::Face &)>;

/// Collective; the same on every rank.
WallBody wall_body(const AirSpace &air, const FaceFilter &wanted);

/// C_h over some faces, and its transpose. Collective.
/// @param refinement  of the quadrature, see AirSpace::for_each_face()
RealMatrix air_housing_coupling(const AirSpace &air, const std::function<Index(Index)> &air_number,
                                const FaceFilter &wanted, const MotionAt &motion, const Partition &partition,
                                unsigned int refinement = 1);

/// int (n . R_i)(n . R_j) over some faces [m2]. Collective.
RealMatrix normal_motion(const AirSpace &air, const FaceFilter &wanted, const MotionAt &motion,
                         const Partition &partition);

/// Springs and dampers at a point.
struct RigidSupport {
  std::string name;
  dealii::Point<3> position;
  std::array<dealii::Tensor<1, 3>, 3> axes;                       ///< orthonormal
  std::array<double, 3> stiffness, damping;                       ///< along them [N/m], [N s/m]
  std::array<double, 3> rotational_stiffness, rotational_damping; ///< about them [N m], [N m s]
};

struct RigidBody {
  RigidMotions motions;     ///< about the centre of mass
  HousingNumbers numbers{}; ///< of its unknowns
  /// M holds weight times `amount` along the axes, and times `spread` about them.
  std::string symbol; ///< of the weight
  double weight = 0;
  double amount = 1;
  dealii::Tensor<2, 3> spread{};
  /// Entries xx, yy, zz, xy, yz, zx of the tensor of inertia, beside `spread` [kg m2].
  std::optional<std::array<double, 6>> inertia;
  std::vector<RigidSupport> supports;
};

/// Axes of which the first is `direction` (of any length), the others y and z after the smallest rotation
/// that takes x there.
std::array<dealii::Tensor<1, 3>, 3> turned_axes(const dealii::Tensor<1, 3> &direction);

/// Adds mass, inertia and supports, whose loss row is "housing_supports". Numbers other than places and
/// directions are in coefficients. Collective; rank 0 contributes the entries.
void add_rigid_body(const RigidBody &body, ProblemBuilder problem);

/// Adds what a support holds of the body to whose motions it is fast. Collective.
void add_support(const RigidSupport &support, const RigidMotions &motions, const HousingNumbers &numbers,
                 ProblemBuilder problem);

/// Adds -C_h p to the body's rows and -C_h q to the air's. @param assemble  gives `air_housing_coupling`
void add_pressure_on_housing(const std::string &region, const std::function<RealMatrix()> &assemble,
                             ProblemBuilder problem);

/// int b |U|^2 over some faces, b their share of the bond [m2], U the difference of two motions. Collective.
using BondShare = std::function<double(const AirSpace::Face &, const dealii::Point<3> &)>;
RealMatrix bond_square(const AirSpace &air, const FaceFilter &wanted, const BondShare &share,
                       const MotionAt &difference, const Partition &partition);

/// Adds k int b |U|^2 of patches that are bonded to elastic walls. Its loss row is theirs,
/// "structure:housing".
/// @param stiffness  k per area [Pa/m], with its loss
void add_housing_bond(Complex stiffness, const std::string &patch,
                      const std::function<RealMatrix()> &assemble, ProblemBuilder problem);

/// Adds a cloth that moves with the housing over an opening to free air. With the specific impedances Z_c of
/// the cloth and Z_r of the air outside, p - Z_r v = Z_c (v - V.n) for the velocity v of the air in it:
///
///   -s (C_h q in the air's rows, C_h p in the body's) + i w s Z_r int (n.R)(n.R),   s = Z_c/(Z_c + Z_r)
///
/// Its loss row is "openings", as that of the opening itself.
/// @param share    s(w)
/// @param outside  i w s Z_r
void add_opening_on_housing(const std::string &surface, Coefficient share, Coefficient outside,
                            const std::function<RealMatrix()> &coupling,
                            const std::function<RealMatrix()> &motion, ProblemBuilder problem);

/// The row and column of an unknown against weights of others. Rank 0 contributes the entries.
RealMatrix housing_row(Index unknown, const SparseVector &weights, const Partition &partition);

} // namespace earshot

#endif
