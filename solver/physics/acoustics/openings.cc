#include "solver/physics/acoustics/openings.h"

#include "solver/physics/acoustics/radiation.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

constexpr Complex i_unit(0.0, 1.0);

} // namespace

Complex sheet_impedance(const SurfaceConfig &surface, double omega) {
  if (surface.impedance)
    return surface.impedance(omega);
  return surface.resistance.value + i_unit * omega * surface.surface_density.value;
}

bool is_pressure_release(const SurfaceConfig &opening) {
  return opening.radiation.value == OpeningRadiation::none && sheet_impedance(opening, 1.0) == 0.0;
}

Coefficient opening_coefficient(const SurfaceConfig &opening, const AirProperties &air, double area) {
  if (opening.closed)
    return {"0 (closed)", [](double) { return Complex(0); }};
  if (is_pressure_release(opening)) {
    const double penalty = 1e9 / std::sqrt(area), rho = air.density; // [1/m], [kg/m^3]
    return {"penalty/(rho w^2)", [=](double omega) { return penalty / (rho * omega * omega); }};
  }
  const auto impedance = [=](double omega) {
    Complex sum = sheet_impedance(opening, omega);
    if (opening.radiation.value != OpeningRadiation::none)
      sum += radiation_impedance(opening.radiation.value == OpeningRadiation::flanged ? Flange::infinite
                                                                                      : Flange::none,
                                 air, area, omega);
    return sum;
  };
  return {"-1/(i w Z)", [=](double omega) { return -1.0 / (i_unit * omega * impedance(omega)); }};
}

double laminar_limit(const AirProperties &air, double radius, double omega) {
  constexpr double steady = 2300, oscillating = 550;
  const double kinematic_viscosity = air.viscosity / air.density,
               layer = std::sqrt(2 * kinematic_viscosity / omega);
  return kinematic_viscosity * std::max(steady / (2 * radius), oscillating / layer);
}

} // namespace earshot
