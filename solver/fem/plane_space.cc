#include "solver/fem/plane_space.h"

#include "solver/fem/plane_discretization.h"

#include <deal.II/grid/grid_refinement.h>

#include <stdexcept>

namespace earshot {

using namespace dealii;

PlaneSpace::PlaneSpace(const PlaneMesh &mesh, const PlaneSpaceOptions &options)
    : parts_(std::make_unique<PlaneDiscretization>(mesh, options)) {}
PlaneSpace::~PlaneSpace() = default;
PlaneSpace::PlaneSpace(PlaneSpace &&) noexcept = default;

Index PlaneSpace::n_unknowns() const {
  return parts_->n_unknowns;
}
const std::vector<PlaneElement> &PlaneSpace::elements() const {
  return parts_->elements;
}
const PlaneSpaceOptions &PlaneSpace::options() const {
  return parts_->options;
}
double PlaneSpace::thickness(const PlaneVector &position) const {
  return parts_->thickness(position);
}

std::vector<std::span<const Index>> PlaneSpace::patterns() const {
  std::vector<std::span<const Index>> patterns;
  for (const auto &element : elements())
    patterns.emplace_back(element.unknowns);
  return patterns;
}

std::array<PlaneVector, 4> PlaneSpace::corners(std::size_t element) const {
  const auto polygon = PlaneDiscretization::corners(parts_->cells[element]);
  return {polygon[0], polygon[1], polygon[2], polygon[3]};
}

void PlaneSpace::refine(const std::vector<double> &indicators, double fraction,
                        const std::vector<std::vector<double> *> &fields) {
  dealii::Vector<double> criteria(indicators.begin(), indicators.end());
  GridRefinement::refine_and_coarsen_fixed_fraction(parts_->triangulation, criteria, fraction, 0);
  parts_->execute_refinement(fields);
}

void PlaneSpace::refine_where(const std::function<bool(std::size_t)> &split,
                              const std::vector<std::vector<double> *> &fields) {
  for (std::size_t e = 0; e < parts_->cells.size(); ++e)
    if (split(e))
      parts_->cells[e]->set_refine_flag();
  parts_->execute_refinement(fields);
}

PlaneValue PlaneSpace::evaluate(std::span<const double> field, const PlaneVector &at) const {
  PlaneBox point;
  point.add(at);
  for (std::size_t e = 0; e < parts_->cells.size(); ++e) {
    if (!parts_->boxes[e].touches(point))
      continue;
    const auto &element = parts_->elements[e];
    try {
      const auto unit = parts_->mapping.transform_real_to_unit_cell(parts_->cells[e], Point<2>(at[0], at[1]));
      if (element.region == parts_->open_region || !GeometryInfo<2>::is_inside_unit_cell(unit, 1e-9))
        continue;
    } catch (const Mapping<2>::ExcTransformationFailed &) {
      continue;
    }
    return parts_->value(e, parts_->points_in(e, {{at}, {1.0}}).front(), field);
  }
  throw std::out_of_range("no element of the plane mesh holds the point");
}

double PlaneSpace::for_each_point_in(
    const std::vector<PlaneVector> &polygon,
    const std::function<void(const PlaneElement &, const PlanePoint &)> &visit) const {
  const PlaneBox box = box_of(polygon);
  double covered = 0;
  for (std::size_t e = 0; e < parts_->cells.size(); ++e) {
    const auto &element = parts_->elements[e];
    if (element.region == parts_->open_region || !parts_->boxes[e].touches(box))
      continue;
    const ConvexPolygon corners = PlaneDiscretization::corners(parts_->cells[e]);
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
    for (const PlanePoint &point : parts_->points_in(e, polygon_quadrature(shared)))
      visit(element, point);
  }
  return covered;
}

std::array<PlaneValue, 4> PlaneSpace::corner_values(std::span<const double> field,
                                                    std::size_t element) const {
  std::array<PlaneValue, 4> values;
  const Point<2> corners[4] = {{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  for (int k = 0; k < 4; ++k)
    values[k] = parts_->value(element, parts_->point_at(element, corners[k]), field);
  return values;
}

} // namespace earshot
