#include "solver/physics/transducers/motor_laws.h"

namespace earshot {

namespace {

/// Where a law's derivative of the value on a by the scalar b stands.
std::size_t place(std::span<const double> s, std::size_t a, std::size_t b) {
  return a * s.size() + b;
}

} // namespace

Law force_factor_law(const SmoothCurve &force_factor, DriverScalars scalars) {
  const auto add = [bl = force_factor, rest = force_factor.value(0), x = scalars.displacement,
                    i = scalars.current](std::span<const double> s, std::span<const double>, LawValues &law) {
    const double excess = bl.value(s[x]) - rest;
    law.value[x] += excess * s[i];
    law.value[i] += bl.integral(s[x]) - rest * s[x];
    law.slope[place(s, x, x)] += bl.slope(s[x]) * s[i];
    law.slope[place(s, x, i)] += excess;
    law.slope[place(s, i, x)] += excess;
  };
  return {"force_factor", add};
}

Law stiffness_law(const SmoothCurve &stiffness, DriverScalars scalars) {
  const auto add = [k = stiffness, rest = stiffness.value(0), x = scalars.displacement](
                       std::span<const double> s, std::span<const double>, LawValues &law) {
    const double excess = k.value(s[x]) - rest;
    law.value[x] -= excess * s[x];
    law.slope[place(s, x, x)] -= excess + k.slope(s[x]) * s[x];
  };
  return {"stiffness", add};
}

Law inductance_law(const SmoothCurve &inductance, DriverScalars scalars) {
  const auto add = [l = inductance, rest = inductance.value(0), x = scalars.displacement,
                    i = scalars.current](std::span<const double> s, std::span<const double>, LawValues &law) {
    const double excess = l.value(s[x]) - rest, slope = l.slope(s[x]);
    law.value[x] += s[i] * s[i] / 2 * slope;
    law.value[i] += excess * s[i];
    law.slope[place(s, x, x)] += s[i] * s[i] / 2 * l.curvature(s[x]);
    law.slope[place(s, x, i)] += s[i] * slope;
    law.slope[place(s, i, x)] += s[i] * slope;
    law.slope[place(s, i, i)] += excess;
  };
  return {"inductance", add};
}

Law area_law(const SmoothCurve &area, DriverScalars scalars) {
  const auto add = [area, rest = area.value(0), x = scalars.displacement, p = scalars.pressure](
                       std::span<const double> s, std::span<const double>, LawValues &law) {
    const double excess = area.value(s[x]) - rest;
    law.value[x] -= excess * s[p];
    law.value[p] -= area.integral(s[x]) - rest * s[x];
    law.slope[place(s, x, x)] -= area.slope(s[x]) * s[p];
    law.slope[place(s, x, p)] -= excess;
    law.slope[place(s, p, x)] -= excess;
  };
  return {"area", add};
}

Law saturation_law(const SmoothCurve &inductance_of_current, DriverScalars scalars) {
  const auto add = [l = inductance_of_current, rest = inductance_of_current.value(0),
                    i = scalars.current](std::span<const double> s, std::span<const double>, LawValues &law) {
    const double excess = l.value(s[i]) - rest;
    law.value[i] += excess * s[i];
    law.slope[place(s, i, i)] += excess + l.slope(s[i]) * s[i];
  };
  return {"saturation", add};
}

} // namespace earshot
