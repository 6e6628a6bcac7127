#ifndef EARSHOT_FEM_AIR_SPACE_H
#define EARSHOT_FEM_AIR_SPACE_H

#include "solver/fem/cubic_surplus.h"
#include "solver/fem/place_numbering.h"
#include "solver/mesh/air_mesh.h"

#include <deal.II/distributed/shared_tria.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_simplex_p.h>
#include <deal.II/fe/fe_system.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_fe_field.h>
#include <deal.II/lac/vector.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <vector>

namespace earshot {

/// Which of a tetrahedron's ten nodes lie on one of its faces: three vertices, then three edges.
std::array<unsigned int, 6> nodes_on_face(const dealii::Triangulation<3>::active_cell_iterator &cell,
                                          unsigned int face);

/// The pressure field: quadratic Lagrange elements on tetrahedra of second-order geometry. Every rank knows
/// the whole mesh (a small part of the factor's memory) and integrates over the cells that it owns.
///
/// The unknowns are the pressures at the mesh's nodes, so `AirMesh::nodes` are where they live. With a
/// surplus, cells have ten more, of their edges and faces (see CubicSurplus), which what visits cells and
/// faces meets after the nodes': field numbers from n_unknowns() up, each rank's in one range. Numbers of the
/// nodes' pressures are the same with and without.
class AirSpace {
public:
  enum class Surplus { none, cubic };

  /// @param elsewhere  volumes (indices into mesh->volumes) whose air other fields describe: nothing is
  ///                   integrated there, and their nodes have no unknown unless other air touches them
  /// @param joints  surfaces that have pressures at those volumes too, as if a thin layer of this air lay on
  ///                them: what is joined to a surface needs its pressure
  AirSpace(std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator, std::vector<int> elsewhere = {},
           std::set<int> joints = {}, Surplus surplus = Surplus::none);

  const AirMesh &mesh() const { return *mesh_; }
  MPI_Comm communicator() const { return triangulation_.get_communicator(); }
  Index n_unknowns() const { return numbering_.total; }
  Index n_owned() const { return numbering_.owned; }
  /// Unknowns of the surplus that this rank owns; 0 without one.
  Index n_surplus_owned() const { return surplus_ ? surplus_->n_owned() : 0; }
  /// Field numbers of a cell's functions of the surplus; `no_unknown` beside air that other fields describe.
  const std::array<Index, 10> &surplus_of_cell(int cell) const { return surplus_->unknowns(cell); }
  /// Whether other fields describe a volume's air.
  bool is_elsewhere(int volume) const;
  const std::vector<int> &elsewhere() const { return elsewhere_; }
  const std::set<int> &joints() const { return joints_; }

  /// What further quadratic fields on the same cells need.
  const dealii::Triangulation<3> &triangulation() const { return triangulation_; }
  const dealii::Mapping<3> &mapping() const { return *mapping_; }
  /// The places where quadratic fields have values: numbers that don't depend on `elsewhere`, contiguous by
  /// rank, of a cell's ten in the order of its shape functions.
  std::vector<dealii::types::global_dof_index> places(int cell) const;
  const dealii::DoFHandler<3> &all_places() const { return pressure_; }
  const std::vector<int> &node_of_place() const { return node_of_place_; } ///< of the mesh

  /// Field number of the pressure at each mesh node; `no_unknown` where other fields describe the air.
  const std::vector<Index> &unknown_of_node() const { return unknown_of_node_; }

  /// Calls `visit(values, unknowns)` on every owned cell of the named volumes (indices into mesh().volumes).
  /// `values` holds shape values, gradients, JxW at quadrature points, and where these are.
  using CellVisitor = std::function<void(const dealii::FEValues<3> &values, std::span<const Index> unknowns)>;
  void for_each_cell(const std::vector<int> &volumes, const CellVisitor &visit) const;

  /// A face of the mesh on a named surface, seen from one of its cells.
  struct Face {
    int cell;          ///< number of the cell
    unsigned int face; ///< its face
    int surface;       ///< index into mesh().surfaces
    int volume;        ///< index into mesh().volumes
    bool interior;     ///< air on both sides (a named interior surface that isn't split)
  };
  const std::vector<Face> &faces() const { return faces_; }

  /// Calls `visit(face, values, unknowns)` on every face that `wanted` accepts and whose cell is owned.
  /// @param refinement  the face is cut into refinement^2 triangles for the quadrature, for integrands with
  ///                    finer structure than the air mesh
  using FaceVisitor = std::function<void(const Face &face, const dealii::FEFaceValues<3> &values,
                                         std::span<const Index> unknowns)>;
  void for_each_face(const std::function<bool(const Face &)> &wanted, const FaceVisitor &visit,
                     unsigned int refinement = 1) const;

  /// Calls `visit(mass, near, far)` on every pair of faces of a split surface (on the rank that owns the near
  /// cell): the mass matrix (row-major) of the trace shape functions, six or with a surplus ten, and the
  /// unknowns on either side in the same order.
  using PairVisitor = std::function<void(std::span<const double> mass, std::span<const Index> near_side,
                                         std::span<const Index> far_side)>;
  void for_each_pair(int surface, const PairVisitor &visit) const;

  /// Mean pressure over the faces of a surface as a functional on field numbers, and the surface's area [m2].
  /// Collective; the same on every rank.
  SparseVector mean_pressure(int surface) const;
  double area(int surface) const; ///< of a split surface: both sides
  /// int q (n . direction) over the faces of a surface, n out of the air [m2], as a functional on field
  /// numbers: the force of the pressure on a rigid piece. Collective; the same on every rank.
  SparseVector pressure_force(int surface, const dealii::Tensor<1, 3> &direction) const;

  /// int (q_near - q_far) over a split surface [m2], likewise; near and far as for_each_pair() has them.
  SparseVector pressure_jump(int surface) const;
  /// int grad q . direction over a volume [m2], likewise: the force per pressure gradient on its air.
  SparseVector directional_gradient(int volume, const dealii::Tensor<1, 3> &direction) const;
  /// [m3] as the quadrature has it. Collective.
  double volume(int volume) const;

private:
  template <class Values>
  class Shapes;
  std::vector<Index> unknowns_of(const dealii::DoFHandler<3>::active_cell_iterator &cell) const;
  void create_triangulation();
  void number_unknowns();
  void distribute_positions();
  void find_faces();
  SparseVector gather(const std::map<Index, double> &entries) const;
  SparseVector integrate_faces(int surface,
                               const std::function<double(const dealii::Tensor<1, 3> &normal)> &weight) const;

  std::shared_ptr<const AirMesh> mesh_;
  std::vector<int> elsewhere_;
  std::set<int> joints_;
  dealii::parallel::shared::Triangulation<3> triangulation_;
  dealii::FE_SimplexP<3> pressure_element_{2};
  dealii::FESystem<3> position_element_{dealii::FE_SimplexP<3>(2), 3};
  dealii::DoFHandler<3> pressure_, positions_;
  dealii::Vector<double> position_values_;
  std::unique_ptr<dealii::MappingFEField<3, 3, dealii::Vector<double>>> mapping_;
  PlaceNumbering numbering_;
  std::optional<CubicSurplus> surplus_;
  std::vector<Index> unknown_of_node_;
  std::vector<int> node_of_place_;
  std::vector<Face> faces_;
};

} // namespace earshot

#endif
