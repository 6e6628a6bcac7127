#include "solver/study/network_tables.h"

#include "solver/physics/ears/impedance_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double reciprocity_tolerance = 1e-3, passivity_tolerance = 1e-6;

void warn_about_range(const NetworkElementConfig &e, double lowest, double highest,
                      const ElementContext &context) {
  if (context.lowest_hz < (1 - 1e-6) * lowest || context.highest_hz > (1 + 1e-6) * highest)
    context.warnings.push_back(
        fmt::format("{}:{}: {} reaches from {:.4g} Hz to {:.4g} Hz, but frequencies from {:.4g} Hz to {:.4g} "
                    "Hz are asked for: it is held constant beyond",
                    e.table.where.file, e.table.where.line, e.table.value, lowest, highest, context.lowest_hz,
                    context.highest_hz));
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

} // namespace

double reciprocity_error(const TwoPort &t) {
  return std::abs(t.a * t.d - t.b * t.c - 1.0);
}

double passivity_margin(const TwoPort &t) {
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
  warn_about_range(e, table.lowest_hz(), table.highest_hz(), context);
  if (!passive)
    context.warnings.push_back(fmt::format("{}:{}: {} has a negative resistance: it gives power",
                                           e.table.where.file, e.table.where.line, e.table.value));
  circuit.add_general(e.from, e.to, {"1/Z_table", [table](double w) { return 1.0 / table(w); }}, "tables");
}

void add_two_port_element(Circuit &circuit, const ReadElement &element, const ElementContext &context) {
  const NetworkElementConfig &e = *element.config;
  const ImportedTwoPort &imported = *element.two_port;
  if (imported.frequency_hz.size() < 2 || !(imported.frequency_hz.front() > 0))
    throw UserError(e.table.where, "found fewer than two rows or a frequency that is not positive");
  double error = 0, margin = 0;
  for (const auto &m : imported.chain) {
    const TwoPort chain{m[0], m[1], m[2], m[3]};
    error = std::max(error, reciprocity_error(chain));
    margin = std::min(margin, passivity_margin(chain));
  }
  const auto warn = [&](const std::string &text) {
    context.warnings.push_back(
        fmt::format("{}:{}: {} {}", e.table.where.file, e.table.where.line, e.table.value, text));
  };
  warn_about_range(e, imported.frequency_hz.front(), imported.frequency_hz.back(), context);
  if (margin < -passivity_tolerance)
    warn(fmt::format("is not passive: the real part of its admittance matrix has an eigenvalue of {:.2g} of "
                     "its largest entry",
                     margin));
  if (error <= reciprocity_tolerance)
    return circuit.add_two_port(e.from, e.to, "two-port " + e.name.value, ChainTable(imported), "tables");
  warn(fmt::format("is not reciprocal: a d - b c differs from 1 by {:.2g}", error));
  circuit.add_chain(e.name, e.from, e.to, ChainTable(imported), "tables");
}

} // namespace earshot
