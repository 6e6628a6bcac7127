#ifndef EARSHOT_SWEEP_CONTINUATION_H
#define EARSHOT_SWEEP_CONTINUATION_H

#include <functional>
#include <span>
#include <string>
#include <vector>

namespace earshot {

/// F(u, lambda) at a point, and its derivatives.
struct PathEquations {
  std::vector<double> residual;
  std::vector<double> jacobian; ///< dF/du, row-major
  std::vector<double> slope;    ///< dF/dlambda
};
using PathProblem = std::function<PathEquations(std::span<const double> u, double lambda)>;

struct PathPoint {
  std::vector<double> u;
  double lambda = 0;
};

/// Lengths along a path are measured in u / scale and lambda / lambda_scale.
struct PathOptions {
  std::vector<double> scales; ///< of every unknown and its equation
  double lambda_scale = 1;
  double first_step = 0.05, smallest_step = 1e-7, largest_step = 0.5;
  double tolerance = 1e-10; ///< of Newton's last step, relative to the point's length
  int most_steps = 2000;
};

/// How following a path went.
struct PathOutcome {
  PathPoint point;             ///< the last one: at the target when `failure` is empty
  int steps = 0;               ///< along the path
  std::vector<double> folds{}; ///< lambda where it turned, in the order of the path
  std::string failure;         ///< why the target was not reached
};

/// Newton's method and pseudo-arc-length continuation of the curve F(u, lambda) = 0 (Keller, in: Applications
/// of Bifurcation Theory, 1977): each step goes along the tangent and back to the curve at right angles to
/// it, so that the curve may turn in lambda.
class Continuation {
public:
  Continuation(PathProblem problem, PathOptions options)
      : problem_(std::move(problem)), options_(std::move(options)) {}

  /// Newton's method with lambda held. @return whether it converged; the point is left as it was if not
  bool settle(PathPoint &point) const;

  /// Follows the curve from a solution until lambda first reaches a target, starting towards it.
  /// @param visit receives every point on the way, unless empty; false stops there
  PathOutcome follow(const PathPoint &start, double target,
                     const std::function<bool(const PathPoint &)> &visit = {}) const;

private:
  using Direction = std::vector<double>; ///< scaled (u, lambda)

  std::vector<double> bordered(const PathEquations &equations, const Direction &border) const;
  Direction tangent(const PathPoint &point, const Direction &previous) const;
  bool correct(PathPoint &point, const Direction &border, int &iterations) const;
  PathPoint moved(const PathPoint &point, const Direction &by, double length) const;
  double distance(const PathPoint &a, const PathPoint &b) const;
  double turning_point(const PathPoint &point, const Direction &direction, double step,
                       const Direction &turned) const;
  bool arrive(const PathPoint &before, const PathPoint &after, double target, PathPoint &at_target) const;

  PathProblem problem_;
  PathOptions options_;
};

} // namespace earshot

#endif
