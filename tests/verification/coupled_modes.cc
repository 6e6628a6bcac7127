// ranks: 1 2
// Resonances of the default case on a coarse mesh, from the reduced model to the full problem.
#include "solver/analysis/coupled_modes.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/prepare.h"

#include <deal.II/base/mpi.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <numbers>

namespace earshot {
namespace {

class CoupledModesTest : public ::testing::Test {
protected:
  static void SetUpTestSuite() {
    config = std::make_unique<Case>(read_case(EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml",
                                              {"mesh.size=2 mm", "sweep.to=8 kHz", "sweep.spacing=log",
                                               "sweep.points=120", "driver[0].diaphragm.degree=3"}));
    model = std::make_unique<Model>(*config, prepare_mesh(*config, MPI_COMM_WORLD), MPI_COMM_WORLD);
    const FrequencyProblem &problem = model->problem();
    const std::vector<Factors> points = candidate_points(problem, all_frequencies(*config));
    factorization = std::make_unique<Factorization>(problem, points[points.size() / 2]);
    sweep = std::make_unique<FastSweep>(problem, *factorization, points,
                                        fast_sweep_options(problem, config->sweep));
    sweep->run();
    AnalysisConfig analysis;
    analysis.up_to = 7e3;
    analysis.confirmed = 100; // all of them
    analysis.sort = ModeOrder::eardrum;
    modes = std::make_unique<CoupledModes>(coupled_modes(*model, *sweep, *factorization, analysis));
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      std::printf("%s\n", modes->description.c_str());
  }
  static void TearDownTestSuite() {
    modes.reset();
    sweep.reset();
    factorization.reset();
    model.reset();
  }

  static inline std::unique_ptr<Case> config;
  static inline std::unique_ptr<Model> model;
  static inline std::unique_ptr<Factorization> factorization;
  static inline std::unique_ptr<FastSweep> sweep;
  static inline std::unique_ptr<CoupledModes> modes;
};

TEST_F(CoupledModesTest, FulfilTheFullProblem) {
  ASSERT_GE(modes->rows.size(), 4U);
  for (const ModeRow &row : modes->rows)
    EXPECT_LT(row.residual, 1e-6) << row.frequency_hz << " Hz";
}

// The reduced model is within 1e-3 of the response, and so are the poles that make it. What the eardrum does
// not hear is not what it was made for: such modes are found on the full problem, from a rougher start.
TEST_F(CoupledModesTest, ThatAreHeardStandInTheReducedModel) {
  const auto reduced = find_resonances(sweep->model(), model->problem().functions(), 20, 8e3);
  int heard = 0;
  for (std::size_t k = 0; k < modes->rows.size(); ++k) {
    if (modes->rows[k].eardrum_db < -20)
      continue;
    ++heard;
    double nearest = 1;
    for (const Resonance &resonance : reduced)
      nearest = std::min(nearest, std::abs(resonance.omega / modes->resonances[k].omega - 1.0));
    EXPECT_LT(nearest, 1e-3) << modes->rows[k].frequency_hz << " Hz";
  }
  EXPECT_GE(heard, 2);
}

// 0.1 dB: what a background of thirteen polynomials leaves of the overdamped modes and those beyond the band.
TEST_F(CoupledModesTest, AddUpToTheResponseAtTheEardrum) {
  EXPECT_GT(modes->sum_error_db, 0);
  EXPECT_LT(modes->sum_error_db, 0.1);
  EXPECT_GT(modes->background_error_db, 10 * modes->sum_error_db) << "the modes make the response";
}

TEST_F(CoupledModesTest, TellWhatIsHeard) {
  const ModeRow &loudest = modes->rows.front();
  EXPECT_GT(loudest.eardrum_db, -3);
  bool piston = false;
  for (const ModeRow &row : modes->rows) {
    EXPECT_GT(row.quality, 0.5);
    double kinetic = 0, potential = 0;
    for (const auto &[zone, share] : row.kinetic)
      kinetic += share;
    for (const auto &[zone, share] : row.potential)
      potential += share;
    EXPECT_NEAR(kinetic, 1, 1e-12);
    EXPECT_NEAR(potential, 1, 1e-12);
    if (row.kind == "piston") {
      piston = true;
      EXPECT_EQ(row.m, 0);
      EXPECT_GT(row.eardrum_db, -6) << "it carries the response at its resonance";
      EXPECT_NEAR(row.frequency_hz, 1.7e3, 200)
          << "the impedance's peak, for this coarse mesh, within its width";
    }
    if (row.kind == "rocking") { // the earphone is round but for its front vent
      EXPECT_LT(row.eardrum_db, -30);
    }
  }
  EXPECT_TRUE(piston);
}

} // namespace
} // namespace earshot
