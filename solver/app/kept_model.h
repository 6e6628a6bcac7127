#ifndef EARSHOT_APP_KEPT_MODEL_H
#define EARSHOT_APP_KEPT_MODEL_H

#include "solver/analysis/dimension_box.h"
#include "solver/model/model.h"
#include "solver/model/saved_model.h"
#include "solver/runtime/options.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <functional>
#include <map>
#include <string>

namespace earshot {

/// @throws UserError naming the first dimension that a model must answer for where no node can follow it, as
/// the mesh is one of a file or of CAD
void require_mesh_that_follows(const Case &config, const AirMesh &mesh);

/// What is kept of a sweep. @param rest_stiffness see SavedModel
SavedModel saved_model_of(const Model &model, const Case &config, const FastSweep &fast,
                          std::map<std::string, double> rest_stiffness);

/// A model that answers for what the case's [[saved_model.dimension]], [tune] and [fit] may ask (see
/// design_ranges): the case's own sweep goes on with designs within those ranges, or where dimensions are
/// among them a new one with matrices that are interpolated. Collective.
/// @param reduced  the sweep of the case itself, where it is asked for @param hold  what it must hold besides
/// @throws Stopped UserError FactorizationError
SavedModel kept_model(const Model &model, const Case &config, const std::function<FastSweep &()> &reduced,
                      const std::function<void(const FrequencyProblem &, FastSweep &)> &hold,
                      std::map<std::string, double> rest_stiffness, const Options &options,
                      spdlog::logger &log);

} // namespace earshot

#endif
