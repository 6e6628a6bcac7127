#include "solver/mesh/template_layout.h"

#include <algorithm>
#include <cmath>
#include <fmt/core.h>

namespace earshot {
namespace {

/// Share of a volume's length that must stay between diaphragm and end wall.
constexpr double clearance = 0.02;

/// Collects what does not fit.
class Findings {
public:
  void require(bool holds, const SourcePosition &where, const std::string &message) {
    if (!holds)
      diagnostics_.push_back({where, message});
  }
  void positive(const Located<double> &value, const std::string &name) {
    require(value.value > 0, value.where,
            fmt::format("{} must be positive, not {:.4g} m", name, value.value));
  }
  void positive(const CylinderConfig &cylinder, const std::string &name) {
    positive(cylinder.radius, "radius of " + name);
    positive(cylinder.length, "length of " + name);
  }
  void raise() const {
    if (!diagnostics_.empty())
      throw UserError(diagnostics_);
  }

private:
  std::vector<Diagnostic> diagnostics_;
};

std::string millimetres(double length) {
  return fmt::format("{:.4g} mm", 1e3 * length);
}

void check_diaphragm(const GeometryConfig &geometry, const Profile &profile, Findings &findings) {
  const std::string rim = "the diaphragm's radius " + millimetres(profile.radius());
  for (const auto &[name, cylinder] :
       {std::pair{"front", &geometry.front}, std::pair{"rear", &geometry.rear}})
    findings.require(cylinder->radius.value >= profile.radius() * (1 - 1e-9), cylinder->radius.where,
                     fmt::format("the {} volume's radius {} is less than {}", name,
                                 millimetres(cylinder->radius.value), rim));
  double highest = 0, lowest = 0;
  constexpr int samples = 2000;
  for (int i = 0; i <= samples; ++i) {
    const double z = profile.height(profile.radius() * i / samples);
    highest = std::max(highest, z);
    lowest = std::min(lowest, z);
  }
  findings.require(highest < (1 - clearance) * geometry.front.length.value, geometry.front.length.where,
                   fmt::format("the diaphragm rises {} into the front volume of length {}",
                               millimetres(highest), millimetres(geometry.front.length.value)));
  findings.require(-lowest < (1 - clearance) * geometry.rear.length.value, geometry.rear.length.where,
                   fmt::format("the diaphragm sinks {} into the rear volume of length {}",
                               millimetres(-lowest), millimetres(geometry.rear.length.value)));
}

DrilledTube rear_vent(const VentConfig &vent, const GeometryConfig &geometry, Findings &findings) {
  findings.positive(vent.radius, "radius of the rear vent");
  findings.positive(vent.length, "length of the rear vent");
  findings.require(
      vent.offset.value >= 0 && vent.offset.value + vent.radius.value < geometry.rear.radius.value,
      vent.offset.where,
      fmt::format("a vent of radius {} at {} from the axis is not within the rear volume's back wall "
                  "of radius {}",
                  millimetres(vent.radius.value), millimetres(vent.offset.value),
                  millimetres(geometry.rear.radius.value)));
  return {.name = "rear_vent",
          .begin = {vent.offset, 0, -geometry.rear.length.value},
          .axis = {0, 0, -1},
          .before = 0,
          .length = vent.length,
          .radius = vent.radius,
          .mouth_surface = "rear_vent_inlet",
          .end_surface = "rear_vent_opening"};
}

DrilledTube front_vent(const VentConfig &vent, const GeometryConfig &geometry, Findings &findings) {
  findings.positive(vent.radius, "radius of the front vent");
  findings.positive(vent.length, "length of the front vent");
  const double front = geometry.front.length;
  const double height = vent.offset.value == 0 ? front / 2 : vent.offset.value;
  findings.require(
      height - vent.radius.value > 0 && height + vent.radius.value < front,
      vent.offset.where.line ? vent.offset.where : vent.radius.where,
      fmt::format("a vent of radius {} at height {} is not within the front volume's side wall, which "
                  "is {} high",
                  millimetres(vent.radius.value), millimetres(height), millimetres(front)));
  findings.require(vent.radius.value < geometry.front.radius.value, vent.radius.where,
                   "the front vent is wider than the front volume");
  // It begins just inside the wall, also where that is farthest from the tube's axis: further in, a wide tube
  // would cross the diaphragm.
  const double wall = geometry.front.radius,
               inside = std::sqrt(wall * wall - vent.radius * vent.radius) - 0.01 * wall;
  return {.name = "front_vent",
          .begin = {inside, 0, height},
          .axis = {1, 0, 0},
          .before = wall - inside,
          .length = vent.length,
          .radius = vent.radius,
          .mouth_surface = "front_vent_inlet",
          .end_surface = "front_vent_opening"};
}

} // namespace

TemplateLayout lay_out_template(const GeometryConfig &geometry, const Profile *diaphragm) {
  Findings findings;
  findings.require(geometry.shape.value == "single_dynamic", geometry.shape.where,
                   "unknown shape '" + geometry.shape.value + "', expected 'single_dynamic'");
  TemplateLayout layout;
  double z = -geometry.rear.length.value;
  const auto add = [&](const char *name, const CylinderConfig &cylinder, const char *to_surface) {
    findings.positive(cylinder, std::string("the ") + name);
    PartConfig part;
    part.name.value = name;
    part.from.value = z;
    // the diaphragm's plane is zero itself, not a sum with rounding
    part.to.value = z = layout.cylinders.empty() ? 0 : z + cylinder.length.value;
    part.radius = cylinder.radius;
    part.to_surface.value = to_surface;
    layout.cylinders.push_back(std::move(part));
  };
  add("rear", geometry.rear, "");
  add("front", geometry.front, "nozzle_inlet");
  add("nozzle", geometry.nozzle, geometry.screen ? "screen" : "");
  add("tip", geometry.tip, "canal_inlet");
  add("canal", geometry.canal, "ear");
  const double narrower = std::min(geometry.rear.radius.value, geometry.front.radius.value);
  layout.diaphragm = {diaphragm, diaphragm ? diaphragm->radius() : narrower, "diaphragm", "baffle"};
  if (diaphragm)
    check_diaphragm(geometry, *diaphragm, findings);
  if (geometry.rear_vent)
    layout.vents.push_back(rear_vent(*geometry.rear_vent, geometry, findings));
  if (geometry.front_vent)
    layout.vents.push_back(front_vent(*geometry.front_vent, geometry, findings));
  findings.raise();
  return layout;
}

} // namespace earshot
