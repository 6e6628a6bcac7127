#include "solver/model/coil_fit.h"

#include "solver/algebra/least_squares.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace earshot {

namespace {

using Complex = std::complex<double>;

constexpr double two_pi = 2 * std::numbers::pi;
constexpr double least_peak = 1.05;  ///< over the minima on both sides: more than a curve's noise
constexpr double bad_residual = 0.1; ///< rms

/// The peak of |Z| that stands out most, and the smallest |Z|.
struct Peak {
  std::size_t row = 0;
  double prominence = 0; ///< over the higher one of the minima on its sides
  double lowest = 0;     ///< [ohm]
};

Peak find_peak(const ImportedCurve &curve) {
  const std::size_t n = curve.values.size();
  std::vector<double> after(n);
  for (std::size_t k = n; k-- > 0;)
    after[k] = k + 1 < n ? std::min(std::abs(curve.values[k]), after[k + 1]) : std::abs(curve.values[k]);
  Peak peak{0, 0, after.front()};
  double before = std::abs(curve.values.front());
  for (std::size_t k = 1; k + 1 < n; ++k) {
    const double here = std::abs(curve.values[k]), prominence = here / std::max(before, after[k]);
    if (prominence > peak.prominence)
      peak.row = k, peak.prominence = prominence;
    before = std::min(before, here);
  }
  return peak;
}

/// The frequency beside a peak at which |Z| has fallen to a limit; 0 where the curve ends before.
double falls_to(const ImportedCurve &curve, std::size_t peak, double limit, int step) {
  for (std::size_t k = peak + step; k < curve.values.size(); k += step) // wraps below row 0
    if (std::abs(curve.values[k]) <= limit)
      return curve.frequency_hz[k];
  return 0;
}

/// Small's reading of a curve: the qualities from the width of the peak at the geometric mean of its height
/// and R_e. What lies beyond an end of the curve is taken as symmetric.
MovingCoilConfig first_guess(const ImportedCurve &curve, const Peak &peak) {
  MovingCoilConfig guess;
  const double resistance = peak.lowest, resonance = curve.frequency_hz[peak.row],
               height = std::max(std::abs(curve.values[peak.row]) / resistance, least_peak),
               limit = resistance * std::sqrt(height);
  double below = falls_to(curve, peak.row, limit, -1), above = falls_to(curve, peak.row, limit, 1);
  if (above == 0)
    above = below > 0 ? resonance * resonance / below : 2 * resonance;
  if (below == 0)
    below = resonance * resonance / above;
  guess.resistance = resistance;
  guess.resonance = resonance;
  guess.mechanical_quality = resonance * std::sqrt(height) / (above - below);
  guess.electrical_quality = guess.mechanical_quality.value / (height - 1);
  // half of the reactance at the upper end for each of the two kinds of inductance
  const double top = curve.frequency_hz.back(), end = std::abs(curve.values.back()),
               reactance =
                   std::max(std::sqrt(std::max(end * end - resistance * resistance, 0.0)), 1e-2 * resistance);
  guess.inductance = reactance / 2 / (two_pi * top);
  guess.semi_inductance = reactance / 2 / std::sqrt(top / 1e3);
  return guess;
}

/// What can be fitted: all are positive.
using Number = Located<double> MovingCoilConfig::*;
constexpr Number motional[] = {&MovingCoilConfig::resonance, &MovingCoilConfig::mechanical_quality,
                               &MovingCoilConfig::electrical_quality},
                 coils[] = {&MovingCoilConfig::inductance, &MovingCoilConfig::semi_inductance};

bool is_missing(const Located<double> &number) {
  return number.value == 0;
}

/// An inductance may be stated as 0.
bool is_missing_inductance(const Located<double> &number) {
  return is_missing(number) && number.where.is_default();
}

/// The unstated numbers of a data sheet by unknowns of the order of 1.
class Unknowns {
public:
  /// @param zero inductances that are held at 0
  Unknowns(const MovingCoilConfig &sheet, const MovingCoilConfig &guess, const std::vector<Number> &zero)
      : sheet_(sheet), guess_(guess) {
    if (is_missing(sheet.resistance))
      logarithmic_.push_back(&MovingCoilConfig::resistance);
    for (const Number number : motional)
      if (is_missing(sheet.*number))
        logarithmic_.push_back(number);
    for (const Number number : coils)
      if (is_missing_inductance(sheet.*number) && std::find(zero.begin(), zero.end(), number) == zero.end())
        linear_.push_back(number);
  }
  std::size_t size() const { return logarithmic_.size() + linear_.size(); }
  std::vector<double> start() const {
    std::vector<double> x(logarithmic_.size(), 0.0);
    x.resize(size(), 1.0);
    return x;
  }
  MovingCoilConfig at(std::span<const double> x) const {
    MovingCoilConfig coil = sheet_;
    for (std::size_t k = 0; k < logarithmic_.size(); ++k) // held within what is finite
      (coil.*logarithmic_[k]).value =
          (guess_.*logarithmic_[k]).value * std::exp(std::clamp(x[k], -20.0, 20.0));
    for (std::size_t k = 0; k < linear_.size(); ++k)
      (coil.*linear_[k]).value = (guess_.*linear_[k]).value * x[logarithmic_.size() + k];
    return coil;
  }
  /// The inductance that is furthest below 0, if one is.
  std::optional<Number> negative(std::span<const double> x) const {
    std::optional<Number> found;
    double lowest = 0;
    for (std::size_t k = 0; k < linear_.size(); ++k)
      if (const double value = x[logarithmic_.size() + k]; value < lowest)
        found = linear_[k], lowest = value;
    return found;
  }

private:
  const MovingCoilConfig &sheet_, &guess_;
  std::vector<Number> logarithmic_, linear_;
};

/// Each row's share of the curve's range of log frequency.
std::vector<double> shares_of(const std::vector<double> &frequency) {
  const std::size_t n = frequency.size();
  std::vector<double> shares(n);
  for (std::size_t k = 0; k < n; ++k)
    shares[k] = std::log(frequency[std::min(k + 1, n - 1)] / frequency[k == 0 ? 0 : k - 1]) / 2 /
                std::log(frequency.back() / frequency.front());
  return shares;
}

Complex relative_error(const MovingCoilConfig &coil, const ImportedImpedance &curve, std::size_t row) {
  const Complex found = free_air_impedance(coil, curve.curve.frequency_hz[row]),
                wanted = curve.curve.values[row];
  return curve.has_phase() ? (found - wanted) / std::abs(wanted) : std::abs(found) / std::abs(wanted) - 1;
}

FitResidual residual_of(const MovingCoilConfig &coil, const ImportedImpedance &curve,
                        const std::vector<double> &shares) {
  FitResidual residual;
  double sum = 0;
  for (std::size_t k = 0; k < shares.size(); ++k) {
    const double error = std::abs(relative_error(coil, curve, k));
    sum += shares[k] * error * error;
    if (error > residual.worst)
      residual.worst = error, residual.worst_hz = curve.curve.frequency_hz[k];
  }
  residual.rms = std::sqrt(sum);
  return residual;
}

/// @param unknowns number of them
void require_enough(const MovingCoilConfig &coil, const ImportedCurve &curve, const Peak &peak,
                    std::size_t unknowns) {
  const std::string &file = coil.impedance.value;
  const bool wants_resonance = std::any_of(std::begin(motional), std::end(motional),
                                           [&](Number number) { return is_missing(coil.*number); });
  if (wants_resonance && peak.prominence < least_peak)
    throw UserError(coil.impedance.where,
                    fmt::format("{}: found |Z| from {:.4g} ohm at {} to {:.4g} ohm at {} without "
                                "a peak between, expected the peak of a resonance",
                                file, std::abs(curve.values.front()),
                                frequency_text(curve.frequency_hz.front()), std::abs(curve.values.back()),
                                frequency_text(curve.frequency_hz.back())));
  if (curve.values.size() < std::max<std::size_t>(unknowns, 2))
    throw UserError(coil.impedance.where,
                    fmt::format("{}: found {} rows, expected {} or more, as many as there are numbers to fit",
                                file, curve.values.size(), std::max<std::size_t>(unknowns, 2)));
}

ImportedImpedance read_curve(const MovingCoilConfig &coil) {
  try {
    ImportedImpedance curve = read_impedance(coil.impedance.value);
    if (curve.quantity != TableQuantity::electrical)
      throw UserError(coil.impedance.value +
                      ": found an impedance in Pa s/m3 or Pa s/m, expected one in ohm");
    for (std::size_t k = 0; k < curve.curve.values.size(); ++k)
      if (curve.curve.values[k] == 0.0)
        throw UserError(fmt::format("{}: found 0 ohm at {:.6g} Hz, expected more", coil.impedance.value,
                                    curve.curve.frequency_hz[k]));
    return curve;
  } catch (const UserError &error) {
    throw UserError(coil.impedance.where, error.what());
  }
}

std::string describe_fit(const FittedCoil &fit, const ImportedImpedance &curve) {
  const MovingCoilConfig &c = fit.coil;
  return fmt::format("moving coil \"{}\" by {} ({} rows, {}): R_e {:.4g} ohm, L_e {:.4g} uH, semi-inductance "
                     "{:.4g} ohm at 1 kHz, f_s {:.5g} Hz, Q_ms {:.4g}, Q_es {:.4g}; residual {:.2g} % rms, "
                     "{:.2g} % at most, at {}",
                     c.name.value, c.impedance.value, curve.curve.values.size(),
                     curve.has_phase() ? "magnitude and phase" : "magnitude alone", c.resistance.value,
                     1e6 * c.inductance.value, c.semi_inductance.value, c.resonance.value,
                     c.mechanical_quality.value, c.electrical_quality.value, 100 * fit.residual.rms,
                     100 * fit.residual.worst, frequency_text(fit.residual.worst_hz));
}

} // namespace

Complex free_air_impedance(const MovingCoilConfig &coil, double frequency_hz) {
  const double x = frequency_hz / coil.resonance;
  const Complex motion(1 / coil.mechanical_quality, x - 1 / x),
      semi = std::sqrt(Complex(0, frequency_hz / 1e3));
  return Complex(coil.resistance, two_pi * frequency_hz * coil.inductance) +
         coil.semi_inductance.value * semi + coil.resistance / coil.electrical_quality.value / motion;
}

FittedCoil fit_coil(const MovingCoilConfig &coil, const ImportedImpedance &curve) {
  const Peak peak = find_peak(curve.curve);
  const MovingCoilConfig guess = first_guess(curve.curve, peak);
  require_enough(coil, curve.curve, peak, Unknowns(coil, guess, {}).size());
  const std::vector<double> shares = shares_of(curve.curve.frequency_hz);
  const auto fit_with = [&](const Unknowns &unknowns) {
    return least_squares(unknowns.start(), 2 * shares.size(),
                         [&](std::span<const double> x, std::span<double> values) {
                           const MovingCoilConfig tried = unknowns.at(x);
                           for (std::size_t k = 0; k < shares.size(); ++k) {
                             const Complex error = std::sqrt(shares[k]) * relative_error(tried, curve, k);
                             values[2 * k] = error.real();
                             values[2 * k + 1] = error.imag();
                           }
                         });
  };
  // An inductance that would be negative is 0, and the rest is fitted once more.
  std::vector<Number> zero;
  MovingCoilConfig found = coil;
  for (bool again = true; again;) {
    const Unknowns unknowns(coil, guess, zero);
    const std::vector<double> x = unknowns.size() == 0 ? std::vector<double>{} : fit_with(unknowns);
    found = unknowns.at(x);
    const auto negative = unknowns.negative(x);
    again = negative.has_value();
    if (negative)
      zero.push_back(*negative);
  }
  return {found, residual_of(found, curve, shares)};
}

std::vector<MovingCoilConfig> fitted_coils(const std::vector<MovingCoilConfig> &all,
                                           std::vector<std::string> &notes,
                                           std::vector<std::string> &warnings) {
  std::vector<MovingCoilConfig> result;
  for (const MovingCoilConfig &coil : all) {
    if (coil.impedance.value.empty()) {
      result.push_back(coil);
      continue;
    }
    const ImportedImpedance curve = read_curve(coil);
    // Not that of the phase: magnitudes alone are fitted by magnitude.
    warnings.insert(warnings.end(), curve.curve.notes.begin(), curve.curve.notes.end());
    const FittedCoil fit = fit_coil(coil, curve);
    notes.push_back(describe_fit(fit, curve));
    if (!(fit.residual.rms < bad_residual))
      warnings.push_back(fmt::format("{}:{}: moving coil \"{}\" doesn't fit {}: {:.2g} % rms, more than "
                                     "{:g} %; a second resonance, a box or a wrong column?",
                                     coil.impedance.where.file, coil.impedance.where.line, coil.name.value,
                                     coil.impedance.value, 100 * fit.residual.rms, 100 * bad_residual));
    result.push_back(fit.coil);
  }
  return result;
}

} // namespace earshot
