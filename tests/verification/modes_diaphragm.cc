// Modes of the default case's diaphragm: number, names, and how far refinement moves them.
#include "solver/analysis/shell_modes.h"
#include "solver/config/reader.h"
#include "solver/model/shell_wiring.h"
#include "support/shell_problem.h"

#include <gtest/gtest.h>

namespace earshot {
namespace {

constexpr double highest = 12e3; // [Hz]

struct Diaphragm {
  DriverConfig driver;
  std::unique_ptr<ShellSpace> space;
  FrequencyProblem problem;
  SparseVector coil;

  ShellBody body() const { return {problem, *space, {}, coil}; }
};

Diaphragm default_diaphragm(const std::vector<std::string> &overrides = {}) {
  const Case config = read_case(EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml", overrides);
  Diaphragm result{config.drivers.at(0), {}, {}, {}};
  result.space = diaphragm_space(result.driver, config.materials, {}, 1, highest);
  result.problem = testing::shell_problem(
      *result.space, diaphragm_properties(result.driver, config.materials, *result.space));
  result.coil = result.space->mean_displacement(result.space->mesh().zone_index(result.driver.coil->zone),
                                                dealii::Tensor<1, 3>({0, 0, 1}));
  return result;
}

TEST(ModesDiaphragm, RefinementMovesNoModeByHalfAPerCent) {
  const Diaphragm coarse = default_diaphragm(),
                  fine = default_diaphragm({"driver.dynamic.diaphragm.degree=5"});
  const ModeSet modes = shell_modes(coarse.body(), highest), finer = shell_modes(fine.body(), highest);
  EXPECT_EQ(modes.count(), finer.count());
  ASSERT_EQ(modes.modes.size(), finer.modes.size());
  std::printf(
      "default diaphragm below 12 kHz, p = 4, %d unknowns and p = 5, %d unknowns: m, n, p = 4, p = 5 [Hz], "
      "change, kind\n",
      int(coarse.space->n_unknowns()), int(fine.space->n_unknowns()));
  for (std::size_t k = 0; k < modes.modes.size(); ++k) {
    const Mode &mode = modes.modes[k], &other = finer.modes[k];
    std::printf("    %d %d  %9.2f  %9.2f  %.1e  %s\n", mode.m, mode.n, mode.frequency, other.frequency,
                std::abs(mode.frequency / other.frequency - 1), mode.kind.c_str());
    EXPECT_EQ(mode.m, other.m);
    EXPECT_EQ(mode.kind, other.kind);
    EXPECT_EQ(mode.shapes.size(), mode.m == 0 ? 1u : 2u) << "pairs are joined";
    EXPECT_NEAR(mode.frequency / other.frequency, 1, 5e-3);
    EXPECT_GT(mode.purity, 0.999);
  }
}

TEST(ModesDiaphragm, ModesAreKnownByWhatMoves) {
  const Diaphragm diaphragm = default_diaphragm();
  const ModeSet modes = shell_modes(diaphragm.body(), highest);
  const auto &first = modes.modes.at(0), &second = modes.modes.at(1);
  EXPECT_EQ(first.kind, "piston");
  EXPECT_EQ(first.m, 0);
  EXPECT_EQ(second.kind, "rocking");
  EXPECT_EQ(second.m, 1);
  // A mass on the spring of the surround: coil 6 mg and dome move alike, the surround by half.
  EXPECT_GT(first.potential_shares.at(2), 0.99);
  EXPECT_NEAR(std::pow(first.modal_force_factor, -2), 7.9e-6, 0.2e-6)
      << "moving mass as the coil sees it [kg]";
  const double area = first.modal_volume_displacement / first.modal_force_factor;
  EXPECT_GT(area, std::numbers::pi * std::pow(2.9e-3, 2)) << "more than within the coil";
  EXPECT_LT(area, std::numbers::pi * std::pow(5e-3, 2)) << "less than all";
  for (const Mode &mode : modes.modes)
    if (mode.m > 0) {
      EXPECT_LT(mode.modal_force_factor, 1e-3 * first.modal_force_factor)
          << "only m = 0 moves the coil on average";
    }
}

TEST(ModesDiaphragm, ComplexShapesAreNamedAsRealOnes) {
  const Diaphragm diaphragm = default_diaphragm();
  const ModeSet modes = shell_modes(diaphragm.body(), 5e3);
  const ShellModeObserver observer(diaphragm.body(), 2 * std::numbers::pi * 5e3);
  for (const Mode &mode : modes.modes) {
    // Any phase and scale; of a pair, the wave that runs around the axis.
    std::vector<Complex> shape = mode.shapes[0];
    for (std::size_t k = 0; k < shape.size(); ++k) {
      if (mode.shapes.size() > 1)
        shape[k] += Complex(0, 1) * mode.shapes[1][k];
      shape[k] *= Complex(-3, 4);
    }
    const Mode again = observer.observe(shape);
    EXPECT_EQ(again.m, mode.m);
    EXPECT_EQ(again.n, mode.n);
    EXPECT_EQ(again.kind, mode.kind);
    EXPECT_NEAR(again.kinetic_shares.at(0), mode.kinetic_shares.at(0), 1e-3);
  }
}

} // namespace
} // namespace earshot
