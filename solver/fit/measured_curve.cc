#include "solver/fit/measured_curve.h"

#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

constexpr double end_slack = 1.03; ///< files begin and end at rounded frequencies

} // namespace

std::vector<double> levels_at(const MeasuredCurve &measured, const Located<std::string> &file,
                              const std::vector<double> &frequencies_hz) {
  if (frequencies_hz.empty())
    throw UserError(file.where, "found a band without a frequency to compare at, expected a wider one");
  const auto &f = measured.curve.frequency_hz;
  if (f.front() > frequencies_hz.front() * end_slack || f.back() * end_slack < frequencies_hz.back())
    throw UserError(file.where,
                    fmt::format("found data from {} to {} in {}, expected the band of the fit, {} to "
                                "{} (from and to state another one)",
                                frequency_text(f.front()), frequency_text(f.back()), file.value,
                                frequency_text(frequencies_hz.front()),
                                frequency_text(frequencies_hz.back())));
  std::vector<double> result;
  for (const double frequency : frequencies_hz)
    result.push_back(level_at(measured.curve, frequency));
  return result;
}

void require_same_ear(const MeasurementConfig &conditions, const Case &config,
                      const Located<std::string> &file) {
  const EarModel ear = conditions.ear;
  if (ear != EarModel::unset && config.ear.model.value != EarModel::rigid &&
      published_ear(ear) != published_ear(config.ear.model))
    throw UserError(file.where,
                    fmt::format("found a curve measured at the ear {}, expected {} as ear.model of this "
                                "case has",
                                ear, config.ear.model.value));
}

Steps steps_of(const std::vector<UncertaintyConfig> &entries) {
  Steps steps;
  for (const UncertaintyConfig &entry : entries)
    steps.emplace_back(entry.to ? entry.to->value : 1e9, entry.value);
  return steps;
}

std::vector<double> at_each(const Steps &steps, const std::vector<double> &frequencies_hz) {
  std::vector<double> values;
  for (const double f : frequencies_hz) {
    const auto step =
        std::find_if(steps.begin(), steps.end() - 1, [&](const auto &entry) { return f <= entry.first; });
    values.push_back(step->second);
  }
  return values;
}

} // namespace earshot
