#include "solver/app/tune_report.h"

#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <cmath>

namespace earshot {

namespace {

std::string parameters_text(const TuningResults &results) {
  std::string text =
      fmt::format("{:<50}{:>12}{:>12}{:>12}{:>12}\n", "parameter", "start", "tuned", "lower", "upper");
  for (const TunedParameter &p : results.parameters)
    text +=
        fmt::format("{:<50}{:>12.4g}{:>12.4g}{:>12.4g}{:>12.4g}{}\n",
                    p.key + (p.unit == "1" ? "" : " [" + p.unit + "]"), p.start, p.tuned, p.lower, p.upper,
                    p.is_of_catalogue ? "  of the catalogue"
                    : p.is_at_bound   ? "  at a bound"
                                      : "");
  return text;
}

std::string bands_text(const TuningResults &results) {
  std::string text = fmt::format("\n{:<24}{:>12}{:>12}{:>14}{:>12}\n", "deviation from the target",
                                 "start rms", "tuned rms", "tuned largest", "at");
  for (std::size_t k = 0; k < results.bands.size(); ++k) {
    const BandDifference &band = results.bands[k];
    text += fmt::format("{:<24}{:>9.2f} dB{:>9.2f} dB{:>11.2f} dB{:>12}\n",
                        frequency_text(band.lowest_hz) + " to " + frequency_text(band.highest_hz),
                        results.start_bands[k].rms, band.rms, band.largest, frequency_text(band.at_hz));
  }
  return text;
}

std::string figures_text(const TuningResults &results) {
  if (results.figures.empty())
    return "";
  const auto limit = [](double value) { return std::isfinite(value) ? fmt::format("{:.4g}", value) : "-"; };
  std::string text =
      fmt::format("\n{:<34}{:>12}{:>12}{:>12}{:>12}\n", "figure", "start", "tuned", "least", "most");
  for (const TunedFigure &f : results.figures)
    text += fmt::format("{:<34}{:>12.4g}{:>12.4g}{:>12}{:>12}{}\n", f.name, f.start, f.tuned, limit(f.least),
                        limit(f.most), f.is_kept ? "" : "  not kept");
  return text;
}

std::string production_text(const TuningResults &results) {
  if (!results.production)
    return "";
  const ProductionFigures &p = *results.production;
  std::string text = fmt::format("\n{} units: {:.1f} % within {:g} dB of the tuned level; left and right "
                                 "within {:g} dB: {:.1f} % of pairs of any "
                                 "two, {:.1f} % of matched ones\n",
                                 p.units, 100 * p.yield, p.window_db, p.pair_db, 100 * p.random_pairs,
                                 100 * p.matched_pairs);
  text += fmt::format(
      "levels go linearly with the numbers: off by {:.2g} dB at most in {} units that were solved\n",
      p.linear_error_db, p.checked);
  text +=
      fmt::format("deviation from the target: {:.4g} as tuned, {:.4g} of all units to first order, {:.4g} "
                  "of the units that were solved\n",
                  p.deviation, p.expected_deviation, p.solved_deviation);
  for (const TunedParameter &parameter : results.parameters)
    if (parameter.spread_db > 0)
      text += fmt::format("    {:<46}{:>9.3f} dB rms by its tolerance\n", parameter.key, parameter.spread_db);
  return text;
}

} // namespace

std::string tune_report(const TuningResults &results) {
  std::string text = parameters_text(results);
  text += fmt::format("\n{} of {} starts end at the same curve (0.05 dB rms)\n", results.n_same,
                      results.n_starts);
  text += bands_text(results) + figures_text(results) + production_text(results);
  for (const std::string &warning : results.warnings)
    text += "warning: " + warning + "\n";
  return text;
}

} // namespace earshot
