#include "solver/physics/ears/impedance_table.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi;

/// Moves `phase` by whole turns to within half a turn of `previous`.
double unwrapped(double phase, double previous) {
  return phase - two_pi * std::round((phase - previous) / two_pi);
}

} // namespace

ImpedanceTable::ImpedanceTable(const std::vector<Row> &rows) {
  if (rows.size() < 2)
    throw std::invalid_argument("an impedance table needs two rows or more");
  for (const Row &row : rows) {
    const double magnitude = std::abs(row.impedance);
    if (!(row.frequency_hz > 0) || !(magnitude > 0) || !std::isfinite(magnitude))
      throw std::invalid_argument(
          "an impedance table needs positive frequencies and finite, non-zero values");
    const double log_frequency = std::log(row.frequency_hz), phase = std::arg(row.impedance);
    if (!log_frequency_.empty() && log_frequency <= log_frequency_.back())
      throw std::invalid_argument("the frequencies of an impedance table must rise");
    log_frequency_.push_back(log_frequency);
    log_magnitude_.push_back(std::log(magnitude));
    phase_.push_back(phase_.empty() ? phase : unwrapped(phase, phase_.back()));
  }
  lowest_hz_ = rows.front().frequency_hz;
  highest_hz_ = rows.back().frequency_hz;
}

Complex ImpedanceTable::operator()(double omega) const {
  const double x = std::clamp(std::log(omega / two_pi), log_frequency_.front(), log_frequency_.back());
  const auto upper = std::upper_bound(log_frequency_.begin() + 1, log_frequency_.end() - 1, x);
  const auto k = static_cast<std::size_t>(upper - log_frequency_.begin());
  const double t = (x - log_frequency_[k - 1]) / (log_frequency_[k] - log_frequency_[k - 1]);
  return std::polar(std::exp(std::lerp(log_magnitude_[k - 1], log_magnitude_[k], t)),
                    std::lerp(phase_[k - 1], phase_[k], t));
}

bool ImpedanceTable::extrapolates(double omega) const {
  const double frequency = omega / two_pi; // of a frequency at an end it may be off by rounding
  return frequency < (1 - 1e-12) * lowest_hz_ || frequency > (1 + 1e-12) * highest_hz_;
}

} // namespace earshot
