// ranks: 1 2 3
// Losses of a case's air: what `auto` finds in the shipped and in the small monitor, and who else asks for
// it.
#include "solver/model/air_losses.h"

#include "solver/config/reader.h"
#include "solver/materials/narrow_region.h"
#include "solver/model/case_terms.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"

#include <gtest/gtest.h>

#include <deal.II/base/mpi.h>

#include <numbers>

namespace earshot {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;
const std::string source = EARSHOT_SOURCE_DIR "/";

AirLosses losses_of(const Case &config) {
  return choose_losses(config, *prepare_mesh(config, MPI_COMM_WORLD), air_properties(config));
}

const AirLosses::Volume &volume(const AirLosses &losses, const std::string &name) {
  for (const AirLosses::Volume &volume : losses.volumes)
    if (volume.name == name)
      return volume;
  throw std::out_of_range(name);
}

/// The default case on a coarse mesh.
Case default_case() {
  return read_case(source + "configs/single_dynamic.toml", {"mesh.size=\"1.5 mm\""});
}

/// The default case with its vents stated as tubes of their radii.
Case case_by_hand() {
  Case config = default_case();
  for (const auto &[name, vent] : {std::pair("rear_vent", *config.geometry->rear_vent),
                                   std::pair("front_vent", *config.geometry->front_vent)}) {
    VolumeConfig tube;
    tube.name = std::string(name);
    tube.model = VolumeModel::tube;
    tube.radius = vent.radius;
    config.volumes.push_back(tube);
  }
  return config;
}

TEST(AirLosses, AutoFindsTheVentsOfTheDefaultCaseAsTheyAreGivenByHand) {
  const Case by_hand = case_by_hand();
  const AirLosses losses = losses_of(default_case());
  for (const VolumeConfig &given : by_hand.volumes) {
    const AirLosses::Volume &vent = volume(losses, given.name);
    EXPECT_FALSE(vent.stated);
    EXPECT_EQ(vent.model, given.model.value);
    EXPECT_NEAR(vent.width, given.radius,
                1e-3 * given.radius); // vertices lie on the wall to 1e-6 m and better
    EXPECT_LT(vent.judged.error, loss_tolerance);
    const AirProperties air = air_properties(by_hand);
    for (const double frequency : {20., 200., 2e3, 20e3}) {
      const double omega = two_pi * frequency;
      EXPECT_LT(
          std::abs(tube_fluid(air, vent.width, omega).density / tube_fluid(air, given.radius, omega).density -
                   1.0),
          2e-3); // F ~ a^2 where friction rules
    }
  }
  for (const char *name : {"rear", "nozzle", "tip", "canal"}) {
    EXPECT_EQ(volume(losses, name).model, VolumeModel::boundary_layer) << name;
    EXPECT_LT(volume(losses, name).judged.error, loss_tolerance) << name;
  }
}

// Each vent opens into a volume and into free air. Nozzle and tip have a screen between them and nothing
// else.
TEST(AirLosses, FindTheMouthsOfTheDefaultCase) {
  const AirLosses losses = losses_of(default_case());
  const auto mouths = [&](const std::string &volume) {
    for (const MeshFacts::VolumeMouths &one : losses.mouths)
      if (one.volume == volume)
        return one;
    throw std::out_of_range(volume);
  };
  EXPECT_EQ(mouths("rear_vent").number, 2);
  EXPECT_NEAR(mouths("rear_vent").length, 1e-3, 1e-6);
  EXPECT_EQ(mouths("rear_vent").layered, 1); // free air has no wall on the mesh
  EXPECT_EQ(mouths("front_vent").number, 2);
  EXPECT_NEAR(mouths("front_vent").length, 1e-3, 1e-5); // its inner end is on a round wall
  EXPECT_EQ(mouths("nozzle").number, 1);
  EXPECT_NEAR(mouths("nozzle").length, 4e-3, 1e-5);
  EXPECT_NEAR(mouths("tip").number, step_share(std::pow(2 / 3.75, 2)),
              1e-3); // the canal's wall is a wider tube's
  EXPECT_EQ(volume(losses, "rear_vent").mouths, 2);
  const std::string table = describe_losses(losses, air_properties(default_case()));
  EXPECT_NE(table.find("2, as 0.295 mm more"), std::string::npos) << table; // 2 x 3 pi/16 x 0.25 mm
}

// The front volume is 1.2 mm high, under a dome of 0.5 mm: at 20 Hz its layers, of 0.5 mm each, meet.
TEST(AirLosses, TheShallowFrontVolumeIsBeyondEveryModelAtLowFrequencies) {
  const Case config = case_by_hand();
  const AirLosses losses = losses_of(config);
  const AirLosses::Volume &front = volume(losses, "front");
  EXPECT_EQ(front.model, VolumeModel::boundary_layer);
  EXPECT_GT(front.judged.error, loss_tolerance);
  EXPECT_GT(front.judged.valid_from, two_pi * 40);
  EXPECT_LT(front.judged.valid_from, two_pi * 160);
  const auto warnings = loss_warnings(losses, config);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].find("volume 'front': no model"), std::string::npos) << warnings[0];
  const std::string table = describe_losses(losses, air_properties(config));
  EXPECT_NE(table.find("rear_vent"), std::string::npos);
  EXPECT_NE(table.find("tube of 0.25 mm, as stated"), std::string::npos) << table;
}

TEST(AirLosses, WhatTheCaseStatesStays) {
  Case config = case_by_hand();
  config.volumes[0].radius = 0.35e-3;
  config.volumes[1].model = VolumeModel::boundary_layer;
  const AirLosses losses = losses_of(config);
  EXPECT_EQ(volume(losses, "rear_vent").width, 0.35e-3);
  EXPECT_EQ(volume(losses, "front_vent").model, VolumeModel::boundary_layer);
  MeshFacts facts;
  note_losses(losses, air_properties(config), facts);
  EXPECT_TRUE(facts.narrow_volumes.empty());
  const auto warnings = loss_warnings(losses, config);
  ASSERT_EQ(warnings.size(), 2u);
  EXPECT_EQ(warnings[1], "volume 'rear_vent' is stated as a tube of 0.35 mm, the mesh has 0.25 mm");

  config.volumes.clear();
  config.air.losses = WallLosses::boundary_layer;
  for (const AirLosses::Volume &one : losses_of(config).volumes)
    EXPECT_EQ(one.model, VolumeModel::boundary_layer) << one.name;
  config.air.losses = WallLosses::none;
  EXPECT_TRUE(losses_of(config).volumes.empty());
}

/// The small monitor from 20 Hz on: its vent of 1 mm radius is a tube then.
Case small_case(const std::vector<std::string> &overrides) {
  std::vector<std::string> all = {"sweep.from=\"20 Hz\"", "driver.dynamic.diaphragm.degree=2"};
  all.insert(all.end(), overrides.begin(), overrides.end());
  return read_case(source + "tests/cases/small.toml", all);
}

Model model_of(const Case &config) {
  return Model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
}

TEST(AirLosses, AreKnownToTheCoefficientsOfDesignsOnOneMesh) {
  const Case config = small_case({});
  const Model model = model_of(config);
  ASSERT_EQ(model.facts().narrow_volumes.size(), 1u);
  EXPECT_EQ(model.facts().narrow_volumes[0].name, "rear_vent");
  EXPECT_EQ(model.facts().narrow_volumes[0].model, VolumeModel::tube);
  EXPECT_NEAR(model.facts().narrow_volumes[0].width, 1e-3, 1e-6);
  const Factors assembled = model.problem().at(two_pi * 300),
                outlined = coefficient_functions(config, model.facts()).at(two_pi * 300);
  EXPECT_EQ(assembled.terms, outlined.terms);

  Case later = config; // other frequencies are no reason to choose anew
  later.sweep.from = 1000;
  EXPECT_TRUE(same_matrices(config, later, model.facts()));
  EXPECT_EQ(coefficient_functions(later, model.facts()).at(two_pi * 300).terms, outlined.terms);
  Case lossless = config;
  lossless.air.losses = WallLosses::none;
  EXPECT_FALSE(same_matrices(config, lossless, model.facts()));
}

TEST(AirLosses, AreTheSameOnEveryRank) {
  const Case config = default_case();
  const AirLosses losses = losses_of(config);
  std::vector<double> numbers;
  for (const AirLosses::Volume &one : losses.volumes) {
    numbers.insert(numbers.end(), {one.width, one.judged.error});
    for (const AirLosses::Wall &wall : one.walls)
      numbers.insert(numbers.end(), {wall.area, wall.small_gap, wall.usual_gap});
  }
  for (const auto &others : dealii::Utilities::MPI::all_gather(MPI_COMM_WORLD, numbers))
    EXPECT_EQ(others, numbers);
}

} // namespace
} // namespace earshot
