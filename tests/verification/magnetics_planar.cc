// Planar problems: a long bar magnet, a planar coil over it, and eddy currents in long conductors.
#include "solver/algebra/factorization.h"
#include "solver/fem/convex_polygon.h"
#include "solver/physics/magnetics/blocked_impedance.h"
#include "solver/physics/magnetics/motor_curves.h"
#include "tests/support/plane_meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

using std::numbers::pi;

/// All of the plane; lines in mm, from the lowest on.
PlaneMesh whole_plane(std::vector<double> x, std::vector<double> y,
                      const std::function<std::string(double x, double y)> &name) {
  PlaneMeshBuilder builder;
  for (auto *lines : {&x, &y})
    for (double &line : *lines)
      line *= 1e-3;
  builder.add_grid(x, y, [&](double a, double b) { return name(1e3 * a, 1e3 * b); });
  auto row = open_sides(x, y);
  for (std::size_t j = y.size() - 2; j > 0; --j)
    row.push_back({x.front(), y[j]});
  row.push_back(row.front());
  const double reach = std::hypot(x.back(), y.back());
  builder.add_open_air(row, {0, 0}, 1.3 * reach, 2 * reach, 2);
  return builder.mesh();
}

/// A long bar, 2 mm wide and 1 mm high, magnetised upwards: current sheets Br / mu_0 on its sides.
struct Bar {
  double half_width = 1e-3, half_height = 0.5e-3, remanence = 1.2;

  PlaneVector flux_density(double x, double y) const {
    PlaneVector b{};
    for (const double side : {1.0, -1.0}) {
      const double d = x - side * half_width, up = half_height - y, down = -half_height - y;
      const double k = -side * remanence / (2 * pi); // the current at x > 0 flows into the plane
      b[0] += k / 2 * std::log((up * up + d * d) / (down * down + d * d));
      b[1] += k * (std::atan(up / d) - std::atan(down / d));
    }
    return b;
  }
};

struct BarProblem {
  BarProblem()
      : mesh(whole_plane({-2, -1.3, -1, -0.7, 0, 0.7, 1, 1.3, 2}, {-1.5, -0.5, 0, 0.5, 0.6, 0.8, 1.5},
                         [](double x, double y) {
                           return std::abs(x) < 1 && std::abs(y) < 0.5 ? std::string("bar") : "air";
                         })),
        problem(mesh, materials(mesh), {.symmetry = PlaneSymmetry::planar, .depth = 10e-3}) {}
  static std::vector<MagneticMaterial> materials(const PlaneMesh &mesh) {
    std::vector<MagneticMaterial> all(mesh.regions.size());
    all[region_index(mesh, "bar")].remanence = {0, 1.2};
    return all;
  }
  PlaneMesh mesh;
  MagnetostaticProblem problem;
};

TEST(BarMagnet, HasTheFieldOfTwoCurrentSheetsAndDrivesAPlanarCoil) {
  BarProblem bar;
  // Tracks above the bar's edges, 0.6 mm wide and 0.1 mm thick, 8 turns out and back.
  const Coil coil = {{0.7e-3, 1.3e-3, 0.65e-3, 0.75e-3, 8}, {-1.3e-3, -0.7e-3, 0.65e-3, 0.75e-3, -8}};
  bar.problem.space().refine_where([](std::size_t) { return true; }); // for B inside the bar
  const auto solution =
      solve_adaptively(bar.problem, motor_goals(coil, -0.05e-3, 0.3e-3), {.tolerance = 5e-5});
  std::printf("%d unknowns\n  x, y [mm]      B_x [T]    B_y [T]   error / |B|\n",
              bar.problem.space().n_unknowns());
  const Bar exact;
  for (const PlaneVector at :
       {PlaneVector{0.1e-3, 0.2e-3}, {0.9e-3, 0.7e-3}, {-1.1e-3, 0.8e-3}, {0.3e-3, 1.2e-3}}) {
    const auto b = bar.problem.flux_density(solution.potential, at).b;
    const auto reference = exact.flux_density(at[0], at[1]);
    const double error =
        std::hypot(b[0] - reference[0], b[1] - reference[1]) / std::hypot(reference[0], reference[1]);
    std::printf("  %5.2f %5.2f   %9.6f  %9.6f   %.1e\n", 1e3 * at[0], 1e3 * at[1], b[0], b[1], error);
    EXPECT_LT(error, 3e-3); // B at a point is no goal of the refinement
  }
  const std::vector<double> displacements = {-0.05e-3, 0, 0.1e-3, 0.3e-3};
  std::printf("displacement [mm]   Bl [N/A]    error     flux/Lorentz-1\n");
  for (const auto &row : motor_curves(bar.problem, solution.potential, coil, displacements)) {
    // Force = depth turns / area int B_x dA, the same on both sides.
    double mean = 0;
    constexpr int pieces = 12; // the bar's edge is near
    for (int k = 0; k < pieces; ++k) {
      const double left = 0.7e-3 + k * 0.6e-3 / pieces, bottom = 0.65e-3 + row.displacement;
      const auto quadrature =
          polygon_quadrature(rectangle(left, left + 0.6e-3 / pieces, bottom, bottom + 0.1e-3));
      for (std::size_t q = 0; q < quadrature.points.size(); ++q)
        mean += quadrature.weights[q] / 0.06e-6 *
                exact.flux_density(quadrature.points[q][0], quadrature.points[q][1])[0];
    }
    const double reference = std::abs(2 * 10e-3 * 8 * mean);
    std::printf("%17.2f   %8.6f   %8.1e   %8.1e\n", 1e3 * row.displacement, row.force_factor_lorentz,
                row.force_factor_lorentz / reference - 1,
                row.force_factor_flux / row.force_factor_lorentz - 1);
    EXPECT_NEAR(row.force_factor_lorentz / reference, 1, 1e-3);
    EXPECT_NEAR(row.force_factor_flux / row.force_factor_lorentz, 1, 2e-3);
  }
}

/// A solid wire across a uniform field B0 = 1 T: with B_y = B0, A0 = -B0 x.
TEST(RoundConductor, LosesWhatItsPolarisabilitySays) {
  constexpr double radius = 0.5e-3, sigma = 58e6;
  PlaneMeshBuilder builder;
  const std::vector<double> lines = {-0.15e-3, 0, 0.15e-3};
  builder.add_grid(lines, lines, [](double, double) { return "wire"; });
  auto row = open_sides(lines, lines);
  row.push_back({-0.15e-3, 0});
  row.push_back(row.front());
  for (const double r : {0.3e-3, 0.4e-3, 0.45e-3, 0.48e-3, radius}) {
    const auto next = builder.on_circle(row, {0, 0}, r);
    builder.add_layer(row, next, "wire");
    row = next;
  }
  builder.add_open_air(row, {0, 0}, 1e-3, 1.5e-3, 2);
  const auto mesh = builder.mesh();
  std::vector<MagneticMaterial> materials(mesh.regions.size());
  materials[region_index(mesh, "wire")].conductivity = sigma;
  MagnetostaticProblem problem(
      mesh, materials, {.symmetry = PlaneSymmetry::planar, .degree = 3, .circles = {{{0, 0}, radius}}});
  problem.space().refine_where([](std::size_t) { return true; });
  const std::vector<double> no_bias(problem.space().n_unknowns(), 0.0);
  auto system = small_signal_problem(problem, no_bias, MPI_COMM_SELF);
  SparseVector induced;
  for (const auto &element : problem.space().elements())
    for (const auto &point : element.points)
      for (std::size_t j = 0; j < element.unknowns.size(); ++j)
        induced.push_back({element.unknowns[j], point.weight * materials[element.region].conductivity *
                                                    point.position[0] * point.value[j]});
  system.loads.push_back({"induced", {"i w", [](double omega) { return Complex(0, omega); }}, induced});
  std::printf("   f [Hz]   power [W/m]   error\n");
  for (const double frequency : {100.0, 1e4, 1e5}) {
    const double omega = 2 * pi * frequency;
    const Factors factors = system.at(omega);
    Factorization factorization(system, factors);
    factorization.factorize(factors);
    const auto a = factorization.solve(right_hand_side(system, factors));
    double power = 0;
    for (const auto &element : problem.space().elements())
      for (const auto &point : element.points) {
        Complex total = -point.position[0];
        for (std::size_t j = 0; j < element.unknowns.size(); ++j)
          total += point.value[j] * a[element.unknowns[j]];
        power += point.weight * materials[element.region].conductivity * omega * omega * std::norm(total) / 2;
      }
    // P = w / (2 mu_0) B0^2 pi a^2 Im(-polarisability); a small fill makes the winding's law linear in it.
    constexpr double fill = 1e-9;
    const Complex nu = winding_reluctivity({2 * radius, sigma}, fill, omega);
    const double reference = omega / 2 * pi * radius * radius * nu.imag() / fill;
    std::printf("%9.0f   %11.4e   %8.1e\n", frequency, power, power / reference - 1);
    EXPECT_NEAR(power / reference, 1, 1e-3);
  }
}

/// A conductor beside a coil's track: the far ends are open, so what flows on one side returns on the other.
/// At low frequencies E = -i w (A - mean of A).
TEST(LongConductor, CarriesNoNetCurrent) {
  const auto mesh =
      whole_plane({-2, -1, -0.5, 0, 0.5, 1, 2}, {-2, -1, -0.3, 0.3, 1, 2}, [](double x, double y) {
        return x > 0.5 && x < 1 && std::abs(y) < 0.3 ? std::string("plate") : "air";
      });
  std::vector<MagneticMaterial> materials(mesh.regions.size());
  const int plate = region_index(mesh, "plate");
  materials[plate].conductivity = 58e6;
  MagnetostaticProblem problem(mesh, materials, {.symmetry = PlaneSymmetry::planar, .depth = 1});
  problem.space().refine_where([](std::size_t) { return true; });
  const Coil coil = {{-0.5e-3, 0, -0.3e-3, 0.3e-3, 1}};
  const std::vector<double> no_bias(problem.space().n_unknowns(), 0.0);
  const auto system = blocked_impedance_problem(problem, no_bias, coil, 0, {}, MPI_COMM_SELF);
  ASSERT_EQ(system.partition.total, problem.space().n_unknowns() + 1);
  const double omega = 2 * pi * 1.0;
  const Factors factors = system.at(omega);
  Factorization factorization(system, factors);
  factorization.factorize(factors);
  const auto a = factorization.solve(right_hand_side(system, factors));
  Complex current = 0;
  double area = 0, moment = 0, square = 0, magnitude = 0;
  for (const auto &element : problem.space().elements())
    if (element.region == plate)
      for (const auto &point : element.points) {
        Complex potential = 0;
        for (std::size_t j = 0; j < element.unknowns.size(); ++j)
          potential += point.value[j] * a[element.unknowns[j]];
        current += point.weight * (potential + a.back());
        magnitude += point.weight * std::abs(potential + a.back());
        area += point.weight;
        moment += point.weight * potential.real();
        square += point.weight * potential.real() * potential.real();
      }
  EXPECT_LT(std::abs(current), 1e-8 * magnitude);
  const double loss = 58e6 * omega * omega * (square - moment * moment / area);
  const double resistance = evaluate_outputs(system, factors, a)[0].real();
  std::printf("resistance of the eddy currents %.6e ohm, from the static field %.6e ohm\n", resistance, loss);
  EXPECT_NEAR(resistance / loss, 1, 1e-5);
}

} // namespace
} // namespace earshot::testing
