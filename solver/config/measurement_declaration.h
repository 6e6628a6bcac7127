#ifndef EARSHOT_CONFIG_MEASUREMENT_DECLARATION_H
#define EARSHOT_CONFIG_MEASUREMENT_DECLARATION_H

#include "solver/config/measurement.h"
#include "solver/config/specification.h"

/// Keys of uncertainties, in cases and beside measurements; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, UncertaintyConfig &uncertainty) {
  v.quantity("to", uncertainty.to,
             spec::quantity(unit::frequency, "Where it ends; none: it holds to the end.").positive());
  v.quantity("value", uncertainty.value,
             spec::quantity(unit::level, "Of the level.").not_negative().required());
}

} // namespace earshot

#endif
