#ifndef EARSHOT_PHYSICS_ACOUSTICS_AIR_TERMS_H
#define EARSHOT_PHYSICS_ACOUSTICS_AIR_TERMS_H

#include "solver/algebra/problem_builder.h"
#include "solver/config/case.h"
#include "solver/materials/air.h"
#include "solver/materials/narrow_region.h"
#include "solver/physics/acoustics/air_matrices.h"
#include "solver/physics/acoustics/sequential_terms.h"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace earshot {

/// What the air is made of and bounded by.
struct AirModel {
  AirProperties properties;
  bool wall_losses = true; ///< boundary layers on walls
  /// Curvature up to which walls' layers follow their bend [1/m]; at most 1/d_T at the lowest frequency, so
  /// that walls take power everywhere. None: layers as on a flat wall.
  std::optional<double> largest_curvature;
  /// Narrow, sequential or thermoviscous; every other one is plain air.
  std::vector<VolumeConfig> volumes;
  SequentialAir sequential;                    ///< of the sequential ones
  std::map<std::string, PassageMouths> mouths; ///< of narrow volumes
  std::vector<SurfaceConfig> surfaces;         ///< screens, impedances, openings, bare walls
  std::set<std::string> not_walls;             ///< surfaces that something else is joined to (an ear's port)
};

/// Which of the surfaces are walls that air sticks to. @throws std::out_of_range for a name that isn't there
std::vector<bool> layered_walls(const std::vector<std::string> &surfaces, const AirModel &model);

/// Accepts the faces that have a boundary layer: of such walls, not in narrow volumes.
/// @throws std::out_of_range for a name that isn't there
AirMatrices::FaceFilter layered_faces(const std::vector<std::string> &volumes,
                                      const std::vector<std::string> &surfaces, const AirModel &model);

/// The volumes of the sequential equations, as indices into `volumes`.
std::vector<int> sequential_volumes(const std::vector<std::string> &volumes, const AirModel &model);

/// Fills in model.sequential for a band where there are such volumes.
/// @throws std::invalid_argument where these have no wall
void add_profiles(const AirSpace &space, const Band &band, AirModel &model);

/// A boundary layer's factor of int grad_T p . grad_T q, and what the bend of the wall adds to it.
Coefficient viscous_layer_flow(const AirProperties &air);
Coefficient bent_layer_flow(const AirProperties &air);

/// Density over angular frequency [kg/m3] that a volume's terms are made with: rho' of a tube or slit with
/// its mouths, that of the air elsewhere. Of no use for a thermoviscous or sequential volume.
std::function<Complex(double omega)> dynamic_density(const AirModel &model, const std::string &volume);

/// Adds the air's terms of the volume-displacement balance
///
///   K/(rho w^2) - M/(rho c^2) + wall losses + screens + surface impedances + openings
///
/// (docs/theory.md): quantities per volume displacement, so that the system is complex symmetric.
/// Collective.
void add_air_terms(const AirMatrices &matrices, const AirModel &model, ProblemBuilder problem);

} // namespace earshot

#endif
