#include "solver/physics/transducers/lumped_motor.h"

#include <gtest/gtest.h>

#include <cmath>

namespace {

using namespace earshot;

/// The sum of the terms on the current's own place, times -i w, is the impedance.
Complex assembled_impedance(const LumpedMotor &motor, double omega) {
  FrequencyProblem problem;
  problem.partition = {MPI_COMM_WORLD, 0, 2, 2};
  add_lumped_motor(motor, problem);
  Complex sum = 0;
  for (const Term &term : problem.terms)
    if (term.name != "force factor")
      sum += term.coefficient.value(omega);
  return -Complex(0, omega) * sum;
}

TEST(LumpedMotor, FollowsAnImpedanceLawAsItDoesItsElements) {
  LumpedMotor elements;
  elements.coil_resistance = 16;
  elements.inductance = 20e-6;
  elements.eddy_resistance = 4;
  elements.eddy_inductance = 30e-6;
  elements.current = 0;
  elements.coil_displacement = {{1, 1.0}};
  LumpedMotor law = elements;
  law.inductance = law.eddy_resistance = law.eddy_inductance = 0;
  law.impedance = [&](double omega) { return blocked_impedance(elements, omega); };
  for (const double omega : {100.0, 1e4, 1e5}) {
    EXPECT_LT(std::abs(blocked_impedance(law, omega) - blocked_impedance(elements, omega)), 1e-9);
    EXPECT_LT(std::abs(assembled_impedance(elements, omega) - blocked_impedance(elements, omega)), 1e-9);
    EXPECT_LT(std::abs(assembled_impedance(law, omega) - blocked_impedance(elements, omega)), 1e-9);
  }
}

} // namespace
