#ifndef EARSHOT_ANALYSIS_DIMENSION_BOX_H
#define EARSHOT_ANALYSIS_DIMENSION_BOX_H

#include "solver/analysis/dimension_slopes.h"
#include "solver/config/design_ranges.h"
#include "solver/model/dimension_interpolation.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// A problem over ranges of dimensions, in any combination. Its matrices are assembled on meshes that follow
/// and interpolated between them (DimensionInterpolation):
///
///   A(w; mu) = sum_j f_j(w; mu) (A_j + sum_n l_n(mu) (A_jn - A_j))
///
/// with the matrices A_j of the model itself. The differences hold the cells that a dimension changes alone.
/// This is one problem, and a design nothing but coefficients: whoever answers designs that share their
/// matrices answers this. Coefficients are those of the design with areas and lengths that are interpolated,
/// too. Probes, a coil's mean displacement and excursions are taken with the weights of the model's mesh.
class DimensionBox {
public:
  /// Collective. @throws UserError where the mesh can't follow
  /// @param tell  takes a line about each dimension, and may be empty
  DimensionBox(const Model &model, const std::vector<DesignRange> &ranges,
               const std::function<void(const std::string &)> &tell = {});

  const FrequencyProblem &problem() const { return problem_; }
  const DimensionInterpolation &interpolation() const { return interpolation_; }
  /// Of the problem's terms and loads behind those of the model itself.
  const std::vector<NodeChange> &term_changes() const { return term_changes_; }
  const std::vector<NodeChange> &load_changes() const { return load_changes_; }

  /// Of a design that differs from the model's in the dimensions and in numbers that are in coefficients
  /// alone.
  CoefficientFunctions functions(const Case &design) const;
  MeshFacts facts(const Case &design) const { return interpolation_.facts(design); }

  /// What the interpolation does to the level at the eardrum [dB]: direct solves of the interpolated problem
  /// against those of one that is assembled away from all nodes. Collective.
  void measure_error(const Model &model, std::span<const double> frequencies_hz);
  double error_db() const { return error_db_; } ///< as it was measured; 0 before

private:
  void add_axes(const Model &model, const std::vector<DesignRange> &ranges,
                const std::function<void(const std::string &)> &tell);
  void add_planes(const Model &model, const std::function<void(const std::string &)> &tell);
  FollowingModel add_point(const Model &model, std::size_t axis, std::size_t point);
  FollowingModel add_node(const Model &model, DimensionInterpolation::Node node);

  DimensionInterpolation interpolation_;
  FrequencyProblem problem_;
  std::vector<NodeChange> term_changes_, load_changes_;
  double error_db_ = 0;
  std::vector<std::vector<bool>> changed_cells_; ///< of each dimension; the last counts for all shells
};

/// The dimension that a design differs from a case in, beside numbers that are in coefficients alone; several
/// keys of one value count as one. Nothing where there is none, or more than one.
std::optional<Dimension> dimension_between(const Case &config, const Case &design, const MeshFacts &facts);

} // namespace earshot

#endif
