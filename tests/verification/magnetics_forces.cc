// Forces between magnets and coils in air against closed forms.
#include "solver/physics/magnetics/force.h"
#include "solver/physics/magnetics/motor_curves.h"
#include "tests/support/plane_meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

/// Disc magnet of radius 1.5 mm, height 1 mm and 1.35 T with mu_r = 1; a thin coil of radius 1.8 mm, length
/// 0.8 mm and 50 turns around it. Closed form (elliptic integrals): centre [mm], flux linkage [Wb], its
/// derivative [N/A].
TEST(IronlessMotor, HasTheForceFactorOfEllipticIntegrals) {
  const std::vector<std::array<double, 3>> references = {
      {0.1, 0.000161100284, 0.0268119508}, {0.2, 0.000157164169, 0.051366683},
      {0.3, 0.000150960473, 0.0719461602}, {0.4, 0.00014293762, 0.0876663873},
      {0.5, 0.000133597926, 0.0982739646}, {0.6, 0.000123451662, 0.103821332},
      {0.8, 0.00010269035, 0.100902786},   {1, 8.39637996e-05, 0.0851581438},
      {1.5, 5.16669896e-05, 0.0475152762}};
  const auto mesh = grid_in_open_air(
      {0, 0.8, 1.5, 1.65, 1.8, 2.2, 3}, {-2, -1, -0.5, 0, 0.5, 1, 2, 3}, 1e-3, [](double r, double z) {
        return r < 1.5 && std::abs(z) < 0.5 ? std::string("magnet") : plane_air_region;
      });
  std::vector<MagneticMaterial> materials(mesh.regions.size());
  materials[region_index(mesh, "magnet")].remanence = {0, 1.35};
  MagnetostaticProblem problem(mesh, materials);
  const Coil coil = {{1.8e-3 - 1e-7, 1.8e-3 + 1e-7, -0.4e-3, 0.4e-3, 50}};
  const auto solution = solve_adaptively(problem, motor_goals(coil, 0.1e-3, 1.5e-3), {.tolerance = 1e-5});
  std::vector<double> displacements;
  for (const auto &row : references)
    displacements.push_back(1e-3 * row[0]);
  const auto rows = motor_curves(problem, solution.potential, coil, displacements);
  std::printf("%d unknowns\nx [mm]   linkage error   Bl error, Lorentz   Bl error, flux\n",
              solution.passes.back().unknowns);
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const double linkage = std::abs(rows[k].flux_linkage) / references[k][1] - 1,
                 lorentz = rows[k].force_factor_lorentz / references[k][2] - 1,
                 flux = rows[k].force_factor_flux / references[k][2] - 1;
    std::printf("%6.2f   %13.1e   %17.1e   %14.1e\n", references[k][0], linkage, lorentz, flux);
    EXPECT_LT(std::abs(linkage), 1e-3);
    EXPECT_LT(std::abs(lorentz), 1e-3);
    EXPECT_LT(std::abs(flux), 1e-3);
  }
}

/// Boxes around two spheres, one above the other: a square core, rays to the sphere, rays to the box.
PlaneMesh sphere_pair(double radius, double distance) {
  PlaneMeshBuilder builder;
  constexpr int n = 6; // elements on half a side
  const auto square = [&](double centre, double size) {
    std::vector<double> r, z;
    for (int k = 0; k <= n; ++k)
      r.push_back(k * size / n);
    for (int k = -n; k <= n; ++k)
      z.push_back(centre + k * size / n);
    return std::pair{r, z};
  };
  for (const double side : {-1.0, 1.0}) {
    const double centre = side * distance / 2;
    const std::string name = side < 0 ? "lower" : "upper";
    const auto [r, z] = square(centre, 0.45 * radius);
    builder.add_grid(r, z, [&](double, double) { return name; });
    const auto core = open_sides(r, z);
    const auto half = builder.on_circle(core, {0, centre}, 0.75 * radius),
               sphere = builder.on_circle(core, {0, centre}, radius);
    builder.add_layer(core, half, name);
    builder.add_layer(half, sphere, name);
    const auto [box_r, box_z] = square(centre, distance / 2);
    builder.add_layer(sphere, open_sides(box_r, box_z), plane_air_region);
  }
  std::vector<double> r, z;
  for (int k = 0; k <= n; ++k)
    r.push_back(k * distance / 2 / n);
  for (int k = -2 * n; k <= 2 * n; ++k)
    z.push_back(k * distance / 2 / n);
  builder.add_open_air(open_sides(r, z), {0, 0}, 2 * distance, 3 * distance, 2);
  return builder.mesh();
}

/// Spheres of radius 1 mm, uniformly magnetised along their common axis with 1.2 T, mu_r = 1, attract each
/// other like dipoles: -3 mu_0 m^2 / (2 pi d^4).
TEST(SpherePair, AttractsLikeDipoles) {
  constexpr double radius = 1e-3;
  std::printf("d [mm]   F Maxwell [N]   reference   error     unknowns\n");
  for (const auto &[distance, reference] : std::vector<std::pair<double, double>>{
           {2.1e-3, 0.493621484875}, {2.5e-3, 0.24576}, {3e-3, 0.118518518519}, {4e-3, 0.0375}}) {
    const auto mesh = sphere_pair(radius, distance);
    std::vector<MagneticMaterial> materials(mesh.regions.size());
    for (const char *name : {"lower", "upper"})
      materials[region_index(mesh, name)].remanence = {0, 1.2};
    MagnetostaticProblem problem(mesh, materials,
                                 {.circles = {{{0, -distance / 2}, radius}, {{0, distance / 2}, radius}}});
    for (int pass = 0; pass < 2; ++pass)
      problem.space().refine_where([](std::size_t) { return true; });
    const auto solution =
        solve_adaptively(problem, {}, {.most_unknowns = 25'000, .most_passes = 3, .fraction = 0.4});
    const double gap = distance / 2 - radius;
    const double force = maxwell_force(problem, solution.potential, 0, radius + gap / 4,
                                       -distance / 2 - radius - gap / 4, -gap * 3 / 4, gap / 2);
    std::printf("%6.2f   %13.6f   %9.6f   %8.1e   %d\n", 1e3 * distance, force, reference,
                force / reference - 1, problem.space().n_unknowns());
    EXPECT_NEAR(force / reference, 1, 2e-3);
  }
}

} // namespace
} // namespace earshot::testing
