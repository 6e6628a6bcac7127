#ifndef EARSHOT_CONFIG_FIT_DECLARATION_H
#define EARSHOT_CONFIG_FIT_DECLARATION_H

#include "solver/config/fit_case.h"
#include "solver/config/measurement_declaration.h"

/// Keys of fits and predictions; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, FitStateConfig &state) {
  using spec::quantity;
  v.text("name", state.name, spec::text("Name of the state in results.").required());
  v.text("measurement", state.measurement,
         spec::text("File of the curve: FRD, ZMA, REW text, CSV.").file().required());
  choice(v, "quantity", state.quantity,
         spec::text("Level at the eardrum, or magnitude of the impedance at the plug."));
  v.texts("set", state.set,
          spec::text("How this state differs from the case: texts \"key = value\" as --set takes them."));
  v.text("level", state.level,
         spec::text("free: the curve's level says nothing; given: it is that of the source's voltage; any "
                    "other name: states with this name share one free level, as of one session."));
  v.quantity("from", state.from,
             quantity(unit::frequency, "Lower end of its band, instead of that of [fit].").positive());
  v.quantity("to", state.to, quantity(unit::frequency, "Upper end.").positive());
}

template <class Visitor>
void describe(Visitor &v, FitParameterConfig &parameter) {
  v.text("key", parameter.key, spec::text("Key of the case that is fitted, as --set takes it.").required());
  v.text("start", parameter.start,
         spec::text("Median of what is known of it before, with its unit; by default the case's value."));
  v.quantity("factor", parameter.factor,
             spec::quantity(unit::ratio, "What is known before: its logarithm is normal, and two of three "
                                         "such parts are within start / factor and start * factor.")
                 .within({.lower = 1.0, .lower_excluded = true})
                 .usually(1.01, 100.0));
  v.text("spread", parameter.spread,
         spec::text("Instead of factor: its value is normal with this standard deviation, such as \"0.1 mm\" "
                    "or \"5 %\"."));
  v.text("lower", parameter.lower, spec::text("Hard lower bound; by default what the key allows."));
  v.text("upper", parameter.upper, spec::text("Hard upper bound."));
  v.texts("states", parameter.states,
          spec::text("States and predictions whose number this is; by default that of all."));
}

template <class Visitor>
void describe(Visitor &v, FitConfig &fit) {
  using spec::quantity;
  v.quantity("from", fit.from,
             quantity(unit::frequency, "Lower end of the band that is fitted.").positive().usually(10, 1000));
  v.quantity("to", fit.to, quantity(unit::frequency, "Upper end.").positive().usually(1000, 20e3));
  v.integer("points_per_octave", fit.points_per_octave, {"Frequencies that are compared.", 3, 48});
  v.text("correlation", fit.correlation,
         spec::text("Length over which the errors of a curve are alike, such as \"1/3 octave\"."));
  v.integer("starts", fit.starts,
            {"Fits from different starts: the first from the medians, the others drawn "
             "from what is known before.",
             1, 1000});
  v.integer("seed", fit.seed,
            {"Of the random numbers; the same seed gives the same results.", 0, 2147483647});
  v.integer("ensemble", fit.ensemble,
            {"Fits to curves with noise added, that span what predictions may be.", 0, 10000});
  v.quantity("level_uncertainty", fit.level_uncertainty,
             quantity(unit::level, "Standard deviation of a level that is given.").not_negative());
  v.text(
      "population", fit.population,
      spec::text("CSV with a line for each unit that was measured, and a column for each number, such as "
                 "\"moving_coil.driver.mass [mg]\": what is known before of parameters with neither factor "
                 "nor spread.")
          .file());
  v.list("uncertainty", fit.uncertainty,
         "Standard deviation of curves whose sidecar doesn't say it, by rising frequency. By default that of "
         "one seating.",
         0);
  v.list("model_error", fit.model_error,
         "Standard deviation of what the model can't follow even with the best numbers, by rising frequency.",
         0);
  v.list("state", fit.states, "Measured states.", 1);
  v.list("parameter", fit.parameters, "What isn't known.", 1);
}

template <class Visitor>
void describe(Visitor &v, PredictConfig &predict) {
  v.text("name", predict.name, spec::text("Name of the prediction in results.").required());
  v.text("state", predict.state, spec::text("State of [fit] that is changed; by default the case."));
  v.texts("set", predict.set, spec::text("The change: texts \"key = value\" as --set takes them."));
  v.text(
      "measurement", predict.measurement,
      spec::text("File of the level after the change: the prediction is scored by it, and not fitted to it.")
          .file());
  v.quantity("tolerance", predict.tolerance,
             spec::quantity(unit::level, "Half of the band of 90 % beyond which the answer counts as not "
                                         "determined.")
                 .positive()
                 .usually(0.1, 10));
}

} // namespace earshot

#endif
