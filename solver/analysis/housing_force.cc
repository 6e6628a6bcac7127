#include "solver/analysis/housing_force.h"

#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/network_wiring.h"
#include "solver/model/reaction.h"
#include "solver/sweep/reduced_solver.h"

#include <fmt/format.h>

#include <numbers>

namespace earshot {

namespace {

/// Outputs that sum to a driver's force, each with a factor.
struct ForceParts {
  std::string driver;
  std::vector<std::size_t> outputs;
  std::vector<std::function<Complex(double omega)>> factors;
};

ForceParts parts_of(const ReducedModel &reduced, const std::string &driver) {
  ForceParts parts{driver, reaction_outputs(reduced, driver), {}};
  parts.factors.assign(parts.outputs.size(), [](double) { return Complex(1); });
  return parts;
}

/// A mechanical node's potential is its velocity.
ForceParts parts_of(const ReducedModel &reduced, const LumpedDriver &driver) {
  ForceParts parts{driver.name, {}, {}};
  for (const NodeMass &moving : driver.masses) {
    parts.outputs.push_back(reduced.output_index(network_node(moving.node)));
    parts.factors.push_back([mass = moving.mass](double omega) { return Complex(0, -omega * mass); });
  }
  return parts;
}

Complex force_of(const ForceParts &parts, const ReducedModel &reduced, const Factors &factors,
                 std::span<const Complex> solution) {
  Complex force = 0;
  for (std::size_t k = 0; k < parts.outputs.size(); ++k) {
    const std::size_t output = parts.outputs[k];
    force +=
        parts.factors[k](factors.omega) * factors.outputs[output] * reduced.outputs[output].product(solution);
  }
  return force;
}

} // namespace

std::vector<std::size_t> reaction_outputs(const ReducedModel &reduced, const std::string &driver) {
  std::vector<std::size_t> found;
  for (std::size_t l = 0; l < reduced.outputs.size(); ++l)
    if (const Quantity &quantity = reduced.outputs[l].quantity;
        quantity.kind == QuantityKind::reaction && quantity.of == driver)
      found.push_back(l);
  return found;
}

/// The long half axis of the ellipse that the sum runs through.
double net_force_peak(std::span<const dealii::Tensor<1, 3>> directions, std::span<const Complex> forces) {
  dealii::Tensor<1, 3> cosine, sine;
  for (std::size_t d = 0; d < directions.size(); ++d) {
    cosine += forces[d].real() * directions[d] / directions[d].norm();
    sine += forces[d].imag() * directions[d] / directions[d].norm();
  }
  const double sum = cosine.norm_square() + sine.norm_square(),
               difference = std::hypot(cosine.norm_square() - sine.norm_square(), 2 * (cosine * sine));
  return std::sqrt(sum + difference); // 1/2 under the root, and sqrt(2) of RMS before it
}

HousingForce housing_force(const ReducedModel &reduced, const Model &model) {
  const Case &config = model.config();
  std::vector<ForceParts> all;
  std::vector<dealii::Tensor<1, 3>> directions;
  for (const Driver &driver : model.drivers()) {
    all.push_back(parts_of(reduced, driver.config.name));
    directions.push_back(driver.axis.direction);
  }
  if (config.network)
    for (const LumpedDriver &driver : build_network(config, model.air_properties()).drivers)
      all.push_back(parts_of(reduced, driver));
  HousingForce result{all_frequencies(config), {}, {}};
  for (const ForceParts &parts : all)
    result.drivers.push_back({parts.driver, {}});
  const CoefficientFunctions functions = coefficient_functions(config, model.facts());
  const GatheredTerms terms(reduced);
  for (const double frequency : result.frequency_hz) {
    const Factors factors = functions.at(2 * std::numbers::pi * frequency);
    std::vector<Complex> solution = reduced.right_hand_side(factors);
    ReducedSystem(terms, factors).solve(solution);
    std::vector<Complex> forces;
    for (std::size_t d = 0; d < all.size(); ++d) {
      forces.push_back(force_of(all[d], reduced, factors, solution));
      result.drivers[d].values.push_back(forces.back());
    }
    result.net_n.push_back(net_force_peak(directions, forces));
  }
  return result;
}

std::string describe_housing_force(const HousingForce &force) {
  std::string text = fmt::format("Force on the housing, peak\n  {:>12}{:>14}", "Hz", "net N");
  for (const ComplexSeries &driver : force.drivers)
    text += fmt::format("{:>14}", driver.name + " N");
  const std::size_t n = force.frequency_hz.size(), rows = std::min<std::size_t>(n, 10);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t k = rows == 1 ? 0 : row * (n - 1) / (rows - 1);
    text += fmt::format("\n  {:>12.5g}{:>14.3g}", force.frequency_hz[k], force.net_n[k]);
    for (const ComplexSeries &driver : force.drivers)
      text += fmt::format("{:>14.3g}", std::numbers::sqrt2 * std::abs(driver.values[k]));
  }
  return text + "\n";
}

} // namespace earshot
