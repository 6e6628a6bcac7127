#ifndef EARSHOT_PHYSICS_STRUCTURE_SHELL_TERMS_H
#define EARSHOT_PHYSICS_STRUCTURE_SHELL_TERMS_H

#include "solver/algebra/problem_builder.h"
#include "solver/fem/shell_space.h"
#include "solver/materials/laminate.h"
#include "solver/physics/structure/shell_matrices.h"

#include <optional>

namespace earshot {

/// A springy hold along the surface's edge.
struct ElasticRim {
  double stiffness = 0;         ///< force per displacement and length, in all directions [N/m2]
  double bending_stiffness = 0; ///< moment per rotation about the edge and length [N]
  double loss_factor = 0;
};

/// A summand of a zone's membrane forces at rest: a number in front of a function of the radius.
struct ShellPrestress {
  std::string symbol;
  PrestressFunction forces;
  double value; ///< [N/m]
};

struct ShellProperties {
  std::vector<ShellSection> sections; ///< per zone of the mesh
  std::optional<ElasticRim> rim;
  /// Per zone, beside the section's tension; empty when there is none at all.
  std::vector<std::vector<ShellPrestress>> prestress{};
  double pressure = 0; ///< static, in front over behind; stays at right angles to the surface [Pa]
  /// Before the names of zones and of the rim: "<driver>/" where there are several, else nothing.
  std::string qualifier{};
};

/// Adds stiffness and inertia of a shell,
///
///   sum_zones int [eps.A eps + eps.B kappa + kappa.B eps + kappa.D kappa + gamma.S gamma + 1e-2 A66
///   (drilling)^2 + T u,a.u,a + N_1 u,1.u,1 + N_2 u,2.u,2 + p u.(u,1 x e_2 + e_1 x u,2)]
///   - w^2 int [m u.u + m1 (u.d + d.u) + I d.d],    d = theta x n,
///
/// with A = sum_parts (1 + i eta) A_part and so on. All numbers of the section are in coefficients, so that
/// moduli, thicknesses, densities and losses leave the matrices as they are, whatever the plies: a zone of
/// isotropic plies has
///
///   A = (A11 + A12)/2 [1 1 0; 1 1 0; 0 0 0] + (A11 - A12)/2 [1 -1 0; -1 1 0; 0 0 1]
///
/// and two matrices likewise for D, two for B if the plies aren't symmetric about the midsurface, one for S;
/// a coil ring adds matrices for A22, D22 and D66; orthotropic plies have one for each entry. Inertia has
/// one for m, one for I, one for m1 beside B; N_1 and N_2 have one for each summand. The last one is the
/// second variation of the volume that p works on. Loss rows are "structure:<zone>" and "structure:rim", with
/// the qualifier before zone and rim. Collective over the problem's communicator.
void add_shell_terms(const ShellMatrices &matrices, const ShellProperties &properties,
                     ProblemBuilder problem);

/// The same on the matrices of a space, for a problem that is assembled: each rank integrates the elements
/// that leave the remainder `slice` when divided by `n_slices`.
/// @param to_global number in `problem` of an unknown of `space`
void add_shell_terms(const ShellSpace &space, const ShellProperties &properties,
                     const std::function<Index(Index)> &to_global, int slice, int n_slices,
                     ProblemBuilder problem);

/// Adds -w^2 int [m u.R + m1 (u.D + d.R) + I d.D] and its transpose for a shell whose unknowns are against
/// the rigid motions R of what holds it, D = rotation x n. The other part of its inertia, that of R alone, is
/// the base's. Collective.
/// @param base  global numbers of the motions
void add_shell_on_base(const ShellMatrices &matrices, const ShellProperties &properties,
                       const RigidMotions &motions, const std::array<Index, RigidMotions::number> &base,
                       ProblemBuilder problem);

} // namespace earshot

#endif
