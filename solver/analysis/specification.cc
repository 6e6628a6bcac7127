#include "solver/analysis/specification.h"

#include "solver/files/tables.h"
#include "solver/results/frequency_text.h"
#include "solver/results/programme_noise.h"
#include "solver/results/third_octaves.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace earshot {
namespace {

constexpr double not_known = std::numeric_limits<double>::quiet_NaN();
constexpr double reference_hz = 500, reference_db = 94; // IEC 60268-7: characteristic voltage

/// Linear over log f; NaN outside of the ascending frequencies.
double interpolate_log(const std::vector<double> &frequency_hz, const std::vector<double> &values,
                       double frequency) {
  if (values.empty() || values.size() != frequency_hz.size())
    return not_known;
  const auto above = std::lower_bound(frequency_hz.begin(), frequency_hz.end(), frequency);
  if (above == frequency_hz.end())
    return not_known;
  const std::size_t i = above - frequency_hz.begin();
  if (*above == frequency)
    return values[i];
  if (i == 0)
    return not_known;
  const double t =
      std::log(frequency / frequency_hz[i - 1]) / std::log(frequency_hz[i] / frequency_hz[i - 1]);
  return (1 - t) * values[i - 1] + t * values[i];
}

class Sheet {
public:
  explicit Sheet(const Response &response) : response_(response), f_(response.frequency_hz) {
    for (std::size_t i = 0; i < response.impedance.size(); ++i)
      magnitude_.push_back(std::abs(response.impedance[i]));
    for (std::size_t i = 0; i < response.eardrum_pressure.size(); ++i)
      level_.push_back(sound_pressure_level(response.eardrum_pressure[i]) - 20 * std::log10(plug_voltage(i)));
  }

  std::vector<SpecificationFigure> figures(const Isolation *isolation) {
    sensitivities();
    range();
    impedance();
    excursion();
    openings();
    if (isolation && !isolation->variants.empty() && !isolation->frequency_hz.empty())
      attenuation(*isolation);
    return std::move(figures_);
  }

private:
  double plug_voltage(std::size_t i) const {
    return response_.current.empty() ? response_.source_voltage
                                     : magnitude_[i] * std::abs(response_.current[i]);
  }
  double characteristic_voltage() const {
    return std::pow(10, (reference_db - interpolate_log(f_, level_, reference_hz)) / 20);
  }
  void add(SpecificationFigure figure) { figures_.push_back(std::move(figure)); }

  void sensitivities();
  void range();
  void impedance();
  void excursion();
  void openings();
  void attenuation(const Isolation &isolation);

  const Response &response_;
  const std::vector<double> &f_;
  std::vector<double> magnitude_, level_; ///< |Z|; level for 1 V at the plug
  std::vector<SpecificationFigure> figures_;
};

void Sheet::sensitivities() {
  for (const auto &[frequency, name] : {std::pair{500.0, "500hz"}, std::pair{1000.0, "1khz"}}) {
    const double level = interpolate_log(f_, level_, frequency),
                 z = interpolate_log(f_, magnitude_, frequency);
    const std::string at = frequency < 1000 ? "500 Hz" : "1 kHz";
    add({fmt::format("sensitivity_{}_db_per_v", name), "Sensitivity, " + at, "Sensitivity", level, "dB SPL/V",
         "1 V RMS at the plug, re 20 uPa at the eardrum"});
    add({fmt::format("sensitivity_{}_db_per_mw", name), "Sensitivity, " + at, "Sensitivity",
         level + 10 * std::log10(1e-3 * z), "dB SPL/mW",
         "V^2/|Z| = 1 mW at " + at + ", re 20 uPa at the eardrum"});
  }
  add({"characteristic_voltage_v", "Characteristic voltage", "Sensitivity", characteristic_voltage(), "V RMS",
       "94 dB SPL at 500 Hz (IEC 60268-7)"});
  const ProgrammeLevel programme = programme_level(f_, level_);
  add({"wideband_characteristic_voltage_v", "Wide-band characteristic voltage", "Sensitivity",
       std::pow(10, (reference_db - programme.level_db) / 20), "V RMS",
       fmt::format("94 dB(A), free-field related, by the simulated programme signal of IEC 60268-1, third "
                   "octaves from {} to {} (EN 50332-2, IEC 60268-7 8.3.5; head by ITU-T P.58)",
                   frequency_text(programme.lowest_hz), frequency_text(programme.highest_hz))});
}

void Sheet::range() {
  constexpr double fall = 10;
  const double floor = interpolate_log(f_, level_, reference_hz) - fall;
  double lower = not_known, upper = not_known;
  const auto crossing = [&](std::size_t a, std::size_t b) {
    return f_[a] * std::pow(f_[b] / f_[a], (floor - level_[a]) / (level_[b] - level_[a]));
  };
  for (std::size_t i = 1; i < level_.size(); ++i) {
    if (f_[i] <= reference_hz && level_[i - 1] < floor && level_[i] >= floor)
      lower = crossing(i - 1, i);
    if (f_[i] > reference_hz && std::isnan(upper) && level_[i - 1] >= floor && level_[i] < floor)
      upper = crossing(i - 1, i);
  }
  const std::string conditions = "level 10 dB below that at 500 Hz; within the sweep";
  add({"lower_limit_hz", "Lower limit of the frequency range", "Sensitivity", lower, "Hz", conditions});
  add({"upper_limit_hz", "Upper limit of the frequency range", "Sensitivity", upper, "Hz", conditions});
}

void Sheet::impedance() {
  if (magnitude_.empty())
    return;
  const auto lowest = std::min_element(magnitude_.begin(), magnitude_.end());
  const std::string group = "Impedance";
  add({"impedance_1khz_ohm", "Impedance", group, interpolate_log(f_, magnitude_, 1000), "ohm",
       "|Z| at 1 kHz"});
  add({"lowest_impedance_ohm", "Lowest impedance", group, *lowest, "ohm",
       fmt::format("|Z| at {}, over the sweep", frequency_text(f_[lowest - magnitude_.begin()]))});
  constexpr double least_share = 0.8;
  add({"highest_rated_impedance_ohm", "Highest rated impedance", group, *lowest / least_share, "ohm",
       "|Z| nowhere below 80 % of it (IEC 60268-7)"});
  for (const int resistance : {10, 120}) {
    std::vector<double> divider;
    for (const auto &z : response_.impedance)
      divider.push_back(20 * std::log10(std::abs(z / (z + static_cast<double>(resistance)))));
    const auto [least, most] = std::minmax_element(divider.begin(), divider.end());
    add({fmt::format("source_{}ohm_effect_db", resistance),
         fmt::format("Effect of a source with {} ohm", resistance), group, *most - *least, "dB",
         "greatest less least change of the response over the sweep"});
  }
}

void Sheet::excursion() {
  double largest = not_known, largest_per_volt = not_known, at = not_known;
  std::string driver;
  for (const RealSeries &series : response_.excursion_mm)
    for (std::size_t i = 0; i < series.values.size(); ++i) {
      if (!(series.values[i] <= largest)) {
        largest = series.values[i];
        at = f_[i];
        driver = series.name;
      }
      if (!(series.values[i] / plug_voltage(i) <= largest_per_volt))
        largest_per_volt = series.values[i] / plug_voltage(i);
    }
  if (std::isnan(largest))
    return;
  const std::string group = "Excursion";
  add({"largest_excursion_mm", "Largest excursion", group, largest, "mm peak",
       fmt::format("{} at {}, source of {:g} V", driver, frequency_text(at), response_.source_voltage)});
  add({"excursion_94db_um", "Largest excursion at 94 dB", group,
       1e3 * largest_per_volt * characteristic_voltage(), "um peak",
       "at the characteristic voltage, any frequency of the sweep"});
}

void Sheet::attenuation(const Isolation &isolation) {
  const RealSeries &variant = isolation.variants.front();
  const std::string group = "Passive attenuation",
                    conditions =
                        fmt::format("insertion loss against the open ear, third octaves, {}", variant.name);
  const auto bands = third_octaves_within(isolation.frequency_hz.front(), isolation.frequency_hz.back());
  constexpr double first_hz = 100, last_hz = 8000, heard = 6;
  double sum = 0, most = not_known, from = not_known;
  int count = 0;
  for (const ThirdOctave &band : bands) {
    const double value = band_attenuation(isolation.frequency_hz, variant.values, band);
    if (band.nominal_hz >= first_hz && band.nominal_hz <= last_hz) {
      sum += value;
      ++count;
    }
    if (!(value <= most))
      most = value;
    if (value <= heard)
      from = not_known;
    else if (std::isnan(from))
      from = band.nominal_hz;
  }
  add({"attenuation_mean_db", "Mean attenuation", group, count > 0 ? sum / count : not_known, "dB",
       conditions + fmt::format(", {} bands from 100 Hz to 8 kHz", count)});
  add({"attenuation_greatest_db", "Greatest attenuation", group, most, "dB", conditions});
  add({"attenuation_above_6db_hz", "More than 6 dB from", group, from, "Hz",
       conditions + ", up to the highest band"});
}

void Sheet::openings() {
  double largest = not_known, largest_at = not_known, onset = not_known, onset_at = not_known;
  std::string largest_in, onset_in;
  for (const OpeningSeries &opening : response_.openings)
    for (std::size_t i = 0; i < f_.size(); ++i) {
      const double velocity = opening.velocity_mps[i];
      if (!(velocity <= largest))
        largest = velocity, largest_at = f_[i], largest_in = opening.name;
      const double voltage = plug_voltage(i) * opening.laminar_limit_mps[i] / velocity;
      if (!(voltage >= onset))
        onset = voltage, onset_at = f_[i], onset_in = opening.name;
    }
  if (std::isnan(largest))
    return;
  const std::string group = "Openings";
  add({"largest_opening_velocity_mps", "Largest velocity in an opening", group, largest, "m/s peak",
       fmt::format("{} at {}, source of {:g} V", largest_in, frequency_text(largest_at),
                   response_.source_voltage)});
  add({"turbulence_voltage_v", "Turbulence begins at", group, onset, "V RMS",
       fmt::format("{} at {}; the model is linear and knows nothing of it", onset_in,
                   frequency_text(onset_at))});
}

/// Of isolation.csv.
Isolation isolation_of(const Table &table) {
  Isolation isolation;
  isolation.frequency_hz = table.column("frequency_hz");
  isolation.open_ear_reference_db = table.column("open_ear_reference_db");
  for (std::size_t column = 2; column < table.columns.size(); ++column)
    if (const std::string &name = table.columns[column]; !name.ends_with("_error_db"))
      isolation.variants.push_back({name.substr(0, name.rfind("_db")), table.column(name)});
  return isolation;
}

} // namespace

void specify(const std::filesystem::path &directory, const Response &response) {
  const std::filesystem::path file = directory / "isolation.csv";
  if (!std::filesystem::exists(file))
    return write_specification(directory, specification(response, nullptr));
  const Isolation isolation = isolation_of(read_table(file));
  write_specification(directory, specification(response, &isolation));
}

std::vector<SpecificationFigure> specification(const Response &response, const Isolation *isolation) {
  return Sheet(response).figures(isolation);
}

} // namespace earshot
