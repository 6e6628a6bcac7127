#include "solver/output/run_record.h"

#include "solver/files/tables.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <numeric>

namespace earshot {

namespace {

template <class T>
using Named = std::vector<std::pair<std::string, T>>;

template <class T>
nlohmann::ordered_json object_of(const Named<T> &entries) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const auto &[name, value] : entries)
    object[name] = value;
  return object;
}

nlohmann::ordered_json object_of(const std::vector<KeyFigure> &figures) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const KeyFigure &figure : figures)
    object[figure.name] = figure.value; // JSON knows no NaN: the library writes null, "not known"
  return object;
}

/// Levels stand in a list with their frequencies as well.
nlohmann::ordered_json with_levels(const std::vector<KeyFigure> &figures) {
  nlohmann::ordered_json levels = nlohmann::ordered_json::array();
  for (const auto &[frequency, name] : level_figures)
    levels.push_back({{"frequency_hz", frequency}, {"spl_db", value_of(figures, name)}});
  nlohmann::ordered_json object{{"spl", levels}};
  object.update(object_of(figures));
  return object;
}

// A line of the table; nothing for a figure that is not known.
std::string line(const std::string &what, double value, const char *format, const std::string &rest) {
  if (!std::isfinite(value))
    return "";
  return fmt::format("  {:<24}{:>10} {}\n", what, fmt::format(fmt::runtime(format), value), rest);
}

/// The largest one, and each driver's where there are several.
std::string excursion_lines(const std::vector<KeyFigure> &figures) {
  std::vector<KeyFigure> drivers;
  std::copy_if(figures.begin(), figures.end(), std::back_inserter(drivers),
               [](const KeyFigure &figure) { return !figure.driver.empty(); });
  std::string text = line("largest excursion", value_of(figures, "largest_excursion_mm"), "{:.3g}",
                          fmt::format("mm peak at {:.0f} Hz", value_of(figures, "largest_excursion_hz")));
  for (std::size_t k = 0; drivers.size() > 1 && k < drivers.size(); ++k)
    text += line("  of " + drivers[k].driver, drivers[k].value, "{:.3g}", "mm peak");
  return text;
}

} // namespace

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
  json["figures"] = with_levels(record.figures);
  if (!record.isolation.empty())
    json["isolation_key_figures"] = object_of(record.isolation);
  json["counts"] = object_of(record.counts);
  json["factorisations"] = record.factorisations;
  json["back_substitutions"] = record.back_substitutions;
  json["stage_seconds"] = object_of(record.stage_seconds);
  json["peak_memory_mib"] = {{"total", std::accumulate(memory.begin(), memory.end(), 0.0)},
                             {"ranks", memory}};
  json["warnings"] = record.warnings;
  json["notes"] = record.notes;
  json["versions"] = object_of(record.versions);
  write_atomically(directory / "summary.json", json.dump(2) + "\n");
}

std::string summary_text(const RunRecord &record) {
  const auto value = [&](const char *name) { return value_of(record.figures, name); };
  std::string text;
  for (const auto &[frequency, name] : level_figures)
    text += line(fmt::format("SPL at {:g} Hz", frequency), value(name), "{:.1f}", "dB");
  text += line("sensitivity", value("sensitivity_db_per_v"), "{:.1f}", "dB SPL / 1 V at 1 kHz");
  text += line("", value("sensitivity_db_per_mw"), "{:.1f}", "dB SPL / 1 mW at 1 kHz");
  text += line("impedance", value("impedance_1khz_ohm"), "{:.2f}", "ohm at 1 kHz");
  text += line("resonance", value("resonance_hz"), "{:.0f}",
               fmt::format("Hz ({:.2f} ohm)", value("resonance_impedance_ohm")));
  text += excursion_lines(record.figures);
  text += line("error of the mesh", value("largest_error_mesh_db"), "{:.2g}",
               fmt::format("dB at {:.0f} Hz, where it is largest", value("largest_error_mesh_hz")));
  text += line("power balance residual", value("largest_relative_residual"), "{:.1e}", "of the input");
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
