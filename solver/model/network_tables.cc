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

/// @param chains of a two-port at the frequencies that count
/// @param what stands for it in warnings
void add_chain_law(Circuit &circuit, const NetworkElementConfig &e, const std::vector<TwoPort> &chains,
                   const std::function<TwoPort(double omega)> &law, const std::string &what,
                   std::vector<std::string> &warnings) {
  double error = 0, margin = 0;
  for (const TwoPort &chain : chains) {
    error = std::max(error, reciprocity_error(chain));
    margin = std::min(margin, passivity_margin(chain));
  }
  if (margin < -passivity_tolerance)
    warnings.push_back(fmt::format("{} is not passive: the real part of its admittance matrix has an "
                                   "eigenvalue of {:.2g} of its largest entry",
                                   what, margin));
  if (error <= reciprocity_tolerance)
    return circuit.add_two_port("two-port " + e.name.value, {e.from}, {e.to}, law, "two_ports");
  warnings.push_back(fmt::format("{} is not reciprocal: a d - b c differs from 1 by {:.2g}", what, error));
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
    throw UserError(table.where, found + ", expected a table of this range, or extrapolate = true, which "
                                         "holds it constant beyond its ends");
  warnings.push_back(fmt::format("{}: {}: it is held constant beyond", place_of(table), found));
}

double reciprocity_error(const TwoPort &t) {
  return std::abs(t.a * t.d - t.b * t.c - 1.0);
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

void add_impedance_element(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  std::vector<ImpedanceTable::Row> rows;
  const ImportedCurve &curve = element.impedance->curve;
  bool passive = true;
  for (std::size_t k = 0; k < curve.frequency_hz.size(); ++k) {
    rows.push_back({curve.frequency_hz[k], curve.values[k]});
    passive = passive && curve.values[k].real() >= -1e-9 * std::abs(curve.values[k]);
  }
  const ImpedanceTable table = [&] {
    try {
      return ImpedanceTable(rows);
    } catch (const std::invalid_argument &error) {
      throw UserError(e.table.where, e.table.value + ": " + error.what());
    }
  }();
  check_range(e.table, e.extrapolate, table.lowest_hz(), table.highest_hz(), context.config,
              context.warnings);
  if (!passive)
    context.warnings.push_back(
        fmt::format("{}: {} has a negative resistance: it gives power", place_of(e.table), e.table.value));
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
  add_chain_law(circuit, e, chains, ChainTable(imported),
                fmt::format("{}: {}", place_of(e.table), e.table.value), context.warnings);
}

void add_two_port_formula(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const auto constants = constants_of(e, context.air);
  const FrequencyFormula a = read_formula("a", e.a, constants), b = read_formula("b", e.b, constants),
                         c = read_formula("c", e.c, constants), d = read_formula("d", e.d, constants);
  const auto law = [=](double omega) { return TwoPort{a(omega), b(omega), c(omega), d(omega)}; };
  std::vector<TwoPort> chains;
  for (const double frequency : all_frequencies(context.config))
    try {
      chains.push_back(law(2 * std::numbers::pi * frequency));
    } catch (const std::invalid_argument &error) {
      throw UserError(e.name.where, fmt::format("two_port \"{}\": {}", e.name.value, error.what()));
    }
  add_chain_law(circuit, e, chains, law, fmt::format("{}: two_port \"{}\"", place_of(e.name), e.name.value),
                context.warnings);
}

} // namespace earshot
