#ifndef EARSHOT_MODEL_DIMENSION_INTERPOLATION_H
#define EARSHOT_MODEL_DIMENSION_INTERPOLATION_H

#include "solver/config/dimensions.h"
#include "solver/mesh/mesh_facts.h"

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// Interpolation of what a mesh decides on, between meshes with other dimensions mu, around the mesh of the
/// case itself (mu_0, the origin). Values F along the axes and in the planes of two dimensions give
///
///   F(mu) = F_0 + sum_d I_d (F - F_0) + sum_{d<e} P_d P_e (F - F_d - F_e + F_0),
///
/// the first and second order of an expansion by the number of dimensions that act together (anchored ANOVA;
/// Griebel, Found. Comput. Math. 2005, 106). I_d goes through all points of an axis, P_d through the origin
/// and the axis' ends. Planes are taken of dimensions that move the same cells alone: all others add up
/// exactly. Above 0 the functions of an axis are polynomials over mu: 1/mu, 1, mu, ..., as a tube's stiffness
/// and mass go with its length, else polynomials.
class DimensionInterpolation {
public:
  /// A dimension and the values that it may have.
  struct Axis {
    Dimension dimension; ///< with its value at the origin
    double low, high;
    std::vector<double> points; ///< rising, without the origin; the first and last are the ends but where the
                                ///< origin is one
  };
  /// A mesh with one or two other dimensions.
  struct Node {
    std::vector<std::pair<std::size_t, std::size_t>> at; ///< axis, point
    MeshFacts facts;
  };

  DimensionInterpolation() = default;
  /// @param facts of the origin
  DimensionInterpolation(std::vector<Axis> axes, MeshFacts facts)
      : axes_(std::move(axes)), facts_(std::move(facts)) {}

  const std::vector<Axis> &axes() const { return axes_; }
  const std::vector<Node> &nodes() const { return nodes_; }
  const MeshFacts &origin() const { return facts_; }
  void add(Node node) { nodes_.push_back(std::move(node)); }

  /// Points of an axis that are its ends, without the origin: those of planes.
  std::vector<std::size_t> ends(std::size_t axis) const;
  /// The case with a node's dimensions. @throws UserError
  Case at(const Node &node, const Case &config) const;

  /// w_n(mu) with F(mu) = F_0 + sum_n w_n (F_n - F_0).
  std::vector<double> weights(std::span<const double> values) const;
  /// The values of a design's dimensions. @throws UserError where keys of one dimension differ
  std::vector<double> values_in(const Case &design) const;
  /// Why a design's dimensions are none of these; empty: they are.
  std::string refusal(const Case &design) const;
  /// The design with the origin's dimensions.
  Case at_origin(const Case &design) const;
  /// Areas and lengths of a design's mesh.
  MeshFacts facts(const Case &design) const;

private:
  std::vector<Axis> axes_;
  std::vector<Node> nodes_;
  MeshFacts facts_;
};

/// What a node adds to a summand of the problem at the origin.
struct NodeChange {
  std::size_t node, of; ///< of: number of the term or load
};

/// Points of an axis: Chebyshev's of so many, with both ends; the one next to the origin gives way to it.
DimensionInterpolation::Axis axis_of(const Dimension &dimension, double low, double high, int n_points);

} // namespace earshot

#endif
