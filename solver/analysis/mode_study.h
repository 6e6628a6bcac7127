#ifndef EARSHOT_ANALYSIS_MODE_STUDY_H
#define EARSHOT_ANALYSIS_MODE_STUDY_H

#include "solver/analysis/modes.h"
#include "solver/model/model.h"
#include "solver/output/field_files.h"
#include "solver/output/mode_files.h"

#include <string>
#include <vector>

namespace earshot {

/// The modes of one body of a model and all that is needed to write them.
struct BodyModes {
  std::string body; ///< name of the driver, or "air"
  ModeSet modes;
  FieldMesh mesh; ///< what the shapes are drawn on
  /// Displacement or pressure of a shape at the points of the mesh, the largest one 1.
  std::function<std::vector<PointData>(const std::vector<Complex> &shape)> field;
};

/// Modes of a driver's diaphragm in vacuo, on a mesh that is fine enough for `up_to` [Hz]. Collective.
BodyModes diaphragm_modes(const Model &model, const Driver &driver, double up_to, MPI_Comm communicator);

/// Modes of all air within rigid walls; screens let it pass. Collective.
BodyModes enclosed_air_modes(const Model &model, double up_to, MPI_Comm communicator);

/// Lines for modes.csv.
std::vector<ModeRow> mode_rows(const BodyModes &body);

/// Files of the shapes in <directory>/modes, one .pvd for a body with the frequency as time; of a pair the
/// second orientation is `partner`; rigid motions and constant pressure have none. One rank writes. @throws
/// UserError
void write_shapes(const BodyModes &body, const std::filesystem::path &directory);

/// A table of the modes for the log.
std::string describe_modes(const BodyModes &body);

} // namespace earshot

#endif
