#ifndef EARSHOT_FEM_SHELL_SPACE_H
#define EARSHOT_FEM_SHELL_SPACE_H

#include "solver/algebra/types.h"
#include "solver/mesh/shell_mesh.h"

#include <deal.II/base/point.h>
#include <deal.II/base/polynomial.h>

#include <array>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace earshot {

/// The point of a midsurface that is nearest to a given one, and how to evaluate a field there.
struct ShellPoint {
  std::size_t cell;
  dealii::Point<2> unit;                      ///< on the element's unit square
  std::vector<std::array<Index, 6>> unknowns; ///< of the element's nodes; `no_unknown` where fixed
  std::vector<double> values;                 ///< u(x) = sum_k values[k] u[unknowns[k]]
  dealii::Point<3> position;
  dealii::Tensor<1, 3> normal;
  double distance; ///< [m]
};

/// Values and derivatives of an element's shape functions at one point of the unit square; hessian in the
/// order 11, 12, 22.
struct ShellShapes {
  std::vector<double> value;
  std::vector<std::array<double, 2>> gradient;
  std::vector<std::array<double, 3>> hessian;
};

/// The midsurface at a point: tangents g_a = X,a, unit normal n, its derivatives n,a and the area per unit
/// square |g_1 x g_2|.
struct ShellSurface {
  dealii::Point<3> position;
  std::array<dealii::Tensor<1, 3>, 2> tangent;
  dealii::Tensor<1, 3> normal;
  std::array<dealii::Tensor<1, 3>, 2> normal_derivative;
  double area;
};

/// Displacement (0 ... 2) and rotation (3 ... 5) on quadrilaterals of degree p with Gauss-Lobatto nodes,
/// geometry of the same degree. Node k = i + (p+1) j of an element sits at the i-th and j-th Lobatto point.
/// Fixed unknowns are left out of the numbering. Identical on every rank.
class ShellSpace {
public:
  /// Which of the six unknowns are fixed at a node on the surface's edge.
  using EdgeConstraint = std::function<std::array<bool, 6>(const dealii::Point<3> &)>;
  static std::array<bool, 6> clamped(const dealii::Point<3> &) {
    return {true, true, true, true, true, true};
  }
  static std::array<bool, 6> free(const dealii::Point<3> &) { return {}; }

  /// An element side that belongs to no other element: side 0, 1 at x = 0, 1 and side 2, 3 at y = 0, 1.
  struct Edge {
    std::size_t cell;
    int side;
  };

  ShellSpace(ShellMesh mesh, unsigned degree, const EdgeConstraint &constraint = clamped);
  ~ShellSpace();
  ShellSpace(ShellSpace &&) noexcept;

  const ShellMesh &mesh() const { return mesh_; }
  unsigned degree() const { return degree_; }
  std::size_t n_cells() const { return mesh_.quads.size(); }
  std::size_t n_nodes() const { return positions_.size(); }
  Index n_unknowns() const { return n_unknowns_; }
  unsigned nodes_per_cell() const { return (degree_ + 1) * (degree_ + 1); }

  const dealii::Point<3> &position(std::size_t node) const { return positions_[node]; }
  const std::array<Index, 6> &unknowns(std::size_t node) const { return unknowns_[node]; }
  std::span<const std::size_t> cell_nodes(std::size_t cell) const {
    return {cell_nodes_.data() + cell * nodes_per_cell(), nodes_per_cell()};
  }
  const std::vector<Edge> &edges() const { return edges_; }

  ShellShapes shapes(const dealii::Point<2> &unit) const;
  ShellSurface surface(std::size_t cell, const ShellShapes &shapes) const;
  /// Orthonormal tangents: 2 along the hoop or 1 along the reference direction (see ShellMesh).
  std::array<dealii::Tensor<1, 3>, 2> frame(const ShellSurface &surface) const;

  /// Nearest point of the midsurface, among all elements.
  ShellPoint closest(const dealii::Point<3> &x) const;

  /// Area of a zone [m2].
  double area(int zone) const;
  /// Weights whose sum with the unknowns is the zone's mean displacement along a unit vector.
  SparseVector mean_displacement(int zone, const dealii::Tensor<1, 3> &direction) const;

private:
  class Locator;
  void number_nodes();
  void place_nodes();
  void number_unknowns(const EdgeConstraint &constraint);
  ShellPoint evaluate(std::size_t cell, const dealii::Point<2> &unit) const;

  ShellMesh mesh_;
  unsigned degree_;
  std::vector<double> lobatto_;
  std::vector<dealii::Polynomials::Polynomial<double>> basis_;
  std::vector<std::size_t> cell_nodes_;
  std::vector<dealii::Point<3>> positions_;
  std::vector<std::array<Index, 6>> unknowns_;
  std::vector<Edge> edges_;
  Index n_unknowns_ = 0;
  std::unique_ptr<Locator> locator_;
};

} // namespace earshot

#endif
