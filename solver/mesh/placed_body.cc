#include "solver/mesh/placed_body.h"

#include "solver/mesh/diaphragm_profile.h"
#include "solver/mesh/triple.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {
namespace {

/// The diaphragm must touch neither the cover nor the motor and the back.
void require_room(const PlacedDriver &driver) {
  if (!driver.profile)
    return;
  const BodyConfig &body = driver.body;
  const double front = front_end(body);
  std::vector<Diagnostic> diagnostics;
  double highest = 0, lowest = 0, lowest_over_motor = 0;
  constexpr int samples = 2000;
  for (int i = 0; i <= samples; ++i) {
    const double r = driver.radius * i / samples, z = driver.profile->height(r);
    highest = std::max(highest, z);
    lowest = std::min(lowest, z);
    lowest_over_motor = r <= body.motor_radius ? std::min(lowest_over_motor, z) : lowest_over_motor;
  }
  if (highest >= front)
    diagnostics.push_back(
        {body.front_depth.where,
         fmt::format("found room of {:.4g} mm in front of the rim, expected more than {:.4g} "
                     "mm, which the diaphragm rises",
                     1e3 * front, 1e3 * highest)});
  if (-lowest >= body.rear_depth - body.wall)
    diagnostics.push_back(
        {body.rear_depth.where,
         fmt::format("found room of {:.4g} mm behind the rim, expected more than {:.4g} mm, "
                     "which the diaphragm sinks",
                     1e3 * (body.rear_depth - body.wall), -1e3 * lowest)});
  if (body.motor_radius > 0 && -lowest_over_motor >= body.rear_depth - body.motor_height)
    diagnostics.push_back(
        {body.motor_height.where,
         fmt::format("found a motor that ends {:.4g} mm behind the rim's plane, expected "
                     "more than {:.4g} mm, which the diaphragm sinks",
                     1e3 * (body.rear_depth - body.motor_height), -1e3 * lowest_over_motor)});
  if (!diagnostics.empty())
    throw UserError(diagnostics);
}

PlacedDriver placed_driver(const DriverConfig &driver) {
  PlacedDriver placed{.name = driver.name,
                      .position = driver.place.position.front().where,
                      .diaphragm = driver.surface,
                      .frame = frame_of(driver.place),
                      .body = *driver.body,
                      .profile = diaphragm_profile(driver),
                      .radius = driver.body->diaphragm_radius};
  if (placed.profile)
    placed.radius = placed.profile->radius();
  require_room(placed);
  return placed;
}

std::set<std::string> ends_of(const Case &config) {
  std::set<std::string> ends{config.ear.surface};
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value != SurfaceModel::screen)
      ends.insert(surface.name);
  if (config.network)
    for (const NetworkPortConfig &port : config.network->ports)
      ends.insert(port.surface);
  for (const ProbeConfig &probe : config.probes)
    ends.insert(probe.surface);
  return ends;
}

} // namespace

Vector3 BodyFrame::at(double u, double v, double w) const {
  return origin + u * x + v * y + w * z;
}

Vector3 BodyFrame::local(const Vector3 &point) const {
  const Vector3 arm = point - origin;
  return {dot(arm, x), dot(arm, y), dot(arm, z)};
}

double front_end(const BodyConfig &body) {
  return body.front_openings.empty() ? body.front_depth.value : body.front_depth - body.wall;
}

BodyFrame frame_along(const Vector3 &axis, double roll) {
  BodyFrame frame;
  frame.z = (1 / norm(axis)) * axis;
  const auto across = [&](const Vector3 &v) { return v - dot(v, frame.z) * frame.z; };
  constexpr double along = 1e-6; // of the global x beside the axis, which then says nothing
  Vector3 x = across({1, 0, 0});
  if (norm(x) < along)
    x = across({0, 1, 0});
  x = (1 / norm(x)) * x;
  const Vector3 y = cross(frame.z, x);
  frame.x = std::cos(roll) * x + std::sin(roll) * y;
  frame.y = cross(frame.z, frame.x);
  return frame;
}

BodyFrame frame_of(const PlacementConfig &place) {
  BodyFrame frame = frame_along(vector_of(place.axis), place.roll);
  frame.origin = vector_of(place.position);
  return frame;
}

PlacedBodies placed_bodies(const Case &config) {
  PlacedBodies bodies;
  for (const DriverConfig &driver : config.drivers)
    if (driver.body)
      bodies.drivers.push_back(placed_driver(driver));
  if (config.geometry)
    for (const BoxConfig &box : config.geometry->cad.boxes)
      bodies.boxes.push_back({box, frame_of(box.place)});
  bodies.ends = ends_of(config);
  return bodies;
}

} // namespace earshot
