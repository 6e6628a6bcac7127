#include "solver/app/level_models.h"

#include "solver/app/comparison_sources.h"
#include "solver/app/saved_designs.h"
#include "solver/fit/lumped_levels.h"
#include "solver/fit/reduced_levels.h"

#include <fmt/format.h>

namespace earshot {

ModelMaker model_maker(std::shared_ptr<const SavedModel> saved) {
  if (!saved)
    return [](const Case &state, const std::vector<std::string> &keys, const std::vector<double> &scales,
              MeasuredQuantity quantity, const std::vector<double> &frequencies) {
      return std::make_shared<const LumpedLevels>(state, keys, scales, quantity, frequencies);
    };
  return [saved](const Case &state, const std::vector<std::string> &keys, const std::vector<double> &,
                 MeasuredQuantity quantity, const std::vector<double> &frequencies) {
    return std::make_shared<const ReducedLevels>(saved, with_computed_motors(state), keys, quantity,
                                                 frequencies);
  };
}

MeasuredCurve read_measured(const Located<std::string> &file, MeasuredQuantity quantity, bool is_target) {
  ComparisonSource source = read_comparison_source(file, quantity, is_target);
  for (const std::string &note : source.notes)
    fmt::print("note: {}\n", note);
  return {std::move(source.curve), std::move(source.conditions)};
}

} // namespace earshot
