#ifndef EARSHOT_TESTS_SUPPORT_MESHES_H
#define EARSHOT_TESTS_SUPPORT_MESHES_H

#include "solver/mesh/mesh_generation.h"
#include "solver/mesh/split.h"

#include <array>
#include <gmsh.h>
#include <map>
#include <set>
#include <string>
#include <utility>

/// Simple bodies of air, made by the same steps as the template of an earphone. Lengths in metres.
namespace earshot::testing {

/// Name of a surface from the low and the high corner of its box [m].
using SurfaceName =
    std::function<std::string(const std::array<double, 3> &low, const std::array<double, 3> &high)>;

/// Wanted edge length at a position [m].
using ElementSize = std::function<double(double x, double y, double z)>;

/// Meshes what `build` adds to gmsh's OpenCASCADE kernel (in millimetres), all one volume "air".
inline TetrahedralMesh mesh_body(const std::function<void()> &build, const SurfaceName &surface_name,
                                 const ElementSize &size, bool curved) {
  constexpr double unit = 1e-3;
  const GmshSession gmsh;
  gmsh.run("building a test body", [&] {
    gmsh::model::add("body");
    build();
    gmsh::model::occ::synchronize();
    gmsh::vectorpair volumes, surfaces;
    gmsh::model::getEntities(volumes, 3);
    gmsh::model::getEntities(surfaces, 2);
    std::vector<int> tags;
    for (const auto &[dimension, tag] : volumes)
      tags.push_back(tag);
    gmsh::model::setPhysicalName(3, gmsh::model::addPhysicalGroup(3, tags), "air");
    std::map<std::string, std::vector<int>> groups;
    for (const auto &[dimension, tag] : surfaces) {
      std::array<double, 3> low, high;
      gmsh::model::getBoundingBox(2, tag, low[0], low[1], low[2], high[0], high[1], high[2]);
      for (int d = 0; d < 3; ++d)
        low[d] *= unit, high[d] *= unit;
      groups[surface_name(low, high)].push_back(tag);
    }
    for (const auto &[name, group] : groups)
      gmsh::model::setPhysicalName(2, gmsh::model::addPhysicalGroup(2, group), name);
  });
  return generate_tetrahedra(
      gmsh, [&](int, int, double x, double y, double z) { return size(unit * x, unit * y, unit * z) / unit; },
      curved, unit, "a test body");
}

inline TetrahedralMesh mesh_body(const std::function<void()> &build, const SurfaceName &surface_name,
                                 double size, bool curved) {
  return mesh_body(
      build, surface_name, [size](double, double, double) { return size; }, curved);
}

inline bool lies_at(double low, double high, double place) {
  return std::abs(low - place) < 1e-9 && std::abs(high - place) < 1e-9;
}

/// Cylinder about z from 0 to `length`, surfaces "start", "end", "wall"; with an interior disc "screen" of
/// radius `screen_radius` at half its length if that is positive.
inline TetrahedralMesh unsplit_cylinder(double radius, double length, double screen_radius, double size,
                                        bool curved = true) {
  namespace occ = gmsh::model::occ;
  return mesh_body(
      [&] {
        const int body = occ::addCylinder(0, 0, 0, 0, 0, 1e3 * length, 1e3 * radius);
        if (screen_radius > 0) {
          const int disc = occ::addDisk(0, 0, 1e3 * length / 2, 1e3 * screen_radius, 1e3 * screen_radius);
          gmsh::vectorpair fragments;
          std::vector<gmsh::vectorpair> map;
          occ::fragment({{3, body}}, {{2, disc}}, fragments, map);
        }
      },
      [&](const auto &low, const auto &high) -> std::string {
        if (lies_at(low[2], high[2], 0))
          return "start";
        if (lies_at(low[2], high[2], length))
          return "end";
        return lies_at(low[2], high[2], length / 2) ? "screen" : "wall";
      },
      size, curved);
}

/// Cylinder about z from 0 to `length`, surfaces "start", "end", "wall".
inline AirMesh cylinder_mesh(double radius, double length, double size, bool curved = true) {
  return split_mesh(unsplit_cylinder(radius, length, 0, size, curved), {});
}

/// The same with a split surface "screen" across it at half its length.
inline AirMesh screened_cylinder_mesh(double radius, double length, double size, bool curved = true) {
  return split_mesh(unsplit_cylinder(radius, length, radius, size, curved), {"screen"});
}

/// Box with one corner at the origin, surfaces "x0", "x1", "y0", "y1", "z0", "z1".
inline AirMesh box_mesh(const std::array<double, 3> &lengths, double size) {
  return split_mesh(
      mesh_body(
          [&] { gmsh::model::occ::addBox(0, 0, 0, 1e3 * lengths[0], 1e3 * lengths[1], 1e3 * lengths[2]); },
          [&](const auto &low, const auto &high) -> std::string {
            for (int d = 0; d < 3; ++d)
              for (int end : {0, 1})
                if (lies_at(low[d], high[d], end * lengths[d]))
                  return std::string(1, "xyz"[d]) + (end ? "1" : "0");
            return "walls";
          },
          size, true),
      {});
}

} // namespace earshot::testing

#endif
