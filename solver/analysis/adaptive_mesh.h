#ifndef EARSHOT_ANALYSIS_ADAPTIVE_MESH_H
#define EARSHOT_ANALYSIS_ADAPTIVE_MESH_H

#include "solver/config/case.h"
#include "solver/mesh/air_mesh.h"

#include <mpi.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// What one mesh on the way turned out to be.
struct MeshRound {
  std::size_t tetrahedra = 0, unknowns = 0;
  double error_db = 0, frequency = 0; ///< the mesh's largest error at the eardrum, and where [Hz]
};

/// A sentence for the log.
std::string describe(const MeshRound &round, int number);

struct AdaptedMesh {
  std::shared_ptr<const AirMesh> mesh;
  MeshRound last;
  std::string ended; ///< why the accuracy isn't reached; empty: it is
};

/// Meshes a case, sweeps it, and refines where the mesh's error comes from,
/// until that error is within mesh.accuracy everywhere or memory ends. Collective; the same on every rank.
/// @param config  with computed motors and mesh.accuracy @param available  memory [bytes]; 0: not known
/// @param tell  is given each mesh in turn
/// @throws UserError FactorizationError
AdaptedMesh adapt_mesh(const Case &config, MPI_Comm communicator, double available,
                       const std::function<void(const MeshRound &)> &tell);

/// What a mesh of an accuracy will take.
struct AccuracyForecast {
  double accuracy_db = 0;
  double times_cells = 1;                           ///< those of the mesh that was tried
  double unknowns = 0, factor_bytes = 0, flops = 0; ///< of a factorisation
};

struct AccuracyForecasts {
  MeshRound tried;
  std::vector<AccuracyForecast> goals;
};

/// Tries a case's mesh by a coarse sweep, and tells what meshes of other accuracies will take: the number of
/// cells goes with the reciprocal of the error, as measured of adapted meshes (docs/guide/accuracy.md), or
/// grows less where few cells are at fault.
/// Collective; the same on every rank.
/// @param config  with computed motors
/// @throws UserError FactorizationError
AccuracyForecasts forecast_accuracies(const Case &config, std::shared_ptr<const AirMesh> mesh,
                                      MPI_Comm communicator, const std::vector<double> &accuracies_db);

} // namespace earshot

#endif
