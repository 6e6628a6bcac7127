#include "solver/model/wall_patches.h"

#include "solver/mesh/index_in_mesh.h"
#include "solver/mesh/rim.h"

#include <deal.II/base/mpi.h>

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace earshot {

namespace {

using dealii::Point;
using dealii::Tensor;

/// A driver's frame holds to the walls up to this part of its radius beyond the nearest.
constexpr double frame_width = 0.25;
/// The metal of a driver with a body holds to the walls up to this many of their thicknesses from it, the
/// nearer the more.
constexpr double metal_reach = 1;

/// (1 - (d/reach)^2)^2, smooth to 0 at d = reach.
double fading(double distance, double reach) {
  const double inside = 1 - distance * distance / (reach * reach);
  return distance < reach ? inside * inside : 0;
}

double distance(const Point<3> &x, const RimSegment &segment) {
  const Tensor<1, 3> along = segment[1] - segment[0], from = x - segment[0];
  const double t = std::clamp(from * along / along.norm_square(), 0.0, 1.0);
  return (from - t * along).norm();
}

/// The frame of a driver that is its rim alone.
WallPatch frame_patch(const Driver &driver, const AirSpace &air, const WallFaces &walls) {
  const auto rim = rim_of(air.mesh(), driver.surface);
  const auto to_rim = [rim](const Point<3> &x) {
    double least = std::numeric_limits<double>::max();
    for (const RimSegment &segment : rim)
      least = std::min(least, distance(x, segment));
    return least;
  };
  double radius = 0, nearest = std::numeric_limits<double>::max();
  for (const RimSegment &segment : rim)
    radius = std::max(radius, segment[0].distance(driver.axis.origin));
  for (const auto &wall : walls)
    for (const Point<3> &corner : wall_corners(air, wall))
      nearest = std::min(nearest, to_rim(corner));
  WallPatch patch;
  patch.motions.centre = driver.axis.origin;
  patch.bond = [to_rim, nearest, reach = frame_width * radius](const AirSpace::Face &, const Point<3> &x) {
    return fading(to_rim(x) - nearest, reach);
  };
  return patch;
}

WallPatch patch_around(const Point<3> &centre, double radius) {
  return {{centre},
          [=](const AirSpace::Face &, const Point<3> &x) { return fading(x.distance(centre), radius); }};
}

/// Area of the walls that a patch is bonded to. Collective.
double bonded_area(const AirSpace &air, const WallFaces &walls, const WallPatch &patch) {
  double area = 0;
  air.for_each_face(
      [&](const AirSpace::Face &face) {
        return walls.count({face.cell, face.face}) > 0;
      },
      [&](const AirSpace::Face &face, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
        for (unsigned q = 0; q < values.n_quadrature_points; ++q)
          area += values.JxW(q) * patch.bond(face, values.quadrature_point(q));
      });
  return dealii::Utilities::MPI::sum(area, air.communicator());
}

Point<3> point_of(const std::vector<Located<double>> &position) {
  return {position[0], position[1], position[2]};
}

} // namespace

WallPatch driver_patch(std::size_t k, const std::vector<Driver> &drivers, const AirSpace &air,
                       const WallFaces &walls, const DriverMetal &metal, double thickness) {
  const Driver &driver = drivers[k];
  WallPatch patch;
  if (metal.is_of(k))
    patch = {.motions = {driver.axis.origin},
             .bond = [k, metal, reach = metal_reach * thickness](const AirSpace::Face &, const Point<3> &x) {
               return fading(metal.distance(k, x), reach);
             }};
  else
    patch = frame_patch(driver, air, walls);
  patch.body = wall_body(air, [&](const AirSpace::Face &face) { return face.surface == driver.surface; });
  return patch;
}

WallPatch support_patch(const HousingSupportConfig &support, const AirSpace &air, const WallFaces &walls) {
  if (support.surface.value.empty())
    return patch_around(point_of(support.position), support.radius);
  const int surface = index_in_mesh(air.mesh().surfaces, support.surface, "surface");
  const WallBody body = wall_body(air, [&](const AirSpace::Face &face) {
    return face.surface == surface && walls.count({face.cell, face.face}) > 0;
  });
  return {{body.centroid}, [surface](const AirSpace::Face &face, const Point<3> &) {
            return face.surface == surface ? 1.0 : 0.0;
          }};
}

WallPatch mover_patch(const HousingMoverConfig &mover) {
  return patch_around(point_of(mover.position), HousingSupportConfig().radius);
}

WallPatch bonded(WallPatch patch, const char *kind, const Located<std::string> &name, const AirSpace &air,
                 const WallFaces &walls) {
  patch.name = name;
  patch.area = bonded_area(air, walls, patch);
  if (!(patch.area > 0))
    throw UserError(name.where,
                    fmt::format("found the {} \"{}\" that touches no wall of the housing, expected "
                                "one nearer to them, or a larger radius",
                                kind, name.value));
  return patch;
}

} // namespace earshot
