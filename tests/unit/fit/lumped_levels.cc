// The level of a network and its derivatives.
#include "solver/analysis/direct_response.h"
#include "solver/config/parameters.h"
#include "solver/model/prepare.h"
#include "tests/support/lumped_fit_case.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace earshot::testing {
namespace {

const std::vector<double> frequencies{20, 90, 300, 700, 1500, 3000, 5000, 7100, 9000};
const std::vector<std::string> keys{"moving_coil.coil.force_factor", "moving_coil.coil.mass",
                                    "moving_coil.coil.area",         "network.element.rear.value",
                                    "network.element.vent.value",    "network.element.nozzle.radius",
                                    "source.output_impedance",       "air.temperature"};

std::vector<double> values_of(const Case &config) {
  std::vector<double> values;
  const auto parameters = parameters_of(config);
  for (const std::string &key : keys)
    values.push_back(find_parameter(parameters, {key}).value);
  return values;
}

LumpedLevels levels(const Case &config, MeasuredQuantity quantity) {
  return {config, keys, values_of(config), quantity, frequencies};
}

TEST(LumpedLevels, AreThoseOfARun) {
  const Case config = fit_case("");
  const Response run = lumped_response(config, frequencies);
  const auto level = levels(config, MeasuredQuantity::level).answer(values_of(config), false).level_db,
             impedance =
                 levels(config, MeasuredQuantity::impedance).answer(values_of(config), false).level_db;
  for (std::size_t i = 0; i < frequencies.size(); ++i) { // the same equations, summed in another order
    EXPECT_NEAR(level[i], sound_pressure_level(run.eardrum_pressure[i]), 1e-9);
    EXPECT_NEAR(impedance[i], 20 * std::log10(std::abs(run.impedance[i])), 1e-9);
  }
}

// Against differences of whole solves of the fourth order, steps of 1e-3: their own error is 1e-11 of the
// value over the step, 1e-8, and the fourth power of the step.
TEST(LumpedLevels, SlopesAreThoseOfSolves) {
  const Case config = fit_case("");
  double worst = 0;
  for (const MeasuredQuantity quantity : {MeasuredQuantity::level, MeasuredQuantity::impedance}) {
    const LumpedLevels model = levels(config, quantity);
    const std::vector<double> values = values_of(config);
    const LevelAnswer answer = model.answer(values, true);
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const double h = 1e-3 * values[k];
      const auto at = [&](double steps) {
        std::vector<double> moved = values;
        moved[k] += steps * h;
        return model.answer(moved, false).level_db;
      };
      const auto a = at(-1), b = at(-0.5), c = at(0.5), d = at(1);
      double largest = 0, error = 0;
      for (std::size_t i = 0; i < frequencies.size(); ++i) {
        const double slope = (a[i] - 8 * b[i] + 8 * c[i] - d[i]) / (6 * h);
        largest = std::max(largest, std::abs(slope));
        error = std::max(error, std::abs(slope - answer.slopes[k][i]));
      }
      std::printf("%-32s %-10s largest slope %10.3g dB per unit, error %.1e of it\n", keys[k].c_str(),
                  quantity == MeasuredQuantity::level ? "level" : "impedance", largest, error / largest);
      // The source's own impedance has no part in that at the plug.
      constexpr double no_slope = 1e-5; // [dB] for all of the value
      worst = std::max(worst, error / std::max(largest, no_slope / values[k]));
    }
  }
  EXPECT_LT(worst, 1e-5); // the requirement
}

} // namespace
} // namespace earshot::testing
