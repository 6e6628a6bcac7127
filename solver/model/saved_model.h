#ifndef EARSHOT_MODEL_SAVED_MODEL_H
#define EARSHOT_MODEL_SAVED_MODEL_H

#include "solver/config/case.h"
#include "solver/mesh/mesh_facts.h"
#include "solver/model/dimension_interpolation.h"
#include "solver/sweep/error_estimate.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// What a kept model needs for dimensions that move the mesh: projected changes of its terms and loads at
/// nodes of an interpolation.
struct SavedDimensions {
  DimensionInterpolation interpolation;
  std::vector<NodeChange> term_changes, load_changes;
  std::vector<ReducedTerm> terms;   ///< of term_changes
  std::vector<ReducedVector> loads; ///< of load_changes
};

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
  std::optional<SavedDimensions> dimensions{}; ///< none: the mesh stays as it is
  /// What the interpolation of dimensions adds to the error of the level at the eardrum [dB], by rising
  /// frequency; empty without dimensions.
  std::vector<double> checked_hz{}, interpolation_error_db{};

  ErrorEstimate estimate() const { return {model, levels, calibrations}; }
};

/// Why a design can't be answered by a model; empty: it can. @param design with computed motors
std::string refusal(const SavedModel &saved, const Case &design);

/// The model of a design with its dimensions: terms, loads and facts of the interpolated mesh. Without
/// dimensions the model itself. @throws UserError for a design that it can't answer
SavedModel model_of_design(const SavedModel &saved, const Case &design);

/// How a dimension changes the projected matrices and loads of a design.
struct SavedDimensionSlope {
  std::vector<std::size_t> changed_terms, changed_loads; ///< of the model
  ReducedModel changes; ///< dA_j/dmu and db_k/dmu of these, with coefficients 1
};

/// @param axis  number of the dimension @param values  of all dimensions
SavedDimensionSlope dimension_slope(const SavedModel &saved, std::size_t axis, std::vector<double> values);

/// What interpolated matrices add to the error at a frequency [dB], from between those that were checked.
double interpolation_error_db(const SavedModel &saved, double frequency_hz);

/// Writes a model as an HDF5 file. One rank's work. @throws UserError
void write_saved_model(const std::filesystem::path &path, const SavedModel &saved);

/// @throws UserError when the file is no such model, of another format, cut short or damaged
SavedModel read_saved_model(const std::filesystem::path &path);

} // namespace earshot

#endif
