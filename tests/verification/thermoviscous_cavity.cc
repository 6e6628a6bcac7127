// Closed cavities by the linearised Navier-Stokes equations: the way from isothermal to adiabatic, and a
// short cylinder with a moving end.
#include "tests/support/thermoviscous_problem.h"
#include "tests/support/wedge_mesh.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

/// Both halves of an interval, finer towards its ends.
std::vector<double> towards_both_ends(double length, int n, double growth) {
  return joined(graded(0, length / 2, n / 2, 1 / growth), graded(length / 2, length, n / 2, growth));
}

/// Compliance over the adiabatic one of a cylinder of radius 1.5 mm and length 1 mm, of which the lower half
/// is meshed: the interface to a thin layer of plain air, that moves evenly, passes no heat, as the plane in
/// the middle does.
std::vector<Complex> compliances(int n, const std::vector<double> &frequencies) {
  constexpr double radius = 1.5e-3, half = 0.5e-3, layer = 0.1e-3;
  WedgeGrid grid;
  grid.angle = 0.2;
  grid.r = graded(0, radius, n, std::pow(0.1, 1.0 / n));
  grid.z = joined({-layer, 0}, graded(0, half, n, std::pow(0.1, 1.0 / n)));
  grid.volume = [](double, double z) { return z < 0 ? "air" : "cavity"; };
  AirModel model;
  model.wall_losses = false;
  ThermoviscousProblem problem(WedgeMesh(grid).mesh(), model, {"cavity"});
  problem.drive("start");
  problem.probe("start");
  const double area = problem.air().area(problem.air().mesh().surface_index("start"));
  std::vector<Complex> result;
  for (const double frequency : frequencies) {
    const Complex flow_per_pressure = area / problem.solve(frequency)[0];
    const Complex volume =
        flow_per_pressure * model.properties.bulk_modulus() / Complex(0, 2 * std::numbers::pi * frequency);
    result.push_back((volume - area * layer) / (area * half));
  }
  return result;
}

TEST(ThermoviscousCavity, PassesFromIsothermalToAdiabatic) {
  // gamma - (gamma - 1) <Theta> of the heat equation with isothermal walls under an even pressure, by series
  // of Bessel and trigonometric functions.
  const std::vector<double> frequencies = {5, 20, 50, 100, 200, 500, 1000};
  const std::vector<Complex> exact = {{1.39666251, -0.03058821}, {1.35544647, -0.10344982},
                                      {1.25316048, -0.14468237}, {1.17252487, -0.12704169},
                                      {1.12113123, -0.09753429}, {1.07729235, -0.06729859},
                                      {1.05471309, -0.04966810}};
  const auto coarse = compliances(4, frequencies), fine = compliances(8, frequencies);
  std::printf("   f [Hz]   C/C_adiabatic        exact                error 4   error 8\n");
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const double first = std::abs(coarse[k] / exact[k] - 1.0), second = std::abs(fine[k] / exact[k] - 1.0);
    std::printf("%9.0f   %.5f %+.5f i   %.5f %+.5f i   %7.1e   %7.1e\n", frequencies[k], fine[k].real(),
                fine[k].imag(), exact[k].real(), exact[k].imag(), first, second);
    // The pressure isn't quite even: (w/c)^2 (0.6 mm)^2/3 is 4e-5 at 1 kHz.
    EXPECT_LT(second, 2e-4) << frequencies[k];
  }
}

/// Pressure [Pa] on the axis at the far end of a closed cylinder whose near end moves by 2 (1 - (r/R)^2) m/s.
Complex far_pressure(double radius, double length, double frequency, int n) {
  const double layer = AirProperties().viscous_layer(2 * std::numbers::pi * frequency);
  const auto growth = [&](double width) { return std::min(1.0, std::pow(1.5 * layer / width, 1.0 / n)); };
  WedgeGrid grid;
  grid.angle = 0.2;
  grid.r = graded(0, radius, n, growth(radius));
  grid.z = towards_both_ends(length, 4 * n, growth(length / 2));
  grid.volume = [](double, double) { return "cylinder"; };
  ThermoviscousProblem problem(WedgeMesh(grid).mesh(), {}, {"cylinder"}, [=](const auto &x) {
    dealii::Tensor<1, 3> share;
    if (x[2] == 0)
      share[2] = 2 * std::max(0.0, 1 - (x[0] * x[0] + x[1] * x[1]) / (radius * radius));
    return share;
  });
  problem.push_wall();
  problem.probe_at({0, 0, length});
  const auto result = problem.solve(frequency);
  return result[1] / (Complex(0, 2 * std::numbers::pi * frequency) * result[0]);
}

TEST(ThermoviscousCavity, MatchesAnAxisymmetricSolutionUnderAMovingEnd) {
  // Two-dimensional high-order finite elements for velocity, temperature and pressure, converged to 1e-7.
  struct Reference {
    double radius, length, frequency;
    Complex pressure;
  };
  std::printf("   R [mm]   L [mm]   f [Hz]   p(L) [Pa]               error 4   error 8\n");
  for (const auto &[radius, length, frequency, pressure] :
       {Reference{1e-3, 10e-3, 100, {1697.0697, -20119.7917}},
        Reference{1e-3, 10e-3, 5000, {4.1631981, -516.635647}},
        Reference{0.25e-3, 4e-3, 100, {2387.08806, -40878.5985}},
        Reference{0.25e-3, 4e-3, 1000, {478.837282, -4910.89812}},
        Reference{0.25e-3, 4e-3, 10000, {15.2695863, -598.708959}}}) {
    const Complex fine = far_pressure(radius, length, frequency, 8);
    const double first = std::abs(far_pressure(radius, length, frequency, 4) / pressure - 1.0),
                 second = std::abs(fine / pressure - 1.0);
    std::printf("%9.2f %8.1f %8.0f   %10.4f %+11.4f i   %7.1e   %7.1e\n", 1e3 * radius, 1e3 * length,
                frequency, fine.real(), fine.imag(), first, second);
    // Waves along by linear pressures: (w/c L/(4 n))^2 is 8e-4 at most for n = 8, and second order.
    EXPECT_LT(second, 1e-3);
    EXPECT_LT(second, first / 3.5);
  }
}

} // namespace
} // namespace earshot::testing
