// ranks: 1 2 3
// Sensitivities to dimensions by the adjoints of a reduced model: against differences of full problems on
// moved meshes and on new ones, against closed forms, and alike on any number of ranks.
#include "solver/analysis/dimension_box.h"
#include "solver/analysis/dimension_slopes.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/config/reader.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

namespace earshot {
namespace {

constexpr double pi = std::numbers::pi;
const std::vector<double> frequencies = {150.0, 900.0, 3000.0};

Case at_frequencies(Case config) {
  config.sweep.frequencies.clear();
  for (const double frequency : frequencies)
    config.sweep.frequencies.emplace_back(frequency);
  return config;
}

Case monitor() {
  return at_frequencies(read_case(
      EARSHOT_SOURCE_DIR "/tests/cases/small.toml",
      {"driver[0].diaphragm.degree=2", "driver[0].diaphragm.elements_per_wavelength=0.1",
       "geometry.rear.radius=5.4 mm", "geometry.front.radius=5.2 mm", "geometry.canal.radius=3.4 mm",
       "mesh.size=2 mm", "geometry.front_vent.radius=0.4 mm", "geometry.front_vent.length=1 mm"}));
}

bool is_root() {
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank == 0;
}

/// A case, its model and a basis so good that nothing but the differentiation shows.
struct Study {
  explicit Study(Case asked, MPI_Comm communicator = MPI_COMM_WORLD)
      : config(std::move(asked)), model(config, prepare_mesh(config, communicator), communicator) {
    const FrequencyProblem &problem = model.problem();
    Factorization factorization(problem, problem.at(2 * pi * 500));
    std::vector<double> band = frequencies;
    for (int k = 0; k <= 40; ++k)
      band.push_back(frequencies.front() * std::pow(frequencies.back() / frequencies.front(), k / 40.0));
    std::sort(band.begin(), band.end());
    SweepConfig sweep = config.sweep;
    sweep.tolerance = 1e-7; // dB
    FastSweepOptions options = fast_sweep_options(problem, sweep);
    options.negligible = 1e-11;
    fast = std::make_unique<FastSweep>(problem, factorization, candidate_points(problem, band), options);
    fast->run();
  }

  Case config;
  Model model;
  std::unique_ptr<FastSweep> fast;
};

/// What tests share, as it is the dear part. It ends before deal.II's own static objects do.
class DimensionSensitivities : public ::testing::Test {
protected:
  static void SetUpTestSuite() { shared_ = std::make_unique<Study>(monitor()); }
  static void TearDownTestSuite() { shared_.reset(); }
  static const Study &study() { return *shared_; }

private:
  static inline std::unique_ptr<Study> shared_;
};

std::size_t eardrum_of(const FrequencyProblem &problem) {
  return std::find_if(problem.outputs.begin(), problem.outputs.end(),
                      [](const Output &output) { return output.quantity == quantity::eardrum; }) -
         problem.outputs.begin();
}

/// Levels at the eardrum by factorisations of a model.
std::vector<double> levels_of(const Model &model) {
  DirectSweep direct(model.problem(), model.problem().at(2 * pi * 500));
  std::vector<double> levels;
  for (const double frequency : frequencies)
    levels.push_back(sound_pressure_level(
        direct.evaluate(model.problem().at(2 * pi * frequency)).outputs[eardrum_of(model.problem())]));
  return levels;
}

std::vector<double> differences(std::vector<double> above, const std::vector<double> &below, double span) {
  for (std::size_t k = 0; k < above.size(); ++k)
    above[k] = (above[k] - below[k]) / span;
  return above;
}

AnalysisConfig asking_for(const std::vector<std::string> &dimensions) {
  AnalysisConfig analysis;
  analysis.type = AnalysisType::sensitivity;
  for (const std::string &dimension : dimensions)
    analysis.dimensions.push_back({dimension, {}});
  return analysis;
}

/// Sensitivities to what is asked for alone [dB per unit].
std::vector<Sensitivity> slopes_of(const Study &study, const AnalysisConfig &analysis) {
  const DimensionSlopes dimensions = dimension_slopes(study.model, study.fast->basis(), analysis);
  const Sensitivities all =
      sensitivities(study.fast->model(), study.config, study.model.facts(), analysis, dimensions.slopes);
  return {all.parameters.end() - static_cast<std::ptrdiff_t>(dimensions.slopes.size()), all.parameters.end()};
}

const std::vector<std::string> dimensions_of_monitor = {
    "geometry.nozzle.radius = geometry.tip.radius", "geometry.rear_vent.radius", "geometry.front_vent.radius",
    "driver.dynamic.diaphragm.zone.dome.rise", "driver.dynamic.diaphragm.zone.dome.outer_radius"};

} // namespace

// What is left are third derivatives over the steps, and places on the front vent's mouth, which OpenCASCADE
// knows to 3e-5 of a step.
TEST_F(DimensionSensitivities, EqualDifferencesOfFullProblemsOnMovedMeshes) {
  const std::vector<Sensitivity> found = slopes_of(study(), asking_for(dimensions_of_monitor));
  ASSERT_EQ(found.size(), dimensions_of_monitor.size());
  const std::vector<Parameter> parameters = parameters_of(study().config);
  for (std::size_t n = 0; n < found.size(); ++n) {
    const Dimension dimension = find_dimension(parameters, {dimensions_of_monitor[n], {}});
    const double step = 5e-4 * dimension.value();
    const auto levels = [&](double change) {
      return levels_of(*follow_dimension(study().model, dimension, dimension.value() + change).model);
    };
    const auto expected = differences(levels(step), levels(-step), 2 * step);
    const double largest = std::abs(*std::max_element(
        expected.begin(), expected.end(), [](double a, double b) { return std::abs(a) < std::abs(b); }));
    for (std::size_t k = 0; k < expected.size(); ++k) {
      const double error = std::abs(found[n].db_per_unit[k] - expected[k]) / largest;
      if (is_root())
        std::printf("%-50s %6.0f Hz %13.6e %13.6e %9.1e\n", k ? "" : dimension.name.c_str(), frequencies[k],
                    found[n].db_per_unit[k], expected[k], error);
      EXPECT_LT(error, 1e-4) << dimension.name;
    }
  }
}

// A new mesh has another error of discretisation; a finer one shows how large it is.
TEST_F(DimensionSensitivities, LevelsOnMovedMeshesEqualThoseOnNewOnes) {
  const std::vector<Parameter> parameters = parameters_of(study().config);
  for (const char *const name : {"geometry.rear_vent.radius", "driver.dynamic.diaphragm.zone.dome.rise"})
    for (const double factor : {0.8, 1.2}) {
      const Dimension dimension = find_dimension(parameters, {name, {}});
      const double value = factor * dimension.value();
      const FollowingModel following = follow_dimension(study().model, dimension, value);
      const auto levels_on_new_mesh = [&](double size) {
        Case config = with_dimension(study().config, dimension, value);
        config.mesh.size = size;
        return levels_of(Model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD));
      };
      const std::vector<double> moved = levels_of(*following.model), anew = levels_on_new_mesh(2e-3),
                                fine = levels_on_new_mesh(1.2e-3);
      for (std::size_t k = 0; k < moved.size(); ++k) {
        const double mesh_error = std::abs(anew[k] - fine[k]);
        if (is_root())
          std::printf(
              "%-42s x %.1f %6.0f Hz: moved %9.4f dB, new %9.4f dB, finer %9.4f dB; quality %.3f, %.3f\n",
              k ? "" : name, factor, frequencies[k], moved[k], anew[k], fine[k], following.quality_before,
              following.quality);
        EXPECT_LT(std::abs(moved[k] - anew[k]), 2 * mesh_error + 0.002) << name;
      }
    }
}

namespace {

/// A piston too heavy for its air to move it, at the end of parts of air without losses that end rigidly.
Case heavy_piston(const std::string &parts) {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "piston.toml").string();
  std::ofstream(file) << R"(
air = { temperature = "20 degC", losses = "none" }
mesh = { size = "2 mm" }
ear = { model = "rigid", surface = "end" }
[[driver]]
name = "piston"
surface = "diaphragm"
piston = { mass = "0.1 kg", compliance = "1 m/N", resistance = "0 N s/m" }
motor = { force_factor = "0.4 T m", resistance = "16 ohm" }
[[part]]
name = "rear"
from = "-5 mm"
to = "0 mm"
radius = "2 mm"
to_surface = "diaphragm"
)" << parts;
  return at_frequencies(read_case(file));
}

} // namespace

// p = -i rho c v / sin(k L) at the end of a tube, so that dL(dB)/dL = -20 / ln 10 k cot(k L).
TEST_F(DimensionSensitivities, OfATubeIsThatOfItsClosedForm) {
  const Study tube(heavy_piston(R"(
[[part]]
name = "tube"
from = "0 mm"
to = "30 mm"
radius = "2 mm"
to_surface = "end"
)"));
  const Sensitivity found = slopes_of(tube, asking_for({"part.tube.to"})).front();
  for (std::size_t n = 0; n < frequencies.size(); ++n) {
    const double k = 2 * pi * frequencies[n] / tube.model.air_properties().sound_speed,
                 exact = -20 / std::numbers::ln10 * k / std::tan(k * 30e-3),
                 scale = 20 / std::numbers::ln10 * std::max(k, 1 / 30e-3);
    if (is_root())
      std::printf("tube, %6.0f Hz: %12.5f dB/m, exactly %12.5f\n", frequencies[n], found.db_per_unit[n],
                  exact);
    // At 150 Hz the air's stiffness is 6e-4 of the piston's inertia; edges of 2 mm are off by (k h)^4
    // = 1.5e-4.
    EXPECT_NEAR(found.db_per_unit[n], exact, (n == 0 ? 1e-3 : 5e-4) * scale);
  }
}

// p ~ 1/V of a small volume, V = pi (a^2 l + b^2 m), so that dL(dB)/db = -20 / ln 10 2 pi b m / V.
TEST_F(DimensionSensitivities, OfACavityIsThatOfItsClosedForm) {
  const Study cavity(heavy_piston(R"(
[[part]]
name = "neck"
from = "0 mm"
to = "2 mm"
radius = "2 mm"
[[part]]
name = "cavity"
from = "2 mm"
to = "8 mm"
radius = "4 mm"
to_surface = "end"
)"));
  const Sensitivity found = slopes_of(cavity, asking_for({"part.cavity.radius"})).front();
  const double volume = pi * (2e-3 * 2e-3 * 2e-3 + 4e-3 * 4e-3 * 6e-3),
               exact = -20 / std::numbers::ln10 * 2 * pi * 4e-3 * 6e-3 / volume;
  if (is_root())
    std::printf("cavity, 150 Hz: %12.5f dB/m, exactly %12.5f\n", found.db_per_unit[0], exact);
  EXPECT_NEAR(found.db_per_unit[0] / exact, 1, 1e-3); // (k 8 mm)^2 = 5e-4
}

// Matrices between five Chebyshev points of +-20 %: direct solves of the interpolated problem against
// assembled ones, at a point of the interpolation and between two.
TEST_F(DimensionSensitivities, InterpolatedMatricesAnswerARange) {
  const std::vector<Parameter> parameters = parameters_of(study().config);
  for (const char *const name : {"geometry.canal.length", "geometry.rear_vent.radius"}) {
    const Dimension dimension = find_dimension(parameters, {name, {}});
    DimensionBox box(study().model, {{dimension, 0.8 * dimension.value(), 1.2 * dimension.value(), true}});
    box.measure_error(study().model, frequencies);
    EXPECT_LT(box.error_db(), 0.01) << name;
    for (const double factor : {0.8, 1.1}) {
      const FollowingModel following = follow_dimension(study().model, dimension, factor * dimension.value());
      const CoefficientFunctions functions = box.functions(following.model->config());
      DirectSweep direct(box.problem(), functions.at(2 * pi * 500));
      const std::vector<double> exact = levels_of(*following.model);
      for (std::size_t k = 0; k < frequencies.size(); ++k) {
        const auto outputs = direct.evaluate(functions.at(2 * pi * frequencies[k])).outputs;
        const double error = std::abs(sound_pressure_level(outputs[eardrum_of(box.problem())]) - exact[k]);
        if (is_root())
          std::printf("%-26s x %.2f %6.0f Hz: %.1e dB\n", name, factor, frequencies[k], error);
        // At a point of the interpolation it is nothing but round-off.
        EXPECT_LT(error, factor == 0.8 ? 1e-7 : 2 * box.error_db() + 1e-6) << name;
      }
      EXPECT_NEAR(box.facts(following.model->config()).surface_area("rear_vent_opening") /
                      following.model->facts().surface_area("rear_vent_opening"),
                  1, 1e-9);
    }
  }
}

namespace {

const std::vector<std::string> dimensions_at_once = {"geometry.canal.length", "geometry.canal.radius",
                                                     "geometry.rear_vent.radius",
                                                     "geometry.rear_vent.length"};

/// +-20 %, but the canal stays wider than the tip in it.
std::vector<DesignRange> ranges_of(const Case &config) {
  const std::vector<Parameter> parameters = parameters_of(config);
  std::vector<DesignRange> ranges;
  for (const std::string &name : dimensions_at_once) {
    const Dimension dimension = find_dimension(parameters, {name, {}});
    const double least = name == "geometry.canal.radius" ? 0.9 : 0.8;
    ranges.push_back({dimension, least * dimension.value(), 1.2 * dimension.value(), true});
  }
  return ranges;
}

/// The levels of a problem at its coefficients.
std::vector<double> direct_levels(const FrequencyProblem &problem, const CoefficientFunctions &functions) {
  DirectSweep direct(problem, functions.at(2 * pi * 500));
  std::vector<double> levels;
  for (const double frequency : frequencies)
    levels.push_back(
        sound_pressure_level(direct.evaluate(functions.at(2 * pi * frequency)).outputs[eardrum_of(problem)]));
  return levels;
}

} // namespace

// Axes of four points and planes of those that move the same cells, within +-20 %: 0.05 dB is what a changed
// dimension may be off by. Pairs that move no common cell take no mesh: four axes of three more meshes, two
// planes of four.
TEST_F(DimensionSensitivities, InterpolatedMatricesAnswerSeveralDimensionsAtOnce) {
  const std::vector<DesignRange> ranges = ranges_of(study().config);
  const DimensionBox box(study().model, ranges);
  EXPECT_EQ(box.interpolation().nodes().size(), 4 * 3 + 2 * 4);
  for (const std::vector<double> &factors :
       {std::vector<double>{1.2, 1.2, 1.2, 0.8}, {0.87, 1.13, 0.85, 1.17}, {1, 1, 1, 1}}) {
    Case design = study().config;
    for (std::size_t k = 0; k < ranges.size(); ++k)
      design = with_dimension(design, ranges[k].number, factors[k] * ranges[k].number.value());
    const std::vector<double> exact = levels_of(*follow_case(study().model, design).model),
                              found = direct_levels(box.problem(), box.functions(design));
    for (std::size_t k = 0; k < exact.size(); ++k) {
      const double error = std::abs(found[k] - exact[k]);
      if (is_root())
        std::printf("canal x %.2f, %.2f, rear vent x %.2f, %.2f %6.0f Hz: %.1e dB\n", factors[0], factors[1],
                    factors[2], factors[3], frequencies[k], error);
      EXPECT_LT(error, factors[0] == 1 ? 1e-7 : 0.05);
    }
  }
}

TEST_F(DimensionSensitivities, AreAlikeOnAnyNumberOfRanks) {
  int ranks = 1;
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  if (ranks == 1)
    GTEST_SKIP() << "needs several ranks";
  const AnalysisConfig analysis = asking_for({"geometry.rear_vent.radius"});
  const Study alone(monitor(), MPI_COMM_SELF);
  const Sensitivity expected = slopes_of(alone, analysis).front(),
                    found = slopes_of(study(), analysis).front();
  for (std::size_t k = 0; k < frequencies.size(); ++k) // the basis is good to 1e-8
    EXPECT_NEAR(found.db_per_unit[k] / expected.db_per_unit[k], 1, 1e-6);
}

TEST_F(DimensionSensitivities, RefuseWhatTheMeshCannotFollow) {
  const auto message = [](const std::string &dimension) -> std::string {
    try {
      dimension_slopes(study().model, study().fast->basis(), asking_for({dimension}));
    } catch (const UserError &error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message("geometry.nozzle.radius")
                .find("found \"geometry.nozzle.radius\", which the mesh can't follow: the topology changes"),
            std::string::npos);
  EXPECT_NE(message("driver.dynamic.coil.mass").find("which moves no node"), std::string::npos);
}

} // namespace earshot
