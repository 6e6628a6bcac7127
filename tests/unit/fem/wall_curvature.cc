// The bend of walls, from curved tetrahedra.
#include "solver/fem/wall_curvature.h"
#include "solver/fem/air_space.h"
#include "tests/support/meshes.h"

#include <gtest/gtest.h>

#include <limits>

namespace earshot::testing {
namespace {

/// Ball of a given radius about the origin, surface "wall".
AirMesh ball_mesh(double radius, double size) {
  return split_mesh(mesh_body([&] { gmsh::model::occ::addSphere(0, 0, 0, 1e3 * radius); },
                              [](const auto &, const auto &) { return "wall"; }, size, true),
                    {});
}

struct Bend {
  double mean,
      mean_square_error; ///< integrals of H and of its deviation from `exact`, per area [1/m], [1/m2]
  double across;         ///< mean of S for the direction `across` [1/m]
};

/// @param across  a unit vector along the wall at a point
template <class Across>
Bend bend(const AirMesh &mesh, const char *name, double exact, const Across &across) {
  const AirSpace space(std::make_shared<const AirMesh>(mesh), MPI_COMM_WORLD);
  const int wall = mesh.surface_index(name);
  Bend sum{};
  double area = 0;
  space.for_each_face([&](const auto &face) { return face.surface == wall; },
                      [&](const auto &, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
                        for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
                          const auto curvature =
                              wall_curvature(values, q, std::numeric_limits<double>::max());
                          const auto t = across(values.quadrature_point(q));
                          const double weight = values.JxW(q), error = curvature.mean - exact;
                          area += weight;
                          sum.mean += weight * curvature.mean;
                          sum.across += weight * (t * (curvature.shape * t));
                          sum.mean_square_error += weight * error * error;
                        }
                      });
  return {sum.mean / area, sum.mean_square_error / area, sum.across / area};
}

dealii::Tensor<1, 3> around_z(const dealii::Point<3> &x) {
  const double r = std::hypot(x[0], x[1]);
  dealii::Tensor<1, 3> t;
  t[0] = -x[1] / r, t[1] = x[0] / r;
  return t;
}

dealii::Tensor<1, 3> along_z(const dealii::Point<3> &) {
  dealii::Tensor<1, 3> t;
  t[2] = 1;
  return t;
}

// Second derivatives of quadratic elements err by O(size), but nodes on the wall make their mean right to
// O(size^2): halving the size must gain a factor of more than three.
TEST(WallCurvature, OfATubeConvergesToOneOverItsRadiusAroundAndZeroAlong) {
  constexpr double radius = 1e-3;
  double before = 0;
  std::printf("tube: size/radius   H a - 1/2   rms(H a - 1/2)   around: k a - 1   along: k a\n");
  for (const double size : {1.0, 0.5, 0.25, 0.125}) {
    const AirMesh mesh = cylinder_mesh(radius, radius, size * radius);
    const Bend around = bend(mesh, "wall", 0.5 / radius, around_z), along = bend(mesh, "wall", 0, along_z);
    std::printf("%17.3f%12.4f%17.4f%18.4f%13.4f\n", size, radius * around.mean - 0.5,
                radius * std::sqrt(around.mean_square_error), radius * around.across - 1,
                radius * along.across);
    const double error = std::abs(radius * around.across - 1);
    EXPECT_LT(error, size <= 0.5 ? before / 3 : 0.1);
    EXPECT_LT(std::abs(radius * along.across), 0.03);
    before = error;
  }
}

TEST(WallCurvature, OfABallConvergesToOneOverItsRadius) {
  constexpr double radius = 1e-3;
  double before = 0;
  std::printf("ball: size/radius   H a - 1   rms(H a - 1)\n");
  for (const double size : {1.0, 0.5, 0.25, 0.125}) {
    const Bend found = bend(ball_mesh(radius, size * radius), "wall", 1 / radius, along_z);
    std::printf("%17.3f%10.4f%15.4f\n", size, radius * found.mean - 1,
                radius * std::sqrt(found.mean_square_error));
    const double error = std::abs(radius * found.mean - 1);
    EXPECT_LT(error, size <= 0.5 ? before / 3 : 0.3);
    before = error;
  }
}

} // namespace
} // namespace earshot::testing
