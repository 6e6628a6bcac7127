#include "solver/analysis/distortion_sensitivity.h"

#include "solver/analysis/distortion.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/config/documents.h"
#include "solver/config/parameters.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/meridian.h"
#include "solver/output/sensitivity_files.h"
#include "solver/runtime/on_root.h"
#include "solver/runtime/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace earshot {

namespace {

using Rows = std::vector<DistortionRow>;

/// Levels [dB] that a row tells: of the fundamental, of all harmonics against it, of H2 and of H3.
DistortionSensitivity::Levels levels_of(const DistortionRow &row) {
  return {row.level_db, 20 * std::log10(row.thd_percent), row.harmonics_db[0], row.harmonics_db[1]};
}

/// All that laws come from, as text.
std::string what_makes_laws(const Case &design) {
  Case alone;
  alone.drivers = design.drivers;
  alone.vents = design.vents;
  std::string text = resolved_toml(alone);
  for (const DriverConfig &driver : design.drivers)
    text += resolved_toml(statics_of(driver, design.materials));
  return text;
}

class Slopes {
public:
  Slopes(const Model &model, const ReducedModel &reduced, const DistortionConfig &distortion,
         const std::vector<double> &frequencies)
      : model_(model), reduced_(reduced), distortion_(distortion), frequencies_(frequencies), finder_(model),
        nominal_law_text_(what_makes_laws(model.config())), nominal_(rows_of(model.config())) {}

  /// On rank 0; nothing where the parameter belongs to the mesh or has no influence. Collective.
  std::optional<DistortionSensitivity> of(const Parameter &parameter);

private:
  bool may_matter(const Case &design) const;
  Rows rows_of(const Case &design);
  std::optional<Rows> rows_at(const Parameter &parameter, double value);

  const Model &model_;
  const ReducedModel &reduced_;
  const DistortionConfig &distortion_;
  const std::vector<double> &frequencies_;
  LargeSignalFinder finder_;
  std::string nominal_law_text_;
  Rows nominal_;
};

/// Whether a design of the same matrices has other coefficients or laws; a sweep's ends make neither.
bool Slopes::may_matter(const Case &design) const {
  const double omega = 2 * std::numbers::pi * frequencies_.front();
  const Factors nominal = model_.problem().functions().at(omega),
                changed = coefficient_functions(design, model_.facts()).at(omega);
  return nominal.terms != changed.terms || nominal.loads != changed.loads ||
         nominal.outputs != changed.outputs || what_makes_laws(design) != nominal_law_text_;
}

/// On rank 0; other ranks get empty ones.
Rows Slopes::rows_of(const Case &design) {
  const LargeSignal large = finder_.of(design);
  Rows rows;
  on_root(model_.communicator(), [&] {
    const LawPorts ports(reduced_, coefficient_functions(design, model_.facts()), design.source.voltage,
                         large.driver_names(), large.vents, large.area_drivers());
    rows = DistortionStudy(ports, large, distortion_, all_frequencies(model_.config()).back())
               .run(frequencies_)
               .rows;
  });
  return rows;
}

/// Nothing where the value changes matrices or nothing, or where the case doesn't hold with it.
std::optional<Rows> Slopes::rows_at(const Parameter &parameter, double value) {
  if (!parameter.allowed.contains(value))
    return {};
  try {
    const Case design = with_value(model_.config(), parameter.key, value);
    if (!same_matrices(model_.config(), design, model_.facts()) || !may_matter(design))
      return {};
    return rows_of(design);
  } catch (const UserError &) {
    return {};
  }
}

std::optional<DistortionSensitivity> Slopes::of(const Parameter &parameter) {
  const double step = difference_step(parameter);
  const std::optional<Rows> above = rows_at(parameter, parameter.value + step),
                            below = rows_at(parameter, parameter.value - step);
  if (!above && !below)
    return {};
  const Rows &high = above ? *above : nominal_, &low = below ? *below : nominal_;
  const double per_change = shown_change(parameter.value) / ((above ? step : 0) + (below ? step : 0));
  DistortionSensitivity sensitivity{parameter.key, parameter.value, parameter.unit, {}};
  double largest = 0;
  for (std::size_t k = 0; k < nominal_.size(); ++k) {
    DistortionSensitivity::Row row{nominal_[k].frequency_hz, nominal_[k].voltage_v, levels_of(high[k])};
    const DistortionSensitivity::Levels before = levels_of(low[k]);
    for (std::size_t i = 0; i < before.size(); ++i) {
      row.change_db[i] = per_change * (row.change_db[i] - before[i]);
      largest =
          std::fmax(largest, std::abs(row.change_db[i])); // of numbers: harmonics above the sweep have none
    }
    sensitivity.rows.push_back(row);
  }
  constexpr double nothing = 1e-9; // [dB] round-off
  if (largest < nothing)
    return {};
  return sensitivity;
}

} // namespace

std::vector<DistortionSensitivity> distortion_sensitivities(const Model &model, const ReducedModel &reduced,
                                                            DistortionConfig distortion,
                                                            const std::vector<double> &frequencies,
                                                            bool show_progress) {
  distortion.levels.clear();
  distortion.tones.clear();
  distortion.causes = false;
  Slopes slopes(model, reduced, distortion, frequencies);
  std::vector<DistortionSensitivity> found;
  const std::vector<Parameter> parameters = parameters_of(model.config());
  const int rank = dealii::Utilities::MPI::this_mpi_process(model.communicator());
  Progress progress(parameters.size(), 0, show_progress && rank == 0);
  for (const Parameter &parameter : parameters) {
    progress.step(parameter.key);
    if (parameter.is_default && parameter.value == 0) // what isn't there
      continue;
    if (auto sensitivity = slopes.of(parameter))
      found.push_back(std::move(*sensitivity));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto &a, const auto &b) { return a.thd_rms() > b.thd_rms(); });
  return found;
}

std::string describe_distortion_sensitivities(const std::vector<DistortionSensitivity> &sensitivities) {
  std::string text = fmt::format(
      "Sensitivities of the distortion: {} parameters; RMS of the THD's change [dB]", sensitivities.size());
  constexpr std::size_t shown = 8;
  for (std::size_t k = 0; k < std::min(sensitivities.size(), shown); ++k)
    text += fmt::format("\n  {:<50} {:8.4f} per {}", sensitivities[k].key, sensitivities[k].thd_rms(),
                        sensitivities[k].nominal == 0 ? sensitivities[k].unit : "%");
  return text;
}

} // namespace earshot
