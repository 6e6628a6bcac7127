#include "solver/model/driver_metal.h"

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// From a cylinder about the body's axis. @param place  in the body's own coordinates [m]
double from_cylinder(const Vector3 &place, double radius, double from, double to) {
  const double beside = std::hypot(place[0], place[1]) - radius,
               along = std::max(from - place[2], place[2] - to);
  return std::hypot(std::max(beside, 0.0), std::max(along, 0.0));
}

} // namespace

DriverMetal::DriverMetal(const std::vector<DriverConfig> &drivers) {
  for (const DriverConfig &driver : drivers)
    if (driver.body)
      bodies_.push_back(Body{frame_of(driver.place), *driver.body});
    else
      bodies_.emplace_back();
}

double DriverMetal::distance(std::size_t driver, const dealii::Point<3> &x) const {
  const auto &[frame, shape] = bodies_[driver].value();
  const Vector3 place = frame.local({x[0], x[1], x[2]});
  const double basket = from_cylinder(place, shape.radius, -shape.rear_depth, shape.front_depth);
  return shape.flange
             ? std::min(basket, from_cylinder(place, shape.flange->radius, -shape.flange->thickness, 0))
             : basket;
}

int DriverMetal::driver_near(const dealii::Point<3> &x, double reach) const {
  for (std::size_t driver = 0; driver < bodies_.size(); ++driver)
    if (is_of(driver) && distance(driver, x) < reach)
      return static_cast<int>(driver);
  return -1;
}

int DriverMetal::driver_at(const dealii::Point<3> &x) const {
  constexpr double on = 2e-5; // [m]: what curved faces of a mesh lie off a cylinder
  return driver_near(x, on);
}

} // namespace earshot
