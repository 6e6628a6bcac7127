#ifndef EARSHOT_TESTS_SUPPORT_TRIANGLE_SURFACES_H
#define EARSHOT_TESTS_SUPPORT_TRIANGLE_SURFACES_H

#include "solver/mesh/wall_shell.h"

#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <utility>

/// Closed surfaces of fine triangles, as the walls of an air mesh are.
namespace earshot::testing {

/// Adds a patch of 2 n m triangles, the image of the unit square under `position`.
inline void add_patch(TriangleSurface &surface, int n, int m,
                      const std::function<dealii::Point<3>(double, double)> &position) {
  std::map<std::pair<int, int>, int> numbers; // of half steps
  const auto node = [&](int i, int j) {
    const auto [found, fresh] = numbers.try_emplace({i, j}, int(surface.nodes.size()));
    if (fresh)
      surface.nodes.push_back(position(0.5 * i / n, 0.5 * j / m));
    return found->second;
  };
  for (int j = 0; j < 2 * m; j += 2)
    for (int i = 0; i < 2 * n; i += 2) {
      const int middle = node(i + 1, j + 1);
      surface.triangles.push_back(
          {node(i, j), node(i + 2, j), node(i + 2, j + 2), node(i + 1, j), node(i + 2, j + 1), middle});
      surface.triangles.push_back(
          {node(i, j), node(i + 2, j + 2), node(i, j + 2), middle, node(i + 1, j + 2), node(i, j + 1)});
    }
}

/// A point of a cube's face of half side 1, whose normal points outwards. @param x, y  from 0 to 1
inline dealii::Point<3> on_cube(int axis, int side, double x, double y) {
  dealii::Point<3> p;
  p[axis] = side;
  p[(axis + 1) % 3] = side * (2 * x - 1);
  p[(axis + 2) % 3] = 2 * y - 1;
  return p;
}

/// A sphere about 0: a cube's six faces, 2 n^2 triangles each, pushed out along the radius.
inline TriangleSurface sphere_surface(double radius, int n) {
  TriangleSurface surface;
  for (int axis = 0; axis < 3; ++axis)
    for (const int side : {-1, 1})
      add_patch(surface, n, n, [=](double x, double y) {
        const dealii::Point<3> p = on_cube(axis, side, x, y);
        return dealii::Point<3>(p * (radius / p.norm()));
      });
  return with_merged_nodes(surface, 1e-9 * radius);
}

/// A cylinder about z from 0 to `length` with flat ends.
inline TriangleSurface capped_cylinder_surface(double radius, double length, int around, int along) {
  TriangleSurface surface;
  add_patch(surface, around, along, [=](double s, double t) {
    const double phi = 2 * std::numbers::pi * s;
    return dealii::Point<3>(radius * std::cos(phi), radius * std::sin(phi), length * t);
  });
  for (const int end : {0, 1}) // a square in the middle, and four pieces from it to the rim
    for (int piece = 0; piece < 5; ++piece)
      add_patch(surface, around / 4, piece == 4 ? around / 4 : along, [=](double s, double t) {
        const double side = 0.5 * radius, a = 2 * (end ? 1 - s : s) - 1; // turns the normal outwards
        if (piece == 4)
          return dealii::Point<3>(-side * a, side * (2 * t - 1), end * length);
        const double turn = piece * std::numbers::pi / 2, phi = turn + std::numbers::pi / 4 * a,
                     x = side * (std::cos(turn) - a * std::sin(turn)),
                     y = side * (std::sin(turn) + a * std::cos(turn));
        return dealii::Point<3>((1 - t) * x + t * radius * std::cos(phi),
                                (1 - t) * y + t * radius * std::sin(phi), end * length);
      });
  return with_merged_nodes(surface, 1e-9 * radius);
}

} // namespace earshot::testing

#endif
