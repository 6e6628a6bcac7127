#include "solver/output/fit_files.h"

#include <limits>
#include <map>

namespace earshot {

namespace {

std::string yes_or_no(bool value) {
  return value ? "yes" : "no";
}

std::string number_or_nothing(const std::optional<double> &value) {
  return value ? format_number(*value) : "";
}

/// Columns over different parts of one grid of frequencies, side by side.
class WideTable {
public:
  void add(const std::string &name, const std::vector<double> &frequency_hz,
           const std::vector<double> &values) {
    names_.push_back(name);
    for (std::size_t i = 0; i < frequency_hz.size(); ++i)
      rows_[frequency_hz[i]][names_.size() - 1] = values[i];
  }
  Table finish() const {
    Table table{{"frequency_hz"}, {}};
    table.columns.insert(table.columns.end(), names_.begin(), names_.end());
    for (const auto &[frequency, values] : rows_) {
      std::vector<double> row(table.columns.size(), std::numeric_limits<double>::quiet_NaN());
      row[0] = frequency;
      for (const auto &[column, value] : values)
        row[1 + column] = value;
      table.rows.push_back(std::move(row));
    }
    return table;
  }

private:
  std::vector<std::string> names_;
  std::map<double, std::map<std::size_t, double>> rows_; ///< values by frequency and column
};

} // namespace

std::string fit_parameters_text(const FitResults &results) {
  std::string text = csv_line({"parameter", "unit", "states", "start", "best", "p05", "p50", "p95",
                               "remaining", "determined", "note"});
  for (const FittedParameter &p : results.parameters)
    text += csv_line({p.key, p.unit, p.states, format_number(p.start), format_number(p.best),
                      format_number(p.low), format_number(p.mid), format_number(p.high),
                      format_number(p.remaining), yes_or_no(p.determined), p.note});
  return text;
}

std::string identifiability_text(const FitResults &results) {
  std::string text = csv_line({"kind", "strength", "combination"});
  for (const FitDirection &direction : results.directions)
    text += csv_line({direction.kind, format_number(direction.strength), direction.combination});
  return text;
}

Table fit_curves_table(const FitResults &results) {
  WideTable table;
  for (const FittedCurve &curve : results.curves) {
    std::vector<double> residual;
    for (std::size_t i = 0; i < curve.fitted_db.size(); ++i)
      residual.push_back(curve.measured_db[i] - curve.fitted_db[i]);
    table.add(curve.state + "_measured_db", curve.frequency_hz, curve.measured_db);
    table.add(curve.state + "_start_db", curve.frequency_hz, curve.start_db);
    table.add(curve.state + "_fitted_db", curve.frequency_hz, curve.fitted_db);
    table.add(curve.state + "_residual_db", curve.frequency_hz, residual);
    table.add(curve.state + "_sigma_db", curve.frequency_hz, curve.sigma_db);
  }
  return table.finish();
}

std::string fit_bands_text(const FitResults &results) {
  std::string text = csv_line({"state", "quantity", "lowest_hz", "highest_hz", "median_db", "rms_db",
                               "largest_db", "at_hz", "misfit", "is_misfit"});
  for (const FittedCurve &curve : results.curves)
    for (const FitBand &band : curve.bands)
      text += csv_line({curve.state, curve.quantity, format_number(band.lowest_hz),
                        format_number(band.highest_hz), format_number(band.median_db),
                        format_number(band.rms_db), format_number(band.largest_db), format_number(band.at_hz),
                        format_number(band.misfit), yes_or_no(band.is_misfit)});
  return text;
}

Table predictions_table(const FitResults &results) {
  WideTable table;
  for (const FitPrediction &p : results.predictions) {
    table.add(p.name + "_p05_db", p.frequency_hz, p.low_db);
    table.add(p.name + "_p50_db", p.frequency_hz, p.mid_db);
    table.add(p.name + "_p95_db", p.frequency_hz, p.high_db);
    if (!p.measured_db.empty())
      table.add(p.name + "_measured_db", p.frequency_hz, p.measured_db);
  }
  return table.finish();
}

std::string prediction_bands_text(const FitResults &results) {
  std::string text = csv_line(
      {"prediction", "lowest_hz", "highest_hz", "half_width_db", "determined", "rms_error_db", "within"});
  for (const FitPrediction &p : results.predictions)
    for (const PredictedBand &band : p.bands)
      text += csv_line({p.name, format_number(band.lowest_hz), format_number(band.highest_hz),
                        format_number(band.half_width_db), yes_or_no(band.determined),
                        number_or_nothing(band.rms_error_db), number_or_nothing(band.within)});
  return text;
}

std::string next_measurement_text(const FitResults &results) {
  std::string text = csv_line({"measurement", "bits", "remaining"});
  for (const NextMeasurement &next : results.next)
    text += csv_line({next.what, format_number(next.bits), format_number(next.remaining)});
  return text;
}

void remove_fit(const std::filesystem::path &directory) {
  std::error_code absent;
  for (const char *const name :
       {"fit.csv", "identifiability.csv", "fit_curves.csv", "fit_bands.csv", "predictions.csv",
        "prediction_bands.csv", "next_measurement.csv", "fit.txt", "fit.png", "fitted.toml"})
    std::filesystem::remove(directory / name, absent);
}

void write_fit(const std::filesystem::path &directory, const FitResults &results,
               const std::string &printed) {
  write_atomically(directory / "fit.csv", fit_parameters_text(results));
  write_atomically(directory / "identifiability.csv", identifiability_text(results));
  write_table(directory / "fit_curves.csv", fit_curves_table(results));
  write_atomically(directory / "fit_bands.csv", fit_bands_text(results));
  if (!results.predictions.empty()) {
    write_table(directory / "predictions.csv", predictions_table(results));
    write_atomically(directory / "prediction_bands.csv", prediction_bands_text(results));
  }
  if (!results.next.empty())
    write_atomically(directory / "next_measurement.csv", next_measurement_text(results));
  write_atomically(directory / "fit.txt", printed);
}

} // namespace earshot
