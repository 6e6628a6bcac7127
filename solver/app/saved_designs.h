#ifndef EARSHOT_APP_SAVED_DESIGNS_H
#define EARSHOT_APP_SAVED_DESIGNS_H

#include "solver/config/case.h"
#include "solver/model/saved_model.h"
#include "solver/results/response.h"

#include <span>
#include <string>

namespace earshot {

/// Motors have no part in the mesh of the air: they are computed, or known from the store.
Case with_computed_motors(const Case &config);

/// The case that a model was saved for. @param file of the model, for messages
/// @throws UserError when this program's matrices are others than the model's
Case saved_case(const SavedModel &saved, const std::string &file);

/// What a saved model answers for a design, with the error of the level where it is asked for: that takes
/// several times as long.
/// @param design with computed motors, and with the matrices of the model @param frequencies_hz ascending
Response saved_response(const SavedModel &saved, const Case &design, std::span<const double> frequencies_hz,
                        unsigned threads = 1, bool with_errors = true);

} // namespace earshot

#endif
