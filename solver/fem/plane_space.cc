#include "solver/fem/plane_space.h"

#include "solver/fem/convex_polygon.h"
#include "solver/fem/open_map.h"

#include <deal.II/fe/mapping_q.h>
#include <deal.II/grid/grid_refinement.h>
#include <deal.II/grid/grid_tools.h>
#include <deal.II/grid/manifold_lib.h>
#include <deal.II/lac/affine_constraints.h>
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

using Cell = DoFHandler<2>::active_cell_iterator;

ConvexPolygon corners_of(const Cell &cell) {
  ConvexPolygon polygon;
  for (const int v : {0, 1, 3, 2})
    polygon.push_back({cell->vertex(v)[0], cell->vertex(v)[1]});
  return polygon;
}

struct Box {
  PlaneVector low{1e300, 1e300}, high{-1e300, -1e300};

  void add(const PlaneVector &p) {
    for (int i = 0; i < 2; ++i) {
      low[i] = std::min(low[i], p[i]);
      high[i] = std::max(high[i], p[i]);
    }
  }
  bool touches(const Box &other) const {
    return low[0] <= other.high[0] && other.low[0] <= high[0] && low[1] <= other.high[1] &&
           other.low[1] <= high[1];
  }
};

Box box_of(const ConvexPolygon &polygon) {
  Box box;
  for (const auto &corner : polygon)
    box.add(corner);
  return box;
}

} // namespace

class PlaneSpace::Implementation {
public:
  Implementation(const PlaneMesh &mesh, const PlaneSpaceOptions &given)
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

  void distribute() {
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
      boxes.push_back(box_of(corners_of(cell)));
      widen(boxes.back());
      elements.push_back(element(cell));
    }
  }

  double thickness(const PlaneVector &position) const {
    return options.symmetry == PlaneSymmetry::planar ? options.depth : 2 * std::numbers::pi * position[0];
  }

  /// A degree of freedom as a sum of unknowns.
  struct Share {
    unsigned dof, unknown; ///< numbers within the element
    double weight;
  };

  std::vector<Share> shares(const Cell &cell, std::vector<Index> &unknowns) const {
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

  PlanePoint point(const FEValues<2> &values, unsigned q, bool is_open, const std::vector<Share> &parts,
                   std::size_t n) const {
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

  PlaneElement element(const Cell &cell) const {
    PlaneElement element;
    element.region = cell->material_id();
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

  /// Shape functions of a cell at points of the plane; the points' weights are areas.
  std::vector<PlanePoint> points_in(std::size_t e, const PolygonQuadrature &quadrature) const {
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

  dealii::Vector<double> dof_values(std::span<const double> field) const {
    dealii::Vector<double> values(dofs.n_dofs());
    for (types::global_dof_index dof = 0; dof < dofs.n_dofs(); ++dof)
      if (unknown[dof] != no_unknown)
        values[dof] = field[unknown[dof]];
    constraints.distribute(values);
    return values;
  }

  std::vector<double> unknown_values(const dealii::Vector<double> &values) const {
    std::vector<double> field(n_unknowns);
    for (types::global_dof_index dof = 0; dof < dofs.n_dofs(); ++dof)
      if (unknown[dof] != no_unknown)
        field[unknown[dof]] = values[dof];
    return field;
  }

  void execute_refinement(const std::vector<std::vector<double> *> &fields) {
    std::vector<dealii::Vector<double>> before, after;
    for (const auto *field : fields)
      before.push_back(dof_values(*field));
    SolutionTransfer<2, dealii::Vector<double>> transfer(dofs);
    triangulation.prepare_coarsening_and_refinement();
    if (!fields.empty())
      transfer.prepare_for_coarsening_and_refinement(before);
    triangulation.execute_coarsening_and_refinement();
    distribute();
    if (fields.empty())
      return;
    after.assign(fields.size(), dealii::Vector<double>(dofs.n_dofs()));
    transfer.interpolate(before, after);
    for (std::size_t k = 0; k < fields.size(); ++k)
      *fields[k] = unknown_values(after[k]);
  }

  PlaneSpaceOptions options;
  OpenMap open_map;
  int open_region = -1;
  Triangulation<2> triangulation;
  MappingQ<2> mapping;
  FE_Q<2> fe;
  DoFHandler<2> dofs;
  AffineConstraints<double> constraints;
  std::vector<Index> unknown; ///< of each degree of freedom
  Index n_unknowns = 0;
  std::vector<Cell> cells;
  std::vector<Box> boxes; ///< what each cell lies in, arcs included
  std::vector<PlaneElement> elements;

private:
  void check(const PlaneMesh &mesh) const {
    if (options.symmetry == PlaneSymmetry::planar)
      return;
    if (open_region >= 0 && mesh.open_centre[0] != 0)
      throw std::invalid_argument("the centre of an axisymmetric open annulus must lie on the axis");
    for (const auto &node : mesh.nodes)
      if (node[0] < 0)
        throw std::invalid_argument("an axisymmetric mesh has a node at a negative radius");
  }

  /// Arcs bulge out of a cell's corners by less than a fifth of its size.
  static void widen(Box &box) {
    for (int i = 0; i < 2; ++i) {
      const double margin = 0.2 * (box.high[i] - box.low[i]);
      box.low[i] -= margin;
      box.high[i] += margin;
    }
  }
};

PlaneSpace::PlaneSpace(const PlaneMesh &mesh, const PlaneSpaceOptions &options)
    : implementation_(std::make_unique<Implementation>(mesh, options)) {}
PlaneSpace::~PlaneSpace() = default;
PlaneSpace::PlaneSpace(PlaneSpace &&) noexcept = default;

Index PlaneSpace::n_unknowns() const {
  return implementation_->n_unknowns;
}
const std::vector<PlaneElement> &PlaneSpace::elements() const {
  return implementation_->elements;
}
const PlaneSpaceOptions &PlaneSpace::options() const {
  return implementation_->options;
}
double PlaneSpace::thickness(const PlaneVector &position) const {
  return implementation_->thickness(position);
}

std::vector<std::span<const Index>> PlaneSpace::patterns() const {
  std::vector<std::span<const Index>> patterns;
  for (const auto &element : elements())
    patterns.emplace_back(element.unknowns);
  return patterns;
}

std::array<PlaneVector, 4> PlaneSpace::corners(std::size_t element) const {
  const auto polygon = corners_of(implementation_->cells[element]);
  return {polygon[0], polygon[1], polygon[2], polygon[3]};
}

void PlaneSpace::refine(const std::vector<double> &indicators, double fraction,
                        const std::vector<std::vector<double> *> &fields) {
  dealii::Vector<double> criteria(indicators.begin(), indicators.end());
  GridRefinement::refine_and_coarsen_fixed_fraction(implementation_->triangulation, criteria, fraction, 0);
  implementation_->execute_refinement(fields);
}

void PlaneSpace::refine_where(const std::function<bool(std::size_t)> &split,
                              const std::vector<std::vector<double> *> &fields) {
  for (std::size_t e = 0; e < implementation_->cells.size(); ++e)
    if (split(e))
      implementation_->cells[e]->set_refine_flag();
  implementation_->execute_refinement(fields);
}

PlaneValue PlaneSpace::evaluate(std::span<const double> field, const PlaneVector &at) const {
  Box point;
  point.add(at);
  for (std::size_t e = 0; e < implementation_->cells.size(); ++e) {
    if (!implementation_->boxes[e].touches(point))
      continue;
    const auto &element = implementation_->elements[e];
    try {
      const auto unit = implementation_->mapping.transform_real_to_unit_cell(implementation_->cells[e],
                                                                             Point<2>(at[0], at[1]));
      if (element.region == implementation_->open_region || !GeometryInfo<2>::is_inside_unit_cell(unit, 1e-9))
        continue;
    } catch (const Mapping<2>::ExcTransformationFailed &) {
      continue;
    }
    const auto shapes = implementation_->points_in(e, {{at}, {1.0}}).front();
    PlaneValue result{element.region, at, 0, {}};
    for (std::size_t j = 0; j < element.unknowns.size(); ++j) {
      const double coefficient = field[element.unknowns[j]];
      result.value += coefficient * shapes.value[j];
      result.gradient[0] += coefficient * shapes.gradient_1[j];
      result.gradient[1] += coefficient * shapes.gradient_2[j];
    }
    return result;
  }
  throw std::out_of_range("no element of the plane mesh holds the point");
}

double PlaneSpace::for_each_point_in(
    const std::vector<PlaneVector> &polygon,
    const std::function<void(const PlaneElement &, const PlanePoint &)> &visit) const {
  const Box box = box_of(polygon);
  double covered = 0;
  for (std::size_t e = 0; e < implementation_->cells.size(); ++e) {
    const auto &element = implementation_->elements[e];
    if (element.region == implementation_->open_region || !implementation_->boxes[e].touches(box))
      continue;
    const ConvexPolygon corners = corners_of(implementation_->cells[e]);
    if (std::all_of(corners.begin(), corners.end(), [&](const auto &p) { return contains(polygon, p); })) {
      covered += area(corners);
      for (const PlanePoint &point : element.points)
        visit(element, point);
      continue;
    }
    const ConvexPolygon shared = intersection(corners, polygon);
    if (shared.empty())
      continue;
    covered += area(shared);
    for (const PlanePoint &point : implementation_->points_in(e, polygon_quadrature(shared)))
      visit(element, point);
  }
  return covered;
}

namespace {

/// Several fields at the quadrature points of one side of an edge.
class EdgeSide {
public:
  EdgeSide(const std::vector<dealii::Vector<double>> &fields, unsigned n_points)
      : fields_(fields), values_(fields.size(), std::vector<double>(n_points)),
        gradients_(fields.size(), std::vector<Tensor<1, 2>>(n_points)), at_(fields.size()) {}

  void read(const FEFaceValuesBase<2> &face) {
    for (std::size_t k = 0; k < fields_.size(); ++k) {
      face.get_function_values(fields_[k], values_[k]);
      face.get_function_gradients(fields_[k], gradients_[k]);
    }
  }
  /// @param map  nullptr outside of the open annulus
  std::span<const PlaneValue> at(unsigned q, int region, const Point<2> &x, const OpenMap *map) {
    for (std::size_t k = 0; k < fields_.size(); ++k) {
      const auto &d = gradients_[k][q];
      at_[k] = {region, {x[0], x[1]}, values_[k][q], {d[0], d[1]}};
      if (map) {
        const auto mapped = (*map)(x[0], x[1]);
        at_[k].position = mapped.position;
        at_[k].gradient = mapped.gradient(d[0], d[1]);
      }
    }
    return at_;
  }

private:
  const std::vector<dealii::Vector<double>> &fields_;
  std::vector<std::vector<double>> values_;
  std::vector<std::vector<Tensor<1, 2>>> gradients_;
  std::vector<PlaneValue> at_;
};

} // namespace

std::vector<double>
PlaneSpace::tangential_jumps(const std::vector<std::span<const double>> &fields,
                             const std::function<Flux(std::span<const PlaneValue>)> &flux) const {
  const auto &space = *implementation_;
  std::vector<dealii::Vector<double>> values;
  for (const auto &field : fields)
    values.push_back(space.dof_values(field));
  const QGauss<1> quadrature(space.fe.degree + 1);
  const auto what =
      update_values | update_gradients | update_quadrature_points | update_JxW_values | update_normal_vectors;
  FEFaceValues<2> here(space.mapping, space.fe, quadrature, what),
      there(space.mapping, space.fe, quadrature, what);
  FESubfaceValues<2> part(space.mapping, space.fe, quadrature, what);
  EdgeSide one(values, quadrature.size()), two(values, quadrature.size());
  std::vector<double> squares(space.cells.size(), 0);

  const auto flux_at = [&](EdgeSide &side, const FEFaceValuesBase<2> &face, const Cell &cell, unsigned q) {
    const int region = cell->material_id();
    const bool is_open = region == space.open_region;
    return flux(side.at(q, region, face.quadrature_point(q), is_open ? &space.open_map : nullptr));
  };
  const auto add_edge = [&](const Cell &cell, const Cell &neighbour, unsigned f,
                            const FEFaceValuesBase<2> &other) {
    one.read(here);
    two.read(other);
    double sum = 0;
    for (unsigned q = 0; q < quadrature.size(); ++q) {
      const Flux h1 = flux_at(one, here, cell, q), h2 = flux_at(two, other, neighbour, q);
      const auto &n = here.normal_vector(q);
      const double jump = (h1.vector[0] - h2.vector[0]) * -n[1] + (h1.vector[1] - h2.vector[1]) * n[0];
      const auto &x = here.quadrature_point(q);
      sum += jump * jump / (h1.slope + h2.slope) * here.JxW(q) * space.thickness({x[0], x[1]});
    }
    sum *= cell->face(f)->diameter() / 2;
    squares[cell->active_cell_index()] += sum;
    squares[neighbour->active_cell_index()] += sum;
  };
  for (const Cell &cell : space.cells)
    for (const auto f : cell->face_indices()) {
      // An edge is met once: from its finer side, or from the cell of the lower number.
      if (cell->at_boundary(f) || cell->neighbor(f)->has_children() ||
          (!cell->neighbor_is_coarser(f) && cell->neighbor(f)->index() < cell->index()))
        continue;
      const Cell neighbour = cell->neighbor(f);
      here.reinit(cell, f);
      if (cell->neighbor_is_coarser(f)) {
        const auto [face, subface] = cell->neighbor_of_coarser_neighbor(f);
        part.reinit(neighbour, face, subface);
        add_edge(cell, neighbour, f, part);
      } else {
        there.reinit(neighbour, cell->neighbor_of_neighbor(f));
        add_edge(cell, neighbour, f, there);
      }
    }
  for (double &square : squares)
    square = std::sqrt(square);
  return squares;
}

} // namespace earshot
