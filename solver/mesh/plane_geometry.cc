#include "solver/mesh/plane_geometry.h"

#include "solver/config/located.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/outline.h"
#include "solver/mesh/plane_reader.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <fmt/core.h>
#include <limits>
#include <map>
#include <numbers>

namespace earshot {
namespace {

namespace occ = gmsh::model::occ;
using Place = std::array<double, 2>;

/// Units of the gmsh model: OpenCASCADE's absolute tolerances suit millimetres.
constexpr double model_unit = 1e-3; ///< [m]

/// Edge lengths grow by this per distance from what is fine.
constexpr double growth = 0.25;

int add_point(const Place &place) {
  return occ::addPoint(place[0] / model_unit, place[1] / model_unit, 0);
}

int add_surface(const std::vector<OutlineCorner> &outline) {
  std::vector<int> corners, curves;
  for (const auto &corner : outline)
    corners.push_back(add_point(corner.place));
  for (std::size_t i = 0; i < outline.size(); ++i) {
    const std::size_t next = (i + 1) % outline.size();
    const auto arc = arc_to(outline[i], outline[next]);
    if (!arc) {
      curves.push_back(occ::addLine(corners[i], corners[next]));
      continue;
    }
    // Quarter circles at most, as gmsh takes the shorter way round.
    const int pieces = static_cast<int>(std::ceil(std::abs(arc->angle) / (std::numbers::pi / 2) - 1e-9));
    const int centre = add_point(arc->centre);
    for (int k = 0, from = corners[i]; k < pieces; ++k) {
      const int to = k + 1 == pieces ? corners[next] : add_point(arc->at(double(k + 1) / pieces));
      curves.push_back(occ::addCircleArc(from, centre, to));
      from = to;
    }
  }
  return occ::addPlaneSurface({occ::addCurveLoop(curves)});
}

double distance_to_segment(const Place &p, const Place &a, const Place &b) {
  const double dx = b[0] - a[0], dy = b[1] - a[1], length2 = dx * dx + dy * dy;
  const double t = std::clamp(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / length2, 0.0, 1.0);
  return std::hypot(p[0] - a[0] - t * dx, p[1] - a[1] - t * dy);
}

/// 0 inside.
double distance_to_polygon(const Place &p, const std::vector<Place> &polygon) {
  double distance = std::numeric_limits<double>::infinity();
  bool inside = false;
  for (std::size_t i = 0; i + 1 < polygon.size(); ++i) {
    const Place &a = polygon[i], &b = polygon[i + 1];
    distance = std::min(distance, distance_to_segment(p, a, b));
    if ((a[1] > p[1]) != (b[1] > p[1]) && p[0] < a[0] + (p[1] - a[1]) / (b[1] - a[1]) * (b[0] - a[0]))
      inside = !inside;
  }
  return inside ? 0 : distance;
}

/// The air around the parts: a disc, and an annulus for the rest of space.
struct Surroundings {
  Place centre{};
  double inner_radius = 0, outer_radius = 0;
  std::vector<OutlineCorner> disc;
  std::vector<std::vector<OutlineCorner>> annulus; ///< its halves; one for a body of revolution
};

Surroundings surroundings(const PlaneGeometry &geometry) {
  Place lower{1e300, 1e300}, upper{-1e300, -1e300};
  for (const auto &part : geometry.parts)
    for (const auto &place : outline_polygon(part.outline))
      for (int i = 0; i < 2; ++i) {
        lower[i] = std::min(lower[i], place[i]);
        upper[i] = std::max(upper[i], place[i]);
      }
  Surroundings s;
  s.centre = {geometry.planar ? (lower[0] + upper[0]) / 2 : 0, (lower[1] + upper[1]) / 2};
  for (const auto &part : geometry.parts)
    for (const auto &place : outline_polygon(part.outline))
      s.inner_radius = std::max(s.inner_radius, std::hypot(place[0] - s.centre[0], place[1] - s.centre[1]));
  s.inner_radius *= 1.5;
  s.outer_radius = 1.25 * s.inner_radius;
  const auto at = [&](double radius) { return Place{s.centre[0], s.centre[1] + radius}; };
  const double inner = s.inner_radius, outer = s.outer_radius;
  s.disc = {{at(-inner), 1}, {at(inner), geometry.planar ? 1.0 : 0.0}};
  s.annulus.push_back({{at(-outer), 1}, {at(outer), 0}, {at(inner), -1}, {at(-inner), 0}});
  if (geometry.planar)
    s.annulus.push_back({{at(outer), 1}, {at(-outer), 0}, {at(-inner), -1}, {at(inner), 0}});
  return s;
}

/// Name of each gmsh surface.
std::map<int, std::string> build_surfaces(const PlaneGeometry &geometry, const Surroundings &around) {
  gmsh::vectorpair air{{2, add_surface(around.disc)}}, parts, fragments;
  for (const auto &half : around.annulus)
    air.emplace_back(2, add_surface(half));
  for (const auto &part : geometry.parts)
    parts.emplace_back(2, add_surface(part.outline));
  std::vector<gmsh::vectorpair> map;
  occ::fragment(air, parts, fragments, map);
  occ::synchronize();
  std::map<int, std::string> name;
  std::map<int, std::size_t> owner;
  for (std::size_t i = 0; i < air.size(); ++i)
    for (const auto &piece : map[i])
      name[piece.second] = i == 0 ? plane_air_region : plane_open_region;
  for (std::size_t i = 0; i < parts.size(); ++i)
    for (const auto &piece : map[air.size() + i]) {
      const auto [found, is_new] = owner.try_emplace(piece.second, i);
      if (!is_new)
        throw UserError(fmt::format("part \"{}\": overlaps part \"{}\", expected parts side by side",
                                    geometry.parts[i].name, geometry.parts[found->second].name));
      name[piece.second] = geometry.parts[i].name;
    }
  return name;
}

/// Target edge length as a function of place.
class SizeField {
public:
  SizeField(const PlaneGeometry &geometry, double coarsest) : coarsest_(coarsest) {
    const auto add = [&](const std::vector<OutlineCorner> &outline, double size) {
      polygons_.push_back({outline_polygon(outline), size});
    };
    for (const auto &part : geometry.parts)
      add(part.outline, part.size);
    for (const auto &box : geometry.fine)
      add(rectangle_outline(box.lower[0], box.lower[1], box.upper[0], box.upper[1]), box.size);
  }
  double operator()(const Place &place) const {
    double size = coarsest_;
    for (const auto &[polygon, own] : polygons_)
      if (own < size)
        size = std::min(size, own + growth * distance_to_polygon(place, polygon));
    return size;
  }

private:
  double coarsest_; ///< [m]
  std::vector<std::pair<std::vector<Place>, double>> polygons_;
};

void generate(const SizeField &size) {
  for (const char *own : {"Mesh.MeshSizeFromPoints", "Mesh.MeshSizeExtendFromBoundary"})
    gmsh::option::setNumber(own, 0);
  const double edges_per_circle = 24, before_halving = 2;
  gmsh::option::setNumber("Mesh.MeshSizeFromCurvature", edges_per_circle / before_halving);
  // All triangles are halved after as many as possible were joined, so that quadrilaterals alone remain.
  gmsh::option::setNumber("Mesh.Algorithm", 6);
  gmsh::option::setNumber("Mesh.RecombineAll", 1);
  gmsh::option::setNumber("Mesh.RecombinationAlgorithm", 1);
  gmsh::option::setNumber("Mesh.SubdivisionAlgorithm", 1);
  gmsh::model::mesh::setSizeCallback([&](int, int, double x, double y, double) {
    return before_halving * size({x * model_unit, y * model_unit}) / model_unit;
  });
  gmsh::model::mesh::generate(2);
  gmsh::model::mesh::removeSizeCallback();
}

void check_geometry(const PlaneGeometry &geometry) {
  if (geometry.parts.empty())
    throw UserError("found no parts, expected at least one");
  for (const auto &part : geometry.parts) {
    if (part.name == plane_air_region || part.name == plane_open_region || part.name.empty())
      throw UserError(fmt::format("part \"{}\": expected a name of its own", part.name));
    check_outline(part, geometry.planar);
  }
}

/// Quadrilaterals that an outline asks for: over its area, and around it where edges grow with the distance.
double quads_for(const std::vector<OutlineCorner> &outline, double size) {
  const std::vector<Place> polygon = outline_polygon(outline);
  double area = 0, length = 0;
  for (std::size_t i = 0; i + 1 < polygon.size(); ++i) {
    const Place &a = polygon[i], &b = polygon[i + 1];
    area += (a[0] * b[1] - a[1] * b[0]) / 2;
    length += std::hypot(b[0] - a[0], b[1] - a[1]);
  }
  return std::abs(area) / (size * size) + length / (growth * size);
}

/// Told before anything is meshed, as a slip in a dimension would keep gmsh busy for hours.
void require_few_quads(const PlaneGeometry &geometry) {
  constexpr double most_quads = 5e5; // a hundred times what a motor takes
  double quads = 0;
  for (const auto &part : geometry.parts) {
    quads += quads_for(part.outline, part.size);
    if (!(quads <= most_quads))
      throw UserError(
          fmt::format("part \"{}\": its edges of {:.3g} mm make a mesh of {:.2g} million elements, "
                      "expected at most {:.2g} million; is a dimension wrong, or its mesh size?",
                      part.name, 1e3 * part.size, 1e-6 * quads, 1e-6 * most_quads));
  }
  for (const auto &box : geometry.fine) {
    quads += quads_for(rectangle_outline(box.lower[0], box.lower[1], box.upper[0], box.upper[1]), box.size);
    if (!(quads <= most_quads))
      throw UserError(
          fmt::format("edges of {:.3g} mm around gap or coil make a mesh of {:.2g} million elements, "
                      "expected at most {:.2g} million; is a dimension wrong?",
                      1e3 * box.size, 1e-6 * quads, 1e-6 * most_quads));
  }
}

} // namespace

PlaneMesh plane_mesh(const PlaneGeometry &geometry) {
  check_geometry(geometry);
  require_few_quads(geometry);
  const Surroundings around = surroundings(geometry);
  const SizeField size(geometry, around.inner_radius / 8);
  const GmshSession gmsh;
  PlaneMesh mesh;
  gmsh.run("meshing the plane", [&] {
    gmsh::model::add("plane");
    std::map<std::string, std::vector<int>> regions;
    for (const auto &[surface, name] : build_surfaces(geometry, around))
      regions[name].push_back(surface);
    for (const auto &[name, surfaces] : regions)
      gmsh::model::setPhysicalName(2, gmsh::model::addPhysicalGroup(2, surfaces), name);
    generate(size);
    mesh = current_plane_mesh(model_unit, "the mesh of the plane");
  });
  mesh.open_centre = around.centre;
  mesh.open_inner_radius = around.inner_radius;
  mesh.open_outer_radius = around.outer_radius;
  return mesh;
}

} // namespace earshot
