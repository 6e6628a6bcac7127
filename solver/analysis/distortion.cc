#include "solver/analysis/distortion.h"

#include "solver/analysis/housing_force.h"
#include "solver/results/frequency_text.h"
#include "solver/results/response.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

constexpr double two_pi = 2 * std::numbers::pi, mm = 1e-3;
constexpr double unknown = DistortionRow::unknown;
/// Where limits are looked for: from far below any to beyond what an earphone is driven with.
constexpr double least_voltage = 1e-3, most_voltage = 20;
constexpr double step_db = 0.5;

double decibels(double ratio) {
  return 20 * std::log10(ratio);
}

std::vector<Law> without(std::vector<Law> laws, std::size_t which) {
  laws.erase(laws.begin() + which);
  return laws;
}

} // namespace

DistortionStudy::DistortionStudy(const LawPorts &ports, LargeSignal large, const DistortionConfig &config,
                                 double highest_frequency)
    : ports_(ports), large_(std::move(large)), config_(config), highest_frequency_(highest_frequency),
      laws_(large_.laws()), left_range_(large_.drivers.size(), false), unsteady_(large_.vents.size(), false) {
  for (const LargeSignalDriver &driver : large_.drivers)
    for (std::string &text : large_signal_warnings(driver.config, driver.curves))
      warnings_.push_back(std::move(text));
  find_voltages();
}

DrivenBalance DistortionStudy::balance(double frequency, const std::vector<Law> &laws) const {
  BalanceOptions options;
  options.order = config_.harmonics;
  return {[this](double omega) { return ports_.at(omega); },
          ports_.n_scalars(),
          laws,
          {two_pi * frequency},
          {1.0},
          options};
}

DistortionStudy::Heard DistortionStudy::heard(const DrivenBalance &balance) const {
  Heard heard;
  double square = 0;
  heard.pressure.push_back(0);
  for (std::size_t l = 1; l < balance.spectrum().n_lines(); ++l) {
    const double omega = balance.omega()[l];
    if (omega > two_pi * highest_frequency_ * (1 + 1e-9))
      break;
    std::vector<Complex> laws;
    for (std::size_t scalar = 0; scalar < ports_.n_scalars(); ++scalar)
      laws.push_back(balance.law_phasor(scalar, l));
    heard.pressure.push_back(ports_.eardrum(omega, l == 1 ? balance.level() : 0, laws));
    square += l > 1 ? std::norm(heard.pressure.back()) : 0;
  }
  heard.thd = heard.pressure.size() > 2 ? std::sqrt(square) / std::abs(heard.pressure[1]) : unknown;
  return heard;
}

/// Both tones and their products up to tone_order, within the sweep. @param amplitudes of the tones at level
/// 1
std::vector<IntermodulationRow> DistortionStudy::products(const DrivenBalance &balance,
                                                          const std::vector<double> &amplitudes) const {
  std::vector<IntermodulationRow> rows;
  double tones = 0; // [Pa^2]
  std::vector<double> pressures;
  for (std::size_t l = 1; l < balance.spectrum().n_lines(); ++l) {
    const std::vector<int> &m = balance.spectrum().combination(l);
    const int order = std::abs(m[0]) + std::abs(m[1]);
    const double omega = balance.omega()[l];
    const bool is_static = std::abs(omega) < two_pi * LawPorts::static_frequency;
    if (order > config_.tone_order || is_static || std::abs(omega) > two_pi * highest_frequency_ * (1 + 1e-9))
      continue;
    std::vector<Complex> laws; // a negative frequency stands for the conjugate phasor at the positive one
    for (std::size_t scalar = 0; scalar < ports_.n_scalars(); ++scalar) {
      const Complex law = balance.law_phasor(scalar, l);
      laws.push_back(omega < 0 ? std::conj(law) : law);
    }
    const bool is_tone = order == 1;
    const double voltage = is_tone ? balance.level() * amplitudes[m[0] != 0 ? 0 : 1] : 0;
    pressures.push_back(std::abs(ports_.eardrum(std::abs(omega), voltage, laws)));
    tones += is_tone ? pressures.back() * pressures.back() : 0;
    const int sign = omega < 0 ? -1 : 1;
    rows.push_back({balance.level(), order, sign * m[0], sign * m[1], std::abs(omega) / two_pi,
                    sound_pressure_level(pressures.back())});
  }
  for (std::size_t k = 0; k < rows.size(); ++k)
    rows[k].percent = 100 * pressures[k] / std::sqrt(tones);
  std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.order < b.order; });
  return rows;
}

std::vector<IntermodulationRow> DistortionStudy::intermodulation() {
  if (config_.tones.empty())
    return {};
  const double ratio = std::pow(10, config_.tone_ratio / 20), both = std::hypot(1, ratio);
  const std::vector<double> amplitudes{1 / both, ratio / both};
  BalanceOptions options;
  options.order = options.most_order = config_.tone_order + 3; // so that what is cut off isn't told
  options.samples = 4;
  DrivenBalance rising([this](double omega) { return ports_.at(omega); }, ports_.n_scalars(), laws_,
                       {two_pi * config_.tones[0], two_pi * config_.tones[1]}, {amplitudes[0], amplitudes[1]},
                       options);
  std::vector<IntermodulationRow> rows;
  for (const double voltage : voltages_) {
    if (const std::string failure = rising.raise_to(voltage); !failure.empty()) {
      warnings_.push_back(fmt::format("no balance of both tones at {:.3g} V: {}", voltage, failure));
      break;
    }
    tell_range(rising);
    constexpr double heard = 1e-3;
    if (rising.last_share() > heard)
      warnings_.push_back(
          fmt::format("both tones at {:.3g} V: products of order {} are left with {:.2g} % of the "
                      "largest scalar, so that those told are unsure by as much",
                      voltage, options.order, 100 * rising.last_share()));
    const std::vector<IntermodulationRow> found = products(rising, amplitudes);
    rows.insert(rows.end(), found.begin(), found.end());
  }
  return rows;
}

/// Peaks of the net force of harmonics 1 to 5, where the model knows it.
std::vector<double> DistortionStudy::housing_forces(const DrivenBalance &balance) const {
  std::vector<double> peaks;
  if (!ports_.have_reactions())
    return peaks;
  std::vector<dealii::Tensor<1, 3>> directions;
  for (const LargeSignalDriver &driver : large_.drivers)
    directions.push_back(driver.direction);
  for (std::size_t l = 1; l <= DistortionRow::n_harmonics; ++l) {
    const double omega = l < balance.spectrum().n_lines() ? balance.omega()[l] : unknown;
    if (!(omega <= two_pi * highest_frequency_ * (1 + 1e-9))) {
      peaks.push_back(unknown);
      continue;
    }
    std::vector<Complex> laws, forces;
    for (std::size_t scalar = 0; scalar < ports_.n_scalars(); ++scalar)
      laws.push_back(balance.law_phasor(scalar, l));
    for (std::size_t k = 0; k < large_.drivers.size(); ++k)
      forces.push_back(ports_.reaction(k, omega, l == 1 ? balance.level() : 0, laws));
    peaks.push_back(net_force_peak(directions, forces));
  }
  return peaks;
}

std::vector<CoilMotion> DistortionStudy::motions(const DrivenBalance &balance) const {
  std::vector<CoilMotion> motions;
  for (std::size_t k = 0; k < large_.drivers.size(); ++k) {
    double largest = 0;
    for (const double x : balance.samples(2 * k))
      largest = std::max(largest, std::abs(x));
    motions.push_back({largest / mm, balance.phasor(2 * k, 0).real() / mm});
  }
  return motions;
}

std::vector<double> DistortionStudy::vent_velocities(const DrivenBalance &balance) const {
  std::vector<double> velocities;
  for (std::size_t v = 0; v < large_.vents.size(); ++v) {
    double largest = 0;
    for (const double flow : balance.rate_samples(large_.vent_scalar(v)))
      largest = std::max(largest, std::abs(flow) / large_.vents[v].loss.area);
    velocities.push_back(largest);
  }
  return velocities;
}

void DistortionStudy::find_voltages() {
  std::vector<double> levels(config_.levels.begin(), config_.levels.end());
  if (levels.empty() && config_.voltages.empty())
    levels = {94, 104, 114};
  for (const double voltage : config_.voltages)
    voltages_.push_back(voltage);
  for (const double level : levels) {
    const double voltage = voltage_for(level);
    level_voltages_.emplace_back(level, voltage);
    if (std::isfinite(voltage))
      voltages_.push_back(voltage);
  }
  std::sort(voltages_.begin(), voltages_.end());
  voltages_.erase(std::unique(voltages_.begin(), voltages_.end()), voltages_.end());
}

/// The voltage whose fundamental has a level at level_frequency, by the secant rule from the linear answer.
double DistortionStudy::voltage_for(double level) {
  constexpr int most_iterations = 30;
  constexpr double close_db = 1e-4;
  DrivenBalance rising = balance(config_.level_frequency, laws_);
  const std::vector<Complex> no_laws(ports_.n_scalars());
  double voltage = std::pow(
      10, (level - sound_pressure_level(ports_.eardrum(two_pi * config_.level_frequency, 1, no_laws))) / 20);
  double slope = 1, last_voltage = 0, last_level = 0; // slope in dB per dB
  for (int k = 0; k < most_iterations; ++k) {
    if (const std::string failure = rising.raise_to(voltage); !failure.empty())
      break;
    const double found = sound_pressure_level(heard(rising).pressure[1]);
    if (std::abs(found - level) < close_db)
      return voltage;
    if (k > 0)
      slope = std::clamp((found - last_level) / decibels(voltage / last_voltage), 0.2, 5.0);
    last_voltage = voltage;
    last_level = found;
    voltage *= std::pow(10, std::clamp((level - found) / slope, -6.0, 6.0) / 20);
  }
  warnings_.push_back(
      fmt::format("no voltage makes {:g} dB at {}: the fundamental stays at {:.4g} dB at {:.3g} V; "
                  "this level is left out",
                  level, frequency_text(config_.level_frequency), last_level, last_voltage));
  return unknown;
}

DistortionRow DistortionStudy::row(double frequency, const DrivenBalance &balance) {
  const Heard heard = this->heard(balance);
  const std::vector<Complex> no_laws(ports_.n_scalars());
  const double linear = std::abs(ports_.eardrum(two_pi * frequency, balance.level(), no_laws));
  DistortionRow row;
  row.frequency_hz = frequency;
  row.voltage_v = balance.level();
  row.level_db = sound_pressure_level(heard.pressure[1]);
  row.compression_db = decibels(linear / std::abs(heard.pressure[1]));
  row.thd_percent = 100 * heard.thd;
  for (std::size_t k = 0; k < row.harmonics_db.size() && k + 2 < heard.pressure.size(); ++k) {
    row.harmonics_db[k] = sound_pressure_level(heard.pressure[k + 2]);
    row.harmonics_percent[k] = 100 * std::abs(heard.pressure[k + 2] / heard.pressure[1]);
  }
  row.coils = motions(balance);
  row.vent_velocities_mps = vent_velocities(balance);
  row.housing_force_n = housing_forces(balance);
  return row;
}

/// The tangents stand in for curves beyond their range: told once per driver.
void DistortionStudy::tell_range(const DrivenBalance &balance) {
  for (std::size_t k = 0; k < large_.drivers.size(); ++k) {
    const DisplacementRange range = common_range(large_.drivers[k].curves);
    const std::vector<double> x = balance.samples(2 * k);
    const auto [least, greatest] = std::minmax_element(x.begin(), x.end());
    if (left_range_[k] || (*least >= range.lowest && *greatest <= range.highest))
      continue;
    left_range_[k] = true;
    warnings_.push_back(fmt::format(
        "driver \"{}\": from {:.3g} V at {} on its coil goes from {:.3g} to {:.3g} mm, "
        "beyond the {:.3g} to {:.3g} mm that its laws are known for",
        large_.drivers[k].config.name.value, balance.level(), frequency_text(balance.omega()[1] / two_pi),
        *least / mm, *greatest / mm, range.lowest / mm, range.highest / mm));
  }
}

/// Air that moves by less than the vent's radius to either side forms no jet, and the law, which takes the
/// flow for steady, claims too much: told once per vent, where the law counts.
void DistortionStudy::tell_unsteady_vents(const DrivenBalance &balance) {
  constexpr double counts = 0.05; // of the vent's flow, that the law makes
  const std::size_t n = ports_.n_scalars();
  for (std::size_t v = 0; v < large_.vents.size(); ++v) {
    const std::size_t scalar = large_.vent_scalar(v);
    const double radius = std::sqrt(large_.vents[v].loss.area / std::numbers::pi),
                 moved = std::abs(balance.phasor(scalar, 1)),
                 strouhal = radius * large_.vents[v].loss.area / moved;
    const Complex own = ports_.at(balance.omega()[1]).transfer[scalar * n + scalar];
    if (unsteady_[v] || large_.vents[v].is_cloth || strouhal <= 1 ||
        std::abs(own * balance.law_phasor(scalar, 1)) < counts * moved)
      continue;
    unsteady_[v] = true;
    warnings_.push_back(fmt::format(
        "vent \"{}\": at {:.3g} V and {} its air moves by {:.3g} mm to either side, less than the radius of "
        "{:.3g} mm: the flow is not steady (Strouhal number {:.2g}), and its loss is overstated",
        large_.vents[v].name, balance.level(), frequency_text(balance.omega()[1] / two_pi),
        moved / large_.vents[v].loss.area / mm, radius / mm, strouhal));
  }
}

void DistortionStudy::add_rows(double frequency, std::vector<std::vector<DistortionRow>> &by_voltage) {
  DrivenBalance rising = balance(frequency, laws_);
  std::string failure;
  for (std::size_t v = 0; v < voltages_.size(); ++v) {
    DistortionRow row;
    row.frequency_hz = frequency;
    row.voltage_v = voltages_[v];
    row.coils.resize(large_.drivers.size());
    row.vent_velocities_mps.resize(large_.vents.size(), unknown);
    row.housing_force_n.resize(ports_.have_reactions() ? DistortionRow::n_harmonics : 0, unknown);
    if (failure.empty()) {
      const int folds = rising.folds();
      failure = rising.raise_to(voltages_[v]);
      if (failure.empty()) {
        row = this->row(frequency, rising);
        tell_range(rising);
        tell_unsteady_vents(rising);
      } else {
        warnings_.push_back(fmt::format("no balance at {} and {:.3g} V: {}", frequency_text(frequency),
                                        voltages_[v], failure));
      }
      if (rising.folds() > folds)
        warnings_.push_back(
            fmt::format("at {} the answer jumps below {:.3g} V: several states are possible there",
                        frequency_text(frequency), voltages_[v]));
    }
    row.thd_alone.resize(laws_.size(), unknown);
    row.thd_without.resize(laws_.size(), unknown);
    by_voltage[v].push_back(std::move(row));
  }
}

std::vector<double> DistortionStudy::thd_at_voltages(double frequency, const std::vector<Law> &laws) const {
  std::vector<double> thd(voltages_.size(), unknown);
  DrivenBalance rising = balance(frequency, laws);
  for (std::size_t v = 0; v < voltages_.size() && rising.raise_to(voltages_[v]).empty(); ++v)
    thd[v] = 100 * heard(rising).thd;
  return thd;
}

void DistortionStudy::add_causes(double frequency,
                                 std::vector<std::vector<DistortionRow>> &by_voltage) const {
  for (std::size_t k = 0; k < laws_.size(); ++k) {
    const std::vector<double> alone = thd_at_voltages(frequency, {laws_[k]}),
                              others = thd_at_voltages(frequency, without(laws_, k));
    for (std::size_t v = 0; v < voltages_.size(); ++v) {
      by_voltage[v].back().thd_alone[k] = alone[v];
      by_voltage[v].back().thd_without[k] = others[v];
    }
  }
}

Distortion DistortionStudy::run(const std::vector<double> &frequencies) {
  std::vector<std::vector<DistortionRow>> by_voltage(voltages_.size());
  for (const double frequency : frequencies) {
    add_rows(frequency, by_voltage);
    if (config_.causes)
      add_causes(frequency, by_voltage);
  }
  Distortion distortion;
  for (const LargeSignalDriver &driver : large_.drivers)
    distortion.drivers.push_back(driver.config.name);
  for (const Vent &vent : large_.vents)
    distortion.vents.push_back(vent.name);
  if (config_.causes)
    for (const Law &law : laws_)
      distortion.laws.push_back(law.name);
  for (std::vector<DistortionRow> &rows : by_voltage)
    distortion.rows.insert(distortion.rows.end(), rows.begin(), rows.end());
  distortion.intermodulation = intermodulation();
  return distortion;
}

std::vector<KeyFigure> DistortionStudy::figures() {
  std::vector<KeyFigure> figures;
  for (const auto &[level, voltage] : level_voltages_)
    figures.push_back({fmt::format("voltage_{:g}db_v", level), voltage});
  // Quantities that reach 1 at their limits, at rising voltages.
  struct Limit {
    const char *name;
    double last = 0, level = unknown;
  };
  std::vector<Limit> limits{{"level_at_thd_limit_db"}, {"level_at_excursion_db"}, {"level_at_contact_db"}};
  DrivenBalance rising = balance(config_.level_frequency, laws_);
  double last_level = unknown;
  for (double voltage = least_voltage; voltage <= most_voltage; voltage *= std::pow(10, step_db / 20)) {
    if (!rising.raise_to(voltage).empty())
      break;
    const Heard heard = this->heard(rising);
    const double level = sound_pressure_level(heard.pressure[1]);
    std::vector<double> reached{heard.thd / config_.thd_limit, 0, 0};
    for (std::size_t k = 0; k < large_.drivers.size(); ++k) {
      const LargeSignalConfig large = large_.drivers[k].config.large_signal.value_or(LargeSignalConfig{});
      const std::vector<double> x = rising.samples(2 * k);
      const auto [least, greatest] = std::minmax_element(x.begin(), x.end());
      if (large.excursion_limit)
        reached[1] = std::max(reached[1], std::max(-*least, *greatest) / *large.excursion_limit);
      if (large.coil_clearance)
        reached[2] = std::max(reached[2], -*least / *large.coil_clearance);
    }
    for (std::size_t k = 0; k < limits.size(); ++k) {
      Limit &limit = limits[k];
      if (std::isnan(limit.level) && reached[k] >= 1)
        limit.level = std::isnan(last_level) ? level
                                             : last_level + (level - last_level) * std::log(1 / limit.last) /
                                                                std::log(reached[k] / limit.last);
      limit.last = reached[k];
    }
    last_level = level;
  }
  for (const Limit &limit : limits)
    figures.push_back({limit.name, limit.level});
  return figures;
}

std::vector<double> fundamentals(const DistortionConfig &config, const std::vector<double> &sweep) {
  const double from = config.from ? config.from->value : sweep.front(),
               to = config.to ? config.to->value : std::max(from, sweep.back() / 2);
  std::vector<double> frequencies;
  for (int k = 0; k < config.points; ++k)
    frequencies.push_back(config.points == 1 ? from : from * std::pow(to / from, k / (config.points - 1.0)));
  return frequencies;
}

std::string describe_distortion(const Distortion &distortion, const std::vector<KeyFigure> &figures) {
  std::string text = "Distortion";
  for (std::size_t k = 0; k < distortion.rows.size();) {
    const double voltage = distortion.rows[k].voltage_v;
    const DistortionRow *worst = nullptr;
    for (; k < distortion.rows.size() && distortion.rows[k].voltage_v == voltage; ++k)
      if (std::isfinite(distortion.rows[k].thd_percent) &&
          (!worst || distortion.rows[k].thd_percent > worst->thd_percent))
        worst = &distortion.rows[k];
    if (worst)
      text += fmt::format("\n    {:.4g} V: at most {:.3g} % at {}, where the fundamental has {:.4g} dB",
                          voltage, worst->thd_percent, frequency_text(worst->frequency_hz), worst->level_db);
  }
  for (std::size_t k = 0; k < distortion.intermodulation.size();) {
    const double voltage = distortion.intermodulation[k].voltage_v;
    double square = 0;
    for (; k < distortion.intermodulation.size() && distortion.intermodulation[k].voltage_v == voltage; ++k)
      if (const IntermodulationRow &row = distortion.intermodulation[k]; row.m1 != 0 && row.m2 != 0)
        square += row.percent * row.percent;
    text += fmt::format("\n    {:.4g} V: intermodulation of both tones {:.3g} %", voltage, std::sqrt(square));
  }
  for (const KeyFigure &figure : figures)
    if (std::isfinite(figure.value))
      text += fmt::format("\n    {:<24} {:.5g}", figure.name, figure.value);
  return text;
}

} // namespace earshot
