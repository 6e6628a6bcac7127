#ifndef EARSHOT_CONFIG_SAVED_MODEL_DECLARATION_H
#define EARSHOT_CONFIG_SAVED_MODEL_DECLARATION_H

#include "solver/config/saved_model_case.h"
#include "solver/config/specification.h"

/// Keys of saved models; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, SavedDimensionConfig &dimension) {
  v.text(
      "key", dimension.key,
      spec::text("Length that moves the mesh, as --set takes it; several of one value that change together "
                 "as \"a = b\".")
          .required());
  v.text("from", dimension.from, spec::text("Least value that the model answers for.").required());
  v.text("to", dimension.to, spec::text("Greatest value.").required());
}

template <class Visitor>
void describe(Visitor &v, SavedModelConfig &saved) {
  v.list("dimension", saved.dimensions,
         "Lengths that the model answers for though they move the mesh, in any combination.", 0);
}

} // namespace earshot

#endif
