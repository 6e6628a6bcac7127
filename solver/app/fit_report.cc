#include "solver/app/fit_report.h"

#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

std::string band_name(double lowest, double highest) {
  return fmt::format("{} to {}", frequency_text(lowest), frequency_text(highest));
}

std::string parameters_text(const FitResults &results) {
  std::string text = fmt::format("{:<50}{:>12}{:>12}{:>12}{:>12}{:>11}  {}\n", "parameter", "start", "best",
                                 "5 %", "95 %", "remaining", "determined");
  for (const FittedParameter &p : results.parameters) {
    const auto number = [](double value) {
      return std::isfinite(value) ? fmt::format("{:.4g}", value) : "-";
    };
    text += fmt::format("{:<50}{:>12}{:>12}{:>12}{:>12}{:>9.0f} %  {}{}\n",
                        p.key + (p.unit == "1" ? "" : " [" + p.unit + "]"), number(p.start), number(p.best),
                        number(p.low), number(p.high), 100 * p.remaining, p.determined ? "yes" : "no",
                        p.note.empty() ? "" : ", " + p.note);
  }
  return text;
}

std::string curves_text(const FitResults &results) {
  std::string text;
  for (const FittedCurve &curve : results.curves) {
    text += fmt::format("\n{} ({}), level {:+.2f} dB\n", curve.state, curve.quantity, curve.offset_db);
    text += fmt::format("    {:<20}{:>10}{:>12}{:>12}{:>12}{:>10}\n", "band", "median", "rms", "largest",
                        "at", "misfit");
    for (const FitBand &band : curve.bands)
      text +=
          fmt::format("    {:<20}{:>7.2f} dB{:>9.2f} dB{:>9.2f} dB{:>12}{:>10.2f}{}\n",
                      band_name(band.lowest_hz, band.highest_hz), band.median_db, band.rms_db,
                      band.largest_db, frequency_text(band.at_hz), band.misfit, band.is_misfit ? " !" : "");
  }
  return text;
}

std::string predictions_text(const FitResults &results) {
  std::string text;
  for (const FitPrediction &prediction : results.predictions) {
    text += fmt::format("\nprediction {}\n    {:<20}{:>16}{:>16}{:>12}{:>10}\n", prediction.name, "band",
                        "half of 90 %", "answer", "error", "within");
    for (const PredictedBand &band : prediction.bands)
      text += fmt::format("    {:<20}{:>13.2f} dB{:>16}{:>12}{:>10}\n",
                          band_name(band.lowest_hz, band.highest_hz), band.half_width_db,
                          band.determined ? "determined" : "not determined",
                          band.rms_error_db ? fmt::format("{:.2f} dB", *band.rms_error_db) : "",
                          band.within ? fmt::format("{:.0f} %", 100 * *band.within) : "");
  }
  return text;
}

std::string next_text(const FitResults &results) {
  if (results.next.empty())
    return "";
  std::string text = fmt::format("\n{:<50}{:>10}{:>32}\n", "measurement that would help", "bits",
                                 "spread of predictions left");
  for (const NextMeasurement &next : results.next)
    text += fmt::format("{:<50}{:>10.1f}{:>30.0f} %\n", next.what, next.bits, 100 * next.remaining);
  return text;
}

} // namespace

std::string fit_report(const FitResults &results) {
  std::string text = parameters_text(results) + "\n";
  text += fmt::format("{} of {} starts end at the same curves (0.05 dB rms), cost {:.4g}\n", results.n_same,
                      results.n_starts, results.cost);
  text += fmt::format("the curves fix {:.1f} directions of {}; errors are {:.2f} times as large as stated\n",
                      results.effective_number,
                      std::count_if(results.directions.begin(), results.directions.end(),
                                    [](const FitDirection &d) { return d.kind != "invariance"; }),
                      results.noise);
  for (const FitDirection &direction : results.directions)
    if (direction.kind == "invariance")
      text += fmt::format("invariance: {}\n", direction.combination);
  text += curves_text(results) + predictions_text(results) + next_text(results);
  for (const std::string &warning : results.warnings)
    text += "warning: " + warning + "\n";
  return text;
}

} // namespace earshot
