// The suspension at rest by two theories of the same diaphragm: the axisymmetric one of large deflection, and
// the linear shell in three dimensions that the sweep stands on.
#include "solver/analysis/diaphragm_alone.h"
#include "solver/config/reader.h"
#include "solver/model/driver_suspension.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "tests/support/small_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iostream>

namespace earshot::testing {
namespace {

struct RestStiffness {
  double linear, large; ///< [N/m] by the linear shell, by that of large deflection
};

/// Of the one driver of a case.
RestStiffness rest_stiffnesses(const std::string &text) {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "case.toml").string();
  std::ofstream(file) << text;
  const Case config = read_case(file);
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const double linear = rest_stiffness(model.config(), model.drivers().front().config,
                                       model.drivers().front().axis, MPI_COMM_WORLD);
  const DriverSuspension large =
      driver_suspension(config.drivers.front(), config.materials, positions_within(50e-6, 3));
  std::cout << "K(0): " << linear << " N/m by the linear shell, " << large.points[1].stiffness
            << " N/m by the axisymmetric one, by its mesh within " << large.mesh_error << '\n';
  for (const std::string &note : model.notes())
    std::cout << note << '\n';
  return {linear, large.points[1].stiffness};
}

void expect_same_rest_stiffness(const std::string &text) {
  const auto [linear, large] = rest_stiffnesses(text);
  EXPECT_NEAR(large / linear, 1, 1e-3);
}

// Loss factors make the linear stiffness complex; without them it is real as the other one.
const std::string lossless = replaced(small_case_text(), "loss_factor = 0.02", "loss_factor = 0");

TEST(SuspensionAtRest, OfDomeAndFlatSurroundIsThatOfTheLinearShell) {
  expect_same_rest_stiffness(lossless);
}

TEST(SuspensionAtRest, OfARollSurroundIsThatOfTheLinearShell) {
  expect_same_rest_stiffness(replaced(lossless, "shape = \"flat\"", "shape = \"roll\"\nrise = \"0.3 mm\""));
}

// A flat film that pulls its flat middle outwards keeps its shape: the two theories are the same.
TEST(SuspensionAtRest, OfAFlatFilmUnderTensionIsThatOfTheLinearShell) {
  const std::string flat = replaced(lossless, "shape = \"dome\"\nrise = \"0.5 mm\"\n", "");
  expect_same_rest_stiffness(replaced(flat, "shape = \"flat\"", "shape = \"flat\"\ntension = \"20 N/m\""));
}

// The film pulls at the dome's edge, whose slope changes on the way to rest; the linear shell keeps the shape
// as drawn. That is of the order of what the tension adds, and here 3.3 % of it, from 1 N/m to 20 N/m.
TEST(SuspensionAtRest, OfAFilmUnderTensionGrowsAsThatOfTheLinearShell) {
  const RestStiffness without = rest_stiffnesses(lossless),
                      with = rest_stiffnesses(
                          replaced(lossless, "shape = \"flat\"", "shape = \"flat\"\ntension = \"20 N/m\""));
  EXPECT_NEAR((with.large - without.large) / (with.linear - without.linear), 1, 0.05);
  EXPECT_NEAR(with.large / with.linear, 1, 0.02);
}

} // namespace
} // namespace earshot::testing
