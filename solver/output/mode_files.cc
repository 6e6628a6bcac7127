#include "solver/output/mode_files.h"

#include "solver/files/tables.h"

#include <algorithm>

namespace earshot {

namespace {

using Shares = std::vector<std::pair<std::string, double>> ModeRow::*;

std::vector<std::string> names_in(const std::vector<ModeRow> &rows, Shares shares) {
  std::vector<std::string> names;
  for (const ModeRow &row : rows)
    for (const auto &[name, share] : row.*shares)
      if (std::find(names.begin(), names.end(), name) == names.end())
        names.push_back(name);
  return names;
}

void append_shares(const ModeRow &row, Shares shares, const std::vector<std::string> &names,
                   std::vector<std::string> &fields) {
  for (const std::string &name : names) {
    const auto found = std::find_if((row.*shares).begin(), (row.*shares).end(),
                                    [&](const auto &share) { return share.first == name; });
    fields.push_back(found == (row.*shares).end() ? "" : format_number(found->second));
  }
}

} // namespace

std::string modes_csv(const std::vector<ModeRow> &rows) {
  const auto kinetic = names_in(rows, &ModeRow::kinetic), potential = names_in(rows, &ModeRow::potential);
  std::vector<std::string> header{"body",
                                  "frequency_hz",
                                  "quality",
                                  "m",
                                  "n",
                                  "kind",
                                  "multiplicity",
                                  "modal_force_factor",
                                  "modal_volume_displacement",
                                  "modal_mass_kg",
                                  "eardrum_db",
                                  "residual"};
  for (const std::string &name : kinetic)
    header.push_back("kinetic_" + name);
  for (const std::string &name : potential)
    header.push_back("potential_" + name);
  std::string text = csv_line(header);
  for (const ModeRow &row : rows) {
    std::vector<std::string> fields{row.body,
                                    format_number(row.frequency_hz),
                                    format_number(row.quality),
                                    std::to_string(row.m),
                                    std::to_string(row.n),
                                    row.kind,
                                    std::to_string(row.multiplicity),
                                    format_number(row.modal_force_factor),
                                    format_number(row.modal_volume_displacement),
                                    format_number(row.modal_mass_kg),
                                    format_number(row.eardrum_db),
                                    format_number(row.residual)};
    append_shares(row, &ModeRow::kinetic, kinetic, fields);
    append_shares(row, &ModeRow::potential, potential, fields);
    text += csv_line(fields);
  }
  return text;
}

void write_modes(const std::filesystem::path &directory, const std::vector<ModeRow> &rows) {
  write_atomically(directory / "modes.csv", modes_csv(rows));
}

} // namespace earshot
