#include "solver/files/import_files.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <numbers>
#include <sstream>

namespace earshot {

namespace {

using Complex = std::complex<double>;

struct NumberedRow {
  int line;
  std::vector<double> values;
};

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

bool starts_with_number(const std::string &line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at != std::string::npos && std::string("+-.0123456789").find(line[at]) != std::string::npos;
}

/// The rows of numbers of a text; `comment` and what follows it on a line is skipped.
std::vector<NumberedRow> number_rows(const std::filesystem::path &path, std::size_t fewest, char comment) {
  std::istringstream lines(read_text(path));
  std::vector<NumberedRow> rows;
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    line = line.substr(0, line.find(comment));
    if (!starts_with_number(line))
      continue;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == ',' || c == ';' || c == '\t' || c == '\r'; }, ' ');
    std::istringstream words(line);
    NumberedRow row{number, {}};
    for (std::string word; words >> word;) {
      double value = 0;
      if (!parse_number(word, value) || !std::isfinite(value))
        throw UserError({path.string(), number, 1, ""}, fmt::format("'{}' is not a number", word));
      row.values.push_back(value);
    }
    if (row.values.size() < fewest)
      throw UserError({path.string(), number, 1, ""},
                      fmt::format("found {} numbers, expected {}", row.values.size(), fewest));
    if (!rows.empty() && row.values[0] <= rows.back().values[0])
      throw UserError({path.string(), number, 1, ""},
                      fmt::format("found {} Hz after {} Hz, expected rising frequencies", row.values[0],
                                  rows.back().values[0]));
    rows.push_back(std::move(row));
  }
  if (rows.empty())
    throw UserError(fmt::format("{} has no rows of numbers", path.string()));
  return rows;
}

Complex polar_degrees(double magnitude, double degrees) {
  return magnitude * std::polar(1.0, degrees * std::numbers::pi / 180);
}

/// @throws UserError naming the file
std::vector<double> column(const Table &table, const std::string &name, const std::filesystem::path &path) {
  try {
    return table.column(name);
  } catch (const UserError &error) {
    throw UserError(fmt::format("{}: {}", path.string(), error.what()));
  }
}

bool has_column(const Table &table, const std::string &name) {
  return std::find(table.columns.begin(), table.columns.end(), name) != table.columns.end();
}

/// Two-by-two matrices of a Touchstone row as chain matrix.
std::array<Complex, 4> chain_of_z(Complex z11, Complex z21, Complex z12, Complex z22) {
  return {z11 / z21, (z11 * z22 - z12 * z21) / z21, 1.0 / z21, z22 / z21};
}
std::array<Complex, 4> chain_of_y(Complex y11, Complex y21, Complex y12, Complex y22) {
  return {-y22 / y21, -1.0 / y21, -(y11 * y22 - y12 * y21) / y21, -y11 / y21};
}
std::array<Complex, 4> chain_of_s(Complex s11, Complex s21, Complex s12, Complex s22, double r) {
  const Complex twice = 2.0 * s21, product = s12 * s21;
  return {((1.0 + s11) * (1.0 - s22) + product) / twice, r * ((1.0 + s11) * (1.0 + s22) - product) / twice,
          ((1.0 - s11) * (1.0 - s22) - product) / (twice * r), ((1.0 - s11) * (1.0 + s22) + product) / twice};
}

struct TouchstoneOptions {
  double hertz = 1e9;
  char parameter = 's';
  std::string format = "ma";
  double resistance = 50;
};

TouchstoneOptions touchstone_options(const std::filesystem::path &path) {
  static const std::map<std::string, double> units{{"hz", 1}, {"khz", 1e3}, {"mhz", 1e6}, {"ghz", 1e9}};
  std::istringstream lines(read_text(path));
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line[0] != '#')
      continue;
    TouchstoneOptions options;
    std::istringstream words(lower(line.substr(1, line.find('!') - 1)));
    for (std::string word; words >> word;) {
      if (units.count(word))
        options.hertz = units.at(word);
      else if (word == "s" || word == "y" || word == "z")
        options.parameter = word[0];
      else if (word == "ri" || word == "ma" || word == "db")
        options.format = word;
      else if (word != "r" || !(words >> options.resistance) || !(options.resistance > 0))
        throw UserError({path.string(), number, 1, ""},
                        fmt::format("found '{}', expected an option line such as '# Hz S RI R 50'", word));
    }
    return options;
  }
  throw UserError(
      fmt::format("{}: missing, expected an option line such as '# Hz S RI R 50'", path.string()));
}

ImportedTwoPort read_touchstone(const std::filesystem::path &path) {
  const TouchstoneOptions options = touchstone_options(path);
  ImportedTwoPort result{TableQuantity::electrical, {}, {}};
  for (const NumberedRow &row : number_rows(path, 9, '!')) {
    const auto value = [&](std::size_t k) {
      const double x = row.values[2 * k + 1], y = row.values[2 * k + 2];
      if (options.format == "ri")
        return Complex(x, y);
      return polar_degrees(options.format == "db" ? std::pow(10, x / 20) : x, y);
    };
    const Complex m11 = value(0), m21 = value(1), m12 = value(2), m22 = value(3);
    if (m21 == 0.0)
      throw UserError({path.string(), row.line, 1, ""}, "the two-port transmits nothing");
    result.frequency_hz.push_back(options.hertz * row.values[0]);
    const double r = options.resistance;
    // Version 1 files normalise Z and Y to the reference resistance.
    result.chain.push_back(options.parameter == 's'   ? chain_of_s(m11, m21, m12, m22, r)
                           : options.parameter == 'z' ? chain_of_z(r * m11, r * m21, r * m12, r * m22)
                                                      : chain_of_y(m11 / r, m21 / r, m12 / r, m22 / r));
  }
  return result;
}

ImportedCurve read_columns(const std::filesystem::path &path, bool decibels, std::size_t fewest) {
  ImportedCurve curve;
  for (const NumberedRow &row : number_rows(path, fewest, '*')) {
    const double phase = row.values.size() > 2 ? row.values[2] : 0;
    curve.frequency_hz.push_back(row.values[0]);
    curve.values.push_back(polar_degrees(decibels ? std::pow(10, row.values[1] / 20) : row.values[1], phase));
  }
  return curve;
}

} // namespace

ImportedCurve read_frd(const std::filesystem::path &path) {
  return read_columns(path, true, 2);
}

ImportedCurve read_zma(const std::filesystem::path &path) {
  return read_columns(path, false, 3);
}

ImportedImpedance read_impedance(const std::filesystem::path &path) {
  if (lower(path.extension().string()) != ".csv")
    return {TableQuantity::electrical, read_zma(path)};
  const Table table = read_table(path);
  ImportedImpedance result{TableQuantity::electrical, {column(table, "frequency_hz", path), {}}};
  for (const auto &[unit, quantity] :
       {std::pair{"ohm", TableQuantity::electrical}, std::pair{"pa_s_m3", TableQuantity::acoustic}}) {
    const std::string resistance = fmt::format("resistance_{}", unit),
                      magnitude = fmt::format("magnitude_{}", unit);
    const bool cartesian = has_column(table, resistance);
    if (!cartesian && !has_column(table, magnitude))
      continue;
    result.quantity = quantity;
    const auto first = column(table, cartesian ? resistance : magnitude, path),
               second = column(table, cartesian ? fmt::format("reactance_{}", unit) : "phase_deg", path);
    for (std::size_t k = 0; k < first.size(); ++k)
      result.curve.values.push_back(cartesian ? Complex(first[k], second[k])
                                              : polar_degrees(first[k], second[k]));
    return result;
  }
  throw UserError(fmt::format("{}: found the columns {}, expected resistance_ohm and reactance_ohm, "
                              "magnitude_ohm and phase_deg, or the same in pa_s_m3",
                              path.string(), fmt::join(table.columns, ", ")));
}

ImportedTwoPort read_two_port(const std::filesystem::path &path) {
  if (lower(path.extension().string()) == ".s2p")
    return read_touchstone(path);
  const Table table = read_table(path);
  const bool acoustic = has_column(table, "b_re_pa_s_m3");
  const std::string unit = acoustic ? "pa_s_m3" : "ohm";
  ImportedTwoPort result{acoustic ? TableQuantity::acoustic : TableQuantity::electrical,
                         column(table, "frequency_hz", path),
                         {}};
  const std::array<std::string, 8> names{"a_re", "a_im", "b_re_" + unit, "b_im_" + unit,
                                         "c_re", "c_im", "d_re",         "d_im"};
  std::array<std::vector<double>, 8> columns;
  std::transform(names.begin(), names.end(), columns.begin(),
                 [&](const std::string &name) { return column(table, name, path); });
  for (std::size_t row = 0; row < table.rows.size(); ++row) {
    auto &chain = result.chain.emplace_back();
    for (std::size_t k = 0; k < 4; ++k)
      chain[k] = {columns[2 * k][row], columns[2 * k + 1][row]};
    if (row > 0 && result.frequency_hz[row] <= result.frequency_hz[row - 1])
      throw UserError(fmt::format("{}: the frequencies must rise", path.string()));
  }
  return result;
}

} // namespace earshot
