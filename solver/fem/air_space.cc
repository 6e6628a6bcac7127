#include "solver/fem/air_space.h"

#include "solver/fem/quadrature.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <map>

namespace earshot {

namespace {

constexpr unsigned int nodes_per_cell = 10;

/// Local node numbers of a tetrahedron's edges, in deal.II's order.
constexpr std::array<std::array<int, 2>, 6> edges = {{{0, 1}, {1, 2}, {2, 0}, {0, 3}, {1, 3}, {2, 3}}};

std::array<int, 3> sorted(std::array<int, 3> vertices) {
  std::sort(vertices.begin(), vertices.end());
  return vertices;
}

/// The mesh node of each of a cell's ten pressure unknowns: vertices are matched by number, edges by their
/// two ends, so that no convention of the library on either is relied on.
template <class Cell>
std::array<int, nodes_per_cell> nodes_of(const Cell &cell, const std::array<int, 10> &nodes,
                                         const std::vector<int> &node_of_vertex) {
  std::array<int, nodes_per_cell> result{};
  for (unsigned int v = 0; v < 4; ++v)
    result[v] = node_of_vertex[cell->vertex_index(v)];
  for (unsigned int l = 0; l < 6; ++l) {
    const int a = node_of_vertex[cell->line(l)->vertex_index(0)];
    const int b = node_of_vertex[cell->line(l)->vertex_index(1)];
    for (unsigned int e = 0; e < 6; ++e) {
      const int c = nodes[edges[e][0]], d = nodes[edges[e][1]];
      if ((a == c && b == d) || (a == d && b == c))
        result[4 + l] = nodes[4 + e];
    }
  }
  return result;
}

} // namespace

std::array<unsigned int, 6> nodes_on_face(const dealii::Triangulation<3>::active_cell_iterator &cell,
                                          unsigned int face) {
  std::array<unsigned int, 6> nodes{};
  for (unsigned int v = 0; v < 3; ++v)
    for (unsigned int k = 0; k < 4; ++k)
      if (cell->face(face)->vertex_index(v) == cell->vertex_index(k))
        nodes[v] = k;
  for (unsigned int l = 0; l < 3; ++l)
    for (unsigned int k = 0; k < 6; ++k)
      if (cell->face(face)->line_index(l) == cell->line_index(k))
        nodes[3 + l] = 4 + k;
  return nodes;
}

AirSpace::AirSpace(std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator, std::vector<int> elsewhere,
                   std::set<int> joints, Surplus surplus)
    : mesh_(std::move(mesh)), elsewhere_(std::move(elsewhere)), joints_(std::move(joints)),
      triangulation_(communicator, dealii::Triangulation<3>::none, false,
                     dealii::parallel::shared::Triangulation<3>::partition_metis),
      pressure_(triangulation_), positions_(triangulation_) {
  create_triangulation();
  pressure_.distribute_dofs(pressure_element_);
  positions_.distribute_dofs(position_element_);
  find_faces();
  number_unknowns();
  distribute_positions();
  if (surplus == Surplus::cubic)
    surplus_.emplace(*mesh_, triangulation_, elsewhere_, n_unknowns());
}

/// Shape functions at quadrature points, of whichever element a cell has.
template <class Values>
class AirSpace::Shapes {
public:
  template <class Quadrature>
  Shapes(const AirSpace &space, const Quadrature &quadrature, dealii::UpdateFlags flags)
      : space_(space), make_([&space, quadrature, flags](const dealii::FiniteElement<3> &element) {
          return std::make_unique<Values>(*space.mapping_, element, quadrature, flags);
        }) {}

  /// @param face  nothing, or the number of a cell's face
  template <class... Face>
  const Values &at(const dealii::Triangulation<3>::active_cell_iterator &cell, Face... face) {
    const dealii::FiniteElement<3> &element =
        space_.surplus_ ? space_.surplus_->element(cell->index()) : space_.pressure_element_;
    std::unique_ptr<Values> &values = values_[&element];
    if (!values)
      values = make_(element);
    values->reinit(cell, face...);
    return *values;
  }

private:
  const AirSpace &space_;
  std::function<std::unique_ptr<Values>(const dealii::FiniteElement<3> &)> make_;
  std::map<const dealii::FiniteElement<3> *, std::unique_ptr<Values>> values_;
};

/// Field numbers of a cell's shape functions.
std::vector<Index> AirSpace::unknowns_of(const dealii::DoFHandler<3>::active_cell_iterator &cell) const {
  std::vector<dealii::types::global_dof_index> dofs(nodes_per_cell);
  cell->get_dof_indices(dofs);
  std::vector<Index> unknowns(nodes_per_cell);
  numbering_.of(dofs, unknowns);
  if (surplus_) {
    const auto &further = surplus_->unknowns(cell->index());
    unknowns.insert(unknowns.end(), further.begin(), further.end());
  }
  return unknowns;
}

bool AirSpace::is_elsewhere(int volume) const {
  return std::find(elsewhere_.begin(), elsewhere_.end(), volume) != elsewhere_.end();
}

std::vector<dealii::types::global_dof_index> AirSpace::places(int cell) const {
  std::vector<dealii::types::global_dof_index> places(nodes_per_cell);
  dealii::DoFHandler<3>::active_cell_iterator(&triangulation_, 0, cell, &pressure_)->get_dof_indices(places);
  return places;
}

void AirSpace::number_unknowns() {
  std::vector<int> count(pressure_.n_dofs(), 0);
  for (const auto &cell : triangulation_.active_cell_iterators())
    if (!is_elsewhere(static_cast<int>(cell->material_id())))
      for (const auto place : places(cell->index()))
        count[place] = 1;
  for (const Face &face : faces_)
    if (is_elsewhere(face.volume) && joints_.count(face.surface)) {
      const auto all = places(face.cell);
      const dealii::Triangulation<3>::active_cell_iterator cell(&triangulation_, 0, face.cell);
      for (const unsigned int node : nodes_on_face(cell, face.face))
        count[all[node]] = 1;
    }
  numbering_ = number_places(count, pressure_);
}

void AirSpace::create_triangulation() {
  // Only vertices are handed over; mid-edge nodes come in through the mapping.
  std::vector<int> vertex_of_node(mesh_->nodes.size(), -1);
  std::vector<dealii::Point<3>> vertices;
  std::vector<dealii::CellData<3>> cells(mesh_->cells.size(), dealii::CellData<3>(4));
  for (std::size_t c = 0; c < mesh_->cells.size(); ++c) {
    for (unsigned int v = 0; v < 4; ++v) {
      const int node = mesh_->cells[c][v];
      if (vertex_of_node[node] < 0) {
        vertex_of_node[node] = static_cast<int>(vertices.size());
        const auto &x = mesh_->nodes[node];
        vertices.emplace_back(x[0], x[1], x[2]);
      }
      cells[c].vertices[v] = vertex_of_node[node];
    }
    cells[c].material_id = mesh_->cell_volume[c];
  }
  triangulation_.create_triangulation(vertices, cells, dealii::SubCellData());
}

void AirSpace::distribute_positions() {
  std::vector<int> node_of_vertex(triangulation_.n_vertices(), -1);
  for (const auto &cell : triangulation_.active_cell_iterators())
    for (unsigned int v = 0; v < 4; ++v)
      node_of_vertex[cell->vertex_index(v)] = mesh_->cells[cell->index()][v];

  unknown_of_node_.assign(mesh_->nodes.size(), no_unknown);
  node_of_place_.assign(pressure_.n_dofs(), -1);
  position_values_.reinit(positions_.n_dofs());
  std::vector<dealii::types::global_dof_index> pressure_dofs(nodes_per_cell),
      position_dofs(3 * nodes_per_cell);
  for (const auto &cell : pressure_.active_cell_iterators()) {
    const auto nodes = nodes_of(cell, mesh_->cells[cell->index()], node_of_vertex);
    cell->get_dof_indices(pressure_dofs);
    const dealii::DoFHandler<3>::active_cell_iterator position_cell(&triangulation_, cell->level(),
                                                                    cell->index(), &positions_);
    position_cell->get_dof_indices(position_dofs);
    for (unsigned int i = 0; i < nodes_per_cell; ++i) {
      unknown_of_node_[nodes[i]] = numbering_.first[pressure_dofs[i]];
      node_of_place_[pressure_dofs[i]] = nodes[i];
    }
    for (unsigned int i = 0; i < 3 * nodes_per_cell; ++i) {
      const auto [component, node] = position_element_.system_to_component_index(i);
      position_values_[position_dofs[i]] = mesh_->nodes[nodes[node]][component];
    }
  }
  mapping_ =
      std::make_unique<dealii::MappingFEField<3, 3, dealii::Vector<double>>>(positions_, position_values_);
}

void AirSpace::find_faces() {
  std::map<std::array<int, 3>, int> surface_of;
  for (const NamedFace &face : mesh_->faces)
    surface_of[sorted(face.vertices)] = face.surface;
  // A named interior face that isn't split is seen from one cell only: from one that has pressures here.
  std::vector<dealii::Triangulation<3>::active_cell_iterator> cells;
  for (const auto &cell : triangulation_.active_cell_iterators())
    cells.push_back(cell);
  std::stable_partition(cells.begin(), cells.end(), [this](const auto &cell) {
    return !is_elsewhere(static_cast<int>(cell->material_id()));
  });
  for (const auto &cell : cells)
    for (const unsigned int f : cell->face_indices()) {
      std::array<int, 3> vertices{};
      for (unsigned int v = 0; v < 3; ++v)
        for (unsigned int k = 0; k < 4; ++k)
          if (cell->face(f)->vertex_index(v) == cell->vertex_index(k))
            vertices[v] = mesh_->cells[cell->index()][k];
      const auto found = surface_of.find(sorted(vertices));
      if (found != surface_of.end()) {
        faces_.push_back({cell->index(), f, found->second, static_cast<int>(cell->material_id()),
                          !cell->face(f)->at_boundary()});
        surface_of.erase(found);
      }
    }
}

void AirSpace::for_each_cell(const std::vector<int> &volumes, const CellVisitor &visit) const {
  const dealii::QGaussSimplex<3> quadrature(3);
  Shapes<dealii::FEValues<3>> shapes(*this, quadrature,
                                     dealii::update_values | dealii::update_gradients |
                                         dealii::update_JxW_values | dealii::update_quadrature_points);
  for (const auto &cell : pressure_.active_cell_iterators()) {
    const int volume = static_cast<int>(cell->material_id());
    if (!cell->is_locally_owned() || is_elsewhere(volume) ||
        std::find(volumes.begin(), volumes.end(), volume) == volumes.end())
      continue;
    visit(shapes.at(cell), unknowns_of(cell));
  }
}

void AirSpace::for_each_face(const std::function<bool(const Face &)> &wanted, const FaceVisitor &visit,
                             unsigned int refinement) const {
  const dealii::Quadrature<2> quadrature = refined_triangle_quadrature(refinement);
  Shapes<dealii::FEFaceValues<3>> shapes(*this, quadrature,
                                         dealii::update_values | dealii::update_gradients |
                                             dealii::update_JxW_values | dealii::update_normal_vectors |
                                             dealii::update_quadrature_points | dealii::update_jacobians |
                                             dealii::update_jacobian_grads);
  for (const Face &face : faces_) {
    if (!wanted(face))
      continue;
    const dealii::DoFHandler<3>::active_cell_iterator cell(&triangulation_, 0, face.cell, &pressure_);
    if (!cell->is_locally_owned())
      continue;
    visit(face, shapes.at(cell, face.face), unknowns_of(cell));
  }
}

void AirSpace::for_each_pair(int surface, const PairVisitor &visit) const {
  std::map<int, int> opposite; // vertex node on one side -> on the other
  std::map<std::array<int, 3>, const AirMesh::FacePair *> pair_of;
  for (const AirMesh::FacePair &pair : mesh_->pairs)
    if (pair.surface == surface)
      pair_of[sorted(pair.vertices)] = &pair;
  std::map<std::array<int, 2>, int> middle; // node in the middle of an edge on the surface
  for (const Face &face : faces_)
    if (face.surface == surface)
      for (unsigned int e = 0; e < 6; ++e) {
        const auto &nodes = mesh_->cells[face.cell];
        const int a = nodes[edges[e][0]], b = nodes[edges[e][1]];
        middle[{std::min(a, b), std::max(a, b)}] = nodes[4 + e];
      }

  const auto visit_near_face = [&](const Face &face, const dealii::FEFaceValues<3> &values,
                                   std::span<const Index> unknowns) {
    // The face's nodes are those of its cell whose shape functions don't vanish on it.
    const auto &nodes = mesh_->cells[face.cell];
    std::array<int, 3> vertices{};
    const auto cell = dealii::Triangulation<3>::active_cell_iterator(&triangulation_, 0, face.cell);
    for (unsigned int v = 0; v < 3; ++v)
      for (unsigned int k = 0; k < 4; ++k)
        if (cell->face(face.face)->vertex_index(v) == cell->vertex_index(k))
          vertices[v] = nodes[k];
    const auto found = pair_of.find(sorted(vertices));
    if (found == pair_of.end())
      return; // the far side
    const AirMesh::FacePair &pair = *found->second;
    const auto side = [&](const std::array<int, 3> &corners) {
      std::vector<Index> numbers;
      for (const int corner : corners)
        numbers.push_back(unknown_of_node_[corner]);
      for (unsigned int v = 0; v < 3; ++v) {
        const int a = corners[v], b = corners[(v + 1) % 3];
        numbers.push_back(unknown_of_node_[middle.at({std::min(a, b), std::max(a, b)})]);
      }
      if (surplus_)
        surplus_->add_unknowns(corners, numbers);
      return numbers;
    };
    const std::vector<Index> near_side = side(pair.vertices), far_side = side(pair.opposite);
    const std::size_t n = near_side.size();
    std::vector<unsigned int> local;
    for (const Index number : near_side)
      local.push_back(std::find(unknowns.begin(), unknowns.end(), number) - unknowns.begin());
    std::vector<double> mass(n * n);
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
      for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
          mass[i * n + j] +=
              values.shape_value(local[i], q) * values.shape_value(local[j], q) * values.JxW(q);
    visit(mass, near_side, far_side);
  };
  for_each_face([&](const Face &face) { return face.surface == surface; }, visit_near_face);
}

SparseVector
AirSpace::integrate_faces(int surface,
                          const std::function<double(const dealii::Tensor<1, 3> &normal)> &weight) const {
  std::map<Index, double> entries;
  for_each_face([&](const Face &face) { return face.surface == surface; },
                [&](const Face &, const dealii::FEFaceValues<3> &values, std::span<const Index> unknowns) {
                  for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
                    for (unsigned int i = 0; i < unknowns.size(); ++i)
                      if (unknowns[i] != no_unknown)
                        entries[unknowns[i]] +=
                            values.shape_value(i, q) * weight(values.normal_vector(q)) * values.JxW(q);
                });
  return gather(entries);
}

/// The sum over all ranks.
SparseVector AirSpace::gather(const std::map<Index, double> &entries) const {
  double largest = 0;
  std::map<Index, double> total;
  for (const auto &part : dealii::Utilities::MPI::all_gather(communicator(), entries))
    for (const auto &[unknown, entry] : part)
      largest = std::max(largest, std::abs(total[unknown] += entry));
  SparseVector result;
  // Shape functions of nodes off a surface vanish on it up to round-off.
  for (const auto &[unknown, entry] : total)
    if (std::abs(entry) > 1e-13 * largest)
      result.emplace_back(unknown, entry);
  return result;
}

SparseVector AirSpace::mean_pressure(int surface) const {
  SparseVector mean = integrate_faces(surface, [](const auto &) { return 1.0; });
  double area = 0;
  for (const auto &[unknown, weight] : mean)
    if (unknown < n_unknowns()) // these functions sum up to one
      area += weight;
  for (auto &[unknown, weight] : mean)
    weight /= area;
  return mean;
}

SparseVector AirSpace::pressure_force(int surface, const dealii::Tensor<1, 3> &direction) const {
  return integrate_faces(surface, [&](const auto &normal) { return normal * direction; });
}

SparseVector AirSpace::pressure_jump(int surface) const {
  std::map<Index, double> entries;
  for_each_pair(surface, [&](std::span<const double> mass, std::span<const Index> near_side,
                             std::span<const Index> far_side) {
    constexpr std::size_t nodes_per_face = 6; // whose functions add up to one
    for (std::size_t i = 0; i < near_side.size(); ++i)
      for (std::size_t k = 0; k < nodes_per_face; ++k) {
        const double weight = mass[i * far_side.size() + k];
        if (near_side[i] != no_unknown)
          entries[near_side[i]] += weight;
        if (far_side[i] != no_unknown)
          entries[far_side[i]] -= weight;
      }
  });
  return gather(entries);
}

SparseVector AirSpace::directional_gradient(int volume, const dealii::Tensor<1, 3> &direction) const {
  std::map<Index, double> entries;
  for_each_cell({volume}, [&](const dealii::FEValues<3> &values, std::span<const Index> unknowns) {
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
      for (unsigned int i = 0; i < unknowns.size(); ++i)
        if (unknowns[i] != no_unknown)
          entries[unknowns[i]] += values.shape_grad(i, q) * direction * values.JxW(q);
  });
  return gather(entries);
}

double AirSpace::volume(int volume) const {
  double sum = 0;
  for_each_cell({volume}, [&](const dealii::FEValues<3> &values, std::span<const Index>) {
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
      sum += values.JxW(q);
  });
  return dealii::Utilities::MPI::sum(sum, communicator());
}

double AirSpace::area(int surface) const {
  double area = 0;
  for_each_face([&](const Face &face) { return face.surface == surface; },
                [&](const Face &, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
                  for (unsigned int q = 0; q < values.n_quadrature_points; ++q)
                    area += values.JxW(q);
                });
  return dealii::Utilities::MPI::sum(area, communicator());
}

} // namespace earshot
