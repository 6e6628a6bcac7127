#include "solver/analysis/housing_motion.h"

#include "solver/config/sweep_grid.h"
#include "solver/model/outside.h"
#include "solver/sweep/reduced_solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <optional>

namespace earshot {

namespace {

constexpr int n_motions = RigidMotions::number;

double decibels(Complex ratio) {
  return 20 * std::log10(std::abs(ratio));
}

/// Answers at one frequency to the source, to sound from outside and to unit forces on the six motions.
class HousingAt {
public:
  HousingAt(const ReducedModel &reduced, const GatheredTerms &terms, const Factors &factors)
      : reduced_(reduced), factors_(factors) {
    std::vector<Complex> outside(reduced.size);
    for (std::size_t l = 0; l < reduced.outputs.size(); ++l)
      if (reduced.outputs[l].quantity.kind == QuantityKind::exterior_load)
        add(outside, l, factors.outputs[l]);
    solutions_ = reduced.right_hand_side(factors);
    solutions_.insert(solutions_.end(), outside.begin(), outside.end());
    for (int k = 0; k < n_motions; ++k) {
      motions_[k] = reduced.output_index(housing_motion(k));
      std::vector<Complex> force(reduced.size);
      add(force, motions_[k], 1);
      solutions_.insert(solutions_.end(), force.begin(), force.end());
    }
    ReducedSystem(terms, factors).solve(solutions_);
    find_holding_forces();
  }

  enum Load { source, outside };
  Complex motion(Load load, int k) const { return output(motions_[k], load); }
  Complex free(Load load, std::size_t output) const { return this->output(output, load); }
  Complex held(Load load, std::size_t output) const {
    Complex sum = free(load, output);
    for (int k = 0; k < n_motions; ++k)
      sum += this->output(output, first_force + k) * forces_[load * n_motions + k];
    return sum;
  }

private:
  static constexpr int first_force = 2;

  void add(std::vector<Complex> &load, std::size_t output, Complex factor) const {
    for (std::size_t i = 0; i < reduced_.size; ++i)
      load[i] += factor * reduced_.outputs[output].values[i];
  }
  Complex output(std::size_t which, int solution) const {
    return factors_.outputs[which] *
           reduced_.outputs[which].product(
               std::span(solutions_).subspan(solution * reduced_.size, reduced_.size));
  }
  /// F = -G^-1 q for both loads.
  void find_holding_forces() {
    std::vector<Complex> compliance(n_motions * n_motions);
    for (int i = 0; i < n_motions; ++i)
      for (int j = 0; j < n_motions; ++j)
        compliance[j * n_motions + i] = output(motions_[i], first_force + j);
    for (const Load load : {source, outside})
      for (int k = 0; k < n_motions; ++k)
        forces_.push_back(-motion(load, k));
    DenseSystem(compliance, n_motions).solve(forces_);
  }

  const ReducedModel &reduced_;
  const Factors &factors_;
  std::array<std::size_t, n_motions> motions_{};
  std::vector<Complex> solutions_, forces_;
};

/// What a model with its housing at rest answers at the eardrum.
class HeldAt {
public:
  HeldAt(const ReducedModel &reduced, const CoefficientFunctions &functions)
      : reduced_(reduced), functions_(functions), terms_(reduced),
        eardrum_(reduced.output_index({QuantityKind::eardrum_pressure})) {}

  /// To the source, and to sound from outside.
  std::array<Complex, 2> at(double omega) const {
    const Factors factors = functions_.at(omega);
    std::vector<Complex> outside(reduced_.size);
    for (std::size_t l = 0; l < reduced_.outputs.size(); ++l)
      for (std::size_t i = 0;
           reduced_.outputs[l].quantity.kind == QuantityKind::exterior_load && i < reduced_.size; ++i)
        outside[i] += factors.outputs[l] * reduced_.outputs[l].values[i];
    std::vector<Complex> solutions = reduced_.right_hand_side(factors);
    solutions.insert(solutions.end(), outside.begin(), outside.end());
    ReducedSystem(terms_, factors).solve(solutions);
    std::array<Complex, 2> answers;
    for (const int k : {0, 1})
      answers[k] =
          factors.outputs[eardrum_] *
          reduced_.outputs[eardrum_].product(std::span(solutions).subspan(k * reduced_.size, reduced_.size));
    return answers;
  }

private:
  const ReducedModel &reduced_;
  const CoefficientFunctions functions_;
  const GatheredTerms terms_;
  std::size_t eardrum_;
};

/// Displacement of a point along an axis per volt. @param motions  the six, per volt
Complex point_displacement(const HousingPointConfig &point, int axis, const RigidMotions &rigid,
                           const std::array<Complex, n_motions> &motions) {
  const auto vectors = rigid.displacements(housing_point(point.position, rigid));
  Complex displacement = 0;
  for (int k = 0; k < n_motions; ++k)
    displacement += vectors[k][axis] * motions[k];
  return displacement;
}

HousingMotion empty_result(const Case &config) {
  HousingMotion result;
  result.frequency_hz = all_frequencies(config);
  for (int k = 0; k < n_motions; ++k)
    result.motions[k].name = housing_motion(k).of;
  for (const HousingPointConfig &point : config.housing->points)
    result.points.push_back({point.name, {}});
  return result;
}

} // namespace

Case held_case(const Case &config) {
  Case held = config;
  held.housing.reset();
  return held;
}

HousingMotion housing_motion(const ReducedModel &reduced, const Model &model,
                             const ReducedModel *held_model) {
  const Case &config = model.config();
  const bool elastic = config.housing->is_elastic();
  HousingMotion result = empty_result(config);
  const std::size_t eardrum = reduced.output_index({QuantityKind::eardrum_pressure});
  const CoefficientFunctions functions = coefficient_functions(config, model.facts());
  const double volts = config.source.voltage;
  const GatheredTerms terms(reduced);
  std::optional<HeldAt> at_rest;
  if (elastic)
    at_rest.emplace(*held_model, coefficient_functions(held_case(config), model.facts()));
  for (const double frequency : result.frequency_hz) {
    const Factors factors = functions.at(2 * std::numbers::pi * frequency);
    const HousingAt at(reduced, terms, factors);
    std::array<Complex, n_motions> motions;
    for (int k = 0; k < n_motions; ++k) {
      motions[k] = at.motion(HousingAt::source, k) / volts;
      result.motions[k].values.push_back(motions[k]);
    }
    for (std::size_t p = 0; p < result.points.size(); ++p) {
      const HousingPointConfig &point = config.housing->points[p];
      for (int axis = 0; axis < 3; ++axis) {
        const Complex displacement =
            elastic
                ? at.free(HousingAt::source, reduced.output_index(housing_point_motion(point.name, axis))) /
                      volts
                : point_displacement(point, axis, model.housing()->motions, motions);
        result.points[p].acceleration[axis].push_back(factors.omega * factors.omega * std::abs(displacement));
      }
    }
    const std::array<Complex, 2> held =
        elastic ? at_rest->at(factors.omega)
                : std::array{at.held(HousingAt::source, eardrum), at.held(HousingAt::outside, eardrum)};
    const Complex moving = at.free(HousingAt::source, eardrum);
    result.share_db.push_back(decibels((moving - held[0]) / moving));
    result.level_change_db.push_back(decibels(moving / held[0]));
    if (asks_for_isolation(config))
      result.isolation_loss_db.push_back(decibels(at.free(HousingAt::outside, eardrum) / held[1]));
  }
  return result;
}

std::string describe_housing_motion(const HousingMotion &motion) {
  std::string text = fmt::format("Motion of the housing, per volt\n  {:>10}{:>12}{:>12}{:>12}{:>12}", "Hz",
                                 "x m", "y m", "z m", "share dB");
  for (const HousingMotion::Point &point : motion.points)
    text += fmt::format("{:>18}", point.name + " m/s2");
  const std::size_t n = motion.frequency_hz.size(), rows = std::min<std::size_t>(n, 10);
  for (std::size_t row = 0; row < rows; ++row) {
    const std::size_t k = rows == 1 ? 0 : row * (n - 1) / (rows - 1);
    text += fmt::format("\n  {:>10.5g}", motion.frequency_hz[k]);
    for (int axis = 0; axis < 3; ++axis)
      text += fmt::format("{:>12.3g}", std::abs(motion.motions[axis].values[k]));
    text += fmt::format("{:>12.1f}", motion.share_db[k]);
    for (const HousingMotion::Point &point : motion.points)
      text += fmt::format("{:>18.3g}", std::hypot(point.acceleration[0][k], point.acceleration[1][k],
                                                  point.acceleration[2][k]));
  }
  return text + "\n";
}

} // namespace earshot
