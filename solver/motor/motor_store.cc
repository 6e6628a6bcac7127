#include "solver/motor/motor_store.h"

#include "solver/config/digest.h"
#include "solver/config/documents.h"
#include "solver/files/tables.h"
#include "solver/output/checkpoint.h"
#include "solver/version.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdlib>

namespace earshot {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr int layout = 2; ///< of the files; other ones are computed anew

std::vector<double> numbers(const MotorCurveRow &row) {
  return {row.displacement, row.force_factor_lorentz, row.force_factor_flux, row.flux_linkage,
          row.inductance,   row.apparent_inductance,  row.reluctance_force};
}

MotorCurveRow curve_row(const json &j) {
  return {j.at(0), j.at(1), j.at(2), j.at(3), j.at(4), j.at(5), j.at(6)};
}

json as_json(const MotorSolution &s) {
  json curves = json::array(), current_curve = json::array(), impedance = json::array(),
       magnets = json::array();
  for (const MotorCurveRow &row : s.curves)
    curves.push_back(numbers(row));
  for (const CurrentCurveRow &row : s.current_curve)
    current_curve.push_back({row.current, row.inductance});
  for (const BlockedImpedancePoint &point : s.impedance)
    impedance.push_back({point.frequency, point.impedance.real(), point.impedance.imag()});
  for (const MagnetReport &m : s.magnets)
    magnets.push_back(
        {m.name, m.mean_flux_density, m.lowest_flux_density, m.knee_flux_density, m.share_past_knee});
  return {{"layout", layout},
          {"force_factor", s.force_factor},
          {"resistance", s.resistance},
          {"inductance", s.inductance},
          {"coil_mass", s.coil_mass},
          {"wire_length", s.wire_length},
          {"curves", curves},
          {"current_curve", current_curve},
          {"impedance", impedance},
          {"magnets", magnets},
          {"unknowns", s.unknowns},
          {"force_factor_error", s.force_factor_error},
          {"impedance_error", s.impedance_error}};
}

/// JSON has no NaN, which an error has that was not estimated.
double number_or_nan(const json &j) {
  return j.is_null() ? std::nan("") : j.get<double>();
}

MotorSolution from_json(const json &j) {
  MotorSolution s;
  s.force_factor = j.at("force_factor");
  s.resistance = j.at("resistance");
  s.inductance = j.at("inductance");
  s.coil_mass = j.at("coil_mass");
  s.wire_length = j.at("wire_length");
  for (const json &row : j.at("curves"))
    s.curves.push_back(curve_row(row));
  for (const json &row : j.at("current_curve"))
    s.current_curve.push_back({row.at(0), row.at(1)});
  for (const json &point : j.at("impedance"))
    s.impedance.push_back({point.at(0), Complex(point.at(1), point.at(2))});
  for (const json &m : j.at("magnets"))
    s.magnets.push_back({m.at(0), m.at(1), m.at(2), m.at(3), m.at(4)});
  s.unknowns = j.at("unknowns");
  s.force_factor_error = number_or_nan(j.at("force_factor_error"));
  s.impedance_error = number_or_nan(j.at("impedance_error"));
  return s;
}

fs::path file_of(const fs::path &store, const std::string &key) {
  return store / ("motor-" + key + ".json");
}

/// Tells one build of the program from another, whose numbers may differ.
std::string program_stamp() {
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  const auto size = fs::file_size(program, unknown);
  const auto time = fs::last_write_time(program, unknown).time_since_epoch().count();
  return fmt::format("{} {} {}\n", version, unknown ? 0 : size, unknown ? 0 : time);
}

} // namespace

fs::path motor_store() {
  if (const char *cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && *cache != '\0')
    return fs::path(cache) / "earshot";
  if (const char *home = std::getenv("HOME"); home != nullptr && *home != '\0')
    return fs::path(home) / ".cache" / "earshot";
  return {};
}

std::string motor_key(const MagneticMotorConfig &motor,
                      const std::vector<MagneticMaterialConfig> &materials) {
  Case alone;
  alone.drivers.resize(1);
  alone.drivers[0].motor.magnetic = motor;
  alone.magnetic_materials = materials;
  return digest(program_stamp() + resolved_toml(alone) + digests_of_files(alone));
}

std::optional<MotorSolution> stored_motor(const fs::path &store, const std::string &key) {
  if (store.empty() || !fs::exists(file_of(store, key)))
    return std::nullopt;
  try {
    const json j = json::parse(read_text(file_of(store, key)));
    if (j.at("layout") == layout)
      return from_json(j);
  } catch (const std::exception &) { // a damaged file is as good as none
  }
  return std::nullopt;
}

void store_motor(const fs::path &store, const std::string &key, const MotorSolution &solution) {
  std::error_code ignored;
  if (store.empty() || (fs::create_directories(store, ignored), !fs::is_directory(store, ignored)))
    return;
  try {
    write_atomically(file_of(store, key), as_json(solution).dump(1));
  } catch (const UserError &) { // it will be computed anew
  }
}

} // namespace earshot
