#include "solver/fit/case_fit.h"

#include "solver/config/documents.h"
#include "solver/config/network_check.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

namespace earshot {

namespace {

using Texts = std::vector<Located<std::string>>;

/// One seating: from three pairs of seatings of one unit on one coupler (0.7 to 0.9, 0.1 to 0.3, 0.5 to 0.7,
/// 0.9 to 1.5, 0.8 to 1.4 dB in these bands). Below 100 Hz a tip that leaks shows itself.
const Steps one_seating{{100, 0.4}, {1e3, 0.15}, {4e3, 0.5}, {8e3, 1.2}, {1e9, 1.5}};
/// A lumped or rigid-piston model: tubes for canals and nozzles, pistons for diaphragms that break up.
const Steps level_model_error{{1e3, 0.1}, {4e3, 0.3}, {8e3, 1.0}, {1e9, 2.0}};
const Steps impedance_uncertainty{{1e9, 0.1}}, impedance_model_error{{1e9, 0.2}};

std::string without_blanks(const std::string &text) {
  const std::size_t begin = text.find_first_not_of(' '), end = text.find_last_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

/// Builds what a case's [fit] says, state by state.
class CaseFitBuilder {
public:
  CaseFitBuilder(const Case &config, const ModelMaker &make)
      : fit_(*config.fit), base_(without_searches(config)), make_(make),
        correlation_(smoothing_octaves(fit_.correlation, fit_.correlation.where)) {
    text_ = resolved_toml(base_);
    for (const FitParameterConfig &parameter : fit_.parameters)
      priors_.push_back(fit_prior(config, parameter));
  }

  void add_state(const FitStateConfig &config, const MeasuredCurve &measured) {
    const double from = config.from ? config.from->value : fit_.from.value,
                 to = config.to ? config.to->value : fit_.to.value;
    FitState state;
    state.curve.state = config.name;
    state.curve.quantity = config.quantity;
    state.curve.frequency_hz = comparison_grid(from, to, fit_.points_per_octave);
    state.curve.measured_db = levels_at(measured, config.measurement, state.curve.frequency_hz);
    add_errors(measured, state.curve);
    const Case changed = with_set(config.set);
    require_same_ear(measured.conditions, changed, config.measurement);
    state.parameters = parameters_of_state({config.name}, config.set);
    state.model = model(changed, state.parameters, state.curve.quantity, state.curve.frequency_hz);
    add_offset(config, state);
    states_.push_back(std::move(state));
  }

  void add_prediction(const PredictConfig &config, const std::vector<MeasuredCurve> &measured,
                      const std::optional<MeasuredCurve> &changed) {
    const auto state = std::find_if(fit_.states.begin(), fit_.states.end(),
                                    [&](const auto &own) { return own.name.value == config.state.value; });
    const Texts before = state == fit_.states.end() ? Texts() : state->set;
    Texts after = before;
    after.insert(after.end(), config.set.begin(), config.set.end());
    Prediction prediction;
    prediction.name = config.name;
    prediction.state = config.state;
    prediction.frequency_hz = comparison_grid(fit_.from, fit_.to, fit_.points_per_octave);
    prediction.parameters_before = parameters_of_state({config.state}, before);
    prediction.parameters_after = parameters_of_state({config.state, config.name}, after);
    prediction.before = model(with_set(before), prediction.parameters_before, MeasuredQuantity::level,
                              prediction.frequency_hz);
    prediction.after =
        model(with_set(after), prediction.parameters_after, MeasuredQuantity::level, prediction.frequency_hz);
    prediction.tolerance_db = config.tolerance;
    prediction.level_counts = state == fit_.states.end() || state->level.value != "free";
    const auto seating = at_each(uncertainty_steps(), prediction.frequency_hz),
               model_error = at_each(model_error_steps(), prediction.frequency_hz);
    for (std::size_t i = 0; i < seating.size(); ++i)
      prediction.error_db.push_back(
          std::max(std::hypot(std::numbers::sqrt2 * seating[i], model_error[i]), FitCurve::least_sigma_db));
    if (changed) {
      require_same_ear(changed->conditions, base_, config.measurement);
      prediction.measured_db = levels_at(*changed, config.measurement, prediction.frequency_hz);
      const std::size_t number = state - fit_.states.begin();
      const auto own = levels_at(measured[number], state->measurement, prediction.frequency_hz);
      for (std::size_t i = 0; i < own.size(); ++i)
        prediction.measured_db[i] -= own[i];
    }
    predictions_.push_back(std::move(prediction));
  }

  /// What else could be measured: the impedance, and the level after each predicted change.
  void add_candidates() {
    const FitStateConfig &first = fit_.states.front();
    const bool has_impedance = std::any_of(fit_.states.begin(), fit_.states.end(), [](const auto &state) {
      return state.quantity.value == MeasuredQuantity::impedance;
    });
    const bool has_plug = is_lumped(base_) ? !base_.network->plug.where.is_default() : !base_.drivers.empty();
    if (!has_impedance && has_plug)
      candidates_.push_back(candidate("impedance of " + first.name.value, MeasuredQuantity::impedance,
                                      states_.front().parameters, with_set(first.set), {}));
    for (std::size_t k = 0; k < predictions_.size(); ++k) {
      const Prediction &prediction = predictions_[k];
      FitState state{new_curve("level of " + prediction.name, MeasuredQuantity::level),
                     prediction.after,
                     prediction.parameters_after,
                     {}};
      for (const FitState &own : states_)
        if (own.curve.state == prediction.state)
          state.offset = own.offset; // of the same session
      candidates_.push_back(std::move(state));
    }
  }

  CaseFit finish() {
    add_candidates();
    std::vector<std::string> states;
    for (const FitParameterConfig &parameter : fit_.parameters) {
      std::string names;
      for (const auto &state : parameter.states)
        names += (names.empty() ? "" : " ") + state.value;
      states.push_back(names);
    }
    return {FitProblem(priors_, offsets_, std::move(states_), correlation_), std::move(predictions_),
            std::move(candidates_), states};
  }

private:
  Steps uncertainty_steps() const {
    return fit_.uncertainty.empty() ? one_seating : steps_of(fit_.uncertainty);
  }
  Steps model_error_steps() const {
    return fit_.model_error.empty() ? level_model_error : steps_of(fit_.model_error);
  }

  /// A curve without levels over the band of the fit.
  FitCurve new_curve(const std::string &name, MeasuredQuantity quantity) const {
    FitCurve curve{name, quantity, comparison_grid(fit_.from, fit_.to, fit_.points_per_octave), {}, {}, {}};
    add_errors({}, curve);
    return curve;
  }
  FitState candidate(const std::string &name, MeasuredQuantity quantity,
                     const std::vector<std::size_t> &parameters, const Case &config,
                     const std::optional<std::size_t> &offset) const {
    FitState state{new_curve(name, quantity), nullptr, parameters, offset};
    state.model = model(config, parameters, quantity, state.curve.frequency_hz);
    return state;
  }

  void add_errors(const MeasuredCurve &measured, FitCurve &curve) const {
    const bool level = curve.quantity == MeasuredQuantity::level;
    const Steps own = steps_of(measured.conditions.uncertainty), uncertainty = !own.empty() ? own
                                                                               : level
                                                                                   ? uncertainty_steps()
                                                                                   : impedance_uncertainty;
    curve.uncertainty_db = at_each(uncertainty, curve.frequency_hz);
    curve.model_error_db = at_each(level ? model_error_steps() : impedance_model_error, curve.frequency_hz);
  }

  /// The case with a state's changes. @throws UserError naming the line of the one that is wrong
  Case with_set(const Texts &set) const { return with_set(set, text_); }
  Case with_set(const Texts &set, const std::string &base) const {
    std::vector<std::string> overrides;
    for (const Located<std::string> &text : set) {
      const std::size_t equals = text.value.find('=');
      overrides.push_back(equals == std::string::npos ? text.value
                                                      : without_blanks(text.value.substr(0, equals)) + "=" +
                                                            without_blanks(text.value.substr(equals + 1)));
      try {
        read_resolved_case(base, base_.file, overrides);
      } catch (const UserError &error) {
        const Diagnostic &first = error.diagnostics().front();
        throw UserError(text.where, (first.where.key.empty() ? "" : first.where.key + ": ") + first.message);
      }
    }
    return read_resolved_case(base, base_.file, overrides);
  }

  /// Whether changes state a number, however they spell its key: then they do away with any other value of
  /// it.
  bool states_number(const Texts &set, const std::string &key) const {
    if (set.empty())
      return false;
    const auto value_in = [&](const Case &config) {
      return find_parameter(parameters_of(config), key).value;
    };
    const double value = value_in(base_), other = value == 0 ? 1e-3 : value * (1 - 1e-3);
    try {
      return value_in(with_set(set, resolved_toml(with_value(base_, key, other)))) != other;
    } catch (const UserError &) { // the other value is none
      return value_in(with_set(set)) != value;
    }
  }

  /// Numbers of the fit that a state has: those of all, those of one of its names, but none that its changes
  /// fix.
  std::vector<std::size_t> parameters_of_state(const std::vector<std::string> &names,
                                               const Texts &set) const {
    std::vector<std::size_t> numbers;
    for (std::size_t k = 0; k < priors_.size(); ++k) {
      const FitParameterConfig &parameter = fit_.parameters[k];
      const bool own = std::any_of(parameter.states.begin(), parameter.states.end(), [&](const auto &state) {
        return std::find(names.begin(), names.end(), state.value) != names.end();
      });
      if (own || (parameter.states.empty() && !states_number(set, priors_[k].key)))
        numbers.push_back(k);
    }
    return numbers;
  }

  std::shared_ptr<const LevelModel> model(const Case &config, const std::vector<std::size_t> &parameters,
                                          MeasuredQuantity quantity,
                                          const std::vector<double> &frequencies) const {
    std::vector<std::string> keys;
    std::vector<double> scales;
    for (const std::size_t k : parameters) {
      keys.push_back(priors_[k].key);
      scales.push_back(priors_[k].is_factor ? priors_[k].start : priors_[k].spread);
    }
    Case state = config;
    state.sweep.frequencies = {frequencies.front(), frequencies.back()}; // what tables must hold
    return make_(state, keys, scales, quantity, frequencies);
  }

  void add_offset(const FitStateConfig &config, FitState &state) {
    constexpr double unknown_level = 30; // [dB], more than drives and calibrations differ by
    if (state.curve.quantity == MeasuredQuantity::impedance ||
        (config.level.value == "given" && fit_.level_uncertainty == 0))
      return;
    const std::string name =
        config.level.value == "free" || config.level.value == "given" ? config.name : config.level;
    const auto same = std::find_if(offsets_.begin(), offsets_.end(),
                                   [&](const FitOffset &offset) { return offset.name == name; });
    state.offset = same - offsets_.begin();
    if (same != offsets_.end())
      return;
    if (config.level.value == "given") {
      offsets_.push_back({name, 0, unknown_level, fit_.level_uncertainty});
      return;
    }
    std::vector<double> start;
    for (const FitPrior &prior : priors_)
      start.push_back(prior.start);
    const std::vector<double> level = level_of(*state.model, state.parameters, start);
    const double sum = std::accumulate(state.curve.measured_db.begin(), state.curve.measured_db.end(), 0.0) -
                       std::accumulate(level.begin(), level.end(), 0.0);
    offsets_.push_back({name, sum / static_cast<double>(level.size()), unknown_level, {}});
  }

  const FitConfig &fit_;
  Case base_;        ///< without its fit
  std::string text_; ///< of it
  const ModelMaker &make_;
  double correlation_;
  std::vector<FitPrior> priors_;
  std::vector<FitOffset> offsets_;
  std::vector<FitState> states_;
  std::vector<Prediction> predictions_;
  std::vector<FitState> candidates_;
};

} // namespace

CaseFit case_fit(const Case &config, const std::vector<MeasuredCurve> &measured,
                 const std::vector<std::optional<MeasuredCurve>> &changed, const ModelMaker &make) {
  CaseFitBuilder builder(config, make);
  for (std::size_t k = 0; k < config.fit->states.size(); ++k)
    builder.add_state(config.fit->states[k], measured[k]);
  for (std::size_t k = 0; k < config.predictions.size(); ++k)
    builder.add_prediction(config.predictions[k], measured, changed[k]);
  return builder.finish();
}

} // namespace earshot
