#ifndef EARSHOT_TESTS_UNIT_MESH_TEMPLATE_CASE_H
#define EARSHOT_TESTS_UNIT_MESH_TEMPLATE_CASE_H

#include "solver/config/case.h"
#include "solver/mesh/profile.h"

#include <string>
#include <utility>

namespace earshot::testing {

/// A value as if written in line `line` of a case file.
template <class T>
Located<T> written(T value, int line) {
  return {std::move(value), {"case.toml", line, 1, "key"}};
}

inline CylinderConfig cylinder(double radius, double length, int line) {
  return {written(radius, line), written(length, line + 1)};
}

/// A vented single-driver monitor with a 10 mm driver and a screen.
inline Case vented_case(double size) {
  Case config;
  config.file = "case.toml";
  GeometryConfig geometry;
  geometry.rear = cylinder(5.5e-3, 4e-3, 10);
  geometry.front = cylinder(5.2e-3, 1.2e-3, 12);
  geometry.nozzle = cylinder(2e-3, 4e-3, 14);
  geometry.tip = cylinder(2e-3, 6e-3, 16);
  geometry.canal = cylinder(3.77e-3, 8e-3, 18);
  geometry.rear_vent = VentConfig{written(0.2e-3, 20), written(1e-3, 21), written(3e-3, 22)};
  geometry.front_vent = VentConfig{written(0.2e-3, 23), written(1e-3, 24), {0.0}};
  config.geometry = geometry;
  config.mesh.size = size;
  DriverConfig driver;
  driver.surface = written(std::string("diaphragm"), 30);
  config.drivers = {driver};
  SurfaceConfig screen;
  screen.name = written(std::string("screen"), 40);
  screen.model = SurfaceModel::screen;
  config.surfaces = {screen};
  return config;
}

inline const Profile &dome_and_roll() {
  static const Profile profile({{"dome", 2.6e-3, ProfileShape::dome, 0.5e-3, 1},
                                {"coil_seat", 2.9e-3, ProfileShape::flat, 0, 1},
                                {"surround", 5e-3, ProfileShape::roll, 0.35e-3, 1}});
  return profile;
}

} // namespace earshot::testing

#endif
