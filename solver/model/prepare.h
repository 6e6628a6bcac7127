#ifndef EARSHOT_MODEL_PREPARE_H
#define EARSHOT_MODEL_PREPARE_H

#include "solver/algebra/types.h"
#include "solver/config/case.h"
#include "solver/materials/air.h"
#include "solver/mesh/air_mesh.h"
#include "solver/mesh/refinement.h"

#include <mpi.h>

#include <memory>
#include <vector>

namespace earshot {

/// The air of a case. @throws UserError outside of the range that the material's formulas hold for
AirProperties air_properties(const Case &config);

/// The air's mesh of a case, made on rank 0 and sent to all. Collective. @throws UserError on every rank
/// @param refinement  on top of the case's sizes
std::shared_ptr<const AirMesh> prepare_mesh(const Case &config, MPI_Comm communicator,
                                            const MeshRefinement &refinement = {});

/// A mesh whose nodes have followed a case's dimensions.
struct FollowingMesh {
  std::shared_ptr<const AirMesh> mesh;
  double quality = 0, quality_before = 0; ///< least scaled Jacobian of a cell
};

/// Moves the nodes of a mesh of `before` to the geometry of `after`; see moved_air_mesh(). Done on rank 0 and
/// sent to all. Collective. @throws UserError on every rank
FollowingMesh follow_dimensions(const AirMesh &mesh, const Case &before, const Case &after,
                                MPI_Comm communicator);

/// Where the ordering of a factorisation is looked for: the middle of the band on the logarithmic scale.
double middle_of(const std::vector<double> &frequencies);

} // namespace earshot

#endif
