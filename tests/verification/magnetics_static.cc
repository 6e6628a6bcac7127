// Fields of coils and magnets in air against closed forms.
#include "solver/physics/magnetics/coil.h"
#include "solver/physics/magnetics/force.h"
#include "tests/support/plane_meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

std::vector<MagneticMaterial> air_everywhere(const PlaneMesh &mesh) {
  return std::vector<MagneticMaterial>(mesh.regions.size());
}

std::string only_air(double, double) {
  return plane_air_region;
}

/// The mesh is split evenly once and then for the flux through small search coils at the points of interest.
MagnetostaticSolution solve_at(MagnetostaticProblem &problem, const std::vector<PlaneVector> &points,
                               double tolerance, const MeshVector &current = {}) {
  problem.space().refine_where([](std::size_t) { return true; });
  MagneticGoals goals;
  for (const auto &[r, z] : points)
    goals.functionals.push_back([r = r, z = z](const PlaneSpace &space) {
      constexpr double size = 0.1e-3;
      return flux_linkage(space, {{std::max(r - size, 0.0), r + size, z - size, z + size, 1}}, 0);
    });
  return solve_adaptively(problem, goals, {.most_unknowns = 40'000, .tolerance = tolerance}, current);
}

struct Inductance {
  const char *coil;
  CoilSection section; ///< [mm]
  double reference;    ///< [uH]
};

/// Reference: six-fold integrals of Neumann's formula for rectangular sections of uniform current density.
/// The thin one is a sheet, here 0.1 um thick, which lowers its inductance by 2e-5.
const std::vector<Inductance> inductances = {
    {"thin, R 2 mm, l 2 mm, N 50", {2 - 5e-5, 2 + 5e-5, -1, 1, 50}, 10.3731520963},
    {"inner 1 in, outer 3 in, l 2 in, N 1000", {12.7, 38.1, -25.4, 25.4, 1000}, 22945.24275},
    {"Brooks-like, c 10 mm, N 100", {10, 20, -5, 5, 100}, 254.9067316},
    {"earphone, r 1.75-1.95 mm, h 0.8 mm, N 48", {1.75, 1.95, -0.4, 0.4, 48}, 11.84431498}};

class CoilInductance : public ::testing::TestWithParam<Inductance> {};

TEST_P(CoilInductance, IsThatOfNeumannsFormula) {
  const auto &[name, section, reference] = GetParam();
  const double h = section.top, r = section.inner, R = section.outer;
  const auto mesh = grid_in_open_air({0, r / 2, r, R, R + h}, {-3 * h, -h, 0, h, 3 * h}, 1e-3, only_air);
  MagnetostaticProblem problem(mesh, air_everywhere(mesh));
  Coil coil{section};
  for (double *length : {&coil[0].inner, &coil[0].outer, &coil[0].bottom, &coil[0].top})
    *length *= 1e-3;
  const MeshVector linkage = [&](const PlaneSpace &space) { return flux_linkage(space, coil, 0); };
  const auto solution =
      solve_adaptively(problem, {{linkage}}, {.most_unknowns = 15'000, .tolerance = 1e-5}, linkage);
  const double value = 1e6 * dot(linkage(problem.space()), solution.potential);
  std::printf("inductance, %s: %.4f uH, reference %.4f, error %.1e, %d unknowns\n", name, value, reference,
              value / reference - 1, solution.passes.back().unknowns);
  EXPECT_NEAR(value / reference, 1, 5e-4);
}

INSTANTIATE_TEST_SUITE_P(Coils, CoilInductance, ::testing::ValuesIn(inductances));

struct FieldPoint {
  double r, z;     ///< [mm]
  double b_r, b_z; ///< [T]
};

/// Current sheet of radius 2 mm and length 2 mm, 50 turns, 1 A: complete elliptic integrals. It is also the
/// field of a cylinder magnet with the remanence mu_0 N I / l = 31.4159265 mT.
const std::vector<FieldPoint> solenoid = {{0, 0, 0, 0.0140496294621},
                                          {0, 1, 0, 0.0111072073454},
                                          {0, 3, 0, 0.00294242211669},
                                          {1, 0, 0, 0.0159048212011},
                                          {1, 0.5, 0.0019184400598, 0.0147483370961},
                                          {1.5, 1, 0.00616340676611, 0.0122010829885},
                                          {1.9, 0, 0, 0.0217448830819},
                                          {3, 0, 0, -0.00298458401449},
                                          {3, 1, 0.0024899922054, -0.0015477502141},
                                          {4, 4, 0.000506090098599, 0.000208845688436}};

std::vector<PlaneVector> places(const std::vector<FieldPoint> &points) {
  std::vector<PlaneVector> result;
  for (const auto &p : points)
    result.push_back({1e-3 * p.r, 1e-3 * p.z});
  return result;
}

void compare(const char *title, const MagnetostaticProblem &problem, const std::vector<double> &potential,
             const std::vector<FieldPoint> &points, double tolerance) {
  std::printf("%s, %d unknowns\n  r, z [mm]     B_r [mT]   B_z [mT]   error of B / |B|\n", title,
              problem.space().n_unknowns());
  for (const auto &p : points) {
    const auto b = problem.flux_density(potential, {1e-3 * p.r, 1e-3 * p.z}).b;
    const double error = std::hypot(b[0] - p.b_r, b[1] - p.b_z) / std::hypot(p.b_r, p.b_z);
    std::printf("  %4.2f %5.2f   %9.5f  %9.5f   %.1e\n", p.r, p.z, 1e3 * b[0], 1e3 * b[1], error);
    EXPECT_LT(error, tolerance) << p.r << ' ' << p.z;
  }
}

const std::vector<double> solenoid_r = {0, 0.5, 1, 1.5, 2, 2.5, 3, 4}, solenoid_z = {-4, -2, -1, 0, 1, 2, 4};

TEST(Solenoid, HasTheFieldOfACurrentSheet) {
  const auto mesh = grid_in_open_air(solenoid_r, solenoid_z, 1e-3, only_air);
  MagnetostaticProblem problem(mesh, air_everywhere(mesh), {.degree = 3});
  const Coil coil = {{2e-3 - 5e-8, 2e-3 + 5e-8, -1e-3, 1e-3, 50}};
  const auto solution = solve_at(problem, places(solenoid), 1e-6,
                                 [&](const auto &space) { return flux_linkage(space, coil, 0); });
  compare("solenoid as a coil", problem, solution.potential, solenoid, 5e-4);
}

TEST(Solenoid, HasTheFieldOfACylinderMagnet) {
  const auto mesh = grid_in_open_air(solenoid_r, solenoid_z, 1e-3, [](double r, double z) {
    return r < 2 && std::abs(z) < 1 ? std::string("magnet") : plane_air_region;
  });
  auto materials = air_everywhere(mesh);
  materials[region_index(mesh, "magnet")].remanence = {0, 0.0314159265};
  MagnetostaticProblem problem(mesh, materials, {.degree = 3});
  const auto solution = solve_at(problem, places(solenoid), 1e-6);
  compare("solenoid as a magnet", problem, solution.potential, solenoid, 5e-4);
}

/// On the axis of a disc of radius 1.5 mm and height 1 mm with 1.35 T, and of a ring of the same outside and
/// a bore of 0.5 mm: two current sheets' closed forms.
TEST(Magnet, HasTheFieldOnItsAxisOfItsCurrentSheets) {
  const std::vector<std::array<double, 3>> references = {
      {0, 0.426907484, -0.52768667},    {0.25, 0.412838493, -0.450664632},
      {0.5, 0.374422632, -0.229315721}, {0.75, 0.321155153, -0.00369743604},
      {1, 0.263843335, 0.100779186},    {1.5, 0.165577368, 0.114469534},
      {2, 0.101510648, 0.0799799176},   {3, 0.0416151704, 0.0352912183},
      {5, 0.0108543532, 0.00949795969}};
  const auto mesh = grid_in_open_air(
      {0, 0.5, 1, 1.5, 2, 3, 5}, {-6, -3, -1.5, -0.5, 0, 0.5, 1, 1.5, 3, 6}, 1e-3, [](double r, double z) {
        return r > 1.5 || std::abs(z) > 0.5 ? plane_air_region : std::string(r < 0.5 ? "core" : "ring");
      });
  for (const bool bored : {false, true}) {
    auto materials = air_everywhere(mesh);
    materials[region_index(mesh, "ring")].remanence = {0, 1.35};
    if (!bored)
      materials[region_index(mesh, "core")].remanence = {0, 1.35};
    MagnetostaticProblem problem(mesh, materials, {.degree = 3});
    std::vector<PlaneVector> axis;
    for (const auto &reference : references)
      axis.push_back({0, 1e-3 * reference[0]});
    const auto solution = solve_at(problem, axis, 2e-5);
    std::printf("%s magnet, %d unknowns\n  z [mm]   B_z [T]     error / largest\n", bored ? "ring" : "disc",
                problem.space().n_unknowns());
    for (const auto &[z, disc, ring] : references) {
      const double reference = bored ? ring : disc, largest = bored ? 0.5277 : 0.4269;
      const double value = problem.flux_density(solution.potential, {0, 1e-3 * z}).b[1];
      std::printf("  %5.2f   %9.6f    %.1e\n", z, value, (value - reference) / largest);
      EXPECT_NEAR(value, reference, 1e-3 * std::max(std::abs(reference), 0.05 * largest));
    }
  }
}

} // namespace
} // namespace earshot::testing
