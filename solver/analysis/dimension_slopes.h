#ifndef EARSHOT_ANALYSIS_DIMENSION_SLOPES_H
#define EARSHOT_ANALYSIS_DIMENSION_SLOPES_H

#include "solver/config/dimensions.h"
#include "solver/model/model.h"
#include "solver/sweep/reduced_basis.h"
#include "solver/sweep/reduced_model.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace earshot {

/// A case with one dimension changed, on the mesh of the case as it is with its nodes moved: the problem has
/// the same unknowns, terms and outputs.
struct FollowingModel {
  std::unique_ptr<Model> model;
  double quality = 0, quality_before = 0; ///< least scaled Jacobian of a cell
};

/// Collective. @throws UserError where the mesh can't follow, or the case then has other terms
FollowingModel follow_dimension(const Model &model, const Dimension &dimension, double value);
/// The same of a case with other dimensions, any number of them.
FollowingModel follow_case(const Model &model, const Case &changed);

/// How a dimension changes a reduced problem: the problem a step below and above, on the same basis.
struct DimensionSlope {
  struct Side {
    ReducedModel model;
    CoefficientFunctions functions;
  };
  Dimension dimension;
  double step; ///< of either side, in the dimension's unit
  Side below, above;
  double quality; ///< least scaled Jacobian of a cell of both meshes

  /// d(output)/d(dimension) at several points by central differences of the Lagrangian, and so by one
  /// adjoint.
  /// @param output  one with adjoints
  /// @param points, solutions  of the problem itself
  std::vector<Complex> output_slopes(std::size_t output, std::span<const Factors> points,
                                     std::span<const ReducedSolution> solutions) const;
};

/// A change of a dimension, in its unit, for central differences: 1e-4 of it. The places of nodes are good to
/// 1e-9 of it, so that slopes are to 1e-5; with 1e-3 the fixed rotations of a shell that moves shear it, by
/// 3e-3 of the slopes by a diaphragm's radii.
/// @param parameters  of the case; of a place at 0 the least length of theirs stands for it
double dimension_step(const Dimension &dimension, const std::vector<Parameter> &parameters);

/// Collective; the same on every rank. @throws UserError where the mesh can't follow
DimensionSlope dimension_slope(const Model &model, const ReducedBasis &basis, const Dimension &dimension);

/// Slopes by the dimensions that an analysis asks for.
struct DimensionSlopes {
  std::vector<DimensionSlope> slopes;
  std::vector<std::string>
      left_out; ///< of "all": dimensions that the mesh can't follow, and why, a line each
};

/// Collective. @throws UserError for a dimension that is asked for by its key and can't be followed
/// @param tell  takes a line about each dimension that was followed
DimensionSlopes dimension_slopes(const Model &model, const ReducedBasis &basis,
                                 const AnalysisConfig &analysis,
                                 const std::function<void(const std::string &)> &tell = {});

} // namespace earshot

#endif
