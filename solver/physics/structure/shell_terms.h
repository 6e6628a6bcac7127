#ifndef EARSHOT_PHYSICS_STRUCTURE_SHELL_TERMS_H
#define EARSHOT_PHYSICS_STRUCTURE_SHELL_TERMS_H

#include "solver/algebra/frequency_problem.h"
#include "solver/fem/shell_space.h"
#include "solver/materials/laminate.h"

#include <optional>

namespace earshot {

/// A springy hold along the surface's edge.
struct ElasticRim {
  double stiffness = 0;         ///< force per displacement and length, in all directions [N/m2]
  double bending_stiffness = 0; ///< moment per rotation about the edge and length [N]
  double loss_factor = 0;
};

struct ShellProperties {
  std::vector<ShellSection> sections; ///< per zone of the mesh
  std::optional<ElasticRim> rim;
};

/// Adds stiffness and inertia of a shell,
///
///   sum_zones sum_parts (1 + i eta) int [eps.A eps + eps.B kappa + kappa.B eps + kappa.D kappa + gamma.S
///   gamma
///                                        + d (drilling)^2]
///   - w^2 int [m u.u + m1 (u.d + d.u) + I d.d],    d = theta x n,
///
/// one term per zone, loss factor and resultant ("shell membrane", "shell coupling", "shell bending",
/// "shell shear"; drilling goes with membrane) and one of inertia per zone. Loss rows are
/// "structure:<zone>" and "structure:rim". Collective over the problem's communicator: each rank integrates
/// the elements that leave the remainder `slice` when divided by `n_slices`.
/// @param to_global number in `problem` of an unknown of `space`
void add_shell_terms(const ShellSpace &space, const ShellProperties &properties,
                     const std::function<Index(Index)> &to_global, int slice, int n_slices,
                     FrequencyProblem &problem);

} // namespace earshot

#endif
