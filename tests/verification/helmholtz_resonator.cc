// A cavity with a neck that ends in zero pressure: its lowest mode against mode matching.
#include "solver/algebra/eigenproblem.h"
#include "tests/support/air_problem.h"
#include "tests/support/convergence.h"
#include "tests/support/meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

struct Resonator {
  double neck_radius, neck_length, cavity_radius, cavity_length; ///< [m]
  double frequency;                                              ///< [Hz]
};

/// Exact mode matching at c = 343.20 m/s, agreeing with hp finite elements to 1e-6.
const std::vector<Resonator> resonators = {{0.5e-3, 1e-3, 3e-3, 2e-3, 5554.4221},
                                           {1e-3, 1e-3, 3e-3, 5e-3, 6326.0231}};

/// A quarter of the resonator between two planes of symmetry (rigid walls): cavity below, neck on top with
/// the surface "outside". Elements grow from `finest` at the re-entrant edge with half of the distance from
/// it.
AirMesh quarter_resonator(const Resonator &r, double finest) {
  namespace occ = gmsh::model::occ;
  constexpr double to_mm = 1e3, quarter = std::numbers::pi / 2;
  const double length = r.cavity_length, end = length + r.neck_length;
  return split_mesh(mesh_body(
                        [&] {
                          const int cavity = occ::addCylinder(0, 0, 0, 0, 0, to_mm * length,
                                                              to_mm * r.cavity_radius, -1, quarter);
                          const int neck = occ::addCylinder(0, 0, to_mm * length, 0, 0, to_mm * r.neck_length,
                                                            to_mm * r.neck_radius, -1, quarter);
                          gmsh::vectorpair fused;
                          std::vector<gmsh::vectorpair> map;
                          occ::fuse({{3, cavity}}, {{3, neck}}, fused, map);
                        },
                        [&](const auto &low, const auto &high) -> std::string {
                          return lies_at(low[2], high[2], end) ? "outside" : "wall";
                        },
                        [&](double x, double y, double z) {
                          const double from_edge = std::hypot(std::hypot(x, y) - r.neck_radius, z - length);
                          return std::min(finest + 0.25 * from_edge, 0.6e-3);
                        },
                        true),
                    {});
}

double lowest_frequency(const Resonator &resonator, double finest) {
  AirModel model;
  model.wall_losses = false;
  SurfaceConfig outside;
  outside.name = std::string("outside");
  outside.model = SurfaceModel::opening;
  outside.radiation = OpeningRadiation::none;
  model.surfaces = {outside};
  const AirProblem problem(quarter_resonator(resonator, finest), model);

  // The rows are volume displacements: with the square of w they give w^2.
  const Pencil pencil = undamped_pencil(problem.problem(), 2, 1e4);
  return std::sqrt(eigenpairs_nearest(pencil, 0, 1).at(0).value) / (2 * std::numbers::pi);
}

TEST(HelmholtzResonator, LowestModeConvergesToModeMatching) {
  for (const Resonator &resonator : resonators) {
    ConvergenceTable table("Helmholtz resonator, neck " + std::to_string(1e3 * resonator.neck_radius) +
                           " mm: error over the size at the edge");
    double error = 0;
    for (const double fraction : {4.0, 8.0, 16.0, 32.0}) {
      const double finest = resonator.neck_radius / fraction;
      const double frequency = lowest_frequency(resonator, finest);
      error = frequency / resonator.frequency - 1;
      std::printf("%12.3f Hz, mode matching %12.3f Hz\n", frequency, resonator.frequency);
      table.add(finest, std::abs(error));
    }
    table.print();
    // Along a re-entrant edge of 270 degrees the pressure varies with the distance to the power of 2/3, so
    // the eigenvalue converges with the size at the edge to the power of 4/3, whatever the elements' order.
    EXPECT_GT(table.rate(), 1.1);
    EXPECT_LT(table.last(), 5e-4);
    // The discrete space lies within the exact one: frequencies come from above.
    EXPECT_GT(error, 0);
  }
}

} // namespace
} // namespace earshot::testing
