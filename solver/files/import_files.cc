#include "solver/files/import_files.h"

#include "solver/config/located.h"
#include "solver/files/frequency_rows.h"
#include "solver/files/minimum_phase.h"
#include "solver/files/text_table.h"
#include "solver/files/touchstone.h"
#include "solver/files/user_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

using Complex = std::complex<double>;

constexpr UnitKind specific_impedance{"a specific acoustic impedance", "Pa s/m", {"Pa s/m"}, "100 Pa s/m"},
    acoustic_impedance{"an acoustic impedance", "Pa s/m3", {"Pa s/m3"}, "1e7 Pa s/m3"},
    per_volume_velocity{"a voltage per volume velocity", "V s/m3", {"V s/m3"}, "3e5 V s/m3"};

const std::vector<std::string> magnitude_names{
    "z",       "impedance", "magnitude", "mag",         "abs",
    "modulus", "abs(z)",    "z_mag",     "z_magnitude", "impedance_magnitude"},
    resistance_names{"resistance", "re", "real", "re(z)", "real(z)", "r", "z_re", "z_real"},
    reactance_names{"reactance", "im", "imag", "imaginary", "im(z)", "imag(z)", "x", "z_im", "z_imag"};

const ColumnKind frequency_kind{"a frequency", {"frequency", "freq", "f"}, unit::frequency},
    phase_kind{"a phase",
               {"phase", "angle", "arg", "phi", "theta", "phs", "z_phase", "impedance_phase", "arg(z)"},
               {"a phase", "degree", {"degree", "rad"}, "45 degree"}},
    level_kind{
        "a level",
        {"spl", "level", "magnitude", "mag", "gain", "amplitude", "sound_pressure_level", "response", "raw"},
        unit::level};

Complex polar_degrees(double magnitude, double degrees) {
  return magnitude * std::polar(1.0, degrees * std::numbers::pi / 180);
}

std::string extension_of(const std::string &file) {
  return lower_case(std::filesystem::path(file).extension().string());
}

[[noreturn]] void fail(const TextTable &table, const std::string &message) {
  throw UserError({table.file, table.rows.front().line, 1, ""}, message);
}

/// The rows of `values` that count, with their frequencies.
ImportedCurve curve_of(const TextTable &table, const std::vector<double> &frequency,
                       const std::vector<Complex> &values) {
  ImportedCurve curve;
  for (const std::size_t row : rising_rows(table, frequency, curve.notes)) {
    curve.frequency_hz.push_back(frequency[row]);
    curve.values.push_back(values[row]);
  }
  return curve;
}

/// Titles in place of none: a format's usual order.
void name_columns(TextTable &table, const std::vector<TextTable::Column> &usual, std::size_t fewest) {
  const std::size_t n = table.columns.size();
  if (n < fewest || n > usual.size())
    fail(table, fmt::format("found {} columns without titles, expected {}", n,
                            fewest == usual.size() ? std::to_string(fewest)
                                                   : fmt::format("{} or {}", fewest, usual.size())));
  std::copy_n(usual.begin(), n, table.columns.begin());
  table.has_heading = true;
}

bool speaks_of_levels(const std::string &preamble) {
  return preamble.find("spl") != std::string::npos || preamble.find("db") != std::string::npos;
}

/// An impedance's column that measures a level, if there is one.
void refuse_levels(const TextTable &table) {
  for (std::size_t k = 0; k < table.columns.size(); ++k)
    if (table.columns[k].unit == "dB" || table.columns[k].name == "spl")
      fail(table, fmt::format("found the column \"{}\", a level, expected an impedance in ohm, Pa s/m3 or Pa "
                              "s/m with its phase",
                              title_of(table, k)));
}

void name_impedance_columns(TextTable &table) {
  const std::string extension = extension_of(table.file);
  if (speaks_of_levels(table.preamble) || extension == ".frd")
    fail(table, "found a table of levels in dB by its name or heading, expected an impedance with its phase");
  if (extension == ".csv")
    throw UserError({table.file, 0, 0, ""},
                    "found no names of columns, expected a heading such as \"frequency_hz,magnitude_ohm,"
                    "phase_deg\" or \"frequency_hz,resistance_pa_s_m3,reactance_pa_s_m3\"");
  if (table.columns.size() == 2 && extension != ".zma")
    fail(table, "found 2 columns without titles, which may be levels, expected a heading such as \"Freq(Hz) "
                "Z(Ohms)\"");
  name_columns(
      table,
      {{"frequency", "frequency", "Hz"}, {"magnitude", "magnitude", "ohm"}, {"phase", "phase", "degree"}}, 2);
}

struct FoundColumn {
  std::size_t index;
  TableQuantity quantity;
  ColumnKind kind;
};

/// A column of one of the units of impedances. Without a unit "z" and "impedance" are ohm.
std::optional<FoundColumn> impedance_column(const TextTable &table, const std::vector<std::string> &names,
                                            const std::string &what) {
  const std::pair<const UnitKind &, TableQuantity> kinds[] = {
      {unit::electrical_resistance, TableQuantity::electrical},
      {acoustic_impedance, TableQuantity::acoustic},
      {specific_impedance, TableQuantity::specific}};
  for (const auto &[unit, quantity] : kinds) {
    const ColumnKind kind{what, names, unit};
    const auto column = find_column(table, kind);
    if (!column)
      continue;
    const TextTable::Column &found = table.columns[*column];
    const bool says_ohm = !found.unit.empty() || found.name == "z" || found.name.rfind("impedance", 0) == 0 ||
                          extension_of(table.file) == ".zma";
    if (!says_ohm)
      fail(table, fmt::format("found the column \"{}\" without a unit, expected one such as \"{} [ohm]\"",
                              found.title, found.title));
    return FoundColumn{*column, quantity, kind};
  }
  return std::nullopt;
}

std::string titles_of(const TextTable &table) {
  std::string titles;
  for (std::size_t k = 0; k < table.columns.size(); ++k)
    titles += (k == 0 ? "" : ", ") + title_of(table, k);
  return titles;
}

std::vector<Complex> polar_values(const TextTable &table, const std::vector<double> &magnitude,
                                  const std::vector<double> &degrees) {
  std::vector<Complex> values;
  for (std::size_t k = 0; k < magnitude.size(); ++k) {
    if (magnitude[k] < 0)
      throw UserError({table.file, table.rows[k].line, 1, ""},
                      fmt::format("found the magnitude {:g}, expected a positive one", magnitude[k]));
    values.push_back(polar_degrees(magnitude[k], degrees[k]));
  }
  return values;
}

/// The curve's phases from its magnitudes. Columns that nothing names might have held them.
void take_minimum_phase(ImportedImpedance &impedance, const TextTable &table, std::size_t magnitude_column) {
  ImportedCurve &curve = impedance.curve;
  for (std::size_t k = 0; k < table.columns.size(); ++k)
    if (k != magnitude_column && k != find_column(table, frequency_kind) && !table.columns[k].title.empty())
      fail(table,
           fmt::format("found the column \"{}\" beside a magnitude without a phase, expected a phase such as "
                       "\"phase [degree]\", or frequency and magnitude alone",
                       title_of(table, k)));
  std::vector<double> magnitude;
  for (const Complex &value : curve.values)
    magnitude.push_back(std::abs(value));
  if (magnitude.size() < 2)
    fail(table, "found one row without a phase, expected two or more: its minimum phase follows from slopes");
  for (std::size_t k = 0; k < magnitude.size(); ++k)
    if (!(magnitude[k] > 0))
      fail(table, fmt::format("found the magnitude 0 at {:g} Hz without a phase, expected more than 0",
                              curve.frequency_hz[k]));
  const std::vector<double> phase = minimum_phase(curve.frequency_hz, magnitude);
  for (std::size_t k = 0; k < magnitude.size(); ++k)
    curve.values[k] = std::polar(magnitude[k], phase[k]);
  impedance.phase_note = fmt::format("no phase in {}: minimum phase taken", table.file);
}

ImportedImpedance impedance_of(const TextTable &table) {
  const std::vector<double> frequency = required_column(table, frequency_kind);
  const auto magnitude = impedance_column(table, magnitude_names, "an impedance's magnitude");
  const auto resistance =
      magnitude ? std::nullopt : impedance_column(table, resistance_names, "a resistance");
  const auto reactance = resistance ? impedance_column(table, reactance_names, "a reactance") : std::nullopt;
  if (!magnitude && !(resistance && reactance))
    throw UserError(
        {table.file, 0, 0, ""},
        fmt::format("found the columns {}, expected resistance_ohm and reactance_ohm, magnitude_ohm "
                    "and phase_deg, or the same in pa_s_m3 or pa_s_m",
                    titles_of(table)));
  if (resistance && reactance->quantity != resistance->quantity)
    fail(table, "found a resistance and a reactance in different units, expected the same");
  const FoundColumn &column = magnitude ? *magnitude : *resistance;
  const std::vector<double> first = column_values(table, column.index, column.kind);
  if (!magnitude) {
    const std::vector<double> second = column_values(table, reactance->index, reactance->kind);
    std::vector<Complex> values;
    for (std::size_t k = 0; k < first.size(); ++k)
      values.emplace_back(first[k], second[k]);
    return {column.quantity, curve_of(table, frequency, values)};
  }
  const auto phase = find_column(table, phase_kind);
  const std::vector<double> degrees =
      phase ? column_values(table, *phase, phase_kind) : std::vector<double>(first.size());
  ImportedImpedance impedance{
      column.quantity, curve_of(table, frequency, polar_values(table, first, degrees)), {}};
  if (!phase)
    take_minimum_phase(impedance, table, magnitude->index);
  return impedance;
}

/// Three columns of whole numbers between commas may be two with decimal commas.
void refuse_hidden_decimal_commas(const std::string &bytes, const TextTable &table, const char *heading) {
  const bool plain = bytes.find('.') == std::string::npos && bytes.find(';') == std::string::npos &&
                     bytes.find('\t') == std::string::npos && bytes.find(' ') == std::string::npos &&
                     decoded_text(bytes, table.file).find('"') == std::string::npos;
  if (!table.has_heading && table.columns.size() == 3 && plain && bytes.find(",-") == std::string::npos)
    fail(table,
         fmt::format("found \"{}\", which can be read as three numbers or as two with a decimal comma, "
                     "expected a heading such as \"{}\"",
                     fmt::join(table.rows.front().cells, ","), heading));
}

ColumnPair pair_of(const TextTable &table, const ColumnKind &first, const ColumnKind &second) {
  return {required_column(table, first), required_column(table, second)};
}

} // namespace

std::vector<std::string> ImportedImpedance::notes() const {
  std::vector<std::string> all = curve.notes;
  if (!has_phase())
    all.push_back(phase_note);
  return all;
}

ImportedCurve parse_frd(const std::string &bytes, const std::string &file, const std::string &stated) {
  TextTable table = parse_text_table(bytes, file, stated);
  refuse_hidden_decimal_commas(bytes, table, "Freq(Hz),SPL(dB),Phase(deg)");
  if (!table.has_heading)
    name_columns(
        table, {{"frequency", "frequency", "Hz"}, {"level", "level", "dB"}, {"phase", "phase", "degree"}}, 2);
  const std::vector<double> frequency = required_column(table, frequency_kind),
                            level = required_column(table, level_kind);
  const auto phase = find_column(table, phase_kind);
  std::vector<Complex> values;
  const std::vector<double> degrees =
      phase ? column_values(table, *phase, phase_kind) : std::vector<double>(level.size());
  for (std::size_t k = 0; k < level.size(); ++k) {
    const double amplitude = std::pow(10, level[k] / 20);
    if (!std::isnormal(amplitude))
      throw UserError({file, table.rows[k].line, 1, ""},
                      fmt::format("found the level {:g} dB, expected one that an amplitude has", level[k]));
    values.push_back(polar_degrees(amplitude, degrees[k]));
  }
  ImportedCurve curve = curve_of(table, frequency, values);
  curve.has_phase = phase.has_value();
  return curve;
}

ImportedCurve read_frd(const std::filesystem::path &path, const std::string &stated) {
  return parse_frd(read_user_bytes(path), path.string(), stated);
}

ImportedImpedance parse_impedance(const std::string &bytes, const std::string &file,
                                  const std::string &stated) {
  TextTable table = parse_text_table(bytes, file, stated);
  refuse_levels(table);
  refuse_hidden_decimal_commas(bytes, table, "Freq(Hz),Z(Ohms),Phase(deg)");
  if (!table.has_heading)
    name_impedance_columns(table);
  return impedance_of(table);
}

ImportedImpedance read_impedance(const std::filesystem::path &path, const std::string &stated) {
  const std::string bytes = read_user_bytes(path);
  return extension_of(path.string()) == ".s1p" ? parse_one_port(bytes, path.string())
                                               : parse_impedance(bytes, path.string(), stated);
}

ImportedTwoPort parse_chain_table(const std::string &bytes, const std::string &file) {
  const TextTable table = parse_text_table(bytes, file);
  const std::vector<double> frequency = required_column(table, frequency_kind);
  const std::pair<const UnitKind &, TableQuantity> kinds[] = {
      {unit::electrical_resistance, TableQuantity::electrical},
      {acoustic_impedance, TableQuantity::acoustic},
      {per_volume_velocity, TableQuantity::electroacoustic}};
  const auto found = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto &kind) {
    return find_column(table, {"", {"b_re"}, kind.first}).has_value();
  });
  const auto &[b_unit, quantity] = found == std::end(kinds) ? kinds[0] : *found;
  const bool mixed = quantity == TableQuantity::electroacoustic;
  const UnitKind a{"a ratio", mixed ? "V/Pa" : "1", {}, ""}, c{"an admittance", mixed ? "A/Pa" : "S", {}, ""},
      d{"a ratio", mixed ? "A s/m3" : "1", {}, ""};
  const std::pair<const char *, UnitKind> entries[] = {{"a", a}, {"b", b_unit}, {"c", c}, {"d", d}};
  std::array<std::vector<double>, 8> parts;
  for (std::size_t k = 0; k < 4; ++k)
    for (std::size_t i = 0; i < 2; ++i)
      parts[2 * k + i] =
          required_column(table, {fmt::format("{} of a chain matrix", entries[k].first),
                                  {fmt::format("{}_{}", entries[k].first, i == 0 ? "re" : "im")},
                                  entries[k].second});
  ImportedTwoPort result{quantity, {}, {}, {}};
  for (const std::size_t row : rising_rows(table, frequency, result.notes)) {
    result.frequency_hz.push_back(frequency[row]);
    auto &chain = result.chain.emplace_back();
    for (std::size_t k = 0; k < 4; ++k)
      chain[k] = {parts[2 * k][row], parts[2 * k + 1][row]};
  }
  return result;
}

ImportedTwoPort read_two_port(const std::filesystem::path &path) {
  const std::string bytes = read_user_bytes(path), extension = extension_of(path.string());
  return extension == ".s2p" || extension == ".ts" ? parse_touchstone(bytes, path.string())
                                                   : parse_chain_table(bytes, path.string());
}

ColumnPair parse_bh_table(const std::string &bytes, const std::string &file) {
  return pair_of(parse_text_table(bytes, file),
                 {"a flux density", {"flux_density", "b", "induction"}, unit::flux_density},
                 {"a field strength", {"field_strength", "h", "field"}, unit::field_strength});
}

ColumnPair read_bh_table(const std::filesystem::path &path) {
  return parse_bh_table(read_user_bytes(path), path.string());
}

ColumnPair parse_law_table(const std::string &bytes, const std::string &file, DriverLaw law) {
  const TextTable table = parse_text_table(bytes, file);
  const ColumnKind kinds[] = {{"a force factor", {"force_factor", "bl", "bl(x)"}, unit::force_factor},
                              {"a stiffness",
                               {"stiffness", "kms", "kms(x)", "k", "k(x)"},
                               {"a stiffness", "N/m", {"N/mm", "N/m"}, "800 N/m"}},
                              {"an inductance", {"inductance", "le", "le(x)", "l", "l(x)"}, unit::inductance},
                              {"an area", {"effective_area", "area", "sd", "sd(x)"}, unit::area}};
  const ColumnKind displacement{
      "a displacement", {"displacement", "x", "excursion", "position"}, unit::length};
  const auto values_of = [&](const ColumnKind &kind) {
    const auto column = find_column(table, kind);
    if (column && table.columns[*column].unit.empty())
      fail(table,
           fmt::format("found the column \"{}\" without a unit, expected one such as \"{} [{}]\"",
                       table.columns[*column].title, table.columns[*column].title, kind.unit.shown.front()));
    return required_column(table, kind);
  };
  ColumnPair pair{values_of(displacement), values_of(kinds[static_cast<std::size_t>(law)])};
  if (pair.first.front() > pair.first.back())
    for (std::vector<double> *values : {&pair.first, &pair.second})
      std::reverse(values->begin(), values->end());
  for (std::size_t k = 1; k < pair.first.size(); ++k)
    if (pair.first[k] <= pair.first[k - 1])
      fail(table, "found displacements that neither rise nor fall, expected one of them");
  return pair;
}

ColumnPair read_law_table(const std::filesystem::path &path, DriverLaw law) {
  return parse_law_table(read_user_bytes(path), path.string(), law);
}

ColumnPair read_section_table(const std::filesystem::path &path) {
  return pair_of(
      parse_text_table(read_user_bytes(path), path.string()),
      {"a position", {"position", "x", "s"}, unit::length},
      {"an area", {"area", "section", "cross_section"}, {"an area", "m2", {"mm2", "m2"}, "44 mm2"}});
}

} // namespace earshot
