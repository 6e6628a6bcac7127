#include "solver/output/tuning_files.h"

#include <cmath>

namespace earshot {

namespace {

const char *yes_or_no(bool value) {
  return value ? "yes" : "no";
}

std::string limit_text(double limit) {
  return std::isfinite(limit) ? format_number(limit) : "";
}

} // namespace

std::string tuned_parameters_text(const TuningResults &results) {
  std::string text = csv_line(
      {"parameter", "unit", "start", "tuned", "lower", "upper", "catalogue", "at_bound", "spread_db"});
  for (const TunedParameter &p : results.parameters)
    text += csv_line({p.key, p.unit, format_number(p.start), format_number(p.tuned), format_number(p.lower),
                      format_number(p.upper), yes_or_no(p.is_of_catalogue), yes_or_no(p.is_at_bound),
                      format_number(p.spread_db)});
  return text;
}

Table tuning_curves_table(const TuningResults &results) {
  Table table{{"frequency_hz", "target_db", "start_db", "tuned_db", "deviation_db"}, {}};
  if (results.production)
    table.columns.insert(table.columns.end(), {"p05_db", "p95_db"});
  for (std::size_t i = 0; i < results.frequency_hz.size(); ++i) {
    table.rows.push_back({results.frequency_hz[i], results.target_db[i], results.start_db[i],
                          results.tuned_db[i], results.tuned_db[i] - results.target_db[i]});
    if (results.production)
      table.rows.back().insert(table.rows.back().end(),
                               {results.production->low_db[i], results.production->high_db[i]});
  }
  return table;
}

std::string tuned_figures_text(const TuningResults &results) {
  std::string text = csv_line({"figure", "start", "tuned", "least", "most", "kept"});
  for (const TunedFigure &f : results.figures)
    text += csv_line({f.name, format_number(f.start), format_number(f.tuned), limit_text(f.least),
                      limit_text(f.most), yes_or_no(f.is_kept)});
  return text;
}

void remove_tuning(const std::filesystem::path &directory) {
  std::error_code absent;
  for (const char *const name :
       {"tune.csv", "tune_curves.csv", "tune_figures.csv", "tune.txt", "tune.png", "tuned.toml"})
    std::filesystem::remove(directory / name, absent);
}

void write_tuning(const std::filesystem::path &directory, const TuningResults &results,
                  const std::string &printed) {
  write_atomically(directory / "tune.csv", tuned_parameters_text(results));
  write_table(directory / "tune_curves.csv", tuning_curves_table(results));
  if (!results.figures.empty())
    write_atomically(directory / "tune_figures.csv", tuned_figures_text(results));
  write_atomically(directory / "tune.txt", printed);
}

} // namespace earshot
