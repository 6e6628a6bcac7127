#include "solver/model/diaphragm_rest.h"

#include "solver/algebra/dense_system.h"
#include "solver/config/documents.h"
#include "solver/model/diaphragm_sections.h"
#include "solver/model/element_doubling.h"
#include "solver/model/layer_stress.h"
#include "solver/model/meridian.h"
#include "solver/model/recent_results.h"
#include "solver/physics/structure/rest_state.h"

#include <boost/math/special_functions/cardinal_b_spline.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace earshot {

namespace {

using Points = std::vector<AxisymmetricShell::Point>;

/// Of a zone's height: the stiffness of corrugations goes with some two powers of it. Of a flat zone's
/// thickness: a plate that sags by half of it is stiffer by a tenth.
constexpr double tolerable_shape_change = 0.05, tolerable_sag = 0.5;

/// A function of the radius and its slope.
struct Shape {
  std::string symbol;
  std::function<double(double r)> value, slope;
};

/// What H of a zone is made of. @param inner 0 for a disc
std::vector<Shape> shapes_of(const ProfileZone &zone, double inner) {
  const double outer = zone.outer_radius;
  if (zone.shape == ProfileShape::flat)
    return {{"N", [](double) { return 1.0; }, [](double) { return 0.0; }},
            {"N (b/r)^2", [outer](double r) { return std::pow(outer / r, 2); },
             [outer](double r) { return -2 * std::pow(outer / r, 2) / r; }}};
  constexpr int intervals_of_arc = 4, intervals_of_wave = 8;
  const int n = zone.shape == ProfileShape::corrugated ? intervals_of_wave * zone.waves : intervals_of_arc;
  const double step = (outer - inner) / n;
  std::vector<Shape> shapes;
  for (int k = -1; k <= n + 1; ++k) {
    const double middle = inner + k * step;
    shapes.push_back(
        {fmt::format("N B{}", k + 1),
         [=](double r) { return boost::math::cardinal_b_spline<3>((r - middle) / step); },
         [=](double r) { return boost::math::cardinal_b_spline_prime<3>((r - middle) / step) / step; }});
  }
  return shapes;
}

/// Numbers in front of the shapes that fit a zone's H best, by least squares.
std::vector<double> fitted(const std::vector<Shape> &shapes, const Points &points) {
  const std::size_t n = shapes.size();
  std::vector<double> normal(n * n), numbers(n);
  for (const AxisymmetricShell::Point &point : points) {
    std::vector<double> values;
    for (const Shape &shape : shapes)
      values.push_back(shape.value(point.radius));
    for (std::size_t i = 0; i < n; ++i) {
      numbers[i] += values[i] * point.radial_force;
      for (std::size_t j = 0; j < n; ++j)
        normal[i * n + j] += values[i] * values[j];
    }
  }
  DenseLu(std::move(normal), n).solve(numbers);
  return numbers;
}

std::vector<ShellPrestress> prestress_of(const std::shared_ptr<const Profile> &profile, std::size_t zone,
                                         const Points &points) {
  const std::vector<Shape> shapes = shapes_of(profile->zones()[zone], profile->inner_radius(zone));
  const std::vector<double> numbers = fitted(shapes, points);
  std::vector<ShellPrestress> parts;
  for (std::size_t k = 0; k < shapes.size(); ++k)
    parts.push_back({shapes[k].symbol,
                     [profile, shape = shapes[k]](double r) {
                       const double slope = profile->slope(r), cosine = 1 / std::sqrt(1 + slope * slope),
                                    value = shape.value(r);
                       return std::array<double, 2>{value * cosine, (value + r * shape.slope(r)) * cosine};
                     },
                     numbers[k]});
  return parts;
}

void find_stress(const std::vector<LayerStress> &stresses, DiaphragmRest::Zone &zone) {
  const LayerStress &largest = *std::max_element(
      stresses.begin(), stresses.end(), [](const auto &a, const auto &b) { return a.stress < b.stress; });
  zone.stress = largest.stress;
  zone.stressed = largest.material;
  zone.strength = largest.strength;
}

void find_movement(const ProfileZone &profile, const ZoneConfig &config, const Points &points,
                   DiaphragmRest::Zone &zone) {
  std::array<double, 2> least{}, greatest{};
  for (const int c : {0, 1}) {
    const auto [low, high] =
        std::minmax_element(points.begin(), points.end(), [c](const auto &a, const auto &b) {
          return a.displacement[c] < b.displacement[c];
        });
    least[c] = low->displacement[c];
    greatest[c] = high->displacement[c];
  }
  zone.displacement = 0;
  for (const AxisymmetricShell::Point &point : points)
    zone.displacement = std::max(zone.displacement, std::hypot(point.displacement[0], point.displacement[1]));
  double height = 0;
  if (profile.shape == ProfileShape::flat)
    for (const LayerConfig &layer : config.layers)
      height += layer.thickness;
  else
    height = std::abs(profile.rise) * (profile.shape == ProfileShape::corrugated ? 2 : 1);
  const double sag = greatest[1] - least[1], width = greatest[0] - least[0];
  zone.shape_change =
      height == 0 ? 0 : (profile.shape == ProfileShape::flat ? sag : std::max(sag, width)) / height;
}

/// Of N_1 and N_2 at even radii.
void find_tensions(double inner, double outer, DiaphragmRest::Zone &zone) {
  constexpr int n = 64;
  zone.least_tension = zone.least_hoop_tension = std::numeric_limits<double>::infinity();
  zone.greatest_tension = -zone.least_tension;
  for (int i = 0; i < n; ++i) {
    const double radius = inner + (outer - inner) * (i + 0.5) / n;
    std::array<double, 2> force{zone.even_tension, zone.even_tension};
    for (const ShellPrestress &part : zone.prestress)
      for (const int c : {0, 1})
        force[c] += part.value * part.forces(radius)[c];
    zone.least_tension = std::min(zone.least_tension, force[0]);
    zone.greatest_tension = std::max(zone.greatest_tension, force[0]);
    zone.least_hoop_tension = std::min(zone.least_hoop_tension, force[1]);
  }
}

DiaphragmRest::Zone zone_at_rest(const std::shared_ptr<const Profile> &profile, std::size_t k,
                                 const ZoneConfig &config, const std::vector<MaterialConfig> &materials,
                                 const Points &points, const Points &with_ends) {
  DiaphragmRest::Zone zone{};
  const ProfileZone &shape = profile->zones()[k];
  if (k == 0 && shape.shape == ProfileShape::flat) {
    for (const AxisymmetricShell::Point &point : points)
      zone.even_tension += point.radial_force / points.size();
  } else {
    zone.prestress = prestress_of(profile, k, points);
  }
  find_tensions(profile->inner_radius(k), shape.outer_radius, zone);
  find_stress(layer_stresses(config, materials, with_ends), zone);
  find_movement(shape, config, points, zone);
  return zone;
}

DiaphragmRest rest_with(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                        int elements) {
  const auto profile = std::make_shared<const Profile>(*diaphragm_profile(driver));
  const AxisymmetricShell shell = axisymmetric_diaphragm(driver, materials, elements);
  std::vector<Points> points(profile->zones().size()), with_ends = points;
  try {
    const std::vector<double> u = rest_state(shell);
    for (const AxisymmetricShell::Point &point : shell.points(u))
      points[point.zone].push_back(point);
    for (const AxisymmetricShell::Point &point : shell.points_with_ends(u))
      with_ends[point.zone].push_back(point);
  } catch (const NoRestState &error) {
    throw UserError(driver.diaphragm->zones[error.zone].name.where,
                    fmt::format("found a tension that driver \"{}\" does not bear, as {}; expected less "
                                "tension, or a zone that is stiffer",
                                driver.name.value, error.what()));
  }
  DiaphragmRest rest;
  for (std::size_t k = 0; k < points.size(); ++k)
    rest.zones.push_back(
        zone_at_rest(profile, k, driver.diaphragm->zones[k], materials, points[k], with_ends[k]));
  return rest;
}

/// Largest change of the zones' least and greatest tensions, over the largest of them.
double difference(const DiaphragmRest &coarse, const DiaphragmRest &fine) {
  double largest = 0, change = 0;
  const auto compare = [&](double a, double b) {
    largest = std::max(largest, std::abs(a));
    change = std::max(change, std::abs(a - b));
  };
  for (std::size_t k = 0; k < fine.zones.size(); ++k) {
    compare(fine.zones[k].least_tension, coarse.zones[k].least_tension);
    compare(fine.zones[k].greatest_tension, coarse.zones[k].greatest_tension);
  }
  return largest > 0 ? change / largest : 0;
}

bool rests_as_stretched(const DiaphragmConfig &diaphragm) {
  const bool any = std::any_of(diaphragm.zones.begin(), diaphragm.zones.end(),
                               [](const ZoneConfig &zone) { return zone.tension != 0; });
  return !any || !diaphragm.surface_mesh.value.empty() ||
         (diaphragm.zones.size() == 1 && diaphragm.zones[0].shape.value == ProfileShape::flat &&
          diaphragm.rim.value == RimSupport::clamped);
}

DiaphragmRest converged_rest(const DriverConfig &driver, const std::vector<MaterialConfig> &materials) {
  auto found =
      with_enough_elements([&](int elements) { return rest_with(driver, materials, elements); }, difference);
  found.result.mesh_error = found.change;
  return std::move(found.result);
}

} // namespace

std::optional<DiaphragmRest> diaphragm_rest(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials) {
  if (!driver.diaphragm || rests_as_stretched(*driver.diaphragm))
    return std::nullopt;
  thread_local RecentResults<DiaphragmRest> recent;
  return recent.of(resolved_toml(statics_of(driver, materials)),
                   [&] { return converged_rest(driver, materials); });
}

std::string describe_rest(const DriverConfig &driver, const DiaphragmRest &rest) {
  std::string text =
      fmt::format("Tension of \"{}\" at rest, by the mesh within {:.1g}", driver.name.value, rest.mesh_error);
  for (std::size_t k = 0; k < rest.zones.size(); ++k) {
    const DiaphragmRest::Zone &zone = rest.zones[k];
    const ZoneConfig &config = driver.diaphragm->zones[k];
    text += fmt::format("\n    {:16} {:.4g} N/m as stretched, ", config.name.value, config.tension.value);
    text += zone.greatest_tension - zone.least_tension < 1e-3 * std::abs(zone.greatest_tension)
                ? fmt::format("{:.4g} N/m left", zone.greatest_tension)
                : fmt::format("{:.4g} to {:.4g} N/m left", zone.least_tension, zone.greatest_tension);
    if (zone.least_hoop_tension < 0)
      text += fmt::format(", {:.4g} N/m around", zone.least_hoop_tension);
    text += fmt::format("; moved by {:.3g} um, at most {:.3g} MPa in {}", 1e6 * zone.displacement,
                        1e-6 * zone.stress, zone.stressed);
  }
  return text;
}

std::vector<std::string> rest_warnings(const DriverConfig &driver, const DiaphragmRest &rest) {
  std::vector<std::string> warnings;
  for (std::size_t k = 0; k < rest.zones.size(); ++k) {
    const DiaphragmRest::Zone &zone = rest.zones[k];
    const ZoneConfig &config = driver.diaphragm->zones[k];
    const auto warn = [&](const std::string &text) {
      warnings.push_back(
          to_string(Diagnostic{config.name.where, fmt::format("found a zone \"{}\" of \"{}\" {}",
                                                              config.name.value, driver.name.value, text)}));
    };
    if (zone.strength && zone.stress > *zone.strength && config.tension == 0)
      warn(fmt::format("under {:.3g} MPa at rest in {}, expected at most its strength of {:.3g} MPa",
                       1e-6 * zone.stress, zone.stressed, 1e-6 * *zone.strength));
    const bool flat = config.shape.value == ProfileShape::flat;
    const double tolerable = flat ? tolerable_sag : tolerable_shape_change;
    if (zone.shape_change > tolerable)
      warn(fmt::format("that the tension changes by {:.2g} % of its {}, expected less than {:.2g} %: its "
                       "stiffness is that of the shape as drawn",
                       1e2 * zone.shape_change, flat ? "thickness" : "height", 1e2 * tolerable));
  }
  return warnings;
}

} // namespace earshot
