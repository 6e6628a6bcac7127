#ifndef EARSHOT_MODEL_COST_H
#define EARSHOT_MODEL_COST_H

#include "solver/algebra/factorization.h"
#include "solver/config/case.h"

#include <mpi.h>

#include <functional>
#include <string>

namespace earshot {

/// Memory that something needs, and where in the case it comes from.
struct MemoryNeed {
  std::string what; ///< e.g. "the factorisation"
  double bytes = 0;
  SourcePosition where = {}; ///< key to change
};

/// What the air of a template needs, roughly and rather too little, told from volumes and edge lengths before
/// anything is meshed. Nothing (zero) for a mesh file, which exists already.
struct MeshForecast {
  double tetrahedra = 0, unknowns = 0;
  MemoryNeed mesh, solution; ///< while meshing; with the factor
};
MeshForecast forecast_mesh(const Case &config);

/// What the factorisation of a problem needs, after its analysis.
MemoryNeed factorization_need(const Factorization &factorization);

/// Compares what is needed with the memory that is free; a machine that doesn't tell (0) is taken as large.
/// @param warn is told instead when `force` is set
/// @throws UserError when it won't fit
void require_memory(const MemoryNeed &need, double available, bool force,
                    const std::function<void(const std::string &)> &warn);

/// require_memory() for a mesh, and further refuses one that gmsh would be busy with for longer than anyone
/// waits.
/// @param need forecast.mesh or forecast.solution
/// @throws UserError
void require_mesh(const MeshForecast &forecast, const MemoryNeed &need, double available, bool force,
                  const std::function<void(const std::string &)> &warn);

/// Memory that is free on the machines of all ranks together [bytes]; 0 when they don't tell. Collective.
double available_memory(MPI_Comm communicator);

/// What the processes of all ranks together will hold at a sweep's peak [bytes]: what they hold now, the
/// factor, and a basis of solutions. Collective.
double peak_memory(const Factorization &factorization, double unknowns, MPI_Comm communicator);

/// "1.25 GiB".
std::string format_bytes(double bytes);

} // namespace earshot

#endif
