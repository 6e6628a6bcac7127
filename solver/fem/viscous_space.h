#ifndef EARSHOT_FEM_VISCOUS_SPACE_H
#define EARSHOT_FEM_VISCOUS_SPACE_H

#include "solver/fem/air_space.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

namespace earshot {

/// A node moves by the sum of unknowns times directions.
using Motion = std::vector<std::pair<Index, dealii::Tensor<1, 3>>>;

/// Global numbers of a ViscousSpace's unknowns.
struct ViscousNumbering {
  std::function<Index(Index)> displacement, temperature, pressure;
  /// Walls that move: what nodes of the mesh move by, in global numbers. All other walls stand still.
  std::map<int, Motion> moving = {};
};

/// Displacement, temperature (both quadratic) and pressure (linear) of air that is viscous and conducts heat:
/// Taylor and Hood's elements, on the volumes that an AirSpace leaves out. Air sticks to walls and has their
/// temperature; on planes of symmetry it slides and passes no heat.
///
/// Nodes of symmetry planes have unknowns along their free directions, so that what is essential is left out
/// of the numbering and of the matrices.
class ViscousSpace {
public:
  /// @param symmetries  surfaces (indices into the mesh's) that are planes of symmetry
  /// @throws std::invalid_argument for such a surface that isn't flat
  ViscousSpace(const AirSpace &air, const std::set<int> &symmetries);

  const AirSpace &air() const { return *air_; }
  const PlaceNumbering &displacement() const { return displacement_; }
  const PlaceNumbering &temperature() const { return temperature_; }
  const PlaceNumbering &pressure() const { return pressure_; }
  /// Number of the pressure at each mesh node; `no_unknown` between vertices and outside.
  std::vector<Index> pressure_of_node() const;

  /// One cell, or one cell seen from a face, at quadrature points.
  struct Element {
    std::vector<Index> displacement; ///< its unknowns, each once
    /// What each of its ten nodes moves by, in numbers of `displacement`.
    std::array<std::vector<std::pair<unsigned int, dealii::Tensor<1, 3>>>, 10> motion;
    std::array<Index, 10> temperature;
    std::array<Index, 4> pressure;
  };
  /// Calls `visit(quadratic, linear, element)` on the owned cells. @param volume  index into mesh().volumes
  using CellVisitor = std::function<void(const dealii::FEValues<3> &quadratic,
                                         const dealii::FEValues<3> &linear, const Element &element)>;
  void for_each_cell(int volume, const ViscousNumbering &numbering, const CellVisitor &visit) const;

  /// Calls `visit(values, element, air)` on the faces between a volume and the AirSpace's air, joints among
  /// them, seen from the volume (its normal looks into the air), of owned cells. `air` are the AirSpace's
  /// numbers of the ten nodes' pressures, of which those off the face count for nothing.
  using InterfaceVisitor = std::function<void(const dealii::FEFaceValues<3> &values, const Element &element,
                                              std::span<const Index> air)>;
  void for_each_interface(int volume, const ViscousNumbering &numbering, const InterfaceVisitor &visit) const;

private:
  enum class Boundary { inside, interface, symmetry, wall };
  Boundary boundary(const dealii::Triangulation<3>::active_cell_iterator &cell, unsigned int face,
                    const std::set<int> &symmetries) const;
  void find_constraints(const std::set<int> &symmetries);
  void add_symmetry(const dealii::Triangulation<3>::active_cell_iterator &cell, unsigned int face,
                    std::span<const dealii::types::global_dof_index> places);
  void number_unknowns();
  Element element(int cell, const ViscousNumbering &numbering) const;

  const AirSpace *air_;
  std::map<std::pair<int, unsigned int>, int> surface_of_; ///< of a cell's face, where it is named
  /// What is known of each place.
  struct Place {
    bool in_region = false, on_wall = false, is_vertex = false;
    std::vector<dealii::Tensor<1, 3>> normals; ///< of planes of symmetry, orthonormal
    std::vector<dealii::Tensor<1, 3>> free;    ///< orthonormal directions in which it moves by itself
  };
  std::vector<Place> places_;
  PlaceNumbering displacement_, temperature_, pressure_;
};

} // namespace earshot

#endif
