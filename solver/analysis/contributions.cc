#include "solver/analysis/contributions.h"

#include "solver/circuit/dense_solve.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);

template <class Named>
std::size_t index_of(const std::vector<Named> &items, const std::string &name) {
  const auto found =
      std::find_if(items.begin(), items.end(), [&](const Named &item) { return item.name == name; });
  if (found == items.end())
    throw std::out_of_range("no load or output " + name);
  return found - items.begin();
}

/// A driver as the reduced model knows it.
struct DriverPlaces {
  LumpedMotor motor;
  std::size_t load, current, displacement;
};

std::vector<DriverPlaces> places_of(const ReducedModel &model, const Case &config) {
  std::vector<DriverPlaces> places;
  for (const DriverConfig &driver : config.drivers) {
    const LumpedMotor motor = motor_of(config, driver);
    places.push_back({motor, index_of(model.loads, voltage_load(motor)),
                      index_of(model.outputs, motor.current_output),
                      index_of(model.outputs, "coil_displacement." + driver.name.value)});
  }
  return places;
}

/// The shares at one frequency, in the order of the drivers, then the whole.
class SharesAt {
public:
  SharesAt(const ReducedModel &model, const std::vector<DriverPlaces> &drivers, const Factors &factors)
      : model_(model), drivers_(drivers), factors_(factors), solution_(model.solve(factors)) {}

  std::vector<Complex> find(std::size_t eardrum) const {
    const std::size_t n = drivers_.size();
    // T E = P, transposed: E^T T^T = P^T, E_jd the voltage at j and P_d the pressure of a source at d.
    std::vector<Complex> voltages(n * n), pressures(n);
    for (std::size_t d = 0; d < n; ++d) {
      for (std::size_t j = 0; j < n; ++j)
        voltages[d * n + j] =
            voltage(j, response(drivers_[j].current, d), response(drivers_[j].displacement, d));
      pressures[d] = response(eardrum, d);
    }
    std::vector<Complex> shares = solve_dense(voltages, pressures);
    for (std::size_t d = 0; d < n; ++d)
      shares[d] *=
          voltage(d, solution_.outputs[drivers_[d].current], solution_.outputs[drivers_[d].displacement]);
    shares.push_back(solution_.outputs[eardrum]);
    return shares;
  }

private:
  /// An output's answer to 1 V in series with a driver, by the output's adjoint.
  Complex response(std::size_t output, std::size_t driver) const {
    const std::vector<double> &load = model_.loads[drivers_[driver].load].values;
    const std::vector<Complex> &adjoint = solution_.adjoints[output];
    Complex sum = 0;
    for (std::size_t i = 0; i < adjoint.size(); ++i)
      sum += load[i] * adjoint[i];
    return factors_.outputs[output] * sum * -1.0 / (i_unit * factors_.omega);
  }

  /// Across a driver's terminals [V].
  Complex voltage(std::size_t driver, Complex current, Complex displacement) const {
    const LumpedMotor &motor = drivers_[driver].motor;
    return blocked_impedance(motor, factors_.omega) * current +
           i_unit * factors_.omega * motor.force_factor * displacement;
  }

  const ReducedModel &model_;
  const std::vector<DriverPlaces> &drivers_;
  const Factors &factors_;
  ReducedSolution solution_;
};

} // namespace

Contributions contributions(const ReducedModel &model, const Case &config, const MeshFacts &facts) {
  if (config.drivers.empty())
    throw UserError({config.file, 0, 0, "driver"},
                    "missing, expected a driver on the mesh for an analysis of contributions");
  const std::vector<DriverPlaces> drivers = places_of(model, config);
  const std::size_t eardrum = index_of(model.outputs, "eardrum");
  const CoefficientFunctions functions = coefficient_functions(config, facts);
  Contributions result{all_frequencies(config), {}, {}};
  for (const DriverConfig &driver : config.drivers)
    result.shares.push_back({driver.name, {}});
  const bool network_plays = config.network && !config.network->ports.empty();
  if (network_plays)
    result.shares.push_back({"network", {}});
  for (const double frequency : result.frequency_hz) {
    const Factors factors = functions.at(2 * std::numbers::pi * frequency);
    const std::vector<Complex> shares = SharesAt(model, drivers, factors).find(eardrum);
    Complex rest = shares.back();
    for (std::size_t d = 0; d < drivers.size(); ++d) {
      result.shares[d].values.push_back(shares[d]);
      rest -= shares[d];
    }
    if (network_plays)
      result.shares.back().values.push_back(rest);
    result.eardrum_pressure.push_back(shares.back());
  }
  return result;
}

std::string describe_contributions(const Contributions &contributions) {
  std::string text = fmt::format("Contributions at the eardrum\n  {:>12}{:>14}", "Hz", "sum dB");
  for (const ComplexSeries &share : contributions.shares)
    text += fmt::format("{:>18}", share.name + " dB");
  const std::size_t n = contributions.frequency_hz.size(), rows = std::min<std::size_t>(n, 10);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t k = rows == 1 ? 0 : row * (n - 1) / (rows - 1);
    text += fmt::format("\n  {:>12.5g}{:>14.2f}", contributions.frequency_hz[k],
                        sound_pressure_level(contributions.eardrum_pressure[k]));
    for (const ComplexSeries &share : contributions.shares)
      text += fmt::format("{:>18.2f}", sound_pressure_level(share.values[k]));
  }
  return text + "\n";
}

} // namespace earshot
