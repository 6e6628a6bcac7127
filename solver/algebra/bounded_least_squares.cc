#include "solver/algebra/bounded_least_squares.h"

#include <ceres/ceres.h>
#include <glog/logging.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

namespace earshot {

namespace {

using Numbers = std::vector<std::size_t>;

/// All residuals in one block, as a function of the unknowns that aren't held.
class AllResiduals : public ceres::CostFunction {
public:
  /// @param x  all unknowns; those that aren't `free` keep their values
  AllResiduals(std::size_t n_residuals, std::vector<double> x, Numbers free, const ResidualFunction &function)
      : function_(function), x_(std::move(x)), free_(std::move(free)) {
    set_num_residuals(static_cast<int>(n_residuals));
    mutable_parameter_block_sizes()->push_back(static_cast<int>(free_.size()));
  }

  bool Evaluate(double const *const *parameters, double *residuals, double **jacobians) const override {
    const std::size_t rows = num_residuals();
    std::vector<double> x = x_;
    for (std::size_t j = 0; j < free_.size(); ++j)
      x[free_[j]] = parameters[0][j];
    if (jacobians == nullptr || jacobians[0] == nullptr)
      return function_(x, {residuals, rows}, nullptr);
    TallMatrix jacobian(rows, x.size());
    if (!function_(x, {residuals, rows}, &jacobian))
      return false;
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < free_.size(); ++j)
        jacobians[0][i * free_.size() + j] = jacobian(i, free_[j]);
    return true;
  }

private:
  const ResidualFunction &function_;
  std::vector<double> x_;
  Numbers free_;
};

ceres::Solver::Options solver_options(const LeastSquaresOptions &options) {
  ceres::Solver::Options result;
  result.linear_solver_type = ceres::DENSE_QR;
  result.max_num_iterations = options.most_steps;
  result.function_tolerance = options.tolerance;
  result.gradient_tolerance = 0; // the cost decides, whose scale is known
  result.parameter_tolerance = 1e-10;
  result.logging_type = ceres::SILENT;
  result.num_threads = 1;
  return result;
}

struct Bounds {
  const std::vector<double> &lower, &upper;
};

/// Moves the free unknowns alone.
LeastSquaresPoint solve_free(std::vector<double> x, const Bounds &bounds, const Numbers &free,
                             std::size_t n_residuals, const ResidualFunction &function,
                             const LeastSquaresOptions &options) {
  std::vector<double> moved;
  for (const std::size_t k : free)
    moved.push_back(x[k]);
  ceres::Problem problem;
  problem.AddResidualBlock(new AllResiduals(n_residuals, x, free, function), nullptr, moved.data());
  for (std::size_t j = 0; j < free.size(); ++j) {
    if (std::isfinite(bounds.lower[free[j]]))
      problem.SetParameterLowerBound(moved.data(), static_cast<int>(j), bounds.lower[free[j]]);
    if (std::isfinite(bounds.upper[free[j]]))
      problem.SetParameterUpperBound(moved.data(), static_cast<int>(j), bounds.upper[free[j]]);
  }
  ceres::Solver::Summary summary;
  FLAGS_minloglevel = google::GLOG_FATAL; // a failed step is told by the result
  ceres::Solve(solver_options(options), &problem, &summary);
  for (std::size_t j = 0; j < free.size(); ++j)
    x[free[j]] = moved[j];
  const double cost =
      summary.IsSolutionUsable() ? summary.final_cost : std::numeric_limits<double>::infinity();
  return {x, cost, static_cast<int>(summary.iterations.size()),
          summary.termination_type == ceres::CONVERGENCE};
}

/// Unknowns that aren't at a bound over which the sum of squares falls.
Numbers free_at(const std::vector<double> &x, const Bounds &bounds, std::size_t n_residuals,
                const ResidualFunction &function) {
  std::vector<double> r(n_residuals);
  TallMatrix jacobian(n_residuals, x.size());
  const bool known = function(x, r, &jacobian);
  Numbers free;
  for (std::size_t k = 0; k < x.size(); ++k) {
    double slope = 0;
    for (std::size_t i = 0; known && i < n_residuals; ++i)
      slope += jacobian(i, k) * r[i];
    if (!(x[k] <= bounds.lower[k] && slope > 0) && !(x[k] >= bounds.upper[k] && slope < 0))
      free.push_back(k);
  }
  return free;
}

} // namespace

LeastSquaresPoint bounded_least_squares(std::vector<double> guess, const std::vector<double> &lower,
                                        const std::vector<double> &upper, std::size_t n_residuals,
                                        const ResidualFunction &function,
                                        const LeastSquaresOptions &options) {
  if (guess.empty() || n_residuals < guess.size())
    throw std::invalid_argument("expected unknowns, and as many residuals at least");
  for (std::size_t k = 0; k < guess.size(); ++k) {
    if (!(lower.at(k) < upper.at(k)))
      throw std::invalid_argument("expected bounds that rise");
    guess[k] = std::clamp(guess[k], lower[k], upper[k]);
  }
  Numbers free(guess.size());
  std::iota(free.begin(), free.end(), std::size_t(0));
  const Bounds bounds{lower, upper};
  LeastSquaresPoint point = solve_free(guess, bounds, free, n_residuals, function, options);
  // A step that is cut at a bound isn't the best one along it: what is held there leaves the others to move.
  constexpr int most_rounds = 5;
  for (int round = 0; round < most_rounds; ++round) {
    Numbers left = free_at(point.x, bounds, n_residuals, function);
    if (left.empty() || left == free)
      break;
    free = std::move(left);
    const int steps = point.steps;
    point = solve_free(point.x, bounds, free, n_residuals, function, options);
    point.steps += steps;
  }
  return point;
}

} // namespace earshot
