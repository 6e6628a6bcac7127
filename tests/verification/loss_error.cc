// ranks: 1 2 3
// What models of losses take from the level at the eardrum, against the sequential model in their place, and
// that one on any number of ranks.
#include "solver/analysis/loss_error.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/prepare.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "tests/support/small_case.h"
#include "tests/support/swept_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

/// With a front volume of 1 mm, in which the layers meet at 20 Hz. @param more  text at the end of the case
Case small_case(const std::string &more = "") {
  const TemporaryDirectory directory;
  std::string text = replaced(small_case_text(), "points = 4", "points = 8\ntolerance = \"1e-4 dB\"");
  text = replaced(std::move(text), "from = \"250 Hz\"", "from = \"20 Hz\"");
  text = replaced(std::move(text), "length = \"2 mm\"", "length = \"1 mm\"");
  std::ofstream(directory.path / "case.toml") << text << more;
  return read_case((directory.path / "case.toml").string());
}

const std::string sequential = "\n[[volume]]\nname = \"front\"\nmodel = \"sequential\"\n";

/// Points of direct solves, with what losses are in doubt.
std::vector<SweepPoint> direct_points(const Case &config, MPI_Comm communicator) {
  const Model model(config, prepare_mesh(config, communicator), communicator);
  DirectSweep sweep(model.problem(), model.problem().at(2 * std::numbers::pi * 700));
  const LossError loss_error(model);
  std::vector<SweepPoint> points;
  for (const double frequency : all_frequencies(config)) {
    const Factors factors = model.problem().at(2 * std::numbers::pi * frequency);
    points.push_back(sweep.evaluate(factors));
    if (loss_error.asked())
      loss_error.add_to(points.back(), factors, sweep.factorization());
  }
  return points;
}

double level(const SweepPoint &point, const Model &model) {
  for (std::size_t k = 0; k < point.outputs.size(); ++k)
    if (model.problem().outputs[k].quantity == quantity::eardrum)
      return 20 * std::log10(std::abs(point.outputs[k]));
  return 0;
}

TEST(LossError, IsThatOfTheModelWithinAFewTimesAndTheSameOnAnyBasis) {
  const Case config = small_case();
  SweptCase swept(config);
  const LossError loss_error(swept.model);
  ASSERT_TRUE(loss_error.asked());
  std::vector<Factors> factors;
  for (const double frequency : all_frequencies(config))
    factors.push_back(swept.model.problem().at(2 * std::numbers::pi * frequency));
  std::vector<SweepPoint> points = swept.fast.evaluate(factors);
  loss_error.add_to(points, factors, swept.fast.basis());
  const auto layers = direct_points(config, MPI_COMM_WORLD);
  const auto better = direct_points(small_case(sequential), MPI_COMM_WORLD);
  std::printf("   f [Hz]   error of boundary layers   told\n");
  for (std::size_t k = 0; k < points.size(); ++k) {
    const double pressure = std::pow(10, level(layers[k], swept.model) / 20);
    const double told = 20 * std::log10(1 + layers[k].loss_errors.at(0) / pressure);
    const double error = std::abs(level(layers[k], swept.model) - level(better[k], swept.model));
    std::printf("%9.0f %18.4f dB %12.4f dB\n", points[k].frequency, error, told);
    EXPECT_TRUE(better[k].loss_errors.empty()); // nothing is in doubt any more
    // 1e-4 dB are 1.2e-5 of the pressure, products of solution and adjoint take twice that of their norms.
    EXPECT_NEAR(points[k].loss_errors.at(0), layers[k].loss_errors.at(0), 1e-3 * layers[k].loss_errors.at(0));
    if (points[k].frequency < 100) { // signs, phases and the second order; below an octave where layers meet
      EXPECT_GT(told, 0.5 * error);
      EXPECT_LT(told, 5 * error);
    } else {
      EXPECT_LT(error, 1e-2); // layers that don't meet: the two models are the same but for edges
    }
  }
}

TEST(LossError, SequentialAirIsTheSameOnAnyNumberOfRanks) {
  const Case config = small_case(sequential);
  const auto together = direct_points(config, MPI_COMM_WORLD), alone = direct_points(config, MPI_COMM_SELF);
  for (std::size_t k = 0; k < together.size(); ++k)
    for (std::size_t j = 0; j < together[k].outputs.size(); ++j)
      EXPECT_LT(std::abs(together[k].outputs[j] - alone[k].outputs[j]), 1e-9 * std::abs(alone[k].outputs[j]));
}

} // namespace
} // namespace earshot::testing
