#include "solver/analysis/housing_motion.h"

#include "solver/config/sweep_grid.h"
#include "solver/model/outside.h"
#include "solver/sweep/reduced_solver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

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
      if (is_exterior_output(reduced.outputs[l].name))
        add(outside, l, factors.outputs[l]);
    solutions_ = reduced.right_hand_side(factors);
    solutions_.insert(solutions_.end(), outside.begin(), outside.end());
    for (int k = 0; k < n_motions; ++k) {
      motions_[k] = reduced.output_index(housing_motion_output(k));
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

HousingMotion empty_result(const Case &config) {
  HousingMotion result;
  result.frequency_hz = all_frequencies(config);
  const std::size_t prefix = housing_motion_output(0).size() - 1; // of "housing.x"
  for (int k = 0; k < n_motions; ++k)
    result.motions[k].name = housing_motion_output(k).substr(prefix);
  for (const HousingPointConfig &point : config.housing->points)
    result.points.push_back({point.name, {}});
  return result;
}

} // namespace

HousingMotion housing_motion(const ReducedModel &reduced, const Model &model) {
  const Case &config = model.config();
  const RigidMotions &motions = model.housing()->motions;
  HousingMotion result = empty_result(config);
  const std::size_t eardrum = reduced.output_index("eardrum");
  const CoefficientFunctions functions = coefficient_functions(config, model.facts());
  const double volts = config.source.voltage;
  const GatheredTerms terms(reduced);
  for (const double frequency : result.frequency_hz) {
    const Factors factors = functions.at(2 * std::numbers::pi * frequency);
    const HousingAt at(reduced, terms, factors);
    for (int k = 0; k < n_motions; ++k)
      result.motions[k].values.push_back(at.motion(HousingAt::source, k) / volts);
    for (std::size_t p = 0; p < result.points.size(); ++p) {
      const auto vectors = motions.displacements(housing_point(config.housing->points[p].position, motions));
      for (int axis = 0; axis < 3; ++axis) {
        Complex displacement = 0;
        for (int k = 0; k < n_motions; ++k)
          displacement += vectors[k][axis] * result.motions[k].values.back();
        result.points[p].acceleration[axis].push_back(factors.omega * factors.omega * std::abs(displacement));
      }
    }
    const Complex moving = at.free(HousingAt::source, eardrum), held = at.held(HousingAt::source, eardrum);
    result.share_db.push_back(decibels((moving - held) / moving));
    result.level_change_db.push_back(decibels(moving / held));
    if (asks_for_isolation(config))
      result.isolation_loss_db.push_back(
          decibels(at.free(HousingAt::outside, eardrum) / at.held(HousingAt::outside, eardrum)));
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
