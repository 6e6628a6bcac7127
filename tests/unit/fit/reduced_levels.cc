// Levels and impedances of a meshed case by a model that was kept for dimensions.
#include "solver/fit/reduced_levels.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/app/kept_model.h"
#include "solver/config/reader.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"

#include <gtest/gtest.h>

#include <spdlog/sinks/null_sink.h>

#include <cmath>
#include <numbers>

namespace earshot {
namespace {

constexpr double pi = std::numbers::pi;
const std::vector<double> frequencies = {150.0, 900.0, 3000.0};
const std::vector<std::string> keys = {"geometry.canal.length", "geometry.rear_vent.radius",
                                       "surface.screen.resistance"};
constexpr double reach = 0.2;

/// A coarse monitor whose canal and vent may change by 20 %.
Case monitor() {
  Case config =
      read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml",
                {"driver[0].diaphragm.degree=2", "driver[0].diaphragm.elements_per_wavelength=0.1",
                 "geometry.rear.radius=5.4 mm", "geometry.front.radius=5.2 mm",
                 "geometry.canal.radius=3.4 mm", "mesh.size=2 mm", "sweep.from=100 Hz", "sweep.to=4 kHz"});
  for (const char *key : {"geometry.canal.length", "geometry.rear_vent.radius"}) {
    const double value = find_parameter(parameters_of(config), {key, {}}).value;
    config.saved_model.dimensions.push_back({{key, {}},
                                             {std::to_string((1 - reach) * value) + " m", {}},
                                             {std::to_string((1 + reach) * value) + " m", {}}});
  }
  return config;
}

/// What tests share, as it is the dear part. It ends before deal.II's own static objects do.
struct Kept {
  Kept() : config(monitor()), model(config, prepare_mesh(config, MPI_COMM_SELF), MPI_COMM_SELF) {
    spdlog::logger log("none", std::make_shared<spdlog::sinks::null_sink_mt>());
    Options options;
    options.quiet = true;
    const auto none = []() -> FastSweep & { throw std::logic_error("dimensions have a sweep of their own"); };
    saved = std::make_shared<const SavedModel>(kept_model(
        model, config, none, [](const FrequencyProblem &, FastSweep &) {}, {}, options, log));
  }
  Case config;
  Model model;
  std::shared_ptr<const SavedModel> saved;
};

class ReducedLevelsOfDimensions : public ::testing::Test {
protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Kept>(); }
  static void TearDownTestSuite() { shared_.reset(); }
  static const Kept &kept() { return *shared_; }
  static ReducedLevels levels(MeasuredQuantity quantity) {
    return {kept().saved, kept().config, keys, quantity, frequencies};
  }
  /// The case's values, each times a factor.
  static std::vector<double> values(const std::vector<double> &factors) {
    std::vector<double> values;
    for (std::size_t k = 0; k < keys.size(); ++k)
      values.push_back(factors[k] * find_parameter(parameters_of(kept().config), {keys[k], {}}).value);
    return values;
  }

private:
  static inline std::unique_ptr<Kept> shared_;
};

} // namespace

// Direct solves of matrices that are assembled on a mesh that follows.
TEST_F(ReducedLevelsOfDimensions, EqualDirectSolvesWithinTheirError) {
  const ReducedLevels reduced = levels(MeasuredQuantity::level);
  for (const std::vector<double> &factors :
       {std::vector<double>{1, 1, 1}, {0.8, 1.2, 1}, {1.17, 0.83, 1.3}, {1.2, 1.2, 0.7}}) {
    const std::vector<double> at = values(factors);
    const Case design = with_values(kept().config, {{keys[0], at[0]}, {keys[1], at[1]}, {keys[2], at[2]}});
    const FollowingModel following = follow_case(kept().model, design);
    const FrequencyProblem &problem = following.model->problem();
    DirectSweep direct(problem, problem.at(2 * pi * 500));
    const std::vector<double> found = reduced.answer(at, false).level_db;
    const double error_db = reduced.largest_error_db(at);
    for (std::size_t k = 0; k < frequencies.size(); ++k) {
      const double exact = sound_pressure_level(direct.evaluate(problem.at(2 * pi * frequencies[k]))
                                                    .outputs[*find_output(problem, quantity::eardrum)]);
      std::printf("x %.2f, %.2f, %.2f %6.0f Hz: %.1e dB, told %.1e dB\n", factors[0], factors[1], factors[2],
                  frequencies[k], std::abs(found[k] - exact), error_db);
      EXPECT_LT(std::abs(found[k] - exact), 0.02);
      EXPECT_LT(std::abs(found[k] - exact), error_db + 1e-6);
    }
  }
}

// Central differences with steps of 1e-4: third derivatives leave 1e-7, the solves' 1e-12 of 100 dB some
// 1e-6.
TEST_F(ReducedLevelsOfDimensions, SlopesEqualDifferences) {
  for (const MeasuredQuantity quantity : {MeasuredQuantity::level, MeasuredQuantity::impedance}) {
    const ReducedLevels reduced = levels(quantity);
    const std::vector<double> at = values({1.1, 0.9, 1.2});
    const LevelAnswer own = reduced.answer(at, true);
    for (std::size_t n = 0; n < keys.size(); ++n) {
      const double step = 1e-4 * at[n];
      std::vector<double> above = at, below = at;
      above[n] += step;
      below[n] -= step;
      const LevelAnswer high = reduced.answer(above, false), low = reduced.answer(below, false);
      double largest = 0;
      for (std::size_t k = 0; k < frequencies.size(); ++k)
        largest = std::max(largest, std::abs(own.slopes[n][k]));
      for (std::size_t k = 0; k < frequencies.size(); ++k)
        EXPECT_NEAR((high.level_db[k] - low.level_db[k]) / (2 * step) / largest, own.slopes[n][k] / largest,
                    1e-5)
            << keys[n] << " at " << frequencies[k] << " Hz";
    }
  }
}

TEST_F(ReducedLevelsOfDimensions, RefuseWhatTheModelWasNotMadeFor) {
  EXPECT_THROW(levels(MeasuredQuantity::level).answer(values({1.3, 1, 1}), false), UserError);
  EXPECT_THROW(ReducedLevels(kept().saved, kept().config, {"geometry.nozzle.length"}, MeasuredQuantity::level,
                             frequencies),
               UserError);
}

} // namespace earshot
