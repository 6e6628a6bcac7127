// Memory is compared before it is used.
#include "solver/model/cost.h"
#include "tests/unit/mesh/template_case.h"

#include <gtest/gtest.h>

namespace {

using namespace earshot;

constexpr double gibibyte = 1024.0 * 1024 * 1024;

void no_warning(const std::string &text) {
  FAIL() << text;
}

TEST(RequireMemory, WhatFitsPasses) {
  EXPECT_NO_THROW(require_memory({"the factorisation", 2 * gibibyte}, 3 * gibibyte, false, no_warning));
}

TEST(RequireMemory, AMachineThatDoesNotTellIsTakenAsLarge) {
  EXPECT_NO_THROW(require_memory({"the factorisation", 1e15}, 0, false, no_warning));
}

TEST(RequireMemory, WhatDoesNotFitIsRefusedWithBothNumbersAndAWayOut) {
  try {
    require_memory({"the factorisation", 8 * gibibyte, {"case.toml", 7, 1, "mesh.size"}}, 2 * gibibyte, false,
                   no_warning);
    FAIL() << "not refused";
  } catch (const UserError &error) {
    EXPECT_STREQ(error.what(), "case.toml:7: mesh.size: the factorisation needs about 8 GiB, but 2 GiB "
                               "are free; use a coarser mesh (mesh.size), more machines, or --force to try "
                               "all the same");
  }
}

TEST(RequireMemory, ForceTurnsTheErrorIntoAWarning) {
  std::string told;
  require_memory({"the factorisation", 8 * gibibyte}, 2 * gibibyte, true,
                 [&](const std::string &text) { told = text; });
  EXPECT_NE(told.find("8 GiB"), std::string::npos);
}

/// Volumes of 0.96 cm3 in edges of 20 um: V 6 sqrt(2) / h^3 is 1.0e9 regular tetrahedra.
TEST(ForecastMesh, CountsRegularTetrahedra) {
  const MeshForecast forecast = forecast_mesh(earshot::testing::vented_case(20e-6));
  EXPECT_NEAR(forecast.tetrahedra, 1.02e9, 0.03e9);
  EXPECT_GT(forecast.solution.bytes, forecast.mesh.bytes);
}

/// Four unknowns at a node and an eighth in place of one, where a volume is thermoviscous.
TEST(ForecastMesh, CountsFieldsOfThermoviscousVolumes) {
  Case config = earshot::testing::vented_case(0.5e-3);
  const double plain = forecast_mesh(config).unknowns;
  for (const char *name : {"rear", "front", "nozzle", "tip", "canal", "rear_vent", "front_vent"}) {
    VolumeConfig volume;
    volume.name = std::string(name);
    volume.model = VolumeModel::thermoviscous;
    config.volumes.push_back(volume);
  }
  EXPECT_NEAR(forecast_mesh(config).unknowns / plain, 4.1, 1e-9);
}

TEST(ForecastMesh, PointsAtTheSizeOfTheVolumeThatTakesMost) {
  Case config = earshot::testing::vented_case(1e-3);
  config.mesh.region.push_back(
      {earshot::testing::written(std::string("canal"), 54), earshot::testing::written(1e-5, 55)});
  EXPECT_EQ(forecast_mesh(config).solution.where.line, 55);
}

/// A ring of 10 nm asks for edges as short.
TEST(ForecastMesh, SeesThinRingsOfTheDiaphragm) {
  Case config = earshot::testing::vented_case(1e-3);
  DiaphragmConfig diaphragm;
  diaphragm.zones.resize(2);
  diaphragm.zones[0].outer_radius = earshot::testing::written(4.99999e-3, 60);
  diaphragm.zones[1].outer_radius = earshot::testing::written(5e-3, 61);
  config.drivers.front().diaphragm = diaphragm;
  const MeshForecast forecast = forecast_mesh(config);
  EXPECT_GT(forecast.tetrahedra, 1e7);
  EXPECT_EQ(forecast.solution.where.line, 61);
}

TEST(ForecastMesh, KnowsNothingOfAMeshFile) {
  Case config = earshot::testing::vented_case(1e-3);
  config.geometry.reset();
  EXPECT_EQ(forecast_mesh(config).solution.bytes, 0);
}

/// A hundred waves ask for elements of a hundredth of a millimetre all over their zone.
TEST(ForecastMesh, CountsWhatWavesOfTheDiaphragmAskFor) {
  Case config = earshot::testing::vented_case(1e-3);
  DiaphragmConfig diaphragm;
  ZoneConfig dome, waves;
  dome.outer_radius = 3e-3;
  waves.outer_radius = 5e-3;
  waves.shape = ProfileShape::corrugated;
  waves.rise = 0.05e-3;
  waves.waves = 2;
  diaphragm.zones = {dome, waves};
  config.drivers[0].diaphragm = diaphragm;
  const double few = forecast_mesh(config).tetrahedra;
  config.drivers[0].diaphragm->zones[1].waves = 100;
  const MeshForecast many = forecast_mesh(config);
  EXPECT_LT(few, 1e5);
  EXPECT_GT(many.tetrahedra, 1e6);
}

TEST(ForecastMesh, TakesTheEdgesOfTubesNarrowerThanMeshSize) {
  Case config = earshot::testing::vented_case(1e-3);
  config.geometry->rear_vent->radius.value = 1e-6;
  config.geometry->rear_vent->length.value = 1; // pi r^2 l / r^3 times 6 sqrt(2): 27 million
  EXPECT_NEAR(forecast_mesh(config).tetrahedra, 26.7e6, 0.5e6);
}

TEST(RequireMesh, RefusesWhatTakesHours) {
  MeshForecast forecast;
  forecast.tetrahedra = 40e6;
  forecast.mesh = {"a mesh of about 40 million tetrahedra", 1e9, {"case.toml", 7, 1, "mesh.size"}};
  EXPECT_THROW(require_mesh(forecast, forecast.mesh, 1e12, false, no_warning), UserError);
  std::string told;
  require_mesh(forecast, forecast.mesh, 1e12, true, [&](const std::string &text) { told = text; });
  EXPECT_NE(told.find("minute per million"), std::string::npos);
  forecast.tetrahedra = 1e6;
  EXPECT_NO_THROW(require_mesh(forecast, forecast.mesh, 1e12, false, no_warning));
}

} // namespace
