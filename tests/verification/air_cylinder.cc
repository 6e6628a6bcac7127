// Closed rigid cylinder and lossless tube: eigenfrequencies and response against their closed forms.
#include "solver/algebra/eigenproblem.h"
#include "tests/support/air_problem.h"
#include "tests/support/convergence.h"
#include "tests/support/meshes.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

constexpr double radius = 3.77e-3, length = 12.56e-3, sound_speed = 343.20;

AirModel lossless() {
  AirModel model;
  model.properties.sound_speed = sound_speed;
  model.wall_losses = false;
  return model;
}

/// f = c/(2 pi) sqrt((j'_mn/a)^2 + (q pi/L)^2), each azimuthal mode twice (Fletcher and Rossing, The Physics
/// of Musical Instruments, 2nd ed., 1998); j'_11 = 1.8411837813.
const std::vector<double> exact_modes = {13662.420382, 26676.153098, 26676.153098, 27324.840764,
                                         29971.300853, 29971.300853, 38187.22387,  38187.22387};

std::vector<double> modes(double size) {
  const AirProblem problem(cylinder_mesh(radius, length, size), lossless());
  const auto pairs =
      eigenpairs_nearest({problem.problem().terms[0].matrix, problem.problem().terms[1].matrix}, -1e3, 9);
  std::vector<double> frequencies; // without the mode of constant pressure
  for (std::size_t k = 1; k < pairs.size(); ++k)
    frequencies.push_back(sound_speed * std::sqrt(pairs[k].value) / (2 * std::numbers::pi));
  return frequencies;
}

TEST(AirCylinder, ModesConvergeAtTheRateOfQuadraticElements) {
  ConvergenceTable table("closed cylinder, largest error of the first eight modes");
  for (const double size : {2.4e-3, 1.6e-3, 1.2e-3, 0.9e-3}) {
    const auto found = modes(size);
    double error = 0;
    for (std::size_t k = 0; k < exact_modes.size(); ++k)
      error = std::max(error, std::abs(found.at(k) / exact_modes[k] - 1));
    table.add(size, error);
  }
  table.print();
  // Eigenvalues of quadratic elements converge with h^4; unstructured meshes scatter about it.
  EXPECT_GT(table.rate(), 3.3);
  // On the finest mesh the shortest wavelength has ten elements: (h/lambda)^4 is 1e-4.
  EXPECT_LT(table.last(), 2e-4);
}

TEST(AirCylinder, PressureAtARigidEndConvergesToTheClosedForm) {
  // p(L) = -i rho c v / sin(k L) for the velocity v at the other end.
  ConvergenceTable table("closed tube driven at 20 kHz, pressure at the rigid end");
  const AirModel model = lossless();
  const double k = 2 * std::numbers::pi * 20e3 / sound_speed;
  const Complex exact = -Complex(0, 1) * model.properties.impedance() / std::sin(k * length);
  for (const double size : {2.4e-3, 1.6e-3, 1.2e-3}) {
    AirProblem problem(cylinder_mesh(radius, length, size), model);
    problem.drive("start");
    problem.probe("end");
    table.add(size, std::abs(problem.solve(20e3)[0] / exact - 1.0));
  }
  table.print();
  EXPECT_GT(table.rate(), 3.3); // a functional of the solution converges like an eigenvalue
  EXPECT_LT(table.last(), 1e-3);
}

TEST(AirCylinder, SolutionIsReciprocal) {
  // p(end) for a unit volume velocity at the start equals p(start) for one at the end.
  const AirModel model = lossless();
  AirProblem forth(cylinder_mesh(radius, length, 2e-3), model),
      back(cylinder_mesh(radius, length, 2e-3), model);
  forth.drive("start");
  forth.probe("end");
  back.drive("end");
  back.probe("start");
  const Complex there = forth.solve(7e3)[0] / forth.space().area(forth.space().mesh().surface_index("start"));
  const Complex here = back.solve(7e3)[0] / back.space().area(back.space().mesh().surface_index("end"));
  EXPECT_LT(std::abs(there / here - 1.0), 1e-10);
}

} // namespace
} // namespace earshot::testing
