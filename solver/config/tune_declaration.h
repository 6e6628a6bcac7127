#ifndef EARSHOT_CONFIG_TUNE_DECLARATION_H
#define EARSHOT_CONFIG_TUNE_DECLARATION_H

#include "solver/config/measurement_declaration.h"
#include "solver/config/tune_case.h"

/// Keys of tuning; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, TuneParameterConfig &parameter) {
  v.text("key", parameter.key, spec::text("Key of the case that is tuned, as --set takes it.").required());
  v.text("lower", parameter.lower,
         spec::text("Hard lower bound with its unit; of a catalogue its least value."));
  v.text("upper", parameter.upper, spec::text("Hard upper bound; of a catalogue its greatest value."));
  v.texts("catalogue", parameter.catalogue,
          spec::text("Values that can be had, such as those of cloths on sale: one of them is taken."));
  v.text("tolerance", parameter.tolerance,
         spec::text("Standard deviation among units that are built: \"5 %\" of the value, or a difference "
                    "such as \"2 um\"."));
}

template <class Visitor>
void describe(Visitor &v, TuneLimitConfig &limit) {
  v.text("figure", limit.figure,
         spec::text("Key figure of the tuned case, as in summary.json: largest_excursion_mm, "
                    "sensitivity_db_per_v, impedance_1khz_ohm, ...")
             .required());
  v.quantity("least", limit.least, spec::quantity(unit::ratio, "What it must be at least, in its unit."));
  v.quantity("most", limit.most, spec::quantity(unit::ratio, "What it may be at most, in its unit."));
}

template <class Visitor>
void describe(Visitor &v, TuneProductionConfig &production) {
  v.integer("units", production.units,
            {"Units that are drawn, whose numbers deviate by their tolerances.", 100, 1000000});
  v.quantity("window", production.window,
             spec::quantity(unit::level,
                            "A unit is good whose level stays within this of the tuned one at every "
                            "frequency of the band.")
                 .positive()
                 .usually(0.1, 10));
  v.quantity("pair", production.pair,
             spec::quantity(unit::level, "Two units make a pair whose levels stay within this of each other.")
                 .positive()
                 .usually(0.1, 10));
}

template <class Visitor>
void describe(Visitor &v, TuneConfig &tune) {
  using spec::quantity;
  v.text(
      "target", tune.target,
      spec::text("File of the level at the eardrum that is wanted: FRD, REW text, CSV.").file().required());
  choice(v, "level", tune.level,
         spec::text("free: the shape of the target counts alone; given: its level does, too."));
  v.quantity("from", tune.from,
             quantity(unit::frequency, "Lower end of the band.").positive().usually(10, 1000));
  v.quantity("to", tune.to, quantity(unit::frequency, "Upper end.").positive().usually(1000, 20e3));
  v.integer("points_per_octave", tune.points_per_octave, {"Frequencies that are compared.", 3, 48});
  v.integer("starts", tune.starts,
            {"Searches from different starts: the first from the case's numbers, the others drawn from "
             "within the bounds.",
             1, 1000});
  v.integer("seed", tune.seed,
            {"Of the random numbers; the same seed gives the same results.", 0, 2147483647});
  v.quantity(
      "robustness", tune.robustness,
      quantity(unit::ratio,
               "What tolerances do to the level counts so many times beside the deviation of the level "
               "itself: 0 not at all; 1 as in the mean over all units; 2 as in units that are two "
               "standard deviations off.")
          .not_negative()
          .usually(0, 3));
  v.list("deviation", tune.deviation,
         "Deviation from the target that counts as 1, by rising frequency: large where the target matters "
         "little. By default 1 dB.",
         0);
  v.list("parameter", tune.parameters, "Numbers that are free.", 1);
  v.list("limit", tune.limits, "What key figures may be.", 0);
  v.section("production", tune.production, "Units that are built with tolerances.");
}

} // namespace earshot

#endif
