#include "solver/fem/viscous_space.h"

#include "solver/fem/quadrature.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace earshot {

namespace {

using Vector = dealii::Tensor<1, 3>;
using TriangulationCell = dealii::Triangulation<3>::active_cell_iterator;
using Places = std::vector<dealii::types::global_dof_index>;

/// What is left of a vector without its parts along orthonormal directions.
Vector remainder(Vector vector, const std::vector<Vector> &directions) {
  for (const Vector &direction : directions)
    vector -= (vector * direction) * direction;
  return vector;
}

/// Orthonormal directions that complete others, along the axes where possible.
std::vector<Vector> complement(std::vector<Vector> directions) {
  const std::size_t given = directions.size();
  while (directions.size() < 3) {
    Vector longest;
    for (unsigned int axis = 0; axis < 3; ++axis) {
      Vector unit;
      unit[axis] = 1;
      const Vector rest = remainder(unit, directions);
      if (rest.norm() > longest.norm() + 1e-9)
        longest = rest;
    }
    directions.push_back(longest / longest.norm());
  }
  return {directions.begin() + static_cast<std::ptrdiff_t>(given), directions.end()};
}

} // namespace

ViscousSpace::ViscousSpace(const AirSpace &air, const std::set<int> &symmetries)
    : air_(&air), places_(air.all_places().n_dofs()) {
  for (const AirSpace::Face &face : air.faces())
    surface_of_[{face.cell, face.face}] = face.surface;
  find_constraints(symmetries);
  number_unknowns();
}

ViscousSpace::Boundary ViscousSpace::boundary(const TriangulationCell &cell, unsigned int face,
                                              const std::set<int> &symmetries) const {
  if (!cell->at_boundary(face))
    return air_->is_elsewhere(static_cast<int>(cell->neighbor(face)->material_id())) ? Boundary::inside
                                                                                     : Boundary::interface;
  const auto surface = surface_of_.find({cell->index(), face});
  if (surface == surface_of_.end())
    return Boundary::wall;
  if (air_->joints().count(surface->second))
    return Boundary::interface;
  return symmetries.count(surface->second) ? Boundary::symmetry : Boundary::wall;
}

void ViscousSpace::find_constraints(const std::set<int> &symmetries) {
  for (const auto &cell : air_->triangulation().active_cell_iterators()) {
    if (!air_->is_elsewhere(static_cast<int>(cell->material_id())))
      continue;
    const Places places = air_->places(cell->index());
    for (unsigned int i = 0; i < places.size(); ++i) {
      places_[places[i]].in_region = true;
      places_[places[i]].is_vertex = i < 4;
    }
    for (const unsigned int face : cell->face_indices()) {
      const Boundary kind = boundary(cell, face, symmetries);
      if (kind == Boundary::wall)
        for (const unsigned int i : nodes_on_face(cell, face))
          places_[places[i]].on_wall = true;
      else if (kind == Boundary::symmetry)
        add_symmetry(cell, face, places);
    }
  }
  for (Place &place : places_)
    if (place.in_region && !place.on_wall)
      place.free = complement(place.normals);
}

void ViscousSpace::add_symmetry(const TriangulationCell &cell, unsigned int face,
                                std::span<const dealii::types::global_dof_index> places) {
  const auto position = [&](unsigned int i) {
    const auto &x = air_->mesh().nodes[air_->node_of_place()[places[i]]];
    return Vector({x[0], x[1], x[2]});
  };
  const auto nodes = nodes_on_face(cell, face);
  const Vector origin = position(nodes[0]);
  const Vector side = position(nodes[1]) - origin, other = position(nodes[2]) - origin;
  Vector normal = dealii::cross_product_3d(side, other);
  normal /= normal.norm();
  constexpr double flat = 1e-4, distinct = 0.05; // sines of angles
  for (const unsigned int i : nodes) {
    if (std::abs((position(i) - origin) * normal) > flat * side.norm())
      throw std::invalid_argument("a plane of symmetry must be flat");
    std::vector<Vector> &normals = places_[places[i]].normals;
    const Vector rest = remainder(normal, normals);
    if (rest.norm() > distinct)
      normals.push_back(rest / rest.norm());
    else if (rest.norm() > flat)
      throw std::invalid_argument(
          "a plane of symmetry must be flat, and two of them at least 3 degrees apart");
  }
}

void ViscousSpace::number_unknowns() {
  const auto numbered = [this](const auto &count_of) {
    std::vector<int> count;
    for (const Place &place : places_)
      count.push_back(place.in_region ? count_of(place) : 0);
    return number_places(count, air_->all_places());
  };
  displacement_ = numbered([](const Place &place) { return static_cast<int>(place.free.size()); });
  temperature_ = numbered([](const Place &place) { return place.on_wall ? 0 : 1; });
  pressure_ = numbered([](const Place &place) { return place.is_vertex ? 1 : 0; });
}

std::vector<Index> ViscousSpace::pressure_of_node() const {
  std::vector<Index> numbers(air_->mesh().nodes.size(), no_unknown);
  for (std::size_t place = 0; place < places_.size(); ++place)
    numbers[air_->node_of_place()[place]] = pressure_.first[place];
  return numbers;
}

ViscousSpace::Element ViscousSpace::element(int cell, const ViscousNumbering &numbering) const {
  Element element;
  const auto add = [&](unsigned int node, Index unknown, const Vector &direction) {
    auto found = std::find(element.displacement.begin(), element.displacement.end(), unknown);
    if (found == element.displacement.end())
      found = element.displacement.insert(found, unknown);
    element.motion[node].emplace_back(found - element.displacement.begin(), direction);
  };
  const Places places = air_->places(cell);
  for (unsigned int i = 0; i < places.size(); ++i) {
    const Place &place = places_[places[i]];
    for (std::size_t k = 0; k < place.free.size(); ++k)
      add(i, numbering.displacement(displacement_.first[places[i]] + static_cast<Index>(k)), place.free[k]);
    const Index temperature = temperature_.first[places[i]];
    element.temperature[i] = temperature == no_unknown ? no_unknown : numbering.temperature(temperature);
    if (i < 4)
      element.pressure[i] = numbering.pressure(pressure_.first[places[i]]);
    if (const auto moving = numbering.moving.find(air_->node_of_place()[places[i]]);
        place.on_wall && moving != numbering.moving.end())
      for (const auto &[unknown, direction] : moving->second)
        add(i, unknown, direction);
  }
  return element;
}

void ViscousSpace::for_each_cell(int volume, const ViscousNumbering &numbering,
                                 const CellVisitor &visit) const {
  const dealii::QGaussSimplex<3> quadrature(3);
  const dealii::FE_SimplexP<3> linear_element(1);
  dealii::FEValues<3> quadratic(air_->mapping(), air_->all_places().get_fe(), quadrature,
                                dealii::update_values | dealii::update_gradients | dealii::update_JxW_values);
  dealii::FEValues<3> linear(air_->mapping(), linear_element, quadrature, dealii::update_values);
  for (const auto &cell : air_->triangulation().active_cell_iterators())
    if (cell->is_locally_owned() && static_cast<int>(cell->material_id()) == volume) {
      quadratic.reinit(cell);
      linear.reinit(cell);
      visit(quadratic, linear, element(cell->index(), numbering));
    }
}

void ViscousSpace::for_each_interface(int volume, const ViscousNumbering &numbering,
                                      const InterfaceVisitor &visit) const {
  const dealii::Quadrature<2> quadrature = refined_triangle_quadrature(1);
  dealii::FEFaceValues<3> values(air_->mapping(), air_->all_places().get_fe(), quadrature,
                                 dealii::update_values | dealii::update_JxW_values |
                                     dealii::update_normal_vectors);
  for (const auto &cell : air_->triangulation().active_cell_iterators()) {
    if (!cell->is_locally_owned() || static_cast<int>(cell->material_id()) != volume)
      continue;
    for (const unsigned int face : cell->face_indices()) {
      if (boundary(cell, face, {}) != Boundary::interface)
        continue;
      values.reinit(cell, face);
      std::array<Index, 10> air{};
      const Places places = air_->places(cell->index());
      for (unsigned int i = 0; i < 10; ++i)
        air[i] = air_->unknown_of_node()[air_->node_of_place()[places[i]]];
      visit(values, element(cell->index(), numbering), air);
    }
  }
}

} // namespace earshot
