#ifndef EARSHOT_MODEL_SAVED_MODEL_H
#define EARSHOT_MODEL_SAVED_MODEL_H

#include "solver/mesh/mesh_facts.h"
#include "solver/sweep/error_estimate.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace earshot {

/// Everything that answers for a case, and for designs that differ from it in coefficients alone, without
/// mesh or factorisation.
struct SavedModel {
  std::string program;   ///< version of earshot that wrote it
  std::string config;    ///< the resolved case
  std::string signature; ///< of the matrices, see matrix_signature
  MeshFacts facts;
  ReducedModel model;
  std::vector<std::size_t> levels; ///< of the error estimate
  std::vector<Calibration> calibrations;
  double lowest_hz = 0, highest_hz = 0; ///< band that the model was fitted to
  /// Static stiffness of the suspension at the coil, in vacuo, of drivers with large-signal laws [N/m]: what
  /// the laws' K(x) is relative to. By the driver's name.
  std::map<std::string, double> rest_stiffness{};

  ErrorEstimate estimate() const { return {model, levels, calibrations}; }
};

/// Writes a model as an HDF5 file. One rank's work. @throws UserError
void write_saved_model(const std::filesystem::path &path, const SavedModel &saved);

/// @throws UserError when the file is no such model, of another format, cut short or damaged
SavedModel read_saved_model(const std::filesystem::path &path);

} // namespace earshot

#endif
