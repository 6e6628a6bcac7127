#ifndef EARSHOT_CONFIG_SAVED_MODEL_CASE_H
#define EARSHOT_CONFIG_SAVED_MODEL_CASE_H

#include "solver/config/located.h"

#include <string>
#include <vector>

/// The part of a case that says what a model that a run keeps must answer for. Names equal the file's keys.
namespace earshot {

/// [[saved_model.dimension]]: a length that moves the mesh.
struct SavedDimensionConfig {
  Located<std::string> key;      ///< as `--set` takes it; several of one value: "a = b"
  Located<std::string> from, to; ///< ends of the range that is answered, with unit
};

/// [saved_model]
struct SavedModelConfig {
  std::vector<SavedDimensionConfig> dimensions;
};

} // namespace earshot

#endif
