#ifndef EARSHOT_ANALYSIS_SHELL_RINGS_H
#define EARSHOT_ANALYSIS_SHELL_RINGS_H

#include "solver/fem/shell_space.h"

#include <optional>

namespace earshot {

/// Points of a shell on circles about its axis, where its motion is expanded in exp(i m phi).
class ShellRings {
public:
  ShellRings(const ShellSpace &space, const ShellAxis &axis);

  struct Orders {
    int m = -1, n = -1; ///< nodal diameters and circles
    double purity = 0;  ///< share of order m
    bool in_plane = false;
  };
  /// Orders of the normal displacement, or of the one along the circles when most motion is in the surface.
  /// Circles of nodes are told by the changes of sign between rings, tiny motion (2 %) and the rim left out.
  Orders orders(const std::vector<Complex> &shape) const;

private:
  struct Point {
    ShellPoint point;
    dealii::Tensor<1, 3> along; ///< unit vector along the circle
  };
  struct Ring {
    double radius;
    std::vector<Point> points;
  };
  /// Content of exp(i m phi) and exp(-i m phi) on a ring, for m = 0 ... half its points.
  using Content = std::vector<std::array<Complex, 2>>;
  static Content expand(const std::vector<Complex> &values);
  std::optional<Ring> ring(const ShellSpace &space, const ShellAxis &axis, double radius) const;
  int count_nodal_circles(const std::vector<Content> &contents, int m) const;

  std::vector<Ring> rings_;
};

} // namespace earshot

#endif
