#include "solver/physics/magnetics/coil.h"

#include "solver/fem/convex_polygon.h"

#include <fmt/core.h>

#include <cmath>
#include <map>
#include <stdexcept>

namespace earshot {
namespace {

/// sum over sections of turns / area int f dV, where `row` says what of the shape functions f is.
SparseVector integrate(const PlaneSpace &space, const Coil &coil, double displacement,
                       const std::vector<double> PlanePoint::*row) {
  std::map<Index, double> sums;
  for (const CoilSection &section : coil) {
    const auto polygon =
        rectangle(section.inner, section.outer, section.bottom + displacement, section.top + displacement);
    const double density = section.turns / area(polygon);
    const double covered =
        space.for_each_point_in(polygon, [&](const PlaneElement &element, const PlanePoint &point) {
          for (std::size_t j = 0; j < element.unknowns.size(); ++j)
            sums[element.unknowns[j]] += density * point.weight * (point.*row)[j];
        });
    if (std::abs(covered - area(polygon)) > 1e-6 * area(polygon))
      throw std::invalid_argument(
          fmt::format("the coil displaced by {:.4g} mm lies outside of the mesh or in its open annulus",
                      1e3 * displacement));
  }
  return {sums.begin(), sums.end()};
}

} // namespace

SparseVector flux_linkage(const PlaneSpace &space, const Coil &coil, double displacement) {
  return integrate(space, coil, displacement, &PlanePoint::value);
}

SparseVector lorentz_force_factor(const PlaneSpace &space, const Coil &coil, double displacement) {
  return integrate(space, coil, displacement, &PlanePoint::gradient_2);
}

SparseVector flux_force_factor(const PlaneSpace &space, const Coil &coil, double displacement, double step) {
  std::map<Index, double> sums;
  for (const auto &[steps, weight] : {std::pair{-2, 1.0 / 12}, {-1, -2.0 / 3}, {1, 2.0 / 3}, {2, -1.0 / 12}})
    for (const auto &[index, value] : flux_linkage(space, coil, displacement + steps * step))
      sums[index] += weight * value / step;
  return {sums.begin(), sums.end()};
}

} // namespace earshot
