#include "solver/config/body_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

std::string millimetres(double metres) {
  return fmt::format("{:.6g} mm", metres * 1e3);
}

void name_if_empty(Located<std::string> &name, const std::string &owner, const char *what) {
  if (name.value.empty())
    name.value = owner + "_" + what;
}

void check_triple(const TripleConfig &triple, const SourcePosition &owner, const std::string &key,
                  const char *example, Diagnostics &diagnostics) {
  if (triple.empty())
    diagnostics.push_back(
        {{owner.file, owner.line, owner.column, key}, fmt::format("missing, expected {}", example)});
  else if (triple.size() != 3)
    diagnostics.push_back({triple.front().where,
                           fmt::format("found {} values, expected 3, such as {}", triple.size(), example)});
}

/// Holes lie inside the basket, beside the motor or through it, and not in each other.
void check_holes(const HolesConfig &holes, double air_radius, double motor_radius, Diagnostics &diagnostics) {
  const SourcePosition &where = holes.radius.where;
  const double inner = holes.circle - holes.radius, outer = holes.circle + holes.radius;
  if (air_radius > 0 && outer > air_radius)
    diagnostics.push_back({where, fmt::format("found a hole that reaches to {} from the axis, expected at "
                                              "most {}, the radius of the basket's air",
                                              millimetres(outer), millimetres(air_radius))});
  else if (outer > motor_radius && inner < motor_radius && motor_radius > 0)
    diagnostics.push_back(
        {where, fmt::format("found a hole from {} to {} off the axis, expected it beside or within the "
                            "motor of {} radius",
                            millimetres(inner), millimetres(outer), millimetres(motor_radius))});
  const double apart = 2 * holes.circle * std::sin(std::numbers::pi / holes.number);
  if (holes.number > 1 && apart < 2 * holes.radius)
    diagnostics.push_back(
        {where, fmt::format("found {} holes whose middles are {} apart, expected more than "
                            "{}, their diameter",
                            holes.number.value, millimetres(apart), millimetres(2 * holes.radius))});
}

/// Radius of a driver's diaphragm or piston [m]; 0 when it isn't known.
double diaphragm_radius(const DriverConfig &driver) {
  if (!driver.diaphragm)
    return driver.body->diaphragm_radius;
  double radius = 0;
  for (const ZoneConfig &zone : driver.diaphragm->zones)
    radius = std::max(radius, zone.outer_radius.value);
  return radius;
}

void check_body(const DriverConfig &driver, Diagnostics &diagnostics) {
  const BodyConfig &body = *driver.body;
  // what is missing is 0 and has been told
  const auto below = [&](const Located<double> &value, double limit, const char *limit_name) {
    if (value > 0 && limit > 0 && value >= limit)
      diagnostics.push_back({value.where, fmt::format("found {}, expected less than {}, {}",
                                                      millimetres(value), millimetres(limit), limit_name)});
  };
  if (driver.diaphragm && !driver.diaphragm->surface_mesh.value.empty())
    diagnostics.push_back({driver.diaphragm->surface_mesh.where,
                           "found a mesh as the diaphragm of a driver with a body, expected zones"});
  if (driver.diaphragm && body.diaphragm_radius > 0)
    diagnostics.push_back({body.diaphragm_radius.where,
                           "found the radius of a diaphragm with zones, expected none: theirs counts"});
  if (driver.piston && body.radius > 0 && body.diaphragm_radius == 0)
    diagnostics.push_back({body.radius.where, "found a body of a piston without its radius, expected "
                                              "diaphragm_radius = \"4 mm\""});
  const double radius = diaphragm_radius(driver);
  if (body.radius > 0 && body.radius <= radius)
    diagnostics.push_back(
        {body.radius.where, fmt::format("found {}, expected more than {}, the diaphragm's radius",
                                        millimetres(body.radius), millimetres(radius))});
  below(body.wall, body.rear_depth, "the depth behind the rim");
  if (!body.front_openings.empty())
    below(body.wall, body.front_depth, "the depth in front of the rim");
  below(body.motor_radius, radius, "the diaphragm's radius");
  below(body.motor_height, body.rear_depth, "the depth behind the rim");
  const bool has_motor = body.motor_radius > 0 && body.motor_height > body.wall;
  for (const HolesConfig &holes : body.rear_openings)
    check_holes(holes, radius, has_motor ? body.motor_radius.value : 0.0, diagnostics);
  for (const HolesConfig &holes : body.front_openings)
    check_holes(holes, radius, 0, diagnostics);
  if (body.flange && body.flange->radius <= body.radius)
    diagnostics.push_back(
        {body.flange->radius.where, fmt::format("found {}, expected more than {}, the body's radius",
                                                millimetres(body.flange->radius), millimetres(body.radius))});
  if (body.flange)
    below(body.flange->thickness, body.rear_depth, "the depth behind the rim");
}

/// The path of a table whose `name` this is.
std::string table_of(const Located<std::string> &name) {
  return name.where.key.substr(0, name.where.key.find_last_of('.'));
}

void check_driver_place(const DriverConfig &driver, bool has_cad_file, Diagnostics &diagnostics) {
  const SourcePosition &where = driver.name.where;
  if (driver.body) {
    check_placement(driver.place, where, table_of(driver.name), diagnostics);
    check_body(driver, diagnostics);
    if (!has_cad_file)
      diagnostics.push_back({driver.body->radius.where, "found a driver's body without a CAD file, expected "
                                                        "geometry.step, iges or brep"});
    return;
  }
  for (const TripleConfig *triple : {&driver.place.position, &driver.place.axis})
    if (!triple->empty())
      diagnostics.push_back(
          {triple->front().where, "found a place without a body, expected a table [driver.body]"});
  if (driver.surface.value.empty() && driver.surface.where.is_default())
    diagnostics.push_back({{where.file, where.line, where.column, table_of(driver.name) + ".surface"},
                           "missing, expected a text in quotes, or a table [driver.body]"});
}

void check_box(const BoxConfig &box, Diagnostics &diagnostics) {
  check_placement(box.place, box.name.where, table_of(box.name), diagnostics);
  if (box.mouth_radius >= box.spout_radius)
    diagnostics.push_back(
        {box.mouth_radius.where, fmt::format("found {}, expected less than {}, the spout's outer radius",
                                             millimetres(box.mouth_radius), millimetres(box.spout_radius))});
  if (box.spout_radius > box.width / 2 || std::abs(box.spout_offset) + box.spout_radius > box.height / 2)
    diagnostics.push_back(
        {box.spout_radius.where, fmt::format("found a spout that doesn't stand on the front of {} x {}",
                                             millimetres(box.width), millimetres(box.height))});
}

} // namespace

void check_placement(const PlacementConfig &place, const SourcePosition &owner, const std::string &path,
                     Diagnostics &diagnostics) {
  check_triple(place.position, owner, path + ".position", R"(["0 mm", "0 mm", "5 mm"])", diagnostics);
  check_triple(place.axis, owner, path + ".axis", "[0, 0, 1]", diagnostics);
  if (place.axis.size() == 3 &&
      std::all_of(place.axis.begin(), place.axis.end(),
                  [](const Located<double> &component) { return component == 0.0; }))
    diagnostics.push_back({place.axis.front().where, "found an axis of length zero"});
}

void name_body_surfaces(Case &c) {
  for (DriverConfig &driver : c.drivers) {
    if (!driver.body)
      continue;
    name_if_empty(driver.surface, driver.name, "diaphragm");
    for (HolesConfig &holes : driver.body->rear_openings)
      name_if_empty(holes.surface, driver.name, "rear_opening");
    for (HolesConfig &holes : driver.body->front_openings)
      name_if_empty(holes.surface, driver.name, "front_opening");
  }
  if (c.geometry)
    for (BoxConfig &box : c.geometry->cad.boxes)
      name_if_empty(box.surface, box.name, "mouth");
}

void check_bodies(const Case &c, Diagnostics &diagnostics) {
  const bool has_cad_file = c.geometry && !c.geometry->is_template();
  for (const DriverConfig &driver : c.drivers)
    check_driver_place(driver, has_cad_file, diagnostics);
  if (!c.geometry)
    return;
  for (const BoxConfig &box : c.geometry->cad.boxes)
    check_box(box, diagnostics);
  if (!has_cad_file && !c.geometry->cad.boxes.empty())
    diagnostics.push_back({c.geometry->cad.boxes.front().name.where,
                           "found a box without a CAD file, expected geometry.step, iges or brep"});
}

} // namespace earshot
