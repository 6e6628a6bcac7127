#include "solver/analysis/contributions.h"

#include "solver/circuit/dense_solve.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/network_wiring.h"
#include "solver/model/prepare.h"
#include "solver/sweep/reduced_solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numbers>
#include <tuple>

namespace earshot {

namespace {

constexpr Complex i_unit(0, 1);
/// What is less of the whole is nobody's share: 0.001 dB.
constexpr double negligible = 1e-4;
/// Part of its own volt that a driver's coil gets where it has no way back: less is round-off.
constexpr double open_circuit = 1e-6;

/// An output of the reduced model with a factor in front.
struct Part {
  std::size_t output;
  std::function<Complex(double omega)> factor;
};

/// A driver, or several equal ones side by side, as the reduced model knows them.
struct Player {
  std::string name;
  std::vector<Part> series_volt; ///< vectors of outputs that make the right-hand side of 1 V in series
  std::vector<Part> voltage;     ///< outputs that make the voltage across the terminals
  std::vector<Part> coil_drop;   ///< outputs that make the part of it across the resting coil
  double own_volt = 0;           ///< of its own 1 V in series that these don't see
};

Complex i_omega(double omega) {
  return i_unit * omega;
}

/// A coil's current and motion tell all that lies across it.
Player meshed_player(const ReducedModel &model, const LumpedMotor &motor) {
  const std::size_t current = model.output_index(motor.current_output),
                    displacement = model.output_index({QuantityKind::coil_displacement, motor.name});
  return {motor.name,
          {{current, [](double omega) { return -1.0 / i_omega(omega); }}},
          {{current, [motor](double omega) { return blocked_impedance(motor, omega); }},
           {displacement, [bl = motor.force_factor](double omega) { return i_omega(omega) * bl; }}},
          {{current, [motor](double omega) { return blocked_impedance(motor, omega); }}},
          0};
}

/// 1 V in series with a resistance R is a current 1/R beside it (Norton).
/// @param equal drivers that do the same
Player network_player(const ReducedModel &model, const std::vector<LumpedDriver> &equal) {
  Player player{"", {}, {}, {}, 1};
  const auto add = [&](std::vector<Part> &parts, const std::string &node, double factor) {
    if (node != Circuit::ground)
      parts.push_back({model.output_index(network_node(node)), [factor](double) { return Complex(factor); }});
  };
  for (const LumpedDriver &driver : equal) {
    player.name += (player.name.empty() ? "" : "+") + driver.name;
    add(player.series_volt, driver.coil, 1 / driver.resistance);
    add(player.series_volt, driver.terminals.plus, -1 / driver.resistance);
  }
  add(player.voltage, equal.front().terminals.plus, 1);
  add(player.voltage, equal.front().terminals.minus, -1);
  add(player.coil_drop, equal.front().terminals.plus, 1);
  add(player.coil_drop, equal.front().coil, -1);
  return player;
}

/// Whether two of a network's drivers have part, terminals and places in the air in common.
bool are_side_by_side(const NetworkConfig &network, const LumpedDriver &a, const LumpedDriver &b) {
  const auto element = [&](const LumpedDriver &driver) -> const NetworkElementConfig & {
    return *std::find_if(network.elements.begin(), network.elements.end(),
                         [&](const auto &e) { return e.name.value == driver.name; });
  };
  const auto places = [](const NetworkElementConfig &e) {
    return std::tie(e.kind.value, e.part.value, e.from.value, e.to.value, e.second_from.value,
                    e.second_to.value);
  };
  return places(element(a)) == places(element(b));
}

std::vector<Player> players_of(const ReducedModel &model, const Case &config) {
  std::vector<Player> players;
  for (const DriverConfig &driver : config.drivers)
    players.push_back(meshed_player(model, motor_of(config, driver)));
  if (!config.network)
    return players;
  std::vector<std::vector<LumpedDriver>> groups;
  for (const LumpedDriver &driver : build_network(config, air_properties(config)).drivers) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto &g) {
      return are_side_by_side(*config.network, g.front(), driver);
    });
    if (group == groups.end())
      groups.push_back({driver});
    else
      group->push_back(driver);
  }
  for (const std::vector<LumpedDriver> &group : groups)
    players.push_back(network_player(model, group));
  return players;
}

/// Answers of the reduced model at one frequency: of the case itself, and of 1 V in series with each player.
class SharesAt {
public:
  /// @throws std::runtime_error when the projected matrix is singular
  SharesAt(const ReducedModel &model, const GatheredTerms &terms, const std::vector<Player> &players,
           const Factors &factors)
      : model_(model), players_(players), factors_(factors), solutions_(model.right_hand_side(factors)) {
    solutions_.resize((1 + players.size()) * model.size);
    for (std::size_t d = 0; d < players.size(); ++d)
      for (const Part &part : players[d].series_volt)
        for (std::size_t i = 0; i < model.size; ++i)
          solutions_[(1 + d) * model.size + i] +=
              part.factor(factors.omega) * model.outputs[part.output].values[i];
    ReducedSystem(terms, factors).solve(solutions_);
  }

  /// In the order of the players.
  std::vector<Complex> find(std::size_t eardrum) const {
    const std::size_t n = players_.size();
    // T E = P, transposed: E^T T^T = P^T, E_jd the voltage at j and P_d the pressure of a source at d.
    std::vector<Complex> voltages(n * n), pressures(n);
    for (std::size_t d = 0; d < n; ++d) {
      if (std::abs(sum(players_[d].coil_drop, 1 + d) + players_[d].own_volt) < open_circuit) {
        voltages[d * n + d] = 1; // it has no current, whatever its voltage: no share
        continue;
      }
      for (std::size_t j = 0; j < n; ++j)
        voltages[d * n + j] = sum(players_[j].voltage, 1 + d) + (j == d ? players_[d].own_volt : 0);
      pressures[d] = output(eardrum, 1 + d);
    }
    std::vector<Complex> shares = solve_dense(voltages, pressures);
    for (std::size_t d = 0; d < n; ++d)
      shares[d] *= terminal_voltage(players_[d]);
    return shares;
  }

  Complex whole(std::size_t eardrum) const { return output(eardrum, 0); }
  /// Across a player's terminals, of the case itself [V].
  Complex terminal_voltage(const Player &player) const { return sum(player.voltage, 0); }

private:
  Complex output(std::size_t which, std::size_t solution) const {
    return factors_.outputs[which] *
           model_.outputs[which].product(std::span(solutions_).subspan(solution * model_.size, model_.size));
  }
  Complex sum(const std::vector<Part> &parts, std::size_t solution) const {
    Complex sum = 0;
    for (const Part &part : parts)
      sum += part.factor(factors_.omega) * output(part.output, solution);
    return sum;
  }

  const ReducedModel &model_;
  const std::vector<Player> &players_;
  const Factors &factors_;
  std::vector<Complex> solutions_; ///< one after the other
};

/// What no player adds: other sources and drivers of the network.
std::vector<Complex> rest_of(const Contributions &found) {
  std::vector<Complex> rest = found.eardrum_pressure;
  for (const ComplexSeries &share : found.shares)
    for (std::size_t k = 0; k < rest.size(); ++k)
      rest[k] -= share.values[k];
  return rest;
}

std::size_t width_of(const ComplexSeries &share) {
  return std::max<std::size_t>(14, share.name.size() + 5);
}

} // namespace

Contributions contributions(const ReducedModel &model, const Case &config, const MeshFacts &facts) {
  const std::vector<Player> players = players_of(model, config);
  if (players.empty())
    throw UserError(
        {config.file, 0, 0, "driver"},
        "missing, expected a driver on the mesh or in the network for an analysis of contributions");
  const std::size_t eardrum = model.output_index({QuantityKind::eardrum_pressure});
  const CoefficientFunctions functions = coefficient_functions(config, facts);
  Contributions result{all_frequencies(config), {}, {}, {}};
  for (const Player &player : players) {
    result.shares.push_back({player.name, {}});
    result.terminals.push_back({player.name, {}});
  }
  const GatheredTerms terms(model);
  for (const double frequency : result.frequency_hz) {
    const Factors factors = functions.at(2 * std::numbers::pi * frequency);
    const SharesAt at(model, terms, players, factors);
    const std::vector<Complex> shares = at.find(eardrum);
    for (std::size_t d = 0; d < players.size(); ++d) {
      result.shares[d].values.push_back(shares[d]);
      result.terminals[d].values.push_back(at.terminal_voltage(players[d]));
    }
    result.eardrum_pressure.push_back(at.whole(eardrum));
  }
  const std::vector<Complex> rest = rest_of(result);
  for (std::size_t k = 0; k < rest.size(); ++k)
    if (std::abs(rest[k]) > negligible * std::abs(result.eardrum_pressure[k])) {
      result.shares.push_back({"network", rest});
      break;
    }
  return result;
}

std::string describe_contributions(const Contributions &contributions) {
  std::string text = fmt::format("Contributions at the eardrum\n  {:>12}{:>14}", "Hz", "sum dB");
  for (const ComplexSeries &share : contributions.shares)
    text += fmt::format("{:>{}}", share.name + " dB", width_of(share));
  const std::size_t n = contributions.frequency_hz.size(), rows = std::min<std::size_t>(n, 10);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t k = rows == 1 ? 0 : row * (n - 1) / (rows - 1);
    text += fmt::format("\n  {:>12.5g}{:>14.2f}", contributions.frequency_hz[k],
                        sound_pressure_level(contributions.eardrum_pressure[k]));
    for (const ComplexSeries &share : contributions.shares)
      text += fmt::format("{:>{}.2f}", sound_pressure_level(share.values[k]), width_of(share));
  }
  return text + "\n";
}

} // namespace earshot
