#ifndef EARSHOT_CONFIG_STUDY_DECLARATION_H
#define EARSHOT_CONFIG_STUDY_DECLARATION_H

#include "solver/config/specification.h"
#include "solver/config/study_case.h"

/// Keys of studies; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, StudyParameterConfig &parameter) {
  v.text("key", parameter.key,
         spec::text("Key of the case that is varied, such as surface.screen.resistance, as --set takes it.")
             .required());
  v.texts("values", parameter.values,
          spec::text("Values to take, as the key itself would have them; of any kind, such as materials or "
                     "ear models."));
  v.text("from", parameter.from, spec::text("Instead of values: lower end of a range, with its unit."));
  v.text("to", parameter.to, spec::text("Upper end."));
  v.integer("points", parameter.points,
            {"grid: number of values in the range, both ends among them.", 2, 1000});
  choice(v, "spacing", parameter.spacing,
         spec::text("Even steps (and densities of samples) of the value or of its logarithm."));
}

template <class Visitor>
void describe(Visitor &v, StudyConfig &study) {
  v.text("name", study.name, spec::text("Name of the study and of its files.").required());
  choice(v, "method", study.method,
         spec::text("grid: all combinations; list: the first values of all parameters, then the second ones; "
                    "random: independent samples of the ranges; latin_hypercube: samples that cover each "
                    "range evenly."));
  v.integer("samples", study.samples, {"random, latin_hypercube: number of designs.", 1, 1000000});
  v.integer("seed", study.seed,
            {"random, latin_hypercube: of the random numbers; the same seed gives the same designs.", 0,
             2147483647});
  v.list("parameter", study.parameters, "What is varied.", 1);
}

} // namespace earshot

#endif
