#ifndef EARSHOT_APP_LEVEL_MODELS_H
#define EARSHOT_APP_LEVEL_MODELS_H

#include "solver/fit/case_fit.h"
#include "solver/model/saved_model.h"

#include <memory>

namespace earshot {

/// What answers for a case: its network, or where there is one the model that a run of it kept.
/// @param saved  nothing for a case of a network alone
ModelMaker model_maker(std::shared_ptr<const SavedModel> saved);

/// A curve with what is said about it; what its reader did is printed. @throws UserError with file and line
MeasuredCurve read_measured(const Located<std::string> &file, MeasuredQuantity quantity, bool is_target);

} // namespace earshot

#endif
