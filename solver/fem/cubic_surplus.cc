#include "solver/fem/cubic_surplus.h"

#include "solver/mesh/disjoint_sets.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <deal.II/base/polynomials_barycentric.h>
#include <deal.II/fe/fe_simplex_p.h>

#include <algorithm>

namespace earshot {

namespace {

constexpr unsigned int n_nodes = 10, n_edges = 6, n_surplus = 10;

using Polynomial = dealii::BarycentricPolynomial<3>;

std::vector<Polynomial> shape_functions(unsigned int directions) {
  const auto quadratic = dealii::BarycentricPolynomials<3>::get_fe_p_basis(2);
  std::vector<Polynomial> shapes;
  for (unsigned int k = 0; k < n_nodes; ++k)
    shapes.push_back(quadratic[k]);
  const auto l = [](int vertex) { return Polynomial::monomial(vertex); };
  for (unsigned int k = 0; k < n_edges; ++k) {
    auto [a, b] = tetrahedron_edges[k];
    if (directions >> k & 1)
      std::swap(a, b);
    shapes.push_back(l(a) * l(b) * (l(b) - l(a)));
  }
  for (const auto &[a, b, c] : tetrahedron_faces)
    shapes.push_back(l(a) * l(b) * l(c));
  return shapes;
}

/// Shape functions alone: to deal.II the surplus belongs to the cell's inside, as numbers are given
/// elsewhere.
class Element : public dealii::FE_SimplexPoly<3> {
public:
  explicit Element(unsigned int directions)
      : FE_SimplexPoly(shape_functions(directions),
                       dealii::FiniteElementData<3>({1, 1, 0, n_surplus}, dealii::ReferenceCells::Tetrahedron,
                                                    1, 3, dealii::FiniteElementData<3>::L2),
                       {}, {}, dealii::FullMatrix<double>()),
        directions_(directions) {}

  std::unique_ptr<dealii::FiniteElement<3>> clone() const override {
    return std::make_unique<Element>(directions_);
  }
  std::string get_name() const override { return "cubic tetrahedron " + std::to_string(directions_); }

private:
  unsigned int directions_;
};

} // namespace

CubicSurplus::CubicSurplus(const AirMesh &mesh, const dealii::Triangulation<3> &triangulation,
                           const std::vector<int> &elsewhere, Index first) {
  orient(mesh);
  number(mesh, triangulation, elsewhere, first);
}

std::array<CubicSurplus::Place, 10> CubicSurplus::places(const std::array<int, 10> &nodes) {
  std::array<Place, 10> places{};
  for (unsigned int k = 0; k < n_edges; ++k)
    places[k] = {-1, nodes[tetrahedron_edges[k][0]], nodes[tetrahedron_edges[k][1]]};
  for (unsigned int k = 0; k < 4; ++k)
    for (unsigned int v = 0; v < 3; ++v)
      places[n_edges + k][v] = nodes[tetrahedron_faces[k][v]];
  for (Place &place : places)
    std::sort(place.begin(), place.end());
  return places;
}

/// Both copies of a split node count as one.
void CubicSurplus::orient(const AirMesh &mesh) {
  DisjointSets copies(mesh.nodes.size());
  for (const AirMesh::FacePair &pair : mesh.pairs)
    for (unsigned int v = 0; v < 3; ++v)
      copies.join(pair.vertices[v], pair.opposite[v]);
  for (const auto &nodes : mesh.cells) {
    unsigned int directions = 0;
    for (unsigned int k = 0; k < n_edges; ++k) {
      const auto [a, b] = tetrahedron_edges[k];
      if (copies.find(nodes[a]) > copies.find(nodes[b]))
        directions |= 1u << k;
    }
    directions_.push_back(directions);
    if (auto &element = elements_[directions]; !element)
      element = std::make_unique<Element>(directions);
  }
}

void CubicSurplus::number(const AirMesh &mesh, const dealii::Triangulation<3> &triangulation,
                          const std::vector<int> &elsewhere, Index first) {
  std::map<Place, dealii::types::subdomain_id> owner;
  constexpr auto nobody = dealii::numbers::invalid_subdomain_id;
  for (const auto &cell : triangulation.active_cell_iterators())
    for (const Place &place : places(mesh.cells[cell->index()])) {
      const auto [entry, is_new] = owner.emplace(place, cell->subdomain_id());
      const bool without =
          std::find(elsewhere.begin(), elsewhere.end(), cell->material_id()) != elsewhere.end();
      if (without || entry->second == nobody)
        entry->second = nobody;
      else
        entry->second = std::min(entry->second, cell->subdomain_id());
    }
  std::map<dealii::types::subdomain_id, Index> next;
  for (const auto &[place, rank] : owner)
    ++next[rank];
  Index begin = first;
  for (auto &[rank, count] : next) // ranks ascend, nobody comes last
    begin += std::exchange(count, begin);
  for (const auto &[place, rank] : owner) {
    number_of_[place] = rank == nobody ? no_unknown : next[rank]++;
    n_owned_ += rank == triangulation.locally_owned_subdomain();
  }
  for (const auto &nodes : mesh.cells) {
    auto &numbers = unknowns_.emplace_back();
    const auto here = places(nodes);
    std::transform(here.begin(), here.end(), numbers.begin(),
                   [this](const Place &place) { return number_of_.at(place); });
  }
}

void CubicSurplus::add_unknowns(const std::array<int, 3> &vertices, std::vector<Index> &numbers) const {
  for (unsigned int v = 0; v < 3; ++v) {
    const auto [a, b] = std::minmax(vertices[v], vertices[(v + 1) % 3]);
    numbers.push_back(number_of_.at({-1, a, b}));
  }
  Place face = vertices;
  std::sort(face.begin(), face.end());
  numbers.push_back(number_of_.at(face));
}

} // namespace earshot
