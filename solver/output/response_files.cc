#include "solver/output/response_files.h"

#include "solver/files/touchstone.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

void check_length(const std::string &name, std::size_t length, const Response &response, bool may_be_empty) {
  if (length == response.frequency_hz.size() || (may_be_empty && length == 0))
    return;
  throw std::invalid_argument(
      fmt::format("{} has {} values at {} frequencies", name, length, response.frequency_hz.size()));
}

void check_lengths(const Response &response) {
  check_length("eardrum pressure", response.eardrum_pressure.size(), response, true);
  check_length("error", response.error_db.size(), response, true);
  check_length("mesh's error", response.mesh_error_db.size(), response, true);
  check_length("error of losses", response.loss_error_db.size(), response, true);
  check_length("current", response.current.size(), response, true);
  check_length("impedance", response.impedance.size(), response, true);
  check_length("input power", response.input_w.size(), response, true);
  for (const auto &probe : response.probes)
    check_length(probe.name, probe.values.size(), response, false);
  for (const auto &driver : response.excursion_mm)
    check_length(driver.name, driver.values.size(), response, false);
  for (const OpeningSeries &opening : response.openings)
    check_length(opening.name, opening.velocity_mps.size(), response, false);
  for (const auto &loss : response.losses_w)
    check_length(loss.name, loss.values.size(), response, false);
}

/// Without the frequencies where there is no finite value, which no importer takes.
std::string plain_text_table(const std::string &header, const Response &response,
                             const std::vector<std::array<double, 2>> &values, char separator = '\t') {
  std::string text = header;
  for (std::size_t i = 0; i < values.size(); ++i)
    if (std::isfinite(values[i][0]) && std::isfinite(values[i][1]))
      text += fmt::format("{1:.6f}{0}{2:.6f}{0}{3:.4f}\n", separator, response.frequency_hz[i], values[i][0],
                          values[i][1]);
  return text;
}

/// Level and phase at the eardrum.
std::vector<std::array<double, 2>> eardrum_levels(const Response &response) {
  std::vector<std::array<double, 2>> values;
  for (const auto &p : response.eardrum_pressure)
    values.push_back({sound_pressure_level(p), phase_deg(p)});
  return values;
}

} // namespace

Table response_table(const Response &response) {
  const bool has_eardrum = !response.eardrum_pressure.empty();
  Table table{{"frequency_hz"}, {}};
  if (has_eardrum)
    table.columns.insert(table.columns.end(), {"spl_db", "phase_deg", "group_delay_ms", "error_db"});
  const bool has_mesh = has_eardrum && !response.mesh_error_db.empty();
  const bool has_losses = has_eardrum && !response.loss_error_db.empty();
  if (has_mesh)
    table.columns.push_back("error_mesh_db");
  if (has_losses)
    table.columns.push_back("error_losses_db");
  if (has_mesh || has_losses)
    table.columns.push_back("error_total_db");
  for (const auto &probe : response.probes) {
    table.columns.push_back(probe.name + "_spl_db");
    table.columns.push_back(probe.name + "_phase_deg");
  }
  if (response.ear_band.bounded())
    table.columns.push_back("in_ear_band");
  const std::vector<double> delay = group_delay_ms(response.frequency_hz, response.eardrum_pressure);
  for (std::size_t i = 0; i < response.frequency_hz.size(); ++i) {
    auto &row = table.rows.emplace_back(std::vector<double>{response.frequency_hz[i]});
    if (has_eardrum) {
      const auto p = response.eardrum_pressure[i];
      const double error = response.error_db.empty() ? 0.0 : response.error_db[i];
      row.insert(row.end(), {sound_pressure_level(p), phase_deg(p), delay[i], error});
      double total = error;
      if (has_mesh)
        row.push_back(response.mesh_error_db[i]), total += response.mesh_error_db[i];
      if (has_losses)
        row.push_back(response.loss_error_db[i]), total += response.loss_error_db[i];
      if (has_mesh || has_losses)
        row.push_back(total);
    }
    for (const auto &probe : response.probes) {
      row.push_back(sound_pressure_level(probe.values[i]));
      row.push_back(phase_deg(probe.values[i]));
    }
    if (response.ear_band.bounded())
      row.push_back(response.ear_band.contains(response.frequency_hz[i]) ? 1 : 0);
  }
  return table;
}

Table impedance_table(const Response &response) {
  Table table{{"frequency_hz", "magnitude_ohm", "phase_deg"}, {}};
  for (std::size_t i = 0; i < response.impedance.size(); ++i)
    table.rows.push_back(
        {response.frequency_hz[i], std::abs(response.impedance[i]), phase_deg(response.impedance[i])});
  return table;
}

Table excursion_table(const Response &response) {
  Table table{{"frequency_hz"}, {}};
  for (const auto &driver : response.excursion_mm)
    table.columns.push_back(driver.name + "_mm");
  for (std::size_t i = 0; i < response.frequency_hz.size(); ++i) {
    auto &row = table.rows.emplace_back(std::vector<double>{response.frequency_hz[i]});
    for (const auto &driver : response.excursion_mm)
      row.push_back(driver.values[i]);
  }
  return table;
}

Table opening_velocity_table(const Response &response) {
  Table table{{"frequency_hz"}, {}};
  for (const OpeningSeries &opening : response.openings)
    for (const char *quantity : {"_mps", "_laminar_limit_mps"})
      table.columns.push_back(opening.name + quantity);
  for (std::size_t i = 0; i < response.frequency_hz.size(); ++i) {
    auto &row = table.rows.emplace_back(std::vector<double>{response.frequency_hz[i]});
    for (const OpeningSeries &opening : response.openings) {
      row.push_back(opening.velocity_mps[i]);
      row.push_back(opening.laminar_limit_mps[i]);
    }
  }
  return table;
}

Table power_table(const Response &response) {
  Table table{{"frequency_hz", "input_w"}, {}};
  for (const auto &loss : response.losses_w)
    table.columns.push_back(loss.name + "_w");
  table.columns.push_back("relative_residual");
  const std::vector<double> residual = power_residual(response);
  for (std::size_t i = 0; i < response.input_w.size(); ++i) {
    auto &row = table.rows.emplace_back(std::vector<double>{response.frequency_hz[i], response.input_w[i]});
    for (const auto &loss : response.losses_w)
      row.push_back(loss.values[i]);
    row.push_back(residual[i]);
  }
  return table;
}

std::string frd_text(const Response &response, const std::string &title) {
  const FrequencyBand &band = response.ear_band;
  return plain_text_table(fmt::format("* {}: sound pressure at the eardrum, source {:g} V RMS\n", title,
                                      response.source_voltage) +
                              (band.bounded() ? fmt::format("* the ear is meant for {:g} Hz to {:g} Hz\n",
                                                            band.lowest_hz, band.highest_hz)
                                              : "") +
                              "* Freq(Hz)\tSPL(dB)\tPhase(degrees)\n",
                          response, eardrum_levels(response));
}

std::string rew_text(const Response &response, const std::string &title) {
  return plain_text_table(fmt::format("* Measurement data saved by earshot\n"
                                      "* Source: {:g} V RMS\n"
                                      "* Measurement: {}, sound pressure at the eardrum\n"
                                      "*\n* Freq(Hz) SPL(dB) Phase(degrees)\n",
                                      response.source_voltage, title),
                          response, eardrum_levels(response), ' ');
}

std::string zma_text(const Response &response, const std::string &title) {
  std::vector<std::array<double, 2>> values;
  for (const auto &z : response.impedance)
    values.push_back({std::abs(z), phase_deg(z)});
  return plain_text_table(fmt::format("* {}: impedance at the plug\n"
                                      "* Freq(Hz)\tZ(Ohms)\tPhase(degrees)\n",
                                      title),
                          response, values);
}

std::string touchstone_text(const Response &response, const std::string &title) {
  return one_port_text(response.frequency_hz, response.impedance, title + ": impedance at the plug, in ohm");
}

void write_response(const std::filesystem::path &directory, const std::string &name,
                    const Response &response) {
  check_lengths(response);
  if (!response.eardrum_pressure.empty() || !response.probes.empty())
    write_table(directory / "response.csv", response_table(response));
  if (!response.eardrum_pressure.empty()) {
    write_atomically(directory / (name + ".frd"), frd_text(response, name));
    write_atomically(directory / (name + ".txt"), rew_text(response, name));
  }
  if (!response.impedance.empty()) {
    write_table(directory / "impedance.csv", impedance_table(response));
    write_atomically(directory / (name + ".zma"), zma_text(response, name));
    write_atomically(directory / (name + ".s1p"), touchstone_text(response, name));
  }
  if (!response.excursion_mm.empty())
    write_table(directory / "excursion.csv", excursion_table(response));
  if (!response.openings.empty())
    write_table(directory / "opening_velocity.csv", opening_velocity_table(response));
  if (!response.input_w.empty())
    write_table(directory / "power.csv", power_table(response));
}

} // namespace earshot
