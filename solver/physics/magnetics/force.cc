#include "solver/physics/magnetics/force.h"

#include <stdexcept>

namespace earshot {
namespace {

/// One side of the frame, with -grad(gamma) on it.
struct Side {
  std::vector<PlaneVector> polygon;
  PlaneVector outward{}; ///< [1/m]
};

/// Trapezia below, above, outside and, off the axis, inside of the rectangle.
std::vector<Side> frame(double inner, double outer, double bottom, double top, double margin,
                        bool has_inside) {
  const double left = has_inside ? inner - margin : inner, right = outer + margin, low = bottom - margin,
               high = top + margin, slope = 1 / margin;
  std::vector<Side> sides = {{{{left, low}, {right, low}, {outer, bottom}, {inner, bottom}}, {0, -slope}},
                             {{{inner, top}, {outer, top}, {right, high}, {left, high}}, {0, slope}},
                             {{{outer, bottom}, {right, low}, {right, high}, {outer, top}}, {slope, 0}}};
  if (has_inside)
    sides.push_back({{{left, low}, {inner, bottom}, {inner, top}, {left, high}}, {-slope, 0}});
  return sides;
}

} // namespace

double maxwell_force(const MagnetostaticProblem &problem, std::span<const double> potential, double inner,
                     double outer, double bottom, double top, double margin) {
  const PlaneSpace &space = problem.space();
  const bool has_inside = inner > 0 || space.options().symmetry == PlaneSymmetry::planar;
  double force = 0;
  for (const Side &side : frame(inner, outer, bottom, top, margin, has_inside))
    space.for_each_point_in(side.polygon, [&](const PlaneElement &element, const PlanePoint &point) {
      const auto b = MagnetostaticProblem::flux_density(element, problem.curls(point), potential);
      const PlaneVector &n = side.outward;
      // Second component of T n, T = (B B - B^2/2) / mu_0
      force += point.weight / vacuum_permeability *
               (b[1] * (b[0] * n[0] + b[1] * n[1]) - (b[0] * b[0] + b[1] * b[1]) / 2 * n[1]);
    });
  return force;
}

} // namespace earshot
