#include "solver/output/run_record.h"

#include "solver/results/worse.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>

namespace earshot {

namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

template <class T>
nlohmann::ordered_json object_of(const Named<T> &entries) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto &[name, value] : entries)
    object[name] = value;
  return object;
}

std::vector<double> magnitudes(const std::vector<std::complex<double>> &values) {
  std::vector<double> result;
  std::transform(values.begin(), values.end(), std::back_inserter(result),
                 [](const auto &v) { return std::abs(v); });
  return result;
}

struct Peak {
  double frequency_hz = not_known, value = not_known;
};

// Vertex of the parabola through a point and its neighbours, over log f.
Peak parabola_vertex(const std::vector<double> &frequency_hz, const std::vector<double> &values,
                     std::size_t i) {
  const double x0 = std::log(frequency_hz[i]);
  const double a = std::log(frequency_hz[i - 1]) - x0, b = std::log(frequency_hz[i + 1]) - x0;
  const double slope_a = (values[i - 1] - values[i]) / a, slope_b = (values[i + 1] - values[i]) / b;
  const double curvature = (slope_b - slope_a) / (b - a);
  const double slope = slope_a - curvature * a;
  if (curvature == 0)
    return {frequency_hz[i], values[i]};
  const double x = -slope / (2 * curvature);
  return {std::exp(x0 + x), values[i] + slope * x / 2};
}

// The ends don't count: towards 20 kHz the inductance raises |Z| without a resonance.
Peak highest_inner_peak(const std::vector<double> &frequency_hz, const std::vector<double> &values) {
  std::size_t best = 0;
  for (std::size_t i = 1; i + 1 < values.size(); ++i)
    if (values[i] > values[i - 1] && values[i] >= values[i + 1] && (best == 0 || values[i] > values[best]))
      best = i;
  return best == 0 ? Peak{} : parabola_vertex(frequency_hz, values, best);
}

void find_largest_excursion(const Response &response, KeyFigures &figures) {
  figures.largest_excursion_mm = figures.largest_excursion_hz = not_known;
  for (const auto &driver : response.excursion_mm)
    for (std::size_t i = 0; i < driver.values.size(); ++i)
      if (!(driver.values[i] <= figures.largest_excursion_mm)) {
        figures.largest_excursion_mm = driver.values[i];
        figures.largest_excursion_hz = response.frequency_hz[i];
      }
}

nlohmann::ordered_json figures_as_json(const KeyFigures &figures) {
  nlohmann::ordered_json levels = nlohmann::ordered_json::array();
  for (const auto &[frequency, level] : figures.spl_db)
    levels.push_back({{"frequency_hz", frequency}, {"spl_db", level}});
  return {{"spl", levels},
          {"sensitivity_db_per_v", figures.sensitivity_db_per_v},
          {"sensitivity_db_per_mw", figures.sensitivity_db_per_mw},
          {"impedance_1khz_ohm", figures.impedance_1khz_ohm},
          {"resonance_hz", figures.resonance_hz},
          {"resonance_impedance_ohm", figures.resonance_impedance_ohm},
          {"largest_excursion_mm", figures.largest_excursion_mm},
          {"largest_excursion_hz", figures.largest_excursion_hz},
          {"largest_error_db", figures.largest_error_db},
          {"largest_relative_residual", figures.largest_relative_residual}};
}

// A line of the table; nothing for a figure that is not known.
std::string line(const std::string &what, double value, const char *format, const std::string &rest) {
  if (!std::isfinite(value))
    return "";
  return fmt::format("  {:<24}{:>10} {}\n", what, fmt::format(fmt::runtime(format), value), rest);
}

} // namespace

double interpolate_log(const std::vector<double> &frequency_hz, const std::vector<double> &values,
                       double frequency) {
  if (values.empty() || values.size() != frequency_hz.size())
    return not_known;
  const auto above = std::lower_bound(frequency_hz.begin(), frequency_hz.end(), frequency);
  if (above == frequency_hz.end())
    return not_known;
  const std::size_t i = above - frequency_hz.begin();
  if (*above == frequency)
    return values[i];
  if (i == 0)
    return not_known;
  const double t =
      std::log(frequency / frequency_hz[i - 1]) / std::log(frequency_hz[i] / frequency_hz[i - 1]);
  return (1 - t) * values[i - 1] + t * values[i];
}

KeyFigures key_figures(const Response &response) {
  KeyFigures figures;
  const std::vector<double> &f = response.frequency_hz;
  std::vector<double> level, plug_level;
  for (const auto &p : response.eardrum_pressure)
    level.push_back(sound_pressure_level(p));
  for (const double frequency : {100.0, 1000.0, 3000.0, 10000.0})
    figures.spl_db.emplace_back(frequency, interpolate_log(f, level, frequency));

  const std::vector<double> magnitude = magnitudes(response.impedance);
  if (response.current.size() == magnitude.size())
    for (std::size_t i = 0; i < magnitude.size(); ++i) // dB re 1 V RMS at the plug
      plug_level.push_back(20 * std::log10(magnitude[i] * std::abs(response.current[i])));
  figures.impedance_1khz_ohm = interpolate_log(f, magnitude, 1000);
  figures.sensitivity_db_per_v = interpolate_log(f, level, 1000) - interpolate_log(f, plug_level, 1000);
  figures.sensitivity_db_per_mw =
      figures.sensitivity_db_per_v + 10 * std::log10(1e-3 * figures.impedance_1khz_ohm);

  const Peak peak = highest_inner_peak(f, magnitude);
  figures.resonance_hz = peak.frequency_hz;
  figures.resonance_impedance_ohm = peak.value;
  find_largest_excursion(response, figures);
  for (const double error : response.error_db)
    figures.largest_error_db = worse(figures.largest_error_db, error);
  figures.largest_relative_residual = response.input_w.empty() ? not_known : 0;
  if (!response.input_w.empty())
    for (const double residual : power_table(response).column("relative_residual"))
      figures.largest_relative_residual = worse(figures.largest_relative_residual, residual);
  return figures;
}

double peak_memory_mib() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word)
    if (double kib = 0; word == "VmHWM:" && status >> kib)
      return kib / 1024;
  return 0;
}

void write_summary(const std::filesystem::path &directory, const RunRecord &record) {
  const auto &memory = record.peak_memory_mib;
  nlohmann::ordered_json json{{"case", record.name}, {"title", record.title}, {"ranks", record.ranks}};
  json["figures"] = figures_as_json(record.figures);
  if (!record.isolation.empty())
    json["isolation_key_figures"] = object_of(record.isolation);
  json["counts"] = object_of(record.counts);
  json["factorisations"] = record.factorisations;
  json["back_substitutions"] = record.back_substitutions;
  json["stage_seconds"] = object_of(record.stage_seconds);
  json["peak_memory_mib"] = {{"total", std::accumulate(memory.begin(), memory.end(), 0.0)},
                             {"ranks", memory}};
  json["warnings"] = record.warnings;
  json["versions"] = object_of(record.versions);
  // JSON knows no NaN: the library writes null, "not known".
  write_atomically(directory / "summary.json", json.dump(2) + "\n");
}

std::string summary_text(const RunRecord &record) {
  const KeyFigures &figures = record.figures;
  std::string text;
  for (const auto &[frequency, level] : figures.spl_db)
    text += line(fmt::format("SPL at {:g} Hz", frequency), level, "{:.1f}", "dB");
  text += line("sensitivity", figures.sensitivity_db_per_v, "{:.1f}", "dB SPL / 1 V at 1 kHz");
  text += line("", figures.sensitivity_db_per_mw, "{:.1f}", "dB SPL / 1 mW at 1 kHz");
  text += line("impedance", figures.impedance_1khz_ohm, "{:.2f}", "ohm at 1 kHz");
  text += line("resonance", figures.resonance_hz, "{:.0f}",
               fmt::format("Hz ({:.2f} ohm)", figures.resonance_impedance_ohm));
  text += line("largest excursion", figures.largest_excursion_mm, "{:.3g}",
               fmt::format("mm peak at {:.0f} Hz", figures.largest_excursion_hz));
  text += line("power balance residual", figures.largest_relative_residual, "{:.1e}", "of the input");
  for (const auto &[name, count] : record.counts)
    text += fmt::format("  {:<24}{:>10}\n", name, count);
  text += fmt::format("  {:<24}{:>10}, {} back-substitutions\n", "factorisations", record.factorisations,
                      record.back_substitutions);
  for (const auto &[name, seconds] : record.stage_seconds)
    text += line("time: " + name, seconds, "{:.2f}", "s");
  text +=
      line("peak memory", std::accumulate(record.peak_memory_mib.begin(), record.peak_memory_mib.end(), 0.0),
           "{:.0f}", fmt::format("MiB on {} rank{}", record.ranks, record.ranks == 1 ? "" : "s"));
  return text;
}

} // namespace earshot
