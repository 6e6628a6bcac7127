#include "solver/output/comparison_files.h"

namespace earshot {

namespace {

struct Column {
  std::string name;
  const std::vector<double> *values;
};

void add_if_known(std::vector<Column> &columns, const std::string &name, const std::vector<double> &values) {
  if (!values.empty())
    columns.push_back({name, &values});
}

} // namespace

Table comparison_table(const ComparisonFiles &files) {
  const Comparison &comparison = files.comparison;
  std::vector<Column> columns{{"frequency_hz", &comparison.frequency_hz}};
  for (std::size_t k = 0; k < comparison.curves.size(); ++k) {
    const ComparedCurve &curve = comparison.curves[k];
    const std::string &label = files.curves[k].label;
    columns.push_back({label + "_db", &curve.level_db});
    if (k > 0) {
      columns.push_back({label + "_difference_db", &curve.difference_db});
      add_if_known(columns, label + "_uncertainty_db", files.curves[k].uncertainty_db);
      add_if_known(columns, label + "_phase_difference_deg", curve.phase_difference_deg);
    }
    add_if_known(columns, label + "_group_delay_ms", curve.group_delay_ms);
    if (k > 0)
      add_if_known(columns, label + "_group_delay_difference_ms", curve.group_delay_difference_ms);
  }
  add_if_known(columns, "laboratory_spread_db", files.laboratory_spread_db);
  Table table;
  table.rows.resize(comparison.frequency_hz.size());
  for (const Column &column : columns) {
    table.columns.push_back(column.name);
    for (std::size_t i = 0; i < table.rows.size(); ++i)
      table.rows[i].push_back(column.values->at(i));
  }
  return table;
}

std::string differences_text(const ComparisonFiles &files) {
  std::string text = csv_line({"curve", "file", "lowest_hz", "highest_hz", "from_hz", "to_hz", "offset_db",
                               "delay_ms", "rms_db", "largest_db", "at_hz", "group_delay_rms_ms",
                               "within_laboratory_spread", "within_uncertainty"});
  for (std::size_t k = 1; k < files.curves.size(); ++k) {
    const ComparedCurve &curve = files.comparison.curves[k];
    const bool has_delay = !curve.group_delay_ms.empty();
    for (const ComparedBand &band : files.curves[k].bands)
      text +=
          csv_line({files.curves[k].label, files.curves[k].file, format_number(band.lowest_hz),
                    format_number(band.highest_hz), format_number(band.level.lowest_hz),
                    format_number(band.level.highest_hz), format_number(curve.offset_db),
                    has_delay ? format_number(curve.delay_ms) : "", format_number(band.level.rms),
                    format_number(band.level.largest), format_number(band.level.at_hz),
                    band.delay ? format_number(band.delay->rms) : "",
                    format_number(band.within_laboratory_spread), format_number(band.within_uncertainty)});
  }
  return text;
}

void write_comparison(const std::filesystem::path &directory, const ComparisonFiles &files,
                      const std::string &printed) {
  write_table(directory / "compare.csv", comparison_table(files));
  write_atomically(directory / "differences.csv", differences_text(files));
  write_atomically(directory / "compare.txt", printed);
}

} // namespace earshot
