// Propagation in tubes and slits by the linearised Navier-Stokes equations, against Kirchhoff's exact roots.
#include "tests/support/thermoviscous_problem.h"
#include "tests/support/wedge_mesh.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

/// A passage with the exact propagation constant at a frequency.
struct Passage {
  double width;     ///< [m] radius of a tube, half of a slit's gap
  double frequency; ///< [Hz]
  Complex exact;    ///< [1/m]
};

/// Propagation constant from the pressures on the middle line at three sections a distance d apart,
/// p1 + p3 = 2 p2 cosh(Gamma d), with d of about 1/(3 |Gamma|) and so far from both ends that what they
/// excite besides the plane-like wave has died out by exp(-3 * 3.8).
/// @param n  elements across and along d
Complex propagation_constant(const Passage &passage, bool plane, int n) {
  const double layer = AirProperties().thermal_layer(2 * std::numbers::pi * passage.frequency);
  // Elements shrink towards the wall as far as the layer asks for.
  const double growth = std::min(1.0, std::pow(1.5 * layer / passage.width, 1.0 / n));
  const double distance = std::max(1 / std::abs(passage.exact) / 3, 3 * passage.width);
  WedgeGrid grid;
  grid.plane = plane;
  grid.r = graded(0, passage.width, n, growth);
  grid.z = joined({-passage.width, 0}, graded(0, 4 * distance, 4 * n));
  grid.volume = [](double, double z) { return z < 0 ? "air" : "passage"; };
  grid.angle = plane ? passage.width : 0.2; // quadratic edges follow this arc to 1e-5
  AirModel model;
  model.wall_losses = false;
  ThermoviscousProblem problem(WedgeMesh(grid).mesh(), model, {"passage"});
  problem.drive("start");
  for (const int k : {1, 2, 3})
    problem.probe_at({0, 0, k * distance});
  const auto p = problem.solve(passage.frequency);
  const Complex gamma = std::acosh((p[0] + p[2]) / (2.0 * p[1])) / distance;
  return gamma.real() < 0 ? -gamma : gamma;
}

/// Prints a row and returns the errors at 2, 3 and 6 elements across.
std::array<double, 3> errors(const Passage &passage, bool plane) {
  std::array<double, 3> errors{};
  const double layer = AirProperties().viscous_layer(2 * std::numbers::pi * passage.frequency);
  std::printf("%8.3f %9.0f %9.2f", 1e3 * passage.width, passage.frequency, passage.width / layer);
  Complex gamma;
  for (const int k : {0, 1, 2}) {
    gamma = propagation_constant(passage, plane, std::array{2, 3, 6}[k]);
    errors[k] = std::abs(gamma / passage.exact - 1.0);
    std::printf("   %8.1e", errors[k]);
  }
  std::printf("   %8.1e   %8.1e   %5.1f\n", gamma.real() / passage.exact.real() - 1,
              gamma.imag() / passage.exact.imag() - 1, std::log2(errors[1] / errors[2]));
  return errors;
}

/// Quadratic displacements and temperatures give the forces and flows of heat across to fourth order,
/// linear pressures the wave along, of which an element takes 1/(3 n) radian or less but in the widest tube,
/// to second. Below 2e-5 the arc of the wedge shows.
void expect_converged(const std::array<double, 3> &errors) {
  EXPECT_LT(errors[1], 5e-3);
  EXPECT_LT(errors[2], 5e-4);
  EXPECT_LT(errors[2], std::max(errors[1] / 4, 2e-5));
}

constexpr const char *header = "    width    f [Hz]   width/d    error 2    error 3    error 6   in alpha  "
                               "  in beta   order\n";

TEST(ThermoviscousTube, PropagatesByKirchhoffsEquation) {
  std::printf("%s", header);
  // Plane-like roots of Kirchhoff's equation (Ann. Phys. 134, 1868; Stinson, JASA 89, 1991, equation 9) with
  // bulk viscosity 0.6 mu, found in 30 digits.
  for (const Passage &tube :
       {Passage{0.1e-3, 20, {2.982265485, 3.017629767}}, Passage{0.1e-3, 500, {13.05319252, 17.38639629}},
        Passage{0.1e-3, 2000, {20.04652647, 49.17523247}}, Passage{0.1e-3, 20000, {46.92049826, 407.5754587}},
        Passage{0.25e-3, 2000, {6.120183381, 41.82566}}, Passage{1e-3, 20, {0.2004638954, 0.4917529012}},
        Passage{1e-3, 500, {0.7106616215, 9.812424508}}, Passage{1e-3, 20000, {4.238669401, 370.3327587}}}) {
    expect_converged(errors(tube, false));
  }
}

TEST(ThermoviscousSlit, PropagatesByItsExactEquation) {
  std::printf("%s", header);
  for (const Passage &slit :
       {Passage{0.01e-3, 1000, {129.0022675, 130.8028593}}, Passage{0.025e-3, 20, {7.341796141, 7.354530836}},
        Passage{0.025e-3, 20000, {136.3855202, 440.2865849}},
        Passage{0.05e-3, 1000, {22.08680428, 30.86056612}}, Passage{0.1e-3, 1000, {8.125007399, 22.5626579}},
        Passage{0.1e-3, 20000, {23.08688592, 386.9004465}}}) {
    expect_converged(errors(slit, true));
  }
}

} // namespace
} // namespace earshot::testing
