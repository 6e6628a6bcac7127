// ranks: 1 2
// Sensitivities by the adjoints of a reduced model, against differences of full problems that are solved for
// changed values.
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/config/parameters.h"
#include "solver/config/reader.h"
#include "solver/model/case_terms.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/results/response.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/network_element.h"
#include "tests/support/quantities.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {
namespace {

const std::vector<double> frequencies = {120.0, 800.0, 2000.0};

/// Coated dome, surround of an orthotropic ply on an elastic rim, stiff coil, eddy currents, narrow vent,
/// a network before the coil, and a screen whose mass stands at its bound, 0.
Case rich_case() {
  Case config = read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml",
                          {"driver[0].diaphragm.degree=2", "driver[0].diaphragm.elements_per_wavelength=0.1",
                           "driver[0].diaphragm.rim=elastic", "driver[0].diaphragm.rim_stiffness=0.1 N/mm2",
                           "driver[0].diaphragm.rim_bending_stiffness=0.1 N",
                           "driver[0].diaphragm.zone.surround.tension=10 N/m", "driver[0].coil.height=1 mm",
                           "driver[0].coil.hoop_stiffness=3000 N", "driver[0].coil.loss_factor=0.03",
                           "driver[0].motor.inductance=30 uH", "driver[0].motor.lossy_inductance=100 uH",
                           "driver[0].motor.lossy_resistance=2 ohm", "source.output_impedance=2 ohm",
                           "material.film.transverse_modulus=3 GPa", "material.film.shear_modulus=1.4 GPa",
                           "surface.screen.surface_density=0 g/m2"});
  VolumeConfig vent;
  vent.name = std::string("rear_vent");
  vent.model = VolumeModel::tube;
  vent.radius = 1e-3;
  config.volumes.push_back(vent);
  config.network = testing::resistor_and_capacitor();
  config.sweep.frequencies.clear();
  for (const double frequency : frequencies)
    config.sweep.frequencies.emplace_back(frequency);
  return config;
}

/// Everything that all tests share, as it is the dear part.
struct Study {
  Study() : config(rich_case()), model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD) {
    const FrequencyProblem &problem = model.problem();
    Factorization factorization(problem, problem.at(2 * std::numbers::pi * 500));
    std::vector<double> band;
    for (int k = 0; k <= 60; ++k)
      band.push_back(frequencies.front() * std::pow(frequencies.back() / frequencies.front(), k / 60.0));
    SweepConfig sweep = config.sweep;
    sweep.tolerance = 1e-7; // dB: the differences below are to show nothing but the differentiation
    FastSweepOptions options = fast_sweep_options(problem, sweep);
    options.negligible = 1e-11;
    fast = std::make_unique<FastSweep>(problem, factorization, candidate_points(problem, band), options);
    fast->run();
    found = sensitivities(fast->model(), config, model.facts(), AnalysisConfig());
  }

  Case config;
  Model model;
  std::unique_ptr<FastSweep> fast;
  Sensitivities found;
};

const Study &study() {
  static const Study study;
  return study;
}

const Parameter &parameter(const std::string &key) {
  static const std::vector<Parameter> parameters = parameters_of(study().config);
  return find_parameter(parameters, key);
}

/// Level at the eardrum by a factorisation of the full problem with another value.
double full_level(DirectSweep &direct, const Parameter &parameter, double value, double frequency) {
  const CoefficientFunctions functions =
      coefficient_functions(with_value(study().config, parameter.key, value), study().model.facts());
  const SweepPoint point = direct.evaluate(functions.at(2 * std::numbers::pi * frequency));
  const auto &outputs = study().model.problem().outputs;
  const auto eardrum = std::find_if(outputs.begin(), outputs.end(), [](const Output &output) {
    return output.quantity == quantity::eardrum;
  });
  return sound_pressure_level(point.outputs[eardrum - outputs.begin()]);
}

double step_of(const Parameter &parameter) {
  return parameter.value == 0 ? 1e-3 : 2e-3 * std::abs(parameter.value);
}

/// d(level)/d(value) by differences of fourth order, or to one side from zero.
double full_slope(DirectSweep &direct, const Parameter &parameter, double frequency) {
  const double h = step_of(parameter);
  const auto level = [&](double steps) {
    return full_level(direct, parameter, parameter.value + steps * h, frequency);
  };
  if (parameter.value == 0)
    return (-25.0 / 12 * level(0) + 4 * level(1) - 3 * level(2) + 4.0 / 3 * level(3) - level(4) / 4) / h;
  return (8 * (level(1) - level(-1)) - (level(2) - level(-2))) / (12 * h);
}

const Sensitivity &sensitivity(const std::string &key) {
  const auto &all = study().found.parameters;
  return *std::find_if(all.begin(), all.end(), [&](const Sensitivity &s) { return s.key == key; });
}

} // namespace

TEST(Sensitivities, EqualDifferencesOfFullProblems) {
  DirectSweep direct(study().model.problem(), study().model.problem().at(2 * std::numbers::pi * 500));
  int rank = 0;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  if (rank == 0)
    std::printf("%-56s %13s %13s %9s\n", "dB per unit at the frequency of the largest", "adjoint",
                "differences", "error");
  for (const Sensitivity &found : study().found.parameters) {
    const std::size_t k = std::max_element(found.db_per_unit.begin(), found.db_per_unit.end(),
                                           [](double a, double b) { return std::abs(a) < std::abs(b); }) -
                          found.db_per_unit.begin();
    const double expected = full_slope(direct, parameter(found.key), frequencies[k]),
                 error = std::abs(found.db_per_unit[k] / expected - 1);
    if (rank == 0)
      std::printf("%-56s %13.6e %13.6e %9.1e\n", found.key.c_str(), found.db_per_unit[k], expected, error);
    // Round-off of the levels, some 1e-11 dB and here five times as much, over the step's change of them: of
    // a coil's height that is 2e-6 dB, of all else 1e-4 dB or more.
    constexpr double round_off_db = 5e-11;
    const double change_db = std::abs(expected) * step_of(parameter(found.key));
    EXPECT_LT(error, 1e-5 + round_off_db / change_db) << found.key;
  }
}

TEST(Sensitivities, CoverWhatIsInCoefficientsAndNothingElse) {
  std::vector<std::string> keys;
  for (const Sensitivity &found : study().found.parameters)
    keys.push_back(found.key);
  const auto has = [&](const std::string &key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  for (const char *key : {"air.temperature",
                          "air.static_pressure",
                          "material.film.youngs_modulus",
                          "material.film.density",
                          "material.film.loss_factor",
                          "driver.dynamic.diaphragm.zone.dome.layers[0].thickness",
                          "driver.dynamic.diaphragm.zone.surround.tension",
                          "driver.dynamic.diaphragm.rim_stiffness",
                          "driver.dynamic.coil.mass",
                          "driver.dynamic.motor.force_factor",
                          "driver.dynamic.motor.resistance",
                          "driver.dynamic.motor.inductance",
                          "driver.dynamic.motor.lossy_resistance",
                          "volume.rear_vent.radius",
                          "surface.screen.resistance",
                          "surface.screen.surface_density",
                          "source.voltage",
                          "source.output_impedance",
                          "network.element.series.value",
                          "network.element.parallel.value"})
    EXPECT_TRUE(has(key)) << key;
  for (const char *key : {"mesh.size", "geometry.rear.radius", "sweep.from", "sweep.frequencies[0]",
                          "driver.dynamic.diaphragm.zone.dome.rise", "output.field_frequencies[0]"})
    EXPECT_FALSE(has(key)) << key;
}

TEST(Sensitivities, VoltageRaisesTheLevelByTwentyLog) {
  for (const double slope : sensitivity("source.voltage").db_per_unit)
    EXPECT_NEAR(slope, 20 / std::numbers::ln10, 1e-9) << "at 1 V";
}

TEST(Sensitivities, BandAddsToleranceBySquaresAndByMagnitudes) {
  AnalysisConfig analysis;
  analysis.tolerances = {{{"driver.dynamic.coil.mass"}, {"10 %"}},
                         {{"air.temperature"}, {"2 degC"}},
                         {{"driver[0].motor.resistance"}, {"0.5 ohm"}}};
  const Sensitivities found =
      sensitivities(study().fast->model(), study().config, study().model.facts(), analysis);
  const Table band = tolerance_band(found);
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const double mass = std::abs(sensitivity("driver.dynamic.coil.mass").db_per_unit[k] * 0.6e-6),
                 temperature = std::abs(sensitivity("air.temperature").db_per_unit[k] * 2),
                 resistance = std::abs(sensitivity("driver.dynamic.motor.resistance").db_per_unit[k] * 0.5);
    const double rss = std::sqrt(mass * mass + temperature * temperature + resistance * resistance);
    EXPECT_NEAR(band.column("rss_upper_db")[k] - band.column("nominal_db")[k], rss, 1e-9);
    EXPECT_NEAR(band.column("nominal_db")[k] - band.column("rss_lower_db")[k], rss, 1e-9);
    EXPECT_NEAR(band.column("worst_upper_db")[k] - band.column("nominal_db")[k],
                mass + temperature + resistance, 1e-9);
  }
}

TEST(Sensitivities, RefuseTolerancesOfWhatTheyDoNotCover) {
  const auto message = [](const std::string &key, const std::string &tolerance) -> std::string {
    AnalysisConfig analysis;
    analysis.tolerances = {{{key}, {tolerance}}};
    try {
      sensitivities(study().fast->model(), study().config, study().model.facts(), analysis);
    } catch (const UserError &error) {
      return error.what();
    }
    return "";
  };
  EXPECT_NE(message("mesh.size", "5 %").find("changes the mesh or has no influence"), std::string::npos);
  EXPECT_NE(message("driver.dynamic.coil.mas", "5 %").find("did you mean \"driver.dynamic.coil.mass\""),
            std::string::npos);
  EXPECT_NE(message("driver.dynamic.coil.mass", "5 ohm").find("a difference in kg"), std::string::npos);
}

} // namespace earshot
