// ranks: 1 2 3
// What the cubic surplus says of a mesh of quadratic elements, against closed forms, and on one basis or
// many.
#include "solver/analysis/mesh_error.h"
#include "solver/analysis/adaptive_mesh.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/prepare.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/air_problem.h"
#include "tests/support/convergence.h"
#include "tests/support/meshes.h"
#include "tests/support/small_case.h"
#include "tests/support/swept_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr Complex i_unit(0, 1);

/// Air that a surface drives and that another one hears: solved on quadratic elements, and with its surplus.
class Measured {
public:
  Measured(const AirMesh &mesh, const AirModel &model, const std::string &driven, const std::string &heard)
      : plain_(mesh, model), enriched_(mesh, model, AirSpace::Surplus::cubic) {
    for (AirProblem *problem : {&plain_, &enriched_}) {
      problem->drive(driven);
      problem->probe(heard);
    }
  }

  struct Result {
    Complex output, surplus;
  };

  /// The output, and what the surplus would add to it.
  Result at(double frequency) {
    const Complex output = plain_.solve(frequency).front();
    const Factors factors = plain_.problem().at(2 * std::numbers::pi * frequency);
    Factorization factorization(plain_.problem(), factors);
    factorization.factorize(factors);
    std::vector<Complex> adjoint(plain_.problem().partition.total);
    for (const auto &[unknown, value] : plain_.problem().outputs.front().vector)
      adjoint[unknown] += value;
    const SurplusError surplus(enriched(), factors);
    return {output, surplus.error(factors, 0, plain_.solution(), factorization.solve(adjoint))};
  }

  EnrichedProblem enriched() const {
    EnrichedProblem problem{enriched_.problem(), {}, {}};
    problem.surplus = problem.problem.blocks.at(enriched_.surplus_field());
    problem.number.resize(plain_.problem().partition.total);
    for (Index i = 0; i < plain_.space().n_unknowns(); ++i)
      problem.number[plain_.number(i)] = enriched_.number(i);
    return problem;
  }

private:
  AirProblem plain_, enriched_;
};

constexpr double length = 10e-3, width = 2e-3;

AirModel lossless() {
  AirModel model;
  model.wall_losses = false;
  return model;
}

/// A closed tube of plane waves hears p = -i rho c v/sin(k L) at its far end. On smooth solutions the error
/// of quadratic elements in an output is of fourth order, and the surplus has all of its leading part but for
/// the coupling of its functions.
TEST(MeshError, FollowsTheErrorOfPlaneWaves) {
  const double frequency = 12e3; // 0.35 waves in the tube
  const AirModel model = lossless();
  const double k = 2 * std::numbers::pi * frequency / model.properties.sound_speed;
  const Complex exact =
      -i_unit * model.properties.density * model.properties.sound_speed / std::sin(k * length);
  ConvergenceTable true_error("plane waves: true error"), estimate("plane waves: surplus");
  for (const double size : {2e-3, 1e-3, 0.67e-3}) {
    Measured tube(box_mesh({length, width, width}, size), model, "x0", "x1");
    const auto [output, surplus] = tube.at(frequency);
    true_error.add(size, std::abs(exact - output));
    estimate.add(size, std::abs(surplus));
    // On meshes without pattern the ratio of both scatters: a factor of three.
    std::printf("size %.3g: surplus over error %.3f\n", size, std::abs(surplus / (exact - output)));
    EXPECT_GT(std::abs(surplus), std::abs(exact - output) / 3);
    EXPECT_LT(std::abs(surplus), std::abs(exact - output) * 3);
    // What it says has the error's sign: adding it makes the output better.
    EXPECT_LT(std::abs(exact - output - surplus), 0.8 * std::abs(exact - output));
  }
  true_error.print();
  estimate.print();
  EXPECT_GT(true_error.rate(), 2.5); // of 4: the first mesh has one element across
  EXPECT_GT(estimate.rate(), 2.5);
}

/// Far below resonance air flows uniformly from a driven end to one that hardly resists: p is linear along
/// it, which the elements have, and the surplus is nothing. At 1 Hz k L is 1.8e-4, and the error that a wave
/// has of its fourth power. Round-off of the residuals, squared, is far below the limit, too.
TEST(MeshError, IsNothingWhereTheElementsHoldTheSolution) {
  AirModel model = lossless();
  SurfaceConfig cloth;
  cloth.name = std::string("x1");
  cloth.model = SurfaceModel::impedance;
  cloth.resistance.value = 1e-2; // the air's mass is 0.076 Pa s/m
  model.surfaces = {cloth};
  Measured tube(box_mesh({length, width, width}, 1.25e-3), model, "x0", "x0");
  const auto [output, surplus] = tube.at(1);
  EXPECT_LT(std::abs(surplus), 1e-12 * std::abs(output));
}

/// A screen's two sides have surpluses of their own, and neighbours agree on their edges whatever their
/// nodes' order: a tube with a screen of hardly any resistance has the error of the tube alone.
TEST(MeshError, AgreesAcrossASplitSurface) {
  AirModel model = lossless();
  SurfaceConfig screen;
  screen.name = std::string("screen");
  screen.model = SurfaceModel::screen;
  screen.resistance.value = 1e-3;
  model.surfaces = {screen};
  const TetrahedralMesh mesh = unsplit_cylinder(2e-3, length, 2e-3, 1.5e-3);
  Measured with(split_mesh(mesh, {"screen"}), model, "start", "end");
  AirModel plain = lossless();
  Measured without(split_mesh(mesh, {}), plain, "start", "end");
  const Complex there = with.at(12e3).surplus, here = without.at(12e3).surplus;
  // 1e-3 of 410 Pa s/m is 2e-6 of the air's; the surplus' diagonal splits in two at the screen, which holds a
  // tenth of the functions.
  EXPECT_LT(std::abs(there - here), 0.3 * std::abs(here));
}

/// @param accuracy  [dB] 0: none
Case small_case(const std::string &method, double accuracy = 0) {
  const TemporaryDirectory directory;
  std::string text = replaced(small_case_text(), "points = 4", "points = 12\ntolerance = \"1e-4 dB\"");
  text = replaced(std::move(text), "[sweep]", "[sweep]\nmethod = \"" + method + "\"");
  if (accuracy > 0)
    text = replaced(std::move(text), "[mesh]", "[mesh]\naccuracy = \"" + std::to_string(accuracy) + " dB\"");
  std::ofstream(directory.path / "case.toml") << text;
  return read_case((directory.path / "case.toml").string());
}

std::vector<double> direct_errors(const Case &config, MPI_Comm communicator) {
  const Model model(config, prepare_mesh(config, communicator), communicator);
  const Factors reference = model.problem().at(2 * std::numbers::pi * 700);
  DirectSweep sweep(model.problem(), reference);
  const MeshError mesh_error(model, reference);
  std::vector<double> errors;
  for (const double frequency : all_frequencies(config)) {
    const Factors factors = model.problem().at(2 * std::numbers::pi * frequency);
    SweepPoint point = sweep.evaluate(factors);
    mesh_error.add_to(point, factors, sweep.factorization());
    errors.push_back(point.mesh_error.value());
  }
  return errors;
}

/// On the basis of a fast sweep, of direct solves, and on any number of ranks.
TEST(MeshError, IsTheSameHoweverTheCaseIsSolved) {
  const Case config = small_case("fast");
  const std::vector<double> direct = direct_errors(config, MPI_COMM_WORLD),
                            alone = direct_errors(config, MPI_COMM_SELF);
  SweptCase swept(config);
  std::vector<Factors> factors;
  for (const double frequency : all_frequencies(config))
    factors.push_back(swept.model.problem().at(2 * std::numbers::pi * frequency));
  std::vector<SweepPoint> points = swept.fast.evaluate(factors);
  MeshError(swept.model, swept.model.problem().at(2 * std::numbers::pi * 700))
      .add_to(points, factors, swept.fast.basis());
  for (std::size_t k = 0; k < points.size(); ++k) {
    EXPECT_GT(direct[k], 0);
    EXPECT_NEAR(alone[k], direct[k], 1e-5 * direct[k]) << "solutions on other ranks differ by round-off";
    // 1e-4 dB are 1.2e-5 of the pressure; residuals on the surplus take more of it.
    EXPECT_NEAR(points[k].mesh_error.value(), direct[k], 2e-2 * direct[k]) << points[k].frequency << " Hz";
  }
}

/// The cells' shares are all of the error, and the same on every rank.
TEST(MeshError, IsSharedOutAmongCells) {
  const Case config = small_case("direct");
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const Factors factors = model.problem().at(2 * std::numbers::pi * 1e3);
  DirectSweep sweep(model.problem(), factors);
  const MeshError mesh_error(model, factors);
  SweepPoint point = sweep.evaluate(factors);
  mesh_error.add_to(point, factors, sweep.factorization());
  Complex sum = 0;
  for (const Complex share :
       mesh_error.of_cells(factors, point.solution, mesh_error.adjoint(sweep.factorization())))
    sum += share;
  EXPECT_NEAR(std::abs(sum), point.mesh_error.value(), 1e-9 * point.mesh_error.value());
}

/// The coarse mesh is off by 0.17 dB at most.
TEST(MeshError, BecomesWhatIsAskedFor) {
  constexpr double accuracy = 0.05, plenty = 1e12;
  std::vector<MeshRound> rounds;
  const AdaptedMesh adapted = adapt_mesh(small_case("fast", accuracy), MPI_COMM_WORLD, plenty,
                                         [&](const MeshRound &round) { rounds.push_back(round); });
  EXPECT_EQ(adapted.ended, "");
  ASSERT_GT(rounds.size(), 1U);
  EXPECT_GT(rounds.front().error_db, accuracy);
  EXPECT_LE(rounds.back().error_db, accuracy);
  EXPECT_GT(rounds.back().tetrahedra, rounds.front().tetrahedra);
  EXPECT_EQ(adapted.mesh->cells.size(), rounds.back().tetrahedra);
  // One round to the aim, one more where a mesh turned out otherwise.
  EXPECT_LE(rounds.size(), 3U);
}

/// Meshes turn out within a factor of two of the cells that are forecast.
TEST(MeshError, WhatAnAccuracyTakesIsForecast) {
  constexpr double accuracy = 0.05, plenty = 1e12;
  const Case config = small_case("fast", accuracy);
  const AccuracyForecasts forecasts = forecast_accuracies(config, prepare_mesh(config, MPI_COMM_WORLD),
                                                          MPI_COMM_WORLD, {1e3, accuracy, accuracy / 3});
  std::vector<MeshRound> rounds;
  adapt_mesh(config, MPI_COMM_WORLD, plenty, [&](const MeshRound &round) { rounds.push_back(round); });
  EXPECT_NEAR(forecasts.tried.error_db, rounds.front().error_db, 1e-3 * rounds.front().error_db);
  ASSERT_EQ(forecasts.goals.size(), 3U);
  EXPECT_EQ(forecasts.goals[0].times_cells, 1) << "which this mesh has";
  const double growth = static_cast<double>(rounds.back().tetrahedra) / rounds.front().tetrahedra;
  std::printf("%.2g times the cells, forecast %.2g\n", growth, forecasts.goals[1].times_cells);
  EXPECT_LT(std::abs(std::log2(forecasts.goals[1].times_cells / growth)), 1);
  EXPECT_GT(forecasts.goals[2].factor_bytes, forecasts.goals[1].factor_bytes);
}

TEST(MeshError, IsToldWhereMemoryEnds) {
  const AdaptedMesh adapted =
      adapt_mesh(small_case("fast", 0.05), MPI_COMM_WORLD, 1e3, [](const MeshRound &) {});
  EXPECT_NE(adapted.ended.find("the next mesh would need about"), std::string::npos) << adapted.ended;
  EXPECT_GT(adapted.last.error_db, 0.05);
}

/// An accuracy that no memory bears is approached as far as the memory that is there allows.
TEST(MeshError, FallsAsFarAsMemoryAllows) {
  constexpr double out_of_reach = 1e-4; // [dB]
  constexpr double memory = 6e8;        // [bytes]
  std::vector<MeshRound> rounds;
  const AdaptedMesh adapted = adapt_mesh(small_case("fast", out_of_reach), MPI_COMM_WORLD, memory,
                                         [&](const MeshRound &round) { rounds.push_back(round); });
  EXPECT_NE(adapted.ended, "");
  ASSERT_GT(rounds.size(), 1U);
  EXPECT_LT(rounds.back().error_db, 0.5 * rounds.front().error_db); // the weakest goal, half, aims at 0.35
}

} // namespace
} // namespace earshot::testing
