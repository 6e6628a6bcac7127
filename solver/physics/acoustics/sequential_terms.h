#ifndef EARSHOT_PHYSICS_ACOUSTICS_SEQUENTIAL_TERMS_H
#define EARSHOT_PHYSICS_ACOUSTICS_SEQUENTIAL_TERMS_H

#include "solver/algebra/problem_builder.h"
#include "solver/fem/wall_profiles.h"
#include "solver/materials/air.h"
#include "solver/materials/loss_model.h"
#include "solver/physics/acoustics/air_matrices.h"

#include <memory>
#include <vector>

namespace earshot {

/// What the volumes of the sequential linearised Navier-Stokes equations are made with.
struct SequentialAir {
  std::vector<double> rates;                    ///< of the profiles [1/m2]; empty: no such volume
  std::shared_ptr<const WallProfiles> profiles; ///< nothing where no matrix is asked for
};

/// Profiles of some volumes' air for a band of frequencies: fine enough for layers at its upper end.
/// @throws std::invalid_argument without a wall
SequentialAir sequential_air(const AirSpace &space, const std::vector<int> &volumes,
                             const AirMatrices::FaceFilter &is_wall, const AirProperties &air,
                             const Band &band);

/// Adds the air of these volumes by the sequential linearised Navier-Stokes equations, in which flow and heat
/// along walls meet the pressure one after the other:
///
///   Psi_v/(rho w^2) grad p . grad q  -  (gamma - (gamma-1) Psi_h)/(rho c^2) p q
///
/// Psi is that of WallProfiles, Psi_v with s = i w rho/mu and Psi_h with s = i w rho Pr/mu. (Kampinga,
/// Viscothermal acoustics using finite elements, thesis, Twente, 2010, ch. 6; Cordioli, Martins, Mareze and
/// Jordan, Internoise 2010.) Each field of Psi is a term of either kind.
void add_sequential_terms(const AirMatrices &matrices, const std::vector<int> &volumes,
                          const SequentialAir &sequential, const AirProperties &air, ProblemBuilder problem);

} // namespace earshot

#endif
