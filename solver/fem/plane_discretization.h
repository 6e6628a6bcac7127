#ifndef EARSHOT_FEM_PLANE_DISCRETIZATION_H
#define EARSHOT_FEM_PLANE_DISCRETIZATION_H

#include "solver/fem/convex_polygon.h"
#include "solver/fem/open_map.h"
#include "solver/fem/plane_space.h"

#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe_q.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/fe/mapping_q.h>
#include <deal.II/lac/affine_constraints.h>

namespace earshot {

/// Axis-parallel box.
struct PlaneBox {
  PlaneVector low{1e300, 1e300}, high{-1e300, -1e300};

  void add(const PlaneVector &point);
  bool touches(const PlaneBox &other) const;
};
PlaneBox box_of(const ConvexPolygon &polygon);

/// What a PlaneSpace is made of.
class PlaneDiscretization {
public:
  using Cell = dealii::DoFHandler<2>::active_cell_iterator;
  using DofVector = dealii::Vector<double>;

  PlaneDiscretization(const PlaneMesh &mesh, const PlaneSpaceOptions &given);

  double thickness(const PlaneVector &position) const;
  static ConvexPolygon corners(const Cell &cell);
  /// Shape functions of a cell at points of the plane; the points' weights are areas, their results' volumes.
  std::vector<PlanePoint> points_in(std::size_t cell, const PolygonQuadrature &quadrature) const;
  PlanePoint point_at(std::size_t cell, const dealii::Point<2> &unit) const;
  PlaneValue value(std::size_t cell, const PlanePoint &shapes, std::span<const double> field) const;

  DofVector dof_values(std::span<const double> field) const;
  std::vector<double> unknown_values(const DofVector &values) const;
  /// Carries out what is flagged.
  void execute_refinement(const std::vector<std::vector<double> *> &fields);

  PlaneSpaceOptions options;
  OpenMap open_map;
  int open_region = -1;
  dealii::Triangulation<2> triangulation;
  dealii::MappingQ<2> mapping;
  dealii::FE_Q<2> fe;
  dealii::DoFHandler<2> dofs;
  dealii::AffineConstraints<double> constraints;
  std::vector<Index> unknown; ///< of each degree of freedom
  Index n_unknowns = 0;
  std::vector<Cell> cells;
  std::vector<PlaneBox> boxes; ///< what each cell lies in, arcs included
  std::vector<PlaneElement> elements;

private:
  /// A degree of freedom as a sum of unknowns.
  struct Share {
    unsigned dof, unknown; ///< numbers within the element
    double weight;
  };
  void check(const PlaneMesh &mesh) const;
  void distribute();
  std::vector<Share> shares(const Cell &cell, std::vector<Index> &unknowns) const;
  PlanePoint point(const dealii::FEValues<2> &values, unsigned q, bool is_open,
                   const std::vector<Share> &parts, std::size_t n) const;
  PlaneElement element(const Cell &cell) const;
};

} // namespace earshot

#endif
