#include "solver/output/sensitivity_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr std::size_t most_peaks = 4;

double largest(const Sensitivity &s) {
  double value = 0;
  for (const double slope : s.db_per_unit)
    value = std::max(value, std::abs(slope * shown_change(s.nominal)));
  return value;
}

/// Index of the frequency next to `frequency` on the logarithmic scale.
std::size_t nearest(const std::vector<double> &frequencies, double frequency) {
  const auto distance = [=](double f) { return std::abs(std::log(f / frequency)); };
  return std::min_element(frequencies.begin(), frequencies.end(),
                          [&](double a, double b) { return distance(a) < distance(b); }) -
         frequencies.begin();
}

/// Indices that the ranked table shows, ascending.
std::vector<std::size_t> shown_frequencies(const Sensitivities &s) {
  std::vector<std::size_t> peaks;
  for (std::size_t i = 1; i + 1 < s.level_db.size(); ++i)
    if (s.level_db[i] > s.level_db[i - 1] && s.level_db[i] >= s.level_db[i + 1])
      peaks.push_back(i);
  std::sort(peaks.begin(), peaks.end(),
            [&](std::size_t a, std::size_t b) { return s.level_db[a] > s.level_db[b]; });
  peaks.resize(std::min(peaks.size(), most_peaks));
  for (const double frequency : {100.0, 1000.0})
    if (frequency >= 0.99 * s.frequency_hz.front() && frequency <= 1.01 * s.frequency_hz.back())
      peaks.push_back(nearest(s.frequency_hz, frequency));
  std::sort(peaks.begin(), peaks.end());
  peaks.erase(std::unique(peaks.begin(), peaks.end()), peaks.end());
  return peaks;
}

} // namespace

double shown_change(double nominal) {
  return nominal == 0 ? 1 : 0.01 * std::abs(nominal);
}

Table sensitivity_table(const Sensitivities &s) {
  Table table{{"frequency_hz"}, {}};
  for (const Sensitivity &parameter : s.parameters)
    table.columns.push_back(parameter.nominal == 0 ? parameter.key + " per " + parameter.unit
                                                   : parameter.key);
  for (std::size_t i = 0; i < s.frequency_hz.size(); ++i) {
    std::vector<double> row = {s.frequency_hz[i]};
    for (const Sensitivity &parameter : s.parameters)
      row.push_back(parameter.db_per_unit[i] * shown_change(parameter.nominal));
    table.rows.push_back(row);
  }
  return table;
}

std::string ranked_csv(const Sensitivities &s) {
  std::vector<const Sensitivity *> order;
  for (const Sensitivity &parameter : s.parameters)
    order.push_back(&parameter);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto *a, const auto *b) { return largest(*a) > largest(*b); });
  const std::vector<std::size_t> shown = shown_frequencies(s);
  std::string text = "parameter,nominal,unit,change,largest_db,at_hz,rms_db";
  for (const std::size_t i : shown)
    text += fmt::format(",db_at_{:.5g}_hz", s.frequency_hz[i]);
  text += "\n";
  for (const Sensitivity *parameter : order) {
    const double change = shown_change(parameter->nominal);
    double squares = 0;
    std::size_t strongest = 0;
    for (std::size_t i = 0; i < s.frequency_hz.size(); ++i) {
      squares += std::pow(change * parameter->db_per_unit[i], 2);
      if (std::abs(parameter->db_per_unit[i]) > std::abs(parameter->db_per_unit[strongest]))
        strongest = i;
    }
    text += fmt::format("{},{},{},{},{},{},{}", csv_field(parameter->key), format_number(parameter->nominal),
                        parameter->unit, parameter->nominal == 0 ? "1 " + parameter->unit : "1 %",
                        format_number(change * parameter->db_per_unit[strongest]),
                        format_number(s.frequency_hz[strongest]),
                        format_number(std::sqrt(squares / static_cast<double>(s.frequency_hz.size()))));
    for (const std::size_t i : shown)
      text += "," + format_number(change * parameter->db_per_unit[i]);
    text += "\n";
  }
  return text;
}

Table tolerance_band(const Sensitivities &s) {
  Table table{
      {"frequency_hz", "nominal_db", "rss_lower_db", "rss_upper_db", "worst_lower_db", "worst_upper_db"}, {}};
  for (std::size_t i = 0; i < s.frequency_hz.size(); ++i) {
    double squares = 0, sum = 0;
    for (const Sensitivity &parameter : s.parameters) {
      const double deviation = std::abs(parameter.db_per_unit[i] * parameter.tolerance);
      squares += deviation * deviation;
      sum += deviation;
    }
    const double level = s.level_db[i], rss = std::sqrt(squares);
    table.rows.push_back({s.frequency_hz[i], level, level - rss, level + rss, level - sum, level + sum});
  }
  return table;
}

void write_sensitivities(const std::filesystem::path &directory, const Sensitivities &s) {
  write_table(directory / "sensitivity.csv", sensitivity_table(s));
  write_atomically(directory / "sensitivity_ranked.csv", ranked_csv(s));
  if (s.has_tolerances)
    write_table(directory / "tolerance_band.csv", tolerance_band(s));
}

} // namespace earshot
