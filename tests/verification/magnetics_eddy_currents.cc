// Eddy currents in conducting spheres in a uniform alternating field.
#include "solver/algebra/factorization.h"
#include "solver/physics/magnetics/blocked_impedance.h"
#include "tests/support/plane_meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

struct SphereReference {
  double frequency; ///< [Hz]
  Complex centre;   ///< B at the centre, applied field 1 T
  Complex dipole;   ///< e / R^3 in A_phi = (B0 r / 2 + e / r^2) sin(theta) outside
  double power;     ///< time average for a peak of 1 T [W]
};

struct Sphere {
  const char *name;
  double inner, radius; ///< [m]
  double conductivity, permeability;
  std::vector<SphereReference> references;
};

/// Series solution with spherical Bessel functions (Smythe, Static and Dynamic Electricity, 10.06).
const std::vector<Sphere> spheres = {
    {"hollow, 50 to 55 mm, 50 MS/m",
     50e-3,
     55e-3,
     5e7,
     1,
     {{50, {0.2329261781, -0.4628237565}, {-0.3341007663, -0.2039984451}, 53313.20638}}},
    {"solid, R 2 mm, 10 MS/m, mu_r 1",
     0,
     2e-3,
     1e7,
     1,
     {{100, {0.999980605, -0.005263724426}, {-3.166536642e-6, -0.001052747802}, 0.02645843809},
      {1e3, {0.9980625639, -0.05257336804}, {-0.0003163381348, -0.01051758733}, 2.643358007},
      {1e4, {0.8249927062, -0.4678709448}, {-0.02877130815, -0.09620033315}, 241.7778079},
      {1e5, {-0.2110774545, 0.009969501975}, {-0.3114108191, -0.1413605472}, 3552.778052}}},
    {"solid, R 2 mm, 10 MS/m, mu_r 100",
     0,
     2e-3,
     1e7,
     100,
     {{10, {2.939215985, -0.09467720859}, {0.9705794555, -0.0009105642939}, 0.002288497677},
      {100, {2.750652011, -0.913445335}, {0.9697290775, -0.008984028477}, 0.2257932629},
      {1e3, {-1.094342524, -0.6851431978}, {0.9390902228, -0.05277328539}, 13.26337326},
      {1e4, {0.0003066629643, 0.001999660208}, {0.8158035591, -0.1463348867}, 367.779684},
      {1e5, {0, 0}, {0.4930930693, -0.282295573}, 7094.861586}}}};

/// Layers that grow finer towards the surface.
PlaneMesh sphere_mesh(const Sphere &sphere) {
  PlaneMeshBuilder builder;
  constexpr int n = 4;
  const double R = sphere.radius;
  std::vector<double> r, z;
  for (int k = 0; k <= n; ++k)
    r.push_back(0.3 * R * k / n);
  for (int k = -n; k <= n; ++k)
    z.push_back(0.3 * R * k / n);
  const std::string inside = sphere.inner > 0 ? "air" : "metal";
  builder.add_grid(r, z, [&](double, double) { return inside; });
  auto row = open_sides(r, z);
  for (const double radius :
       {0.5, 0.7, 0.82, sphere.inner > 0 ? sphere.inner / R : 0.91, 0.955, 0.98, 0.992, 1.0}) {
    const auto next = builder.on_circle(row, {0, 0}, radius * R);
    builder.add_layer(row, next, radius * R > sphere.inner * (1 + 1e-9) ? "metal" : "air");
    row = next;
  }
  builder.add_open_air(row, {0, 0}, 2 * R, 3 * R, 3);
  return builder.mesh();
}

/// The field without the applied one, A - A0, A0 = r/2, meets in metal the source
/// -int (nu - nu_0) curl A0 . curl v dV - i w int sigma A0 v dV.
void apply_uniform_field(const MagnetostaticProblem &problem, FrequencyProblem &system) {
  std::map<Index, double> magnetised, conducting;
  for (const auto &element : problem.space().elements()) {
    const auto &metal = problem.materials()[element.region];
    const double excess = (1 / metal.relative_permeability - 1) / vacuum_permeability;
    for (const auto &point : element.points) {
      const auto v = problem.curls(point);
      for (std::size_t i = 0; i < v.size(); ++i) {
        magnetised[element.unknowns[i]] -= point.weight * excess * v[i][1];
        conducting[element.unknowns[i]] -=
            point.weight * metal.conductivity * point.position[0] / 2 * point.value[i];
      }
    }
  }
  system.loads.push_back(
      {"magnetisation", {"1", [](double) { return Complex(1); }}, {magnetised.begin(), magnetised.end()}});
  system.loads.push_back({"induced current",
                          {"i w", [](double omega) { return Complex(0, omega); }},
                          {conducting.begin(), conducting.end()}});
}

/// 1/2 int sigma |w (A + A0)|^2 dV for peak phasors.
double eddy_power(const MagnetostaticProblem &problem, const std::vector<Complex> &a, double omega) {
  double power = 0;
  for (const auto &element : problem.space().elements())
    for (const auto &point : element.points) {
      Complex total = point.position[0] / 2;
      for (std::size_t j = 0; j < element.unknowns.size(); ++j)
        total += point.value[j] * a[element.unknowns[j]];
      power += point.weight * problem.materials()[element.region].conductivity * omega * omega *
               std::norm(total) / 2;
    }
  return power;
}

class SphereInAlternatingField : public ::testing::TestWithParam<Sphere> {};

TEST_P(SphereInAlternatingField, HasTheSeriesSolution) {
  const Sphere &sphere = GetParam();
  const auto mesh = sphere_mesh(sphere);
  std::vector<MagneticMaterial> materials(mesh.regions.size());
  auto &metal = materials[region_index(mesh, "metal")];
  metal.conductivity = sphere.conductivity;
  metal.relative_permeability = sphere.permeability;
  std::vector<PlaneCircle> circles = {{{0, 0}, sphere.radius}};
  if (sphere.inner > 0)
    circles.push_back({{0, 0}, sphere.inner});
  MagnetostaticProblem problem(mesh, materials, {.degree = 3, .circles = circles});
  problem.space().refine_where([](std::size_t) { return true; });
  const std::vector<double> no_bias(problem.space().n_unknowns(), 0.0);
  FrequencyProblem system = small_signal_problem(problem, no_bias, MPI_COMM_SELF);
  apply_uniform_field(problem, system);
  Factorization factorization(system, system.at(2 * std::numbers::pi * sphere.references.back().frequency));
  std::printf("%s, %d unknowns\n    f [Hz]   centre error   dipole error   power error\n", sphere.name,
              problem.space().n_unknowns());
  for (const auto &reference : sphere.references) {
    const double omega = 2 * std::numbers::pi * reference.frequency;
    const Factors factors = system.at(omega);
    factorization.factorize(factors);
    const auto a = factorization.solve(right_hand_side(system, factors));
    std::vector<double> re, im;
    for (const Complex value : a) {
      re.push_back(value.real());
      im.push_back(value.imag());
    }
    const double R = sphere.radius;
    const auto at = [&](const std::vector<double> &part, const PlaneVector &x) {
      return problem.space().evaluate(part, x).value;
    };
    const Complex centre =
        1.0 + Complex(problem.flux_density(re, {0, 0}).b[1], problem.flux_density(im, {0, 0}).b[1]);
    const PlaneVector outside = {1.5 * R, 0};
    const Complex dipole = 2.25 / R * Complex(at(re, outside), at(im, outside));
    const double largest = std::max(std::abs(reference.centre), 0.1);
    const double centre_error = std::abs(centre - reference.centre) / largest,
                 dipole_error = std::abs(dipole - reference.dipole) / std::abs(reference.dipole),
                 power_error = eddy_power(problem, a, omega) / reference.power - 1;
    std::printf("%10.0f   %12.1e   %12.1e   %11.1e\n", reference.frequency, centre_error, dipole_error,
                power_error);
    EXPECT_LT(centre_error, 1e-4);
    EXPECT_LT(dipole_error, 1e-4);
    EXPECT_LT(std::abs(power_error), 1e-4);
  }
}

INSTANTIATE_TEST_SUITE_P(Spheres, SphereInAlternatingField, ::testing::ValuesIn(spheres));

} // namespace
} // namespace earshot::testing
