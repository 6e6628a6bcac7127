#include "solver/materials/bh_curve.h"

#include "solver/config/located.h"

#include <math.h> // pchip.hpp of Boost 1.74 needs the global isnan

#include <boost/math/interpolators/pchip.hpp>
#include <fmt/core.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>

namespace earshot {
namespace {

constexpr double vacuum_permeability = 4e-7 * std::numbers::pi; ///< [H/m]
constexpr double vacuum_reluctivity = 1 / vacuum_permeability;  ///< [m/H]

void check_points(const std::vector<BhPoint> &points, const std::string &name) {
  const auto refuse = [&](const std::string &reason) {
    throw UserError("B-H curve of " + name + ": " + reason);
  };
  if (points.size() < 4)
    refuse(fmt::format("found {} points, expected at least 4", points.size()));
  if (points[0].flux_density != 0 || points[0].field_strength != 0)
    refuse(fmt::format("found ({:g} T, {:g} A/m) as the first point, expected (0, 0)", points[0].flux_density,
                       points[0].field_strength));
  for (std::size_t i = 1; i < points.size(); ++i) {
    const double rise = points[i].flux_density - points[i - 1].flux_density,
                 step = points[i].field_strength - points[i - 1].field_strength;
    if (!std::isfinite(rise) || !std::isfinite(step))
      refuse(fmt::format("point {} is not finite", i + 1));
    if (!(rise > 0 && step > 0))
      refuse(fmt::format("found point {} ({:g} T, {:g} A/m) after ({:g} T, {:g} A/m), expected both to rise",
                         i + 1, points[i].flux_density, points[i].field_strength, points[i - 1].flux_density,
                         points[i - 1].field_strength));
    const double rounding = 1e-3; // of printed tables in saturation
    if (step > (1 + rounding) * vacuum_reluctivity * rise)
      refuse(fmt::format("found a slope of {:.4g} mu0 before point {}, expected at least 1",
                         rise / (vacuum_permeability * step), i + 1));
  }
}

double slope(const BhPoint &from, const BhPoint &to) {
  return (to.field_strength - from.field_strength) / (to.flux_density - from.flux_density);
}

/// Points that lead the curve into saturation: the slope doubles over equal steps, as it did at the end of
/// the table.
std::vector<BhPoint> saturated(std::vector<BhPoint> points) {
  const std::size_t n = points.size();
  double end = slope(points[n - 2], points[n - 1]);
  const double before = slope(points[n - 3], points[n - 2]);
  const double distance = (points[n - 1].flux_density - points[n - 3].flux_density) / 2;
  const double doublings = std::log2(end / before);
  const double longest = 0.1; // [T] iron saturates within a few tenths of a tesla
  const double step = doublings > 0 ? std::min(distance / doublings, longest) : longest;
  while (end < vacuum_reluctivity / 2) {
    end *= 2;
    points.push_back({points.back().flux_density + step, points.back().field_strength + end * step});
  }
  return points;
}

} // namespace

struct BhCurve::Table {
  double last_flux_density, last_field_strength;
  boost::math::interpolators::pchip<std::vector<double>> curve;

  explicit Table(const std::vector<BhPoint> &points)
      : last_flux_density(points.back().flux_density), last_field_strength(points.back().field_strength),
        curve(column(points, &BhPoint::flux_density), column(points, &BhPoint::field_strength),
              slope(points[0], points[1]), vacuum_reluctivity) {}

  static std::vector<double> column(const std::vector<BhPoint> &points, double BhPoint::*member) {
    std::vector<double> values;
    for (const BhPoint &point : points)
      values.push_back(point.*member);
    return values;
  }
};

BhCurve::BhCurve(double relative_permeability)
    : linear_reluctivity_(vacuum_reluctivity / relative_permeability) {}

BhCurve::BhCurve(const std::vector<BhPoint> &points, const std::string &name) {
  check_points(points, name);
  table_ = std::make_shared<const Table>(saturated(points));
}

double BhCurve::field_strength(double flux_density) const {
  if (!table_)
    return linear_reluctivity_ * flux_density;
  const double b = std::abs(flux_density);
  const double h = b < table_->last_flux_density
                       ? table_->curve(b)
                       : table_->last_field_strength + vacuum_reluctivity * (b - table_->last_flux_density);
  return std::copysign(h, flux_density);
}

double BhCurve::differential_reluctivity(double flux_density) const {
  if (!table_)
    return linear_reluctivity_;
  const double b = std::abs(flux_density);
  return b < table_->last_flux_density ? table_->curve.prime(b) : vacuum_reluctivity;
}

double BhCurve::reluctivity(double flux_density) const {
  const double tiny = 1e-9; // [T]
  return std::abs(flux_density) < tiny ? differential_reluctivity(0)
                                       : field_strength(flux_density) / flux_density;
}

std::vector<BhPoint> saturation_curve(const std::vector<double> &polarisations,
                                      const std::vector<double> &susceptibilities) {
  std::vector<BhPoint> points{{0, 0}};
  const double weakest = 10, strongest = 1e6, per_decade = 16; // field strengths [A/m]
  for (double step = 0; weakest * std::pow(10, step / per_decade) <= strongest * 1.01; ++step) {
    const double h = weakest * std::pow(10, step / per_decade);
    double b = vacuum_permeability * h;
    for (std::size_t i = 0; i < polarisations.size(); ++i)
      b += polarisations[i] * std::tanh(susceptibilities[i] * vacuum_permeability * h / polarisations[i]);
    points.push_back({b, h});
  }
  return points;
}

} // namespace earshot
