#ifndef EARSHOT_PHYSICS_STRUCTURE_SHELL_MATRICES_H
#define EARSHOT_PHYSICS_STRUCTURE_SHELL_MATRICES_H

#include "solver/algebra/real_matrix.h"
#include "solver/fem/rigid_motion.h"
#include "solver/fem/shell_space.h"

#include <array>
#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// N_1 and N_2 at a distance from the mesh's axis [m], both zero where a function of local support ends.
using PrestressFunction = std::function<std::array<double, 2>(double radius)>;

/// What a matrix of a shell integrates over a zone: the named rows of `ShellRows`, left^T unit right.
struct ShellIntegrand {
  enum Kind {
    membrane,     ///< eps . C eps, C 3 x 3
    coupling,     ///< eps . C kappa + kappa . C eps, C 3 x 3
    bending,      ///< kappa . C kappa, C 3 x 3
    shear,        ///< gamma . C gamma, C 2 x 2
    displacement, ///< u . u
    first_moment, ///< u . d + d . u
    rotation,     ///< d . d
    tension,      ///< u,a . u,a, summed over two orthonormal tangents
    prestress,    ///< N_1 u,1 . u,1 + N_2 u,2 . u,2, with 2 along the hoop
    swept         ///< u . (u,1 x e_2 + e_1 x u,2)
  };
  Kind kind;
  std::vector<double> unit{};  ///< C, row-major; unused by the last six
  double drilling_penalty = 0; ///< adds this times the square of the drilling strain
  PrestressFunction forces{};  ///< of a prestress
};

/// The real matrices that a shell's terms are made of. All are collective: each rank integrates the elements
/// that leave the remainder `slice` when divided by `n_slices`.
class ShellMatrices {
public:
  /// @param to_global  global number of an unknown of `space`
  ShellMatrices(const ShellSpace &space, std::function<Index(Index)> to_global, int slice, int n_slices,
                const Partition &partition);
  /// The zones' names alone, for whoever asks for no matrix.
  explicit ShellMatrices(std::vector<std::string> zones) : zones_(std::move(zones)) {}

  const std::vector<std::string> &zones() const { return zones_; }

  /// One matrix per integrand, all from one loop over the zone's elements.
  std::vector<RealMatrix> zone(int zone, const std::vector<ShellIntegrand> &integrands) const;

  /// The same integrands of inertia between the unknowns and six motions R of what the shell is held by, and
  /// the transpose: with u against that, m u . R and so on. Nodes that are held take part.
  /// @param base  global numbers of the motions
  std::vector<RealMatrix> zone_on_base(int zone, const std::vector<ShellIntegrand> &integrands,
                                       const RigidMotions &motions,
                                       const std::array<Index, RigidMotions::number> &base) const;

  /// Over the surface's edge: u . u [m], or (theta . t)^2 with t along the edge [m].
  struct Rim {
    RealMatrix displacement, rotation;
  };
  Rim rim() const;

private:
  std::vector<Index> global_unknowns(std::size_t cell) const;

  std::vector<std::string> zones_;
  const ShellSpace *space_ = nullptr;
  std::function<Index(Index)> to_global_;
  int slice_ = 0, n_slices_ = 1;
  Partition partition_;
};

} // namespace earshot

#endif
