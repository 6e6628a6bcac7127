#include "solver/model/network_tables.h"

#include "solver/circuit/formula.h"
#include "solver/config/sweep_grid.h"
#include "solver/physics/ears/impedance_table.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double reciprocity_tolerance = 1e-3, passivity_tolerance = 1e-6;

std::string place_of(const Located<std::string> &key) {
  return fmt::format("{}:{}", key.where.file, key.where.line);
}

/// Chain matrices over log frequency.
class ChainTable {
public:
  explicit ChainTable(const ImportedTwoPort &table) : chain_(table.chain) {
    for (const double frequency : table.frequency_hz)
      log_frequency_.push_back(std::log(frequency));
  }
  TwoPort operator()(double omega) const {
    const double x =
        std::clamp(std::log(omega / (2 * std::numbers::pi)), log_frequency_.front(), log_frequency_.back());
    const auto upper = std::upper_bound(log_frequency_.begin() + 1, log_frequency_.end() - 1, x);
    const auto k = static_cast<std::size_t>(upper - log_frequency_.begin());
    const double t = (x - log_frequency_[k - 1]) / (log_frequency_[k] - log_frequency_[k - 1]);
    std::array<std::complex<double>, 4> m;
    for (std::size_t i = 0; i < 4; ++i)
      m[i] = (1 - t) * chain_[k - 1][i] + t * chain_[k][i];
    return {m[0], m[1], m[2], m[3]};
  }

private:
  std::vector<double> log_frequency_;
  std::vector<std::array<std::complex<double>, 4>> chain_;
};

/// A two-port with a d - b c = -1 as a gyrator between the domains and one with 1 behind it: with V = p/g, I
/// = g U the rest is c/g, d/g; g a, g b. Symmetric beside finite elements, as a piston is. The ratio g brings
/// both parts' entries near each other.
void add_antireciprocal(Circuit &circuit, const NetworkElementConfig &e, const TwoPort &typical,
                        const std::function<TwoPort(double omega)> &law) {
  const double ratio = std::sqrt(std::abs(typical.c * typical.d / (typical.a * typical.b)));
  const double g = std::isfinite(ratio) && ratio > 0 ? ratio : 1;
  const std::string inner = e.name.value + ".acoustic";
  circuit.add_node(inner, CircuitDomain::acoustic);
  circuit.add_gyrator(e.name.value + ".transduction", {e.from}, {inner}, g);
  const auto rest = [=](double omega) {
    const TwoPort t = law(omega);
    return TwoPort{t.c / g, t.d / g, g * t.a, g * t.b};
  };
  circuit.add_two_port("two-port " + e.name.value, {inner}, {e.to}, rest, "two_ports");
}

/// @param chains of a two-port at the frequencies that count
/// @param what stands for it in warnings
void add_chain_law(Circuit &circuit, const ReadElement &element, const std::vector<TwoPort> &chains,
                   const std::function<TwoPort(double omega)> &law, const std::string &what,
                   std::vector<std::string> &warnings) {
  const NetworkElementConfig &e = *element.config;
  const bool between = element.far && element.far != element.first;
  double error = 0, margin = 0;
  for (const TwoPort &chain : chains) {
    error = std::max(error, reciprocity_error(chain, between));
    margin = std::min(margin, passivity_margin(chain));
  }
  if (margin < -passivity_tolerance)
    warnings.push_back(fmt::format("{} is not passive: the real part of its admittance matrix has an "
                                   "eigenvalue of {:.2g} of its largest entry",
                                   what, margin));
  const TwoPort &typical = chains[chains.size() / 2];
  const bool anti = std::abs(typical.a * typical.d - typical.b * typical.c + 1.0) < 1;
  if (error <= reciprocity_tolerance && anti)
    return add_antireciprocal(circuit, e, typical, law);
  if (error <= reciprocity_tolerance)
    return circuit.add_two_port("two-port " + e.name.value, {e.from}, {e.to}, law, "two_ports");
  warnings.push_back(fmt::format("{} is not reciprocal: a d - b c differs from 1{} by {:.2g}", what,
                                 between ? " and -1" : "", error));
  circuit.add_chain(e.name, e.from, e.to, law, "two_ports");
}

FrequencyFormula read_formula(const char *key, const Located<std::string> &text,
                              const std::map<std::string, double> &constants) {
  try {
    return {text, constants};
  } catch (const std::invalid_argument &error) {
    throw UserError(text.where, fmt::format("found {} = {}", key, error.what()));
  }
}

/// What the formulas of an element may name.
std::map<std::string, double> constants_of(const NetworkElementConfig &e, const AirProperties &air) {
  std::map<std::string, double> constants{{"air_density", air.density}, {"speed_of_sound", air.sound_speed}};
  const std::pair<const char *, const Located<double> &> keys[] = {{"radius", e.radius},
                                                                   {"inner_radius", e.inner_radius},
                                                                   {"end_radius", e.end_radius},
                                                                   {"gap", e.gap},
                                                                   {"width", e.width},
                                                                   {"length", e.length},
                                                                   {"area", e.area},
                                                                   {"surface_area", e.surface_area}};
  for (const auto &[name, value] : keys)
    if (value != 0)
      constants[name] = value;
  return constants;
}

void add_formulas(Circuit &circuit, const ReadElement &element, const ElementContext &context,
                  const std::function<TwoPort(double omega)> &law) {
  const NetworkElementConfig &e = *element.config;
  const std::string title = fmt::format("{} \"{}\"", e.kind.value, e.name.value);
  std::vector<TwoPort> chains;
  for (const double frequency : all_frequencies(context.config))
    try {
      chains.push_back(law(2 * std::numbers::pi * frequency));
    } catch (const std::invalid_argument &error) {
      throw UserError(e.name.where, fmt::format("{}: {}", title, error.what()));
    }
  for (const TwoPort &chain : chains)
    for (const std::complex<double> &entry : {chain.a, chain.b, chain.c, chain.d})
      if (!std::isfinite(entry.real()) || !std::isfinite(entry.imag()))
        throw UserError(e.name.where, fmt::format("{} is not finite at a frequency of the sweep", title));
  add_chain_law(circuit, element, chains, law, fmt::format("{}: {}", place_of(e.name), title),
                context.warnings);
}

} // namespace

void check_range(const Located<std::string> &table, bool extrapolate, double lowest_hz, double highest_hz,
                 const Case &config, std::vector<std::string> &warnings) {
  const std::vector<double> frequencies = all_frequencies(config);
  if (frequencies.front() >= (1 - 1e-6) * lowest_hz && frequencies.back() <= (1 + 1e-6) * highest_hz)
    return;
  const std::string found =
      fmt::format("{} reaches from {} to {}, but frequencies from {} to {} are asked for", table.value,
                  frequency_text(lowest_hz), frequency_text(highest_hz), frequency_text(frequencies.front()),
                  frequency_text(frequencies.back()));
  if (!extrapolate)
    throw UserError(table.where, found + ", expected a table of this range, or extrapolate = "
                                         "true, which holds it constant beyond its ends");
  warnings.push_back(fmt::format("{}: {}: it is held constant beyond", place_of(table), found));
}

double reciprocity_error(const TwoPort &t, bool between_domains) {
  const std::complex<double> determinant = t.a * t.d - t.b * t.c;
  const double error = std::abs(determinant - 1.0);
  return between_domains ? std::min(error, std::abs(determinant + 1.0)) : error;
}

double passivity_margin(const TwoPort &t) {
  if (t.b == 0.0) {
    const double cross = std::abs(std::conj(t.a) * t.d - 1.0);
    return std::min(t.c == 0.0 ? 0.0 : (std::conj(t.a) * t.c).real() / std::abs(t.a * t.c), -cross);
  }
  // I1 = d/b V1 - det/b V2, I2 into side 2 = -1/b V1 + a/b V2.
  const auto y11 = t.d / t.b, y12 = -(t.a * t.d - t.b * t.c) / t.b, y21 = -1.0 / t.b, y22 = t.a / t.b;
  const double p = y11.real(), q = y22.real(), off = std::abs(y12 + std::conj(y21)) / 2;
  const double smaller = (p + q) / 2 - std::sqrt((p - q) * (p - q) / 4 + off * off);
  return smaller / std::max({std::abs(y11), std::abs(y12), std::abs(y21), std::abs(y22)});
}

ImpedanceTable impedance_table(const Located<std::string> &file, const ImportedCurve &curve,
                               std::vector<std::string> &warnings) {
  std::vector<ImpedanceTable::Row> rows;
  double worst = -1e-9, worst_hz = 0;
  for (std::size_t k = 0; k < curve.frequency_hz.size(); ++k) {
    rows.push_back({curve.frequency_hz[k], curve.values[k]});
    const double share = curve.values[k].real() / std::abs(curve.values[k]);
    if (share < worst)
      worst = share, worst_hz = curve.frequency_hz[k];
  }
  if (worst_hz > 0)
    warnings.push_back(fmt::format("{}: {} has a negative resistance, at {:.6g} Hz for one: it gives power",
                                   place_of(file), file.value, worst_hz));
  try {
    return ImpedanceTable(rows);
  } catch (const std::invalid_argument &error) {
    throw UserError(file.where, file.value + ": " + error.what());
  }
}

ImpedanceTable read_table_of(const Located<std::string> &file, TableQuantity quantity,
                             std::vector<std::string> &warnings) {
  try {
    const ImportedImpedance imported = read_impedance(file.value);
    if (imported.quantity != quantity) {
      const auto unit = [](TableQuantity q) {
        return q == TableQuantity::electrical ? "ohm" : q == TableQuantity::acoustic ? "Pa s/m3" : "Pa s/m";
      };
      throw UserError(fmt::format("{}: found an impedance in {}, expected one in {}", file.value,
                                  unit(imported.quantity), unit(quantity)));
    }
    const std::vector<std::string> notes = imported.notes();
    warnings.insert(warnings.end(), notes.begin(), notes.end());
    return impedance_table(file, imported.curve, warnings);
  } catch (const UserError &error) {
    if (error.diagnostics().front().where.key == file.where.key)
      throw;
    throw UserError(file.where, error.what());
  }
}

void add_impedance_element(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const ImpedanceTable table = impedance_table(e.table, element.impedance->curve, context.warnings);
  check_range(e.table, e.extrapolate, table.lowest_hz(), table.highest_hz(), context.config,
              context.warnings);
  circuit.add_general(e.from, e.to, {"1/Z_table", [table](double w) { return 1.0 / table(w); }}, "tables");
}

void add_two_port_table(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const ImportedTwoPort &imported = *element.two_port;
  const std::vector<double> &frequencies = imported.frequency_hz;
  if (frequencies.size() < 2 || !(frequencies.front() > 0))
    throw UserError(e.table.where, "found fewer than two rows or a frequency that is not positive");
  check_range(e.table, e.extrapolate, frequencies.front(), frequencies.back(), context.config,
              context.warnings);
  std::vector<TwoPort> chains;
  for (const auto &m : imported.chain) {
    for (const std::complex<double> &entry : m)
      if (!std::isfinite(entry.real()) || !std::isfinite(entry.imag()))
        throw UserError(e.table.where,
                        fmt::format("found values in {} that are not finite at {}", e.table.value,
                                    frequency_text(frequencies[chains.size()])));
    chains.push_back({m[0], m[1], m[2], m[3]});
  }
  add_chain_law(circuit, element, chains, ChainTable(imported),
                fmt::format("{}: {}", place_of(e.table), e.table.value), context.warnings);
}

void add_two_port_formula(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const auto constants = constants_of(e, context.air);
  const FrequencyFormula a = read_formula("a", e.a, constants), b = read_formula("b", e.b, constants),
                         c = read_formula("c", e.c, constants), d = read_formula("d", e.d, constants);
  add_formulas(circuit, element, context, [=](double omega) {
    return TwoPort{a(omega), b(omega), c(omega), d(omega)};
  });
}

void add_hunt(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const auto constants = constants_of(e, context.air);
  const FrequencyFormula ze = read_formula("electrical_impedance", e.electrical_impedance, constants),
                         t = read_formula("transduction", e.transduction, constants),
                         za = read_formula("acoustic_impedance", e.acoustic_impedance, constants);
  add_formulas(circuit, element, context, [=](double omega) {
    const std::complex<double> z1 = ze(omega), m = t(omega), z2 = za(omega);
    return TwoPort{z1 / m, z1 * z2 / m + m, 1.0 / m, z2 / m};
  });
}

} // namespace earshot
