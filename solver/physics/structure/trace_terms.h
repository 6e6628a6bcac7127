#ifndef EARSHOT_PHYSICS_STRUCTURE_TRACE_TERMS_H
#define EARSHOT_PHYSICS_STRUCTURE_TRACE_TERMS_H

#include "solver/algebra/problem_builder.h"
#include "solver/fem/rigid_motion.h"
#include "solver/fem/shell_space.h"

#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// A piece of a flat conductor on a shell, where its quadrature has it.
struct TracePoint {
  ShellPoint on_shell;
  dealii::Tensor<1, 3> direction; ///< of the conductor, a unit vector
  double length;                  ///< share of the conductor's [m]
  dealii::Tensor<1, 3> force;     ///< in any unit
};

/// What a conductor adds to the shell that it is bonded to.
struct TraceSection {
  double mass_per_length = 0;   ///< [kg/m]
  double axial_stiffness = 0;   ///< EA [N]
  double bending_stiffness = 0; ///< EI about its own middle [N m2]
  double offset = 0;            ///< of its middle from the shell's, towards the front [m]
};

/// Along the conductor: int u.u, int eps^2, 2 int eps kappa, int kappa^2; strain and curvature are those of
/// the shell's midsurface along it.
struct TraceMatrices {
  RealMatrix inertia, membrane, coupling, bending;
};

/// Collective: each rank takes the elements that leave the remainder `slice` when divided by `n_slices`.
TraceMatrices trace_matrices(const ShellSpace &space, const std::vector<TracePoint> &points,
                             const std::function<Index(Index)> &to_global, int slice, int n_slices,
                             const Partition &partition);

/// Adds stiffness and inertia of a conductor on a shell,
///
///   int [EA (eps + z kappa)^2 + EI kappa^2] ds - w^2 int m u.u ds,
///
/// z its offset: it takes stress along itself alone, as across it the film beside it gives way. Lossless: a
/// metal's loss is small against a film's. Names end in `region`.
void add_trace_terms(const std::string &region, const TraceSection &section,
                     const std::function<TraceMatrices()> &assemble, ProblemBuilder problem);

/// int u . R along the conductor for the rigid motions R of what holds the shell, and its transpose: see
/// add_shell_on_base(). Collective, each rank takes the points that leave the remainder `slice`.
/// @param base  global numbers of the motions
RealMatrix trace_on_base(const std::vector<TracePoint> &points, const std::function<Index(Index)> &to_global,
                         int slice, int n_slices, const RigidMotions &motions,
                         const std::array<Index, RigidMotions::number> &base, const Partition &partition);

/// sum force . u over the points as weights of the unknowns: a load in the shell's rows, and of its motion
/// what the same current induces, whose voltage is i w times this.
SparseVector trace_displacement(const std::vector<TracePoint> &points);

} // namespace earshot

#endif
