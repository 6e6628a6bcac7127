#include "solver/model/large_signal.h"

#include "solver/files/import_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace earshot {

namespace {

using Kind = LargeSignalCurve::Kind;

constexpr double mm = 1e-3;
constexpr std::size_t looked_at = 201; // points where a law is looked at for what it must not do

const char *name_of(Kind kind) {
  switch (kind) {
  case Kind::force_factor:
    return "force_factor";
  case Kind::stiffness:
    return "stiffness";
  case Kind::inductance:
    return "inductance";
  case Kind::area:
    return "area";
  case Kind::saturation:
    return "saturation";
  }
  return "";
}

/// 1 + c1 x/unit + c2 (x/unit)^2 + ...
LargeSignalCurve relative_curve(Kind kind, const std::vector<Located<double>> &powers, double unit,
                                double range) {
  std::vector<double> coefficients{1};
  coefficients.insert(coefficients.end(), powers.begin(), powers.end());
  return {kind, SmoothCurve(std::move(coefficients), unit, -range, range), 0, true, powers.front().where};
}

LargeSignalCurve table_curve(Kind kind, const Located<std::string> &file, DriverLaw law) {
  const auto [x, values] = [&] {
    try {
      return read_law_table(file.value, law);
    } catch (const UserError &error) {
      throw UserError(file.where, error.what());
    }
  }();
  const auto fault = [&](const char *found, const char *expected) {
    throw UserError(file.where, fmt::format("found {} in {}, expected {}", found, file.value, expected));
  };
  if (x.size() < 3)
    fault("fewer than three rows", "displacements on both sides of 0");
  if (x.front() >= 0 || x.back() <= 0)
    fault("displacements on one side of 0", "displacements on both sides of the rest position");
  if (kind == Kind::area)
    for (const double area : values)
      if (!(area > 0))
        fault(fmt::format("an area of {:g} mm2", 1e6 * area).c_str(), "more than 0");
  const CurveFit fit = fit_curve(x, values);
  return {kind, fit.curve, fit.largest_error, false, file.where};
}

/// A law of a motor that was computed. @param points  its displacements or currents, and values over them
template <class Point>
LargeSignalCurve motor_curve(Kind kind, const MotorConfig &motor, const std::vector<Point> &points,
                             double Point::*abscissa, double Point::*value) {
  std::vector<double> x, values;
  for (const Point &point : points) {
    x.push_back(point.*abscissa);
    values.push_back(point.*value);
  }
  const CurveFit fit = fit_curve(x, values);
  return {kind, fit.curve, fit.largest_error, false,
          motor.magnetic ? motor.magnetic->type.where : SourcePosition{}};
}

/// Le at rest, as far as a motor has one.
double rest_inductance(const MotorConfig &motor) {
  const auto rest =
      std::min_element(motor.curves.begin(), motor.curves.end(), [](const auto &a, const auto &b) {
        return std::abs(a.displacement) < std::abs(b.displacement);
      });
  return rest == motor.curves.end() ? motor.inductance.value : rest->inductance;
}

SmoothCurve absolute(const LargeSignalCurve &curve, double rest) {
  return curve.relative ? curve.curve.scaled(rest) : curve.curve;
}

} // namespace

std::vector<LargeSignalCurve> large_signal_curves(const DriverConfig &driver) {
  const LargeSignalConfig large = driver.large_signal.value_or(LargeSignalConfig{});
  const MotorConfig &motor = driver.motor;
  std::vector<LargeSignalCurve> curves;
  if (!large.force_factor_table.value.empty())
    curves.push_back(table_curve(Kind::force_factor, large.force_factor_table, DriverLaw::force_factor));
  else if (!large.force_factor.empty())
    curves.push_back(relative_curve(Kind::force_factor, large.force_factor, mm, large.range));
  else if (motor.curves.size() > 2)
    curves.push_back(motor_curve(Kind::force_factor, motor, motor.curves, &MotorCurvePoint::displacement,
                                 &MotorCurvePoint::force_factor));
  if (!large.stiffness_table.value.empty())
    curves.push_back(table_curve(Kind::stiffness, large.stiffness_table, DriverLaw::stiffness));
  else if (!large.stiffness.empty())
    curves.push_back(relative_curve(Kind::stiffness, large.stiffness, mm, large.range));
  if (!large.area_table.value.empty())
    curves.push_back(table_curve(Kind::area, large.area_table, DriverLaw::area));
  if (!large.inductance_table.value.empty())
    curves.push_back(table_curve(Kind::inductance, large.inductance_table, DriverLaw::inductance));
  else if (!large.inductance.empty())
    curves.push_back(relative_curve(Kind::inductance, large.inductance, mm, large.range));
  else if (motor.curves.size() > 2)
    curves.push_back(motor_curve(Kind::inductance, motor, motor.curves, &MotorCurvePoint::displacement,
                                 &MotorCurvePoint::inductance));
  if (!large.saturation.empty())
    curves.push_back(
        relative_curve(Kind::saturation, large.saturation, 1, std::numeric_limits<double>::infinity()));
  else if (motor.current_curve.size() > 2)
    curves.push_back(motor_curve(Kind::saturation, motor, motor.current_curve, &MotorCurrentPoint::current,
                                 &MotorCurrentPoint::inductance));
  return curves;
}

std::vector<Law> large_signal_laws(const DriverConfig &driver, const std::vector<LargeSignalCurve> &curves,
                                   double rest_stiffness, DriverScalars scalars, const std::string &suffix) {
  std::vector<Law> laws;
  for (const LargeSignalCurve &curve : curves) {
    switch (curve.kind) {
    case Kind::force_factor:
      laws.push_back(force_factor_law(absolute(curve, driver.motor.force_factor), scalars));
      break;
    case Kind::stiffness:
      laws.push_back(stiffness_law(absolute(curve, rest_stiffness), scalars));
      break;
    case Kind::area:
      laws.push_back(area_law(curve.curve, scalars));
      break;
    case Kind::inductance:
      laws.push_back(inductance_law(absolute(curve, rest_inductance(driver.motor)), scalars));
      break;
    case Kind::saturation:
      laws.push_back(saturation_law(absolute(curve, rest_inductance(driver.motor)), scalars));
      break;
    }
    laws.back().name += suffix;
  }
  return laws;
}

DisplacementRange common_range(const std::vector<LargeSignalCurve> &curves) {
  DisplacementRange range{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
  for (const LargeSignalCurve &curve : curves)
    if (curve.kind != Kind::saturation) {
      range.lowest = std::max(range.lowest, curve.curve.lowest());
      range.highest = std::min(range.highest, curve.curve.highest());
    }
  return range;
}

std::vector<std::string> large_signal_warnings(const DriverConfig &driver,
                                               const std::vector<LargeSignalCurve> &curves) {
  std::vector<std::string> warnings;
  const auto warn = [&](const LargeSignalCurve &curve, double x, const char *what) {
    warnings.push_back(to_string(Diagnostic{
        curve.where, fmt::format("driver \"{}\": {} at {:.3g} mm", driver.name.value, what, x / mm)}));
  };
  for (const LargeSignalCurve &curve : curves) {
    if (curve.kind == Kind::saturation)
      continue;
    const double lowest = curve.curve.lowest(), step = (curve.curve.highest() - lowest) / (looked_at - 1);
    for (std::size_t k = 0; k < looked_at; ++k) {
      const double x = lowest + step * static_cast<double>(k), value = curve.curve.value(x);
      if (value * curve.curve.value(0) <= 0) {
        warn(curve, x,
             curve.kind == Kind::force_factor ? "the force factor changes its sign"
             : curve.kind == Kind::stiffness  ? "the suspension pushes outwards (negative stiffness)"
             : curve.kind == Kind::area       ? "the effective area changes its sign"
                                              : "the inductance is negative");
        break;
      }
      if (curve.kind == Kind::stiffness && value + x * curve.curve.slope(x) <= 0) {
        warn(curve, x, "the suspension gives way: its force falls as the displacement grows");
        break;
      }
    }
  }
  return warnings;
}

std::string describe_large_signal(const DriverConfig &driver, const std::vector<LargeSignalCurve> &curves) {
  std::string text = fmt::format("Large signal of \"{}\"", driver.name.value);
  for (const LargeSignalCurve &curve : curves) {
    const double rest = curve.curve.value(0);
    text += fmt::format("\n    {:<16}", name_of(curve.kind));
    if (curve.kind == Kind::saturation) {
      text += fmt::format(" {:.4g} of its value at rest at -0.1 A, {:.4g} at 0.1 A",
                          curve.curve.value(-0.1) / rest, curve.curve.value(0.1) / rest);
    } else {
      text += fmt::format(" {:.4g} of its value at rest at {:.3g} mm, {:.4g} at {:.3g} mm",
                          curve.curve.value(curve.curve.lowest()) / rest, curve.curve.lowest() / mm,
                          curve.curve.value(curve.curve.highest()) / rest, curve.curve.highest() / mm);
    }
    if (!curve.relative)
      text += fmt::format("; fit within {:.2g} %", 100 * curve.largest_error / std::abs(rest));
  }
  return text;
}

} // namespace earshot
