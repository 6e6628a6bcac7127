#ifndef EARSHOT_FEM_CUBIC_SURPLUS_H
#define EARSHOT_FEM_CUBIC_SURPLUS_H

#include "solver/algebra/types.h"
#include "solver/mesh/air_mesh.h"

#include <deal.II/fe/fe.h>
#include <deal.II/grid/tria.h>

#include <array>
#include <map>
#include <memory>
#include <vector>

namespace earshot {

/// What cubic elements have beyond quadratic ones: on each edge from a to b, l_a l_b (l_b - l_a), on each
/// face l_a l_b l_c, with the barycentric coordinates l. They join the ten quadratic functions of a
/// tetrahedron, six edges first. An edge runs from the lower node to the higher one, on a split surface alike
/// on both sides, so that neighbours agree: elements differ in their edges' directions.
class CubicSurplus {
public:
  /// Numbers the edges and faces. The same on every rank.
  /// @param triangulation  of the mesh's cells, in their order; a cell's rank owns the unknowns that it
  /// shares
  ///                       with none below it
  /// @param elsewhere  volumes (indices into mesh.volumes) without: neither have their boundaries any
  /// @param first  number of the first unknown
  CubicSurplus(const AirMesh &mesh, const dealii::Triangulation<3> &triangulation,
               const std::vector<int> &elsewhere, Index first);

  Index n_owned() const { return n_owned_; }
  /// The twenty functions of a cell.
  const dealii::FiniteElement<3> &element(int cell) const { return *elements_.at(directions_[cell]); }
  /// Numbers of its last ten functions; `no_unknown` beside volumes without.
  const std::array<Index, 10> &unknowns(int cell) const { return unknowns_[cell]; }
  /// Appends those of a face: its edges 01, 12, 20, then itself.
  void add_unknowns(const std::array<int, 3> &vertices, std::vector<Index> &numbers) const;

private:
  /// Nodes of an edge or a face, ascending; an edge has -1 first.
  using Place = std::array<int, 3>;
  static std::array<Place, 10> places(const std::array<int, 10> &nodes);
  void orient(const AirMesh &mesh);
  void number(const AirMesh &mesh, const dealii::Triangulation<3> &triangulation,
              const std::vector<int> &elsewhere, Index first);

  std::map<Place, Index> number_of_;
  std::vector<std::array<Index, 10>> unknowns_;
  /// Of each cell's edges: bit k is set where edge k runs from its second vertex to its first.
  std::vector<unsigned int> directions_;
  std::map<unsigned int, std::unique_ptr<dealii::FiniteElement<3>>> elements_;
  Index n_owned_ = 0;
};

} // namespace earshot

#endif
