#ifndef EARSHOT_PHYSICS_MAGNETICS_MAGNETOSTATICS_H
#define EARSHOT_PHYSICS_MAGNETICS_MAGNETOSTATICS_H

#include "solver/algebra/local_system.h"
#include "solver/physics/magnetics/magnetic_material.h"

namespace earshot {

/// B at a point.
struct FluxDensity {
  PlaneVector b{}; ///< (B_r, B_z) or (B_x, B_y) [T]
  int region = 0;
};

/// Where a magnet works.
struct MagnetLoad {
  double lowest_flux_density = 0; ///< smallest B along the magnetisation [T]
  PlaneVector position{};         ///< where that is [m]
  double volume = 0;              ///< [m^3]
  double volume_past_knee = 0;    ///< [m^3]; not 0: the magnet loses some of its remanence for good
  double mean_flux_density = 0;   ///< B along the magnetisation [T]
};

/// The static field of magnets, currents and soft iron: with the vector potential A = A_phi (or A_z),
/// B = curl A and A = 0 on the axis, on the mesh's boundary and at infinity,
///
///   int H(curl A) . curl v dV = int J v dV    for all v.
///
/// B_r = -dA/dz, B_z = dA/dr + A/r; in a plane B_x = dA/dy, B_y = -dA/dx.
class MagnetostaticProblem {
public:
  /// @param materials one per region of the mesh; air where the mesh is open
  /// @throws std::invalid_argument when their numbers differ
  MagnetostaticProblem(const PlaneMesh &mesh, std::vector<MagneticMaterial> materials,
                       const PlaneSpaceOptions &options = {});

  const PlaneSpace &space() const { return space_; }
  PlaneSpace &space() { return space_; } ///< to refine its mesh; potentials belong to one mesh
  const std::vector<MagneticMaterial> &materials() const { return materials_; }
  const std::vector<std::string> &region_names() const { return region_names_; }

  /// Solves by Newton's method from the given potential (empty: 0), which is replaced.
  /// @param current  further current, as the vector int J v dV, e.g. i times `flux_linkage`; empty: none
  /// @throws std::runtime_error when it doesn't converge
  NewtonReport solve(std::vector<double> &potential, const SparseVector &current = {}) const;

  enum class Permeability {
    incremental, ///< dB/dH at the working point, a tensor: what a small alternating field meets
    secant       ///< B/H at the working point
  };
  /// int curl u . nu curl v dV with the permeability frozen at a potential's field [unknowns squared].
  LocalMatrix stiffness(std::span<const double> potential, Permeability permeability) const;
  /// Its element matrices: visit(unknowns, entries row-major).
  void
  for_each_stiffness(std::span<const double> potential, Permeability permeability,
                     const std::function<void(std::span<const Index>, std::span<const double>)> &visit) const;

  /// @throws std::out_of_range outside of the mesh or in the open annulus
  FluxDensity flux_density(std::span<const double> potential, const PlaneVector &point) const;
  /// Mean of B over a region, by volume [T].
  PlaneVector mean_flux_density(std::span<const double> potential, int region) const;
  /// Mean over a convex polygon (counter-clockwise) of the plane, by volume [T].
  PlaneVector mean_flux_density(std::span<const double> potential,
                                const std::vector<PlaneVector> &polygon) const;
  /// @throws std::invalid_argument when the region is no magnet
  MagnetLoad magnet_load(std::span<const double> potential, int region) const;

  /// curl of each of an element's shape functions at a point off the axis [1/m].
  std::vector<PlaneVector> curls(const PlanePoint &point) const;
  /// B at a point of an element, from these [T].
  static PlaneVector flux_density(const PlaneElement &element, const std::vector<PlaneVector> &curls,
                                  std::span<const double> potential);
  /// B where a field is known [T].
  PlaneVector flux_density(const PlaneValue &value) const;

private:
  std::vector<double> residual(std::span<const double> potential, const std::vector<double> &current) const;

  PlaneSpace space_;
  std::vector<MagneticMaterial> materials_;
  std::vector<std::string> region_names_;
};

struct RefinementOptions {
  int most_unknowns = 40'000;
  int most_passes = 12;
  /// Largest relative change of any goal in a pass at which refinement ends.
  double tolerance = 2e-4;
  double fraction = 0.6; ///< of the indicators' sum whose elements are split in a pass
};

/// A vector for the present mesh: a linear functional of the potential, or the load of a current.
using MeshVector = std::function<SparseVector(const PlaneSpace &)>;

/// What is wanted of the field; all of it equally, relative to its size.
struct MagneticGoals {
  std::vector<MeshVector> functionals; ///< of the static potential
  /// Loads g of 1 A for which g . (stiffness dB/dH)^-1 g, an inductance, is wanted.
  std::vector<MeshVector> inductances{};
};

struct RefinementPass {
  Index unknowns = 0;
  int newton_steps = 0;
  double change = 0; ///< largest relative change of a goal since the pass before
};

/// The static field on a mesh fit for the goals.
struct MagnetostaticSolution {
  std::vector<double> potential;
  NewtonReport newton;                ///< of the first solve, from a potential of 0
  std::vector<RefinementPass> passes; ///< the last one's change estimates the goals' relative error
};

/// Solves and refines the problem's mesh in turn. Elements are chosen by the product of the energy-norm
/// indicators of the field and of a functional's adjoint field (Mommer and Stevenson, SIAM J. Numer. Anal.
/// 47, 2009), for an inductance that of its own field squared; without goals by the field's alone.
/// @param current  load of currents, as a vector for the present mesh; empty: none
MagnetostaticSolution solve_adaptively(MagnetostaticProblem &problem, const MagneticGoals &goals,
                                       const RefinementOptions &options = {}, const MeshVector &current = {});

/// Error indicators of the elements for a small field upon the static one, with the permeability dB/dH.
std::vector<double> small_signal_indicators(const MagnetostaticProblem &problem,
                                            std::span<const double> potential, std::span<const double> small);

std::vector<double> dense(const SparseVector &sparse, Index size);

/// a . b
double dot(const SparseVector &a, std::span<const double> b);

} // namespace earshot

#endif
