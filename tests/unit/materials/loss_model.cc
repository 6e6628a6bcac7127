// Which losses suit which gap.
#include "solver/materials/loss_model.h"

#include "solver/materials/narrow_region.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace {

using namespace earshot;
using Model = VolumeModel;

const AirProperties air;
constexpr double two_pi = 2 * std::numbers::pi;
constexpr Band audio{two_pi * 20, two_pi * 20e3};
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST(LossModel, ErrorsOfLayersDependOnWidthOverLayerAlone) {
  for (const auto kind : {Passage::Kind::tube, Passage::Kind::slit})
    EXPECT_NEAR(layer_error(air, {kind, 1e-3}, two_pi * 100), layer_error(air, {kind, 1e-4}, two_pi * 1e4),
                1e-9);
}

// F = 1 - 2 e/a + e^2/a^2 + e^3/(4 a^3): eight times as wide, the error is 64 times (flat) or 512 times
// smaller.
TEST(LossModel, LayersAreOfFirstOrderFlatAndOfSecondOrderCurved) {
  const auto gain = [](bool curved) {
    return layer_error(air, {Passage::Kind::tube, 1e-3}, two_pi * 1e3, curved) /
           layer_error(air, {Passage::Kind::tube, 8e-3}, two_pi * 1e3, curved);
  };
  EXPECT_NEAR(gain(false), 64, 8);
  EXPECT_NEAR(gain(true), 512, 80);
}

TEST(LossModel, WideTubesGetLayersAndNarrowOnesAreTubes) {
  const LossChoice wide = choose_losses(air, {Passage::Kind::tube, 2e-3}, 0, audio);
  EXPECT_EQ(wide.model, Model::boundary_layer);
  EXPECT_EQ(wide.valid_from, audio.lowest);
  const LossChoice narrow = choose_losses(air, {Passage::Kind::tube, 0.2e-3}, 0, audio);
  EXPECT_EQ(narrow.model, Model::tube);
  EXPECT_EQ(narrow.width, 0.2e-3);
  EXPECT_EQ(choose_losses(air, {Passage::Kind::tube, 0.2e-3}, 0, {two_pi * 2e3, audio.highest}).model,
            Model::boundary_layer)
      << "above 2 kHz";
}

// A duct of sides 1 : 20 resists 3 % more than a slit, one of 1 : 4 by 19 %.
TEST(LossModel, ASlitMustBeFlatEnough) {
  const LossChoice flat = choose_losses(air, {Passage::Kind::slit, 0.2e-3}, 0.05, audio);
  EXPECT_EQ(flat.model, Model::slit);
  EXPECT_LT(flat.error, loss_tolerance);
  const LossChoice duct = choose_losses(air, {Passage::Kind::slit, 0.2e-3}, 0.25, audio);
  EXPECT_EQ(duct.model, Model::slit) << "still far better than layers";
  EXPECT_GT(duct.error, loss_tolerance);
  EXPECT_EQ(duct.valid_from, infinity);
}

// The tube's fluid knows plane waves. At 1 Hz layers fill a tube of 4 mm, which is above its cut-on from 25
// kHz.
TEST(LossModel, ATubeThatIsTooWideForThePlaneWaveIsNone) {
  const Passage tube{Passage::Kind::tube, 4e-3};
  EXPECT_EQ(choose_losses(air, tube, 0, {two_pi * 0.5, two_pi * 20e3}).model, Model::tube);
  const LossChoice beyond = choose_losses(air, tube, 0, {two_pi * 0.5, two_pi * 40e3});
  EXPECT_EQ(beyond.model, Model::boundary_layer);
  EXPECT_GT(beyond.error, loss_tolerance);
}

TEST(LossModel, WallsOfOtherVolumesAreJudgedByTheirGaps) {
  EXPECT_EQ(boundary_layers(air, {{infinity, 1e-6}}, audio).error, 0);
  EXPECT_EQ(boundary_layers(air, {}, audio).error, 0) << "no walls";
  const LossChoice close = boundary_layers(air, {{1e-3, 1e-6}}, audio);
  EXPECT_GT(close.error, loss_tolerance);
  EXPECT_NEAR(close.error, layer_error(air, {Passage::Kind::slit, 1e-3}, audio.lowest), 1e-12);
  EXPECT_GT(close.valid_from, audio.lowest);
  EXPECT_LE(layer_error(air, {Passage::Kind::slit, 1e-3}, close.valid_from), loss_tolerance);
  const LossChoice half = boundary_layers(air, {{1e-3, 1e-6}, {infinity, 1e-6}}, audio);
  EXPECT_NEAR(half.error, close.error / 2, 1e-12);
  EXPECT_NEAR(half.narrow_share, 0.5, 1e-12);
}

TEST(LossModel, LayersErrWhereTheyMeetAlone) {
  const LossChoice layers = boundary_layers(air, {{1e-3, 1e-6}}, audio);
  const auto error = [&](const std::vector<Gap> &gaps, double omega) {
    return passage_error(air, layers, gaps, omega);
  };
  // tanh(s) = 1 to exp(-2 s), s = 64 at 20 kHz
  EXPECT_LT(error({{1e-3, 1e-6}}, audio.highest).flow, 1e-12);
  const PassageError low = error({{1e-3, 1e-6}}, audio.lowest);
  // 1/rho' and 1/K' with these errors have Gamma off by no more, and by a good part of it.
  const double flow = std::abs(air.density / slit_fluid(air, 1e-3, audio.lowest).density);
  const double together = low.flow / flow + low.compression;
  const double of_gamma = 2 * layer_error(air, {Passage::Kind::slit, 1e-3}, audio.lowest);
  EXPECT_GT(together, 0.7 * of_gamma);
  EXPECT_LT(together, 3 * of_gamma);
  const PassageError half = error({{1e-3, 1e-6}, {infinity, 1e-6}}, audio.lowest);
  EXPECT_NEAR(half.flow, low.flow / 2, 1e-12);
  EXPECT_NEAR(half.compression, low.compression / 2, 1e-12);
  EXPECT_GT(error({{0.1e-3, 1e-6}}, audio.lowest).flow, 1); // layers say that the air moves by itself
}

// A right angle in closed form; a plane's has nothing; the rim of a thin plate has -1.
TEST(LossModel, EdgesTakeOffDeficitsByTheirAngle) {
  const double pi = std::numbers::pi;
  EXPECT_NEAR(edge_deficit(pi / 2), 4 / pi, 1e-9);
  EXPECT_NEAR(edge_deficit(pi), 0, 1e-12);
  EXPECT_NEAR(edge_deficit(2 * pi), -1, 1e-5);
  EXPECT_NEAR(edge_deficit(pi / 3), 2.3094011, 1e-6);
}

TEST(LossModel, ABandOfOneFrequencyIsThatFrequency) {
  EXPECT_EQ((Band{100, 100}.points()), std::vector<double>{100});
  const auto points = Band{100, 400}.points();
  EXPECT_EQ(points.front(), 100);
  EXPECT_EQ(points.back(), 400);
  EXPECT_EQ(points.size(), 5u);
}

} // namespace
