#include "solver/motor/motors.h"

#include "solver/files/tables.h"
#include "solver/motor/motor_store.h"
#include "solver/motor/planar_motor.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/on_root.h"

#include <math.h> // pchip.hpp of Boost 1.74 needs the global isnan

#include <boost/math/interpolators/pchip.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <numbers>

namespace earshot {
namespace {

using nlohmann::ordered_json;
using std::numbers::pi;

constexpr int polynomial_degree = 4; ///< of the fits over the displacement

/// Rank 0 looks into the store, as the others may not see the same file system.
std::optional<MotorSolution> look_up(const std::string &key, MPI_Comm communicator) {
  int found = 0;
  std::optional<MotorSolution> solution = stored_motor(motor_store(), key);
  const int mine = solution.has_value();
  MPI_Allreduce(&mine, &found, 1, MPI_INT, MPI_MIN, communicator);
  return found ? solution : std::nullopt;
}

ImpedanceLadder ladder_of(const MotorSolution &solution) {
  std::vector<double> frequencies;
  std::vector<Complex> impedances;
  for (const BlockedImpedancePoint &point : solution.impedance) {
    frequencies.push_back(point.frequency);
    impedances.push_back(point.impedance);
  }
  return fit_ladder(frequencies, impedances, solution.resistance);
}

std::vector<double> column(const std::vector<MotorCurveRow> &curves, double MotorCurveRow::*member) {
  std::vector<double> values;
  for (const MotorCurveRow &row : curves)
    values.push_back(row.*member);
  return values;
}

std::vector<double> fit_of(const std::vector<MotorCurveRow> &curves, double MotorCurveRow::*member) {
  return fit_polynomial(column(curves, &MotorCurveRow::displacement), column(curves, member),
                        polynomial_degree);
}

Table curve_table(const MotorSolution &solution) {
  Table table{{"displacement_mm", "force_factor_n_a", "force_factor_flux_n_a", "force_factor_fit_n_a",
               "inductance_uh", "inductance_fit_uh", "apparent_inductance_uh", "reluctance_force_n_a2"},
              {}};
  const auto force = fit_of(solution.curves, &MotorCurveRow::force_factor_lorentz),
             inductance = fit_of(solution.curves, &MotorCurveRow::inductance);
  for (const MotorCurveRow &row : solution.curves)
    table.rows.push_back({1e3 * row.displacement, row.force_factor_lorentz, row.force_factor_flux,
                          polynomial_at(force, row.displacement), 1e6 * row.inductance,
                          1e6 * polynomial_at(inductance, row.displacement), 1e6 * row.apparent_inductance,
                          row.reluctance_force});
  return table;
}

Table current_table(const MotorSolution &solution) {
  Table table{{"current_a", "inductance_uh"}, {}};
  for (const CurrentCurveRow &row : solution.current_curve)
    table.rows.push_back({row.current, 1e6 * row.inductance});
  return table;
}

Table impedance_table(const ComputedMotor &motor) {
  Table table{
      {"frequency_hz", "resistance_ohm", "reactance_ohm", "ladder_resistance_ohm", "ladder_reactance_ohm"},
      {}};
  for (const BlockedImpedancePoint &point : motor.solution.impedance) {
    const Complex fit = motor.ladder.impedance(2 * pi * point.frequency);
    table.rows.push_back(
        {point.frequency, point.impedance.real(), point.impedance.imag(), fit.real(), fit.imag()});
  }
  return table;
}

ordered_json as_json(const ComputedMotor &motor) {
  const MotorSolution &s = motor.solution;
  ordered_json branches = ordered_json::array(), magnets = ordered_json::array();
  for (const auto &branch : motor.ladder.branches)
    branches.push_back({{"resistance_ohm", branch.resistance}, {"inductance_h", branch.inductance}});
  for (const MagnetReport &m : s.magnets)
    magnets.push_back({{"name", m.name},
                       {"mean_flux_density_t", m.mean_flux_density},
                       {"lowest_flux_density_t", m.lowest_flux_density},
                       {"knee_flux_density_t", m.knee_flux_density},
                       {"share_past_knee", m.share_past_knee}});
  return {{"driver", motor.driver},
          {"force_factor_n_a", s.force_factor},
          {"resistance_ohm", s.resistance},
          {"inductance_h", s.inductance},
          {"coil_mass_kg", s.coil_mass},
          {"wire_length_m", s.wire_length},
          {"force_factor_polynomial_n_a_per_mm_k", fit_of(s.curves, &MotorCurveRow::force_factor_lorentz)},
          {"inductance_polynomial_h_per_mm_k", fit_of(s.curves, &MotorCurveRow::inductance)},
          {"ladder",
           {{"resistance_ohm", motor.ladder.resistance},
            {"inductance_h", motor.ladder.inductance},
            {"branches", branches},
            {"largest_relative_error", motor.ladder.largest_error}}},
          {"magnets", magnets},
          {"unknowns", s.unknowns},
          {"force_factor_relative_error", s.force_factor_error},
          {"impedance_relative_error", s.impedance_error}};
}

} // namespace

ComputedMotor compute_motor_of(const DriverConfig &driver,
                               const std::vector<MagneticMaterialConfig> &materials, MPI_Comm communicator,
                               MotorField *field) {
  const MagneticMotorConfig &magnetic = *driver.motor.magnetic;
  ComputedMotor motor{driver.name, {}, {}};
  try {
    motor.solution = compute_motor(magnetic, motor_design(magnetic, materials), communicator, field);
  } catch (const std::logic_error &error) { // of the field's own code, which knows no keys
    throw UserError(magnetic.type.where, error.what());
  }
  on_root(communicator, [&] { store_motor(motor_store(), motor_key(magnetic, materials), motor.solution); });
  motor.ladder = ladder_of(motor.solution);
  return motor;
}

std::vector<ComputedMotor> compute_motors(const Case &config, MPI_Comm communicator) {
  std::vector<ComputedMotor> motors;
  for (const DriverConfig &driver : config.drivers) {
    if (!driver.motor.magnetic)
      continue;
    const std::string key = motor_key(*driver.motor.magnetic, config.magnetic_materials);
    if (const auto known = look_up(key, communicator))
      motors.push_back({driver.name, *known, ladder_of(*known), true});
    else
      motors.push_back(compute_motor_of(driver, config.magnetic_materials, communicator));
  }
  return motors;
}

Case with_motors(Case config, const std::vector<ComputedMotor> &motors) {
  config = with_planar_motors(std::move(config));
  for (DriverConfig &driver : config.drivers)
    for (const ComputedMotor &motor : motors)
      if (motor.driver == driver.name.value && driver.motor.magnetic) {
        driver.motor.force_factor.value = motor.solution.force_factor;
        driver.motor.resistance.value = motor.solution.resistance;
        driver.motor.blocked_impedance = impedance_law(motor.solution.impedance);
        for (const MotorCurveRow &row : motor.solution.curves)
          driver.motor.curves.push_back({row.displacement, row.force_factor_lorentz, row.inductance});
        for (const CurrentCurveRow &row : motor.solution.current_curve)
          driver.motor.current_curve.push_back({row.current, row.inductance});
      }
  return config;
}

std::function<Complex(double)> impedance_law(const std::vector<BlockedImpedancePoint> &points) {
  using Curve = boost::math::interpolators::pchip<std::vector<double>>;
  std::vector<double> logs, resistances, inductances;
  for (const BlockedImpedancePoint &point : points) {
    const double omega = 2 * pi * point.frequency;
    logs.push_back(std::log(omega));
    resistances.push_back(point.impedance.real());
    inductances.push_back(point.impedance.imag() / omega);
  }
  const double lowest = logs.front(), highest = logs.back();
  auto abscissae = logs;
  const auto resistance = std::make_shared<Curve>(std::move(logs), std::move(resistances)),
             inductance = std::make_shared<Curve>(std::move(abscissae), std::move(inductances));
  return [=](double omega) {
    const double at = std::clamp(std::log(omega), lowest, highest);
    return Complex((*resistance)(at), omega * (*inductance)(at));
  };
}

std::vector<std::string> motor_warnings(const DriverConfig &driver, const ComputedMotor &motor) {
  std::vector<std::string> warnings;
  for (const MagnetReport &magnet : motor.solution.magnets)
    if (magnet.share_past_knee > 0.001)
      warnings.push_back(fmt::format(
          "driver \"{}\": {:.2g} % of its {} is demagnetised for good at this temperature: B falls to {:.3g} "
          "T, "
          "the knee is at {:.3g} T. The force factor is too high, as the recoil line is followed beyond it",
          motor.driver, 100 * magnet.share_past_knee, magnet.name, magnet.lowest_flux_density,
          magnet.knee_flux_density));
  if (driver.coil && driver.coil->mass < motor.solution.coil_mass)
    warnings.push_back(
        fmt::format("driver \"{}\": its coil's mass of {:.3g} mg is less than that of the wire "
                    "and its insulation, {:.3g} mg",
                    motor.driver, 1e6 * driver.coil->mass.value, 1e6 * motor.solution.coil_mass));
  return warnings;
}

std::string describe_motor(const ComputedMotor &motor) {
  const MotorSolution &s = motor.solution;
  std::string text =
      fmt::format("Motor of \"{}\"{}\n"
                  "    force factor     {:.5g} N/A at rest; error about {:.1g}, {} unknowns\n"
                  "    coil             {:.4g} ohm, {:.4g} uH, {:.4g} mg\n",
                  motor.driver, motor.from_store ? " (computed before)" : "", s.force_factor,
                  s.force_factor_error, s.unknowns, s.resistance, 1e6 * s.inductance, 1e6 * s.coil_mass);
  if (s.wire_length > 0)
    text += fmt::format("    flux density     {:.4g} T on average over the wire\n",
                        s.force_factor / s.wire_length);
  for (const MagnetReport &m : s.magnets)
    text += fmt::format("    {:<16} works at {:.3g} T on average, {:.2g} % of it past the knee\n", m.name,
                        m.mean_flux_density, 100 * m.share_past_knee);
  const auto &highest = s.impedance.back();
  return text + fmt::format("    blocked          {:.4g} + {:.4g} i ohm at {}; ladder of {} branches within "
                            "{:.1g}",
                            highest.impedance.real(), highest.impedance.imag(),
                            frequency_text(highest.frequency), motor.ladder.branches.size(),
                            motor.ladder.largest_error);
}

void write_motors(const std::filesystem::path &directory, const std::vector<ComputedMotor> &motors) {
  for (const ComputedMotor &motor : motors) {
    const std::string suffix = motors.size() > 1 ? "_" + motor.driver : "";
    write_table(directory / ("motor" + suffix + ".csv"), curve_table(motor.solution));
    write_table(directory / ("motor_current" + suffix + ".csv"), current_table(motor.solution));
    write_table(directory / ("blocked_impedance" + suffix + ".csv"), impedance_table(motor));
    write_atomically(directory / ("motor" + suffix + ".json"), as_json(motor).dump(2) + "\n");
  }
}

} // namespace earshot
