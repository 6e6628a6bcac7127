#include "solver/analysis/key_figures.h"

#include "solver/results/worse.h"

#include <boost/math/interpolators/barycentric_rational.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <stdexcept>

namespace earshot {

namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();

/// A curve over log f. It knows nothing outside of its frequencies, nor with fewer points than a spline
/// takes, except the points themselves.
class Curve {
public:
  Curve(std::span<const double> frequencies, std::vector<double> values)
      : frequencies_(frequencies.begin(), frequencies.end()), values_(std::move(values)) {
    constexpr std::size_t order = 3; // errors fall with the fourth power of the distance
    if (values_.size() <= order)
      return;
    std::vector<double> x;
    for (const double frequency : frequencies_)
      x.push_back(std::log(frequency));
    interpolant_.emplace(x.begin(), x.end(), values_.begin(), order);
  }

  double at(double frequency) const {
    if (values_.empty() || std::isnan(frequency))
      return not_known;
    const auto above = std::lower_bound(frequencies_.begin(), frequencies_.end(), frequency);
    if (above != frequencies_.end() && *above == frequency)
      return values_[above - frequencies_.begin()];
    const bool inside = above != frequencies_.begin() && above != frequencies_.end();
    return inside && interpolant_ ? (*interpolant_)(std::log(frequency)) : not_known;
  }

  /// The same curve in steps of a thousandth of a decade or less, between two frequencies. Nothing without
  /// four points.
  Curve dense(double from, double to) const {
    if (!interpolant_)
      return {{}, {}};
    from = std::max(from, frequencies_.front());
    to = std::min(to, frequencies_.back());
    std::vector<double> frequencies, values;
    if (!(from < to))
      return {{}, {}};
    const int steps = static_cast<int>(std::ceil(1000 * std::log10(to / from)));
    for (int k = 0; k <= steps; ++k) {
      frequencies.push_back(k == 0       ? from
                            : k == steps ? to
                                         : from * std::pow(to / from, static_cast<double>(k) / steps));
      values.push_back(at(frequencies.back()));
    }
    return {frequencies, values};
  }

  std::size_t size() const { return values_.size(); }
  double frequency(std::size_t k) const { return frequencies_[k]; }
  double value(std::size_t k) const { return values_[k]; }
  bool has_maximum(std::size_t k) const {
    return k > 0 && k + 1 < size() && values_[k] > values_[k - 1] && values_[k] >= values_[k + 1];
  }

private:
  std::vector<double> frequencies_, values_;
  std::optional<boost::math::barycentric_rational<double>> interpolant_;
};

Curve level_of(std::span<const double> frequencies, std::span<const std::complex<double>> pressures) {
  std::vector<double> levels;
  for (const auto &pressure : pressures)
    levels.push_back(sound_pressure_level(pressure));
  return {frequencies, levels};
}

template <class Part>
Curve part_of(std::span<const double> frequencies, std::span<const std::complex<double>> values, Part part) {
  std::vector<double> parts;
  for (const auto &value : values)
    parts.push_back(part(value));
  return {frequencies, parts};
}

/// Where a curve crosses a value between two of its points.
double crossing(const Curve &curve, std::size_t a, std::size_t b, double value) {
  const double t = (value - curve.value(a)) / (curve.value(b) - curve.value(a));
  return curve.frequency(a) * std::pow(curve.frequency(b) / curve.frequency(a), t);
}

double bass_corner(const Curve &level) {
  const Curve bass = level.dense(100, 500);
  if (bass.size() == 0)
    return not_known;
  std::size_t highest = 0;
  for (std::size_t k = 0; k < bass.size(); ++k)
    if (bass.value(k) > bass.value(highest))
      highest = k;
  const double corner_level = bass.value(highest) - 3;
  const Curve below = level.dense(0, bass.frequency(highest));
  for (std::size_t k = below.size(); k-- > 1;)
    if (below.value(k - 1) <= corner_level)
      return crossing(below, k, k - 1, corner_level);
  return not_known;
}

struct Resonance {
  double frequency = not_known, quality = not_known;
};

/// By how much a maximum rises above the higher one of the minima between it and higher ground or the ends.
double prominence(const Curve &curve, std::size_t peak) {
  double left = curve.value(peak), right = left;
  for (std::size_t k = peak; k-- > 0 && curve.value(k) <= curve.value(peak);)
    left = std::min(left, curve.value(k));
  for (std::size_t k = peak + 1; k < curve.size() && curve.value(k) <= curve.value(peak); ++k)
    right = std::min(right, curve.value(k));
  return curve.value(peak) - std::max(left, right);
}

/// The maximum of a resistance that is the lowest resonance's; nothing when there is none. See key_figures.
std::optional<std::size_t> lowest_resonance(const Curve &resistance) {
  struct Maximum {
    std::size_t k;
    double rise;
  };
  std::vector<Maximum> maxima;
  constexpr double least = 1e-3; // of the resistance; less is the sweep's error
  for (std::size_t k = 0; k < resistance.size(); ++k)
    if (resistance.has_maximum(k))
      if (const double rise = prominence(resistance, k); rise > least * resistance.value(k))
        maxima.push_back({k, rise});
  constexpr double neighbourhood = 8, dwarfed = 20; // frequency ratio, ratio of the rises
  for (const Maximum &low : maxima)
    if (std::none_of(maxima.begin(), maxima.end(), [&](const Maximum &other) {
          return other.k > low.k && other.rise > dwarfed * low.rise &&
                 resistance.frequency(other.k) < neighbourhood * resistance.frequency(low.k);
        }))
      return low.k;
  return std::nullopt;
}

/// The motional resistance over a base, R_m / (1 + Q^2 (f/f0 - f0/f)^2), has a reciprocal that is nearly a
/// parabola of log f: the one through the peak's sample and the farthest above half of it on either side.
Resonance resonance_of(const Curve &resistance) {
  const std::optional<std::size_t> found = lowest_resonance(resistance);
  if (!found)
    return {};
  const std::size_t peak = *found;
  double base = resistance.value(peak);
  for (std::size_t k = 0; k < peak; ++k)
    base = std::min(base, resistance.value(k));
  const auto motional = [&](std::size_t k) { return resistance.value(k) - base; };
  std::size_t left = peak - 1, right = peak + 1;
  while (left > 0 && motional(left - 1) > motional(peak) / 2)
    --left;
  while (right + 1 < resistance.size() && motional(right + 1) > motional(peak) / 2)
    ++right;
  if (base <= 0 || motional(left) <= 0 || motional(right) <= 0)
    return {resistance.frequency(peak), not_known};
  const auto x = [&](std::size_t k) {
    return std::log(resistance.frequency(k) / resistance.frequency(peak));
  };
  const auto slope = [&](std::size_t k) { return (1 / motional(k) - 1 / motional(peak)) / x(k); };
  const double curvature = (slope(right) - slope(left)) / (x(right) - x(left)),
               middle = -(slope(left) - curvature * x(left)) / (2 * curvature),
               conductance = 1 / motional(peak) - curvature * middle * middle;
  if (conductance <= 0)
    return {resistance.frequency(peak), not_known};
  return {resistance.frequency(peak) * std::exp(middle),
          std::sqrt(curvature / conductance) / 2 * base / (base + 1 / conductance)};
}

struct Peak {
  double frequency = not_known, level = not_known;
};

Peak highest_peak(const Curve &level, double from, double to) {
  const Curve band = level.dense(from, to);
  Peak highest;
  for (std::size_t k = 0; k < band.size(); ++k)
    if (band.has_maximum(k) && !(band.value(k) <= highest.level))
      highest = {band.frequency(k), band.value(k)};
  return highest;
}

void require_length(std::size_t length, const Response &response, const char *what) {
  if (length != 0 && length != response.frequency_hz.size())
    throw std::invalid_argument(std::string("key figures: ") + what +
                                " must be empty or as many as the frequencies");
}

/// NaN when there are none, or one of them is.
double largest(const std::vector<double> &values) {
  return values.empty() ? not_known : std::accumulate(values.begin(), values.end(), values.front(), worse);
}

std::vector<KeyFigure> excursion_figures(const Response &response) {
  std::vector<KeyFigure> figures{{"largest_excursion_mm", not_known}, {"largest_excursion_hz", not_known}};
  for (const RealSeries &driver : response.excursion_mm)
    for (std::size_t k = 0; k < driver.values.size(); ++k)
      if (!(driver.values[k] <= figures[0].value)) {
        figures[0].value = driver.values[k];
        figures[1].value = response.frequency_hz[k];
      }
  for (const RealSeries &driver : response.excursion_mm)
    if (std::isnan(largest(driver.values))) // which no comparison tells
      figures[0].value = figures[1].value = not_known;
  return figures;
}

/// Of the eardrum's level.
std::vector<KeyFigure> level_figures_of(const Response &response, const Curve &magnitude) {
  const std::vector<double> &f = response.frequency_hz;
  const Curve level = level_of(f, response.eardrum_pressure);
  std::vector<double> plug_level; // dB re 1 V
  for (const double voltage : plug_voltage(response))
    plug_level.push_back(20 * std::log10(voltage));
  const double per_volt = level.at(1000) - Curve(f, plug_level).at(1000);
  std::vector<KeyFigure> figures;
  for (const auto &[frequency, name] : level_figures)
    figures.push_back({name, level.at(frequency)});
  const Peak peak = highest_peak(level, 2000, 10000);
  figures.insert(figures.end(),
                 {{"sensitivity_db_per_v", per_volt},
                  {"sensitivity_db_per_mw", per_volt + 10 * std::log10(1e-3 * magnitude.at(1000))},
                  {"bass_level_db", level.at(100) - level.at(1000)},
                  {"bass_corner_hz", bass_corner(level)},
                  {"peak_2_10khz_db", peak.level - level.at(1000)},
                  {"peak_2_10khz_hz", peak.frequency}});
  return figures;
}

} // namespace

std::vector<KeyFigure> key_figures(const Response &response) {
  require_length(response.eardrum_pressure.size(), response, "pressures");
  require_length(response.impedance.size(), response, "impedances");
  require_length(response.current.size(), response, "currents");
  const std::vector<double> &f = response.frequency_hz;
  const Curve magnitude = part_of(f, response.impedance, [](const auto &z) { return std::abs(z); });
  const Resonance resonance =
      resonance_of(part_of(f, response.impedance, [](const auto &z) { return z.real(); }));
  std::vector<KeyFigure> figures = level_figures_of(response, magnitude);
  figures.insert(figures.end(), {{"resonance_hz", resonance.frequency},
                                 {"resonance_q", resonance.quality},
                                 {"resonance_impedance_ohm", magnitude.at(resonance.frequency)},
                                 {"impedance_1khz_ohm", magnitude.at(1000)}});
  const std::vector<KeyFigure> excursions = excursion_figures(response);
  figures.insert(figures.end(), excursions.begin(), excursions.end());
  figures.push_back({"largest_error_db", response.error_db.empty() ? 0 : largest(response.error_db)});
  const auto worst = std::max_element(response.mesh_error_db.begin(), response.mesh_error_db.end());
  if (worst != response.mesh_error_db.end()) {
    figures.push_back({"largest_error_mesh_db", *worst});
    figures.push_back({"largest_error_mesh_hz", f[worst - response.mesh_error_db.begin()]});
  }
  if (!response.loss_error_db.empty())
    figures.push_back({"largest_error_losses_db", largest(response.loss_error_db)});
  figures.push_back({"largest_relative_residual", largest(power_residual(response))});
  for (const RealSeries &driver : response.excursion_mm)
    figures.push_back({"excursion_" + driver.name + "_mm", largest(driver.values), driver.name});
  return figures;
}

std::vector<KeyFigure> isolation_figures(const Isolation &isolation) {
  std::vector<KeyFigure> figures;
  for (const RealSeries &variant : isolation.variants) {
    const Curve curve(isolation.frequency_hz, variant.values);
    figures.push_back({"isolation_100hz_" + variant.name + "_db", curve.at(100)});
    figures.push_back({"isolation_1khz_" + variant.name + "_db", curve.at(1000)});
  }
  return figures;
}

} // namespace earshot
