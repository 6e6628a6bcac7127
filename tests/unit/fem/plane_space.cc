// Scalar fields on plane meshes: integrals, hanging nodes, clipping and the map to infinity.
#include "solver/fem/plane_space.h"
#include "solver/fem/convex_polygon.h"
#include "tests/support/plane_meshes.h"

#include <gtest/gtest.h>

#include <numbers>
#include <random>

namespace earshot::testing {
namespace {

PlaneMesh disc_in_open_air() {
  return grid_in_open_air({0, 0.4, 1}, {-1, 0, 0.6, 1}, 1e-3, [](double r, double z) {
    return r < 0.4 && z > 0 && z < 0.6 ? std::string("disc") : plane_air_region;
  });
}

/// Splits some elements at random, twice.
void refine_raggedly(PlaneSpace &space, const std::vector<std::vector<double> *> &fields = {}) {
  std::mt19937 generator(7);
  for (int pass = 0; pass < 2; ++pass)
    space.refine_where([&](std::size_t) { return generator() % 3 == 0; }, fields);
}

double volume(const PlaneSpace &space, int region) {
  double sum = 0;
  for (const auto &element : space.elements())
    if (element.region == region)
      for (const auto &point : element.points)
        sum += point.weight;
  return sum;
}

TEST(PlaneSpace, IntegratesVolumesOfRevolutionAndOfSlabs) {
  const auto mesh = disc_in_open_air();
  const int disc = region_index(mesh, "disc");
  const PlaneSpace round(mesh, {});
  EXPECT_NEAR(volume(round, disc), std::numbers::pi * 0.16e-6 * 0.6e-3, 1e-22);
  const PlaneSpace slab(mesh, {.symmetry = PlaneSymmetry::planar, .depth = 5e-3});
  EXPECT_NEAR(volume(slab, disc), 0.4e-3 * 0.6e-3 * 5e-3, 1e-20);
}

TEST(PlaneSpace, CurvesListedCircles) {
  PlaneMeshBuilder builder;
  const std::vector<double> r = {0, 0.5}, z = {-0.5, 0, 0.5};
  builder.add_grid(r, z, [](double, double) { return "ball"; });
  const auto ring = builder.on_circle(open_sides(r, z), {0, 0}, 1);
  builder.add_layer(open_sides(r, z), ring, "ball");
  const auto mesh = builder.mesh();
  const double ball = 4 * std::numbers::pi / 3;
  double before = 0;
  for (int pass = 0; pass < 3; ++pass) {
    PlaneSpace space(mesh, {.degree = 3, .circles = {{{0, 0}, 1}}});
    for (int k = 0; k < pass; ++k)
      space.refine_where([](std::size_t) { return true; });
    const double error = std::abs(volume(space, 0) / ball - 1);
    std::printf("ball of %zu elements: volume error %.1e\n", space.elements().size(), error);
    if (pass > 0) {
      EXPECT_LT(error, before / 8); // third order at least; chords converge with the second
    }
    before = error;
  }
  EXPECT_LT(before, 1e-5);
}

TEST(PlaneSpace, KeepsAFieldContinuousAndUnchangedAcrossHangingNodes) {
  PlaneSpace space(disc_in_open_air(), {});
  std::vector<double> field(space.n_unknowns());
  std::mt19937 generator(3);
  for (double &value : field)
    value = std::uniform_real_distribution(-1.0, 1.0)(generator);
  const std::vector<PlaneVector> places = {{0.1e-3, 0.3e-3}, {0.7e-3, -0.4e-3}, {0.33e-3, 0.7e-3}};
  std::vector<double> before;
  for (const auto &place : places)
    before.push_back(space.evaluate(field, place).value);
  refine_raggedly(space, {&field});
  for (std::size_t k = 0; k < places.size(); ++k)
    EXPECT_NEAR(space.evaluate(field, places[k]).value, before[k], 1e-12);
  // On both sides of a grid line.
  for (const double z : {-0.9e-3, -0.2e-3, 0.05e-3, 0.45e-3, 0.93e-3})
    EXPECT_NEAR(space.evaluate(field, {0.4e-3 - 1e-12, z}).value,
                space.evaluate(field, {0.4e-3 + 1e-12, z}).value, 1e-6);
}

TEST(PlaneSpace, GivesAnElementsCornersTheirValues) {
  PlaneSpace space(disc_in_open_air(), {});
  refine_raggedly(space);
  std::vector<double> field(space.n_unknowns());
  std::mt19937 generator(5);
  for (double &value : field)
    value = std::uniform_real_distribution(-1.0, 1.0)(generator);
  int n_checked = 0;
  for (std::size_t e = 0; e < space.elements().size(); e += 2) {
    const auto corners = space.corners(e);
    if (std::hypot(corners[0][0], corners[0][1]) > 1e-3) // near or in the open annulus
      continue;
    const auto values = space.corner_values(field, e);
    for (int k = 0; k < 4; ++k, ++n_checked) {
      EXPECT_NEAR(values[k].position[0], corners[k][0], 1e-12);
      EXPECT_NEAR(values[k].position[1], corners[k][1], 1e-12);
      EXPECT_NEAR(values[k].value, space.evaluate(field, corners[k]).value, 1e-9);
    }
  }
  EXPECT_GT(n_checked, 20);
}

TEST(PlaneSpace, RefusesAPointOutsideOfTheMesh) {
  const PlaneSpace space(disc_in_open_air(), {});
  const std::vector<double> field(space.n_unknowns(), 0.0);
  EXPECT_THROW(space.evaluate(field, {1, 1}), std::out_of_range);
}

TEST(PlaneSpace, RefusesAnOpenCentreOffTheAxis) {
  auto mesh = disc_in_open_air();
  mesh.open_centre[0] = 1e-4;
  EXPECT_THROW(PlaneSpace(mesh, {}), std::invalid_argument);
}

/// What a clipped rectangle integrates follows its place without steps.
TEST(PlaneSpace, IntegratesOverAMovedRectangleExactly) {
  PlaneSpace space(disc_in_open_air(), {});
  refine_raggedly(space);
  const double inner = 0.15e-3, outer = 0.52e-3, height = 0.31e-3;
  for (int k = 0; k < 40; ++k) {
    const double bottom = -0.7e-3 + k * 0.031e-3;
    double moment = 0;
    const double covered = space.for_each_point_in(
        rectangle(inner, outer, bottom, bottom + height),
        [&](const PlaneElement &, const PlanePoint &point) { moment += point.weight * point.position[1]; });
    EXPECT_NEAR(covered, (outer - inner) * height, 1e-18);
    const double exact = std::numbers::pi * (outer * outer - inner * inner) * height * (bottom + height / 2);
    EXPECT_NEAR(moment, exact, 1e-20);
  }
}

/// The energy density of a dipole falls with rho^-6: its integral over all space outside of the circle.
TEST(PlaneSpace, MapsTheAnnulusOntoAllSpaceOutside) {
  const auto mesh = disc_in_open_air();
  PlaneSpace space(mesh, {.degree = 3});
  space.refine_where([](std::size_t) { return true; });
  const int open = region_index(mesh, plane_open_region);
  const double a = mesh.open_inner_radius;
  double integral = 0;
  for (const auto &element : space.elements())
    if (element.region == open)
      for (const auto &point : element.points)
        integral += point.weight *
                    std::pow(std::hypot(point.position[0], point.position[1] - mesh.open_centre[1]), -6);
  // 4 pi int rho^-4 drho = 4 pi / (3 a^3)
  EXPECT_NEAR(integral * 3 * a * a * a / (4 * std::numbers::pi), 1, 1e-5); // of the circles' cubic arcs
}

TEST(ConvexPolygon, SharesWhatBothHold) {
  const auto square = rectangle(0, 2, 0, 2);
  const ConvexPolygon diamond = {{1, -1}, {3, 1}, {1, 3}, {-1, 1}};
  EXPECT_DOUBLE_EQ(area(intersection(square, diamond)), 4);
  EXPECT_DOUBLE_EQ(area(intersection(rectangle(0, 1, 0, 1), rectangle(0.5, 2, 0.25, 3))), 0.375);
  EXPECT_TRUE(intersection(rectangle(0, 1, 0, 1), rectangle(1, 2, 0, 1)).empty());
  double sum = 0;
  const auto quadrature = polygon_quadrature(diamond);
  for (std::size_t q = 0; q < quadrature.points.size(); ++q)
    sum += quadrature.weights[q] * std::pow(quadrature.points[q][0], 2);
  EXPECT_NEAR(sum, 8 * (1 + 2.0 / 3), 1e-12); // (1^2 + d^2 / 6 of its half axis 2) times its area
}

} // namespace
} // namespace earshot::testing
