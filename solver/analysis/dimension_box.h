#ifndef EARSHOT_ANALYSIS_DIMENSION_BOX_H
#define EARSHOT_ANALYSIS_DIMENSION_BOX_H

#include "solver/analysis/dimension_slopes.h"

#include <optional>
#include <span>
#include <vector>

namespace earshot {

/// A problem over a range of one dimension. Its matrices are assembled at the Chebyshev points mu_k of the
/// range, on meshes that follow, and interpolated between them:
///
///   A(w; mu) = sum_k l_k(mu) sum_j f_jk(w) A_jk
///
/// with Lagrange's polynomials l_k. This is one problem with the matrices of all points, and a value of the
/// dimension is nothing but coefficients, as any number's is: whoever answers designs that share their
/// matrices answers this. Probes, a coil's mean displacement and excursions are taken with the weights of the
/// mesh in the middle.
class DimensionBox {
public:
  /// Collective. @throws UserError where the mesh can't follow, or FactorizationError
  /// @param low, high      ends of the range
  /// @param frequencies_hz at which the interpolation's error is measured
  DimensionBox(const Model &model, const Dimension &dimension, double low, double high,
               std::span<const double> frequencies_hz);

  const FrequencyProblem &problem() const { return problem_; }
  const Dimension &dimension() const { return dimension_; }

  /// Of a design that differs from the model's in the dimension and in numbers that are in coefficients
  /// alone.
  CoefficientFunctions functions(const Case &design) const;
  /// Areas and lengths of its meshes, interpolated.
  MeshFacts facts(const Case &design) const;

  /// What the interpolation does to the level at the eardrum [dB]: direct solves of the interpolated problem
  /// against those of one that is assembled between the points, where their polynomial is largest.
  double error_db() const { return error_db_; }

private:
  struct Point {
    double value;
    MeshFacts facts;
  };

  void join(const std::vector<FrequencyProblem> &problems);
  double value_in(const Case &design) const;
  std::vector<double> weights(double value) const;
  double measured_error_db(const Model &model, std::span<const double> frequencies_hz) const;

  Dimension dimension_;
  std::vector<Point> points_;
  FrequencyProblem problem_;
  double error_db_ = 0;
};

/// The dimension that a design differs from a case in, beside numbers that are in coefficients alone; several
/// keys of one value count as one. Nothing where there is none, or more than one.
std::optional<Dimension> dimension_between(const Case &config, const Case &design, const MeshFacts &facts);

} // namespace earshot

#endif
