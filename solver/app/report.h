#ifndef EARSHOT_APP_REPORT_H
#define EARSHOT_APP_REPORT_H

#include "solver/algebra/factorization.h"
#include "solver/analysis/adaptive_mesh.h"
#include "solver/model/model.h"

#include <optional>
#include <string>

namespace earshot {

/// What a case asks for: air, source, ear, sweep, drivers with their laminates, and the materials they use.
std::string describe_case(const Case &config, const AirProperties &air);

/// Volumes and surfaces of an air mesh, what they are in the case, and how well the highest frequency is
/// resolved.
std::string describe_mesh(const AirMesh &mesh, const Case &config, double sound_speed);

/// Unknowns per field.
std::string describe_unknowns(const Model &model);

/// Factor, memory and, at a common rate of arithmetic, time.
/// @param peak_bytes of all ranks, see peak_memory()
std::string describe_cost(const Factorization &factorization, const SweepConfig &sweep,
                          std::size_t frequencies, double peak_bytes, double available_bytes, int ranks);

/// What meshes of some accuracies take, as a table. @param ranks  that share the work
std::string describe_accuracies(const AccuracyForecasts &forecasts, unsigned ranks);

/// A warning when the air's mesh is too coarse for the highest frequency.
std::optional<std::string> resolution_warning(const AirMesh &mesh, const Case &config, double sound_speed);

} // namespace earshot

#endif
