// What coils refuse, and what conductors of a plane are.
#include "solver/physics/magnetics/blocked_impedance.h"
#include "solver/physics/magnetics/conductors.h"
#include "tests/support/plane_meshes.h"

#include <gtest/gtest.h>

#include <set>

namespace earshot::testing {
namespace {

/// Two plates of one material apart from each other, one of them at the mesh's edge, and a bar along another
/// edge.
PlaneMesh plates() {
  PlaneMeshBuilder builder;
  builder.add_grid({0, 1e-3, 2e-3, 3e-3, 4e-3, 5e-3}, {0, 1e-3, 2e-3, 3e-3}, [](double x, double y) {
    if (x < 1e-3)
      return std::string("edge");
    const bool in_row = y > 1e-3 && y < 2e-3;
    return std::string(in_row && ((x > 2e-3 && x < 3e-3) || x > 4e-3) ? "plate" : "air");
  });
  return builder.mesh();
}

MagnetostaticProblem problem_of(const PlaneMesh &mesh, PlaneSymmetry symmetry) {
  std::vector<MagneticMaterial> materials(mesh.regions.size());
  materials[region_index(mesh, "plate")].conductivity = 1e7;
  materials[region_index(mesh, "edge")].conductivity = 1e7;
  return {mesh, materials, {.symmetry = symmetry}};
}

TEST(Conductors, AreCountedByWhatHangsTogether) {
  const auto mesh = plates();
  auto problem = problem_of(mesh, PlaneSymmetry::planar);
  problem.space().refine_where([](std::size_t e) { return e % 3 == 0; });
  const Conductors conductors = find_conductors(problem);
  std::set<int> plates, others;
  for (std::size_t e = 0; e < conductors.of_element.size(); ++e)
    (mesh.regions[problem.space().elements()[e].region] == "plate" ? plates : others)
        .insert(conductors.of_element[e]);
  EXPECT_EQ(conductors.count, 1);
  EXPECT_EQ(others, std::set<int>{-1});
  EXPECT_EQ(plates, (std::set<int>{-1, 0})); // the one at x = 5 mm reaches the boundary
}

TEST(Conductors, OfABodyOfRevolutionCloseInThemselves) {
  const auto mesh = plates();
  EXPECT_EQ(find_conductors(problem_of(mesh, PlaneSymmetry::axisymmetric)).count, 0);
}

TEST(Coil, RefusesToLeaveTheMesh) {
  const auto mesh = plates();
  const auto problem = problem_of(mesh, PlaneSymmetry::axisymmetric);
  const Coil coil = {{1.2e-3, 1.4e-3, 0.2e-3, 0.6e-3, 10}};
  EXPECT_NO_THROW(flux_linkage(problem.space(), coil, 2.4e-3));
  EXPECT_THROW(flux_linkage(problem.space(), coil, 2.5e-3), std::invalid_argument);
}

TEST(Coil, RefusesMoreWireThanItHasRoomFor) {
  const auto mesh = plates();
  const auto problem = problem_of(mesh, PlaneSymmetry::axisymmetric);
  const std::vector<double> potential(problem.space().n_unknowns(), 0.0);
  const Coil coil = {{1.2e-3, 1.4e-3, 0.2e-3, 0.6e-3, 10}}; // 0.08 mm^2
  const auto with_wire = [&](double diameter) {
    return blocked_impedance_problem(problem, potential, coil, 0, {diameter, 58e6}, MPI_COMM_SELF);
  };
  EXPECT_EQ(with_wire(0.09e-3).terms.back().loss, "proximity");
  EXPECT_THROW(with_wire(0.11e-3), std::invalid_argument); // 10 x 0.0095 mm^2
}

TEST(MagnetLoad, IsForMagnetsOnly) {
  const auto problem = problem_of(plates(), PlaneSymmetry::axisymmetric);
  const std::vector<double> potential(problem.space().n_unknowns(), 0.0);
  EXPECT_THROW(problem.magnet_load(potential, 0), std::invalid_argument);
}

} // namespace
} // namespace earshot::testing
