#ifndef EARSHOT_TESTS_SUPPORT_DIRECT_LEVELS_H
#define EARSHOT_TESTS_SUPPORT_DIRECT_LEVELS_H

#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"

#include <algorithm>
#include <numbers>
#include <vector>

namespace earshot::testing {

/// Levels at the eardrum [dB] at some frequencies [Hz], each by a direct solve. Collective.
inline std::vector<double> direct_levels(const Case &config, const std::vector<double> &frequencies) {
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const auto at = [&](double frequency) { return model.problem().at(2 * std::numbers::pi * frequency); };
  DirectSweep sweep(model.problem(), at(1e3));
  const auto &outputs = model.problem().outputs;
  const auto eardrum = std::find_if(outputs.begin(), outputs.end(),
                                    [](const auto &output) { return output.quantity == quantity::eardrum; });
  std::vector<double> result;
  for (const double frequency : frequencies)
    result.push_back(sound_pressure_level(sweep.evaluate(at(frequency)).outputs[eardrum - outputs.begin()]));
  return result;
}

} // namespace earshot::testing

#endif
