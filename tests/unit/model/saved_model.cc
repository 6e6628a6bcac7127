#include "solver/model/saved_model.h"
#include "tests/support/quantities.h"

#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/files/hdf5_file.h"
#include "solver/files/tables.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

namespace earshot {
namespace {

std::vector<double> numbers(std::size_t n, double seed) {
  std::vector<double> values;
  for (std::size_t k = 0; k < n; ++k)
    values.push_back(std::sin(seed + 1.7 * static_cast<double>(k)) / 3);
  return values;
}

/// Four coordinates, two terms of which one touches two of them, and something of everything else.
SavedModel small_model() {
  SavedModel saved;
  saved.config = "title = \"µ\"\n[air]\ntemperature = \"23 degC\"\n";
  saved.signature = "terms\nand more";
  saved.facts = {{"front", "ear canal"},
                 {"wall"},
                 {1.25e-4},
                 {{{"dome", 2e-5}, {"surround", 3e-5}}, {}},
                 {{"front", VolumeModel::slit, 4e-4}},
                 {{"front", 1.5, 0.5, 2e-3}},
                 {{"front", 1.5e-3, 2e-6}},
                 {1e6, 2.5e7},
                 2.5e3};
  ReducedModel &model = saved.model;
  model.size = 4;
  model.n_probes = 3;
  model.terms = {{"stiffness", "air", "", {0, 1, 2, 3}, numbers(16, 1), numbers(12, 2)},
                 {"coil", "", "coil", {1, 3}, numbers(4, 3), numbers(6, 4)}};
  model.loads = {{numbers(4, 5), numbers(3, 6)}};
  model.outputs = {{{numbers(4, 7), numbers(3, 8)}, quantity::eardrum},
                   {{numbers(4, 9), numbers(3, 10)}, quantity::network_node("plug")}};
  model.monitors = {{{QuantityKind::excursion, "dynamic"}, {1, 3}, numbers(8, 11)},
                    {{QuantityKind::excursion, "none"}, {}, {}}};
  saved.levels = {0, 2};
  saved.calibrations = {{100, {2, 3}, {1e-15, 1e-14}}, {2e4, {0, 5}, {2e-15, 0}}};
  saved.lowest_hz = 20;
  saved.highest_hz = 2e4;
  saved.rest_stiffness = {{"dynamic", 148.5}};
  return saved;
}

std::string message_of(const std::filesystem::path &file) {
  try {
    read_saved_model(file);
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

class SavedModels : public ::testing::Test {
protected:
  std::filesystem::path file() const { return directory.path / "m.h5"; }
  void expect_refused(const std::string &part) const {
    EXPECT_NE(message_of(file()).find(part), std::string::npos) << message_of(file());
  }
  TemporaryDirectory directory;
};

} // namespace

TEST_F(SavedModels, DimensionsComeBack) {
  const Case config = read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
  SavedModel written = small_model();
  written.config = resolved_toml(config);
  const Dimension dimension = find_dimension(parameters_of(config), {"geometry.canal.length", {}});
  const double own = dimension.value(), value = 1.07 * own;
  DimensionInterpolation interpolation({axis_of(dimension, 0.8 * own, 1.2 * own, 4)}, written.facts);
  for (std::size_t point = 0; point < interpolation.axes()[0].points.size(); ++point) {
    MeshFacts facts = written.facts;
    facts.surface_areas[0] *= interpolation.axes()[0].points[point] / own;
    interpolation.add({{{0, point}}, facts});
  }
  ReducedTerm change = written.model.terms[1];
  written.dimensions = {interpolation, {{2, 1}}, {{0, 0}}, {change}, {written.model.loads[0]}};
  written.checked_hz = {20, 1e3};
  written.interpolation_error_db = {0.5, 0.25};
  write_saved_model(file(), written);
  const SavedModel read = read_saved_model(file());
  ASSERT_TRUE(read.dimensions);
  EXPECT_EQ(read.dimensions->interpolation.axes()[0].points, interpolation.axes()[0].points);
  EXPECT_EQ(read.dimensions->interpolation.weights(std::vector{value}),
            interpolation.weights(std::vector{value}));
  EXPECT_EQ(read.dimensions->term_changes[0].node, 2u);
  EXPECT_EQ(read.dimensions->term_changes[0].of, 1u);
  EXPECT_EQ(read.dimensions->terms[0].matrix, change.matrix);
  EXPECT_EQ(read.dimensions->loads[0].values, written.model.loads[0].values);
  // dA/dmu of the one term that changes is the slope of its weight.
  const SavedDimensionSlope slope = dimension_slope(read, 0, {value});
  ASSERT_EQ(slope.changed_terms, std::vector<std::size_t>{1});
  const double step = 1e-3 * own, expected = (interpolation.weights(std::vector{value + step})[2] -
                                              interpolation.weights(std::vector{value - step})[2]) /
                                             (2 * step);
  // A step of 1e-3 is off by third differences, 1e-5.
  EXPECT_NEAR(slope.changes.terms[0].matrix[0] / (expected * change.matrix[0]), 1, 1e-4);
  EXPECT_EQ(interpolation_error_db(read, 500), 0.5);
}

TEST_F(SavedModels, ComeBackToTheLastBit) {
  const SavedModel written = small_model();
  write_saved_model(file(), written);
  const SavedModel read = read_saved_model(file());
  EXPECT_EQ(read.config, written.config);
  EXPECT_EQ(read.signature, written.signature);
  EXPECT_EQ(read.facts.volumes, written.facts.volumes);
  EXPECT_EQ(read.facts.surfaces, written.facts.surfaces);
  EXPECT_EQ(read.facts.surface_areas, written.facts.surface_areas);
  ASSERT_EQ(read.facts.diaphragms.size(), 2u);
  ASSERT_EQ(read.facts.diaphragms[0].size(), 2u);
  EXPECT_TRUE(read.facts.diaphragms[1].empty()) << "a piston's";
  EXPECT_EQ(read.facts.diaphragms[0][1].name, "surround");
  EXPECT_EQ(read.facts.diaphragms[0][1].area, 3e-5);
  ASSERT_EQ(read.facts.narrow_volumes.size(), 1u);
  EXPECT_EQ(read.facts.narrow_volumes[0].name, "front");
  EXPECT_EQ(read.facts.narrow_volumes[0].model, VolumeModel::slit);
  EXPECT_EQ(read.facts.narrow_volumes[0].width, 4e-4);
  ASSERT_EQ(read.facts.mouths.size(), 1u);
  EXPECT_EQ(read.facts.mouths[0].volume, "front");
  EXPECT_EQ(read.facts.mouths[0].number, 1.5);
  EXPECT_EQ(read.facts.mouths[0].layered, 0.5);
  EXPECT_EQ(read.facts.mouths[0].length, 2e-3);
  EXPECT_EQ(read.facts.passage("front").length, 1.5e-3);
  EXPECT_EQ(read.facts.passage("front").area, 2e-6);
  EXPECT_THROW(read.facts.passage("rear"), std::out_of_range);
  EXPECT_EQ(read.facts.largest_curvature, 2.5e3);
  EXPECT_EQ(read.facts.profile_rates, written.facts.profile_rates);
  EXPECT_EQ(read.levels, written.levels);
  ASSERT_EQ(read.calibrations.size(), 2u);
  EXPECT_EQ(read.calibrations[1].omega, written.calibrations[1].omega);
  EXPECT_EQ(read.calibrations[1].amplification, written.calibrations[1].amplification);
  EXPECT_EQ(read.calibrations[0].round_off, written.calibrations[0].round_off);
  EXPECT_EQ(read.lowest_hz, written.lowest_hz);
  EXPECT_EQ(read.highest_hz, written.highest_hz);
  EXPECT_EQ(read.rest_stiffness, written.rest_stiffness);
  EXPECT_FALSE(read.program.empty());

  const Factors factors{100, {{1, 0.1}, {0.3, -2}}, {{0, 1}}, {1, 2}, {1, 0.5}};
  const ReducedSolution expected = written.model.solve(factors), found = read.model.solve(factors);
  EXPECT_EQ(found.outputs, expected.outputs);
  EXPECT_EQ(found.residual, expected.residual);
  EXPECT_EQ(found.adjoint_residuals, expected.adjoint_residuals);
  const std::vector<std::vector<Complex>> one = {found.coordinates};
  EXPECT_EQ(read.model.peaks({&factors, 1}, one), written.model.peaks({&factors, 1}, one));
  EXPECT_EQ(read.model.power_balances({&factors, 1}, one).front().losses,
            written.model.power_balances({&factors, 1}, one).front().losses);
  EXPECT_EQ(read.model.monitors[0].quantity, (Quantity{QuantityKind::excursion, "dynamic"}));
  EXPECT_EQ(read.model.outputs[1].quantity, quantity::network_node("plug"));
  EXPECT_FALSE(std::filesystem::exists(file().string() + ".part"));
}

TEST_F(SavedModels, RefuseOtherFiles) {
  expect_refused("there is no file");
  write_atomically(file(), "title = \"a case\"\n");
  expect_refused("is no HDF5 file");
  Hdf5Writer other(file());
  other.write("pressure", std::vector<double>{1, 2});
  other.finish();
  expect_refused("is an HDF5 file of something else");
}

TEST_F(SavedModels, RefuseAnotherFormat) {
  Hdf5Writer newer(file());
  newer.write("format_version", std::vector<std::uint64_t>{77});
  newer.write("program", std::string("9.9"));
  newer.finish();
  expect_refused("has format 77 of earshot 9.9, expected format 10");
}

TEST_F(SavedModels, RefuseFilesThatAreCutShort) {
  write_saved_model(file(), small_model());
  const auto whole = std::filesystem::file_size(file());
  for (const double part : {0.02, 0.3, 0.7, 0.99}) {
    write_saved_model(file(), small_model());
    std::filesystem::resize_file(file(), static_cast<std::uintmax_t>(part * static_cast<double>(whole)));
    EXPECT_NE(message_of(file()), "") << part;
  }
  expect_refused("cut short or damaged");
}

TEST_F(SavedModels, RefuseSizesThatDoNotFit) {
  SavedModel saved = small_model();
  saved.model.terms[1].support = {1, 7};
  write_saved_model(file(), saved);
  expect_refused("terms/1/");
  saved = small_model();
  saved.model.monitors[0].support = {3, 3};
  write_saved_model(file(), saved);
  expect_refused("monitors/0/");
  saved = small_model();
  saved.model.outputs[0].values.pop_back();
  write_saved_model(file(), saved);
  expect_refused("outputs/0/");
}

TEST_F(SavedModels, ThatCannotBeWrittenAreReported) {
  EXPECT_THROW(write_saved_model("/nowhere/at/all.h5", small_model()), UserError);
}

} // namespace earshot
