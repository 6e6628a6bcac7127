#include "solver/fem/plane_discretization.h"

#include <deal.II/dofs/dof_tools.h>
#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/manifold_lib.h>
#include <deal.II/numerics/solution_transfer.h>

#include <numbers>
#include <stdexcept>

namespace earshot {

using namespace dealii;

namespace {

/// Of a circle's radius: how far off it a node may lie that is still on it.
constexpr double on_circle = 1e-6;

void create(Triangulation<2> &triangulation, const PlaneMesh &mesh) {
  std::vector<Point<2>> vertices;
  for (const auto &node : mesh.nodes)
    vertices.emplace_back(node[0], node[1]);
  std::vector<CellData<2>> cells;
  for (const auto &quad : mesh.quads) {
    CellData<2> cell(4);
    const auto &v = quad.vertices; // round the cell; deal.II counts row by row
    cell.vertices = {unsigned(v[0]), unsigned(v[1]), unsigned(v[3]), unsigned(v[2])};
    cell.material_id = quad.region;
    cells.push_back(cell);
  }
  SubCellData no_marks;
  GridTools::delete_unused_vertices(vertices, cells, no_marks);
  GridTools::invert_all_negative_measure_cells(vertices, cells);
  GridTools::consistently_order_cells(cells);
  triangulation.create_triangulation(vertices, cells, no_marks);
}

/// Gives the arc of a circle to the edges between regions, or on the boundary, whose two ends lie on it.
void curve(Triangulation<2> &triangulation, const std::vector<PlaneCircle> &circles) {
  for (std::size_t k = 0; k < circles.size(); ++k) {
    const Point<2> centre(circles[k].centre[0], circles[k].centre[1]);
    const auto lies_on = [&](const Point<2> &p) {
      return std::abs(p.distance(centre) - circles[k].radius) < on_circle * circles[k].radius;
    };
    triangulation.set_manifold(k, SphericalManifold<2>(centre));
    for (const auto &cell : triangulation.active_cell_iterators())
      for (const auto f : cell->face_indices())
        if (lies_on(cell->face(f)->vertex(0)) && lies_on(cell->face(f)->vertex(1)) &&
            (cell->at_boundary(f) || cell->neighbor(f)->material_id() != cell->material_id()))
          cell->face(f)->set_manifold_id(k);
  }
}

/// Arcs bulge out of a cell's corners by less than a fifth of its size.
void widen(PlaneBox &box) {
  for (int i = 0; i < 2; ++i) {
    const double margin = 0.2 * (box.high[i] - box.low[i]);
    box.low[i] -= margin;
    box.high[i] += margin;
  }
}

} // namespace

void PlaneBox::add(const PlaneVector &point) {
  for (int i = 0; i < 2; ++i) {
    low[i] = std::min(low[i], point[i]);
    high[i] = std::max(high[i], point[i]);
  }
}

bool PlaneBox::touches(const PlaneBox &other) const {
  return low[0] <= other.high[0] && other.low[0] <= high[0] && low[1] <= other.high[1] &&
         other.low[1] <= high[1];
}

PlaneBox box_of(const ConvexPolygon &polygon) {
  PlaneBox box;
  for (const auto &corner : polygon)
    box.add(corner);
  return box;
}

ConvexPolygon PlaneDiscretization::corners(const Cell &cell) {
  ConvexPolygon polygon;
  for (const int v : {0, 1, 3, 2})
    polygon.push_back({cell->vertex(v)[0], cell->vertex(v)[1]});
  return polygon;
}

PlaneDiscretization::PlaneDiscretization(const PlaneMesh &mesh, const PlaneSpaceOptions &given)
    : options(given), open_map(mesh), triangulation(Triangulation<2>::limit_level_difference_at_vertices),
      mapping(std::max(given.degree, 2u)), fe(given.degree), dofs(triangulation) {
  open_region = mesh.open_inner_radius > 0 ? region_index(mesh, plane_open_region) : -1;
  check(mesh);
  create(triangulation, mesh);
  auto circles = options.circles;
  if (open_region >= 0) {
    circles.push_back({mesh.open_centre, mesh.open_inner_radius});
    circles.push_back({mesh.open_centre, mesh.open_outer_radius});
  }
  curve(triangulation, circles);
  distribute();
}

void PlaneDiscretization::check(const PlaneMesh &mesh) const {
  if (options.symmetry == PlaneSymmetry::planar)
    return;
  if (open_region >= 0 && mesh.open_centre[0] != 0)
    throw std::invalid_argument("the centre of an axisymmetric open annulus must lie on the axis");
  for (const auto &node : mesh.nodes)
    if (node[0] < 0)
      throw std::invalid_argument("an axisymmetric mesh has a node at a negative radius");
}

void PlaneDiscretization::distribute() {
  dofs.distribute_dofs(fe);
  constraints.clear();
  DoFTools::make_hanging_node_constraints(dofs, constraints);
  DoFTools::make_zero_boundary_constraints(dofs, constraints);
  constraints.close();
  unknown.assign(dofs.n_dofs(), no_unknown);
  n_unknowns = 0;
  for (types::global_dof_index dof = 0; dof < dofs.n_dofs(); ++dof)
    if (!constraints.is_constrained(dof))
      unknown[dof] = n_unknowns++;
  cells.clear();
  boxes.clear();
  elements.clear();
  for (const auto &cell : dofs.active_cell_iterators()) {
    cells.push_back(cell);
    boxes.push_back(box_of(corners(cell)));
    widen(boxes.back());
    elements.push_back(element(cell));
  }
}

double PlaneDiscretization::thickness(const PlaneVector &position) const {
  return options.symmetry == PlaneSymmetry::planar ? options.depth : 2 * std::numbers::pi * position[0];
}

std::vector<PlaneDiscretization::Share> PlaneDiscretization::shares(const Cell &cell,
                                                                    std::vector<Index> &unknowns) const {
  std::vector<types::global_dof_index> numbers(fe.n_dofs_per_cell());
  cell->get_dof_indices(numbers);
  std::vector<Share> result;
  const auto add = [&](unsigned dof, Index global, double weight) {
    const auto at = std::find(unknowns.begin(), unknowns.end(), global);
    const auto local = static_cast<unsigned>(at - unknowns.begin());
    if (at == unknowns.end())
      unknowns.push_back(global);
    result.push_back({dof, local, weight});
  };
  for (unsigned i = 0; i < numbers.size(); ++i)
    if (!constraints.is_constrained(numbers[i]))
      add(i, unknown[numbers[i]], 1);
    else
      for (const auto &[other, weight] : *constraints.get_constraint_entries(numbers[i]))
        add(i, unknown[other], weight);
  return result;
}

PlanePoint PlaneDiscretization::point(const FEValues<2> &values, unsigned q, bool is_open,
                                      const std::vector<Share> &parts, std::size_t n) const {
  PlanePoint point;
  point.position = {values.quadrature_point(q)[0], values.quadrature_point(q)[1]};
  point.weight = values.JxW(q);
  OpenMap::Point mapped{};
  if (is_open) {
    mapped = open_map(point.position[0], point.position[1]);
    point.position = mapped.position;
    point.weight *= mapped.determinant;
  }
  point.weight *= thickness(point.position);
  point.value.assign(n, 0);
  point.gradient_1.assign(n, 0);
  point.gradient_2.assign(n, 0);
  for (const Share &part : parts) {
    const auto &d = values.shape_grad(part.dof, q);
    const PlaneVector gradient = is_open ? mapped.gradient(d[0], d[1]) : PlaneVector{d[0], d[1]};
    point.value[part.unknown] += part.weight * values.shape_value(part.dof, q);
    point.gradient_1[part.unknown] += part.weight * gradient[0];
    point.gradient_2[part.unknown] += part.weight * gradient[1];
  }
  return point;
}

PlaneElement PlaneDiscretization::element(const Cell &cell) const {
  PlaneElement element;
  element.region = cell->material_id();
  element.at_boundary = cell->at_boundary();
  const bool is_open = element.region == open_region;
  const auto parts = shares(cell, element.unknowns);
  // The mapped annulus turns polynomials into ones of higher degree.
  FEValues<2> values(mapping, fe, QGauss<2>(fe.degree + (is_open ? 3 : 1)),
                     update_values | update_gradients | update_quadrature_points | update_JxW_values);
  values.reinit(cell);
  for (unsigned q = 0; q < values.n_quadrature_points; ++q)
    element.points.push_back(point(values, q, is_open, parts, element.unknowns.size()));
  return element;
}

std::vector<PlanePoint> PlaneDiscretization::points_in(std::size_t e,
                                                       const PolygonQuadrature &quadrature) const {
  std::vector<Point<2>> unit;
  for (const auto &p : quadrature.points)
    unit.push_back(mapping.transform_real_to_unit_cell(cells[e], Point<2>(p[0], p[1])));
  std::vector<Index> unknowns;
  const auto parts = shares(cells[e], unknowns);
  FEValues<2> values(mapping, fe, Quadrature<2>(unit, quadrature.weights),
                     update_values | update_gradients | update_quadrature_points | update_JxW_values);
  values.reinit(cells[e]);
  std::vector<PlanePoint> points;
  for (unsigned q = 0; q < unit.size(); ++q) {
    points.push_back(point(values, q, false, parts, unknowns.size()));
    points.back().weight = quadrature.weights[q] * thickness(points.back().position);
  }
  return points;
}

PlanePoint PlaneDiscretization::point_at(std::size_t cell, const Point<2> &unit) const {
  std::vector<Index> unknowns;
  const auto parts = shares(cells[cell], unknowns);
  FEValues<2> values(mapping, fe, Quadrature<2>(std::vector<Point<2>>{unit}, std::vector<double>{1}),
                     update_values | update_gradients | update_quadrature_points | update_JxW_values);
  values.reinit(cells[cell]);
  return point(values, 0, elements[cell].region == open_region, parts, unknowns.size());
}

PlaneValue PlaneDiscretization::value(std::size_t cell, const PlanePoint &shapes,
                                      std::span<const double> field) const {
  const PlaneElement &element = elements[cell];
  PlaneValue result{element.region, shapes.position, 0, {}};
  for (std::size_t j = 0; j < element.unknowns.size(); ++j) {
    const double coefficient = field[element.unknowns[j]];
    result.value += coefficient * shapes.value[j];
    result.gradient[0] += coefficient * shapes.gradient_1[j];
    result.gradient[1] += coefficient * shapes.gradient_2[j];
  }
  return result;
}

PlaneDiscretization::DofVector PlaneDiscretization::dof_values(std::span<const double> field) const {
  DofVector values(dofs.n_dofs());
  for (types::global_dof_index dof = 0; dof < dofs.n_dofs(); ++dof)
    if (unknown[dof] != no_unknown)
      values[dof] = field[unknown[dof]];
  constraints.distribute(values);
  return values;
}

std::vector<double> PlaneDiscretization::unknown_values(const DofVector &values) const {
  std::vector<double> field(n_unknowns);
  for (types::global_dof_index dof = 0; dof < dofs.n_dofs(); ++dof)
    if (unknown[dof] != no_unknown)
      field[unknown[dof]] = values[dof];
  return field;
}

void PlaneDiscretization::execute_refinement(const std::vector<std::vector<double> *> &fields) {
  std::vector<DofVector> before, after;
  for (const auto *field : fields)
    before.push_back(dof_values(*field));
  SolutionTransfer<2, DofVector> transfer(dofs);
  triangulation.prepare_coarsening_and_refinement();
  if (!fields.empty())
    transfer.prepare_for_coarsening_and_refinement(before);
  triangulation.execute_coarsening_and_refinement();
  distribute();
  if (fields.empty())
    return;
  after.assign(fields.size(), DofVector(dofs.n_dofs()));
  transfer.interpolate(before, after);
  for (std::size_t k = 0; k < fields.size(); ++k)
    *fields[k] = unknown_values(after[k]);
}

} // namespace earshot
