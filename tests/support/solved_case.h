#ifndef EARSHOT_TESTS_SUPPORT_SOLVED_CASE_H
#define EARSHOT_TESTS_SUPPORT_SOLVED_CASE_H

#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"

#include <algorithm>
#include <memory>
#include <numbers>
#include <stdexcept>
#include <string>
#include <utility>

namespace earshot::testing {

/// A case on its mesh, solved where it is asked.
class SolvedCase {
public:
  explicit SolvedCase(const Case &config) : SolvedCase(config, prepare_mesh(config, MPI_COMM_WORLD)) {}
  SolvedCase(const Case &config, std::shared_ptr<const AirMesh> mesh)
      : model_(config, std::move(mesh), MPI_COMM_WORLD),
        sweep_(model_.problem(), model_.problem().at(2 * std::numbers::pi * 1e3)) {}

  SweepPoint at(double frequency) {
    return sweep_.evaluate(model_.problem().at(2 * std::numbers::pi * frequency));
  }
  /// @throws std::out_of_range
  Complex output(const SweepPoint &point, const Quantity &quantity) const {
    const auto &outputs = model_.problem().outputs;
    const auto found =
        std::find_if(outputs.begin(), outputs.end(), [&](const auto &o) { return o.quantity == quantity; });
    return point.outputs.at(found - outputs.begin());
  }
  const Model &model() const { return model_; }

private:
  const Model model_;
  DirectSweep sweep_;
};

} // namespace earshot::testing

#endif
