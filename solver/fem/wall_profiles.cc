#include "solver/fem/wall_profiles.h"

#include "solver/algebra/dense_system.h"
#include "solver/algebra/shifted_solver.h"
#include "solver/fem/wall_layers.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <deal.II/base/quadrature_lib.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <unordered_map>

namespace earshot {

namespace {

constexpr int n_shapes = 10; ///< quadratic functions of a tetrahedron
using Barycentric = std::array<double, 4>;
using Shapes = std::array<double, n_shapes>;

Shapes shapes_at(const Barycentric &l) {
  Shapes values{};
  for (int k = 0; k < 4; ++k)
    values[k] = l[k] * (2 * l[k] - 1);
  for (int e = 0; e < 6; ++e)
    values[4 + e] = 4 * l[tetrahedron_edges[e][0]] * l[tetrahedron_edges[e][1]];
  return values;
}

/// Derivatives by each barycentric coordinate, as if they were independent.
std::array<Barycentric, n_shapes> slopes_at(const Barycentric &l) {
  std::array<Barycentric, n_shapes> slopes{};
  for (int k = 0; k < 4; ++k)
    slopes[k][k] = 4 * l[k] - 1;
  for (int e = 0; e < 6; ++e) {
    const auto &[a, b] = tetrahedron_edges[e];
    slopes[4 + e][a] = 4 * l[b];
    slopes[4 + e][b] = 4 * l[a];
  }
  return slopes;
}

Barycentric barycentric(const dealii::Point<3> &point) {
  return {1 - point[0] - point[1] - point[2], point[0], point[1], point[2]};
}

/// A quadrature point of a part: where it is in the part and in its cell, and how the part lies in space.
struct PartPoint {
  Barycentric in_part, in_cell;
  std::array<Vector3, 4> gradients; ///< of the part's barycentric coordinates [1/m]
  double volume;                    ///< weight times volume [m3]
};

/// The cells of the volumes, cut towards the walls, with quadratic functions on the parts.
class LayeredCells {
public:
  LayeredCells(const AirSpace &air, const std::vector<int> &volumes,
               const std::function<bool(const AirSpace::Face &)> &is_wall, double finest)
      : air_(air), quadrature_(3) {
    std::vector<WallCell> cells;
    for (const auto &cell : air.triangulation().active_cell_iterators())
      if (std::count(volumes.begin(), volumes.end(), static_cast<int>(cell->material_id()))) {
        const std::array<int, n_shapes> nodes = nodes_of(cell->index());
        cells.push_back({cell->index(), {nodes[0], nodes[1], nodes[2], nodes[3]}});
      }
    std::vector<std::array<int, 3>> walls;
    for (const AirSpace::Face &face : air.faces())
      if (std::count(volumes.begin(), volumes.end(), face.volume) && is_wall(face)) {
        const dealii::Triangulation<3>::active_cell_iterator cell(&air.triangulation(), 0, face.cell);
        const auto on_face = nodes_on_face(cell, face.face);
        const std::array<int, n_shapes> nodes = nodes_of(face.cell);
        walls.push_back({nodes[on_face[0]], nodes[on_face[1]], nodes[on_face[2]]});
      }
    if (walls.empty())
      throw std::invalid_argument("no wall whose layers could be resolved");
    layers_ = cut_towards_walls(cells, air.mesh().nodes, walls, finest);
    number_unknowns();
  }

  const std::vector<WallLayers::Part> &parts() const { return layers_.parts; }
  Index n_unknowns() const { return n_unknowns_; }
  std::span<const Index> unknowns(std::size_t part) const { return unknowns_[part]; }

  /// Calls visit(point) at the quadrature points of a part.
  template <class Visit>
  void for_each_point(const WallLayers::Part &part, const Visit &visit) const {
    const std::array<int, n_shapes> nodes = nodes_of(part.cell);
    for (unsigned int q = 0; q < quadrature_.size(); ++q) {
      PartPoint point{barycentric(quadrature_.point(q)), {}, {}, quadrature_.weight(q)};
      for (int i = 0; i < 4; ++i)
        for (int a = 0; a < 4; ++a)
          point.in_cell[a] += point.in_part[i] * part.places[i][a];
      const auto slopes = slopes_at(point.in_cell);
      std::array<Vector3, 4> by_cell{}, by_part{};
      for (int k = 0; k < n_shapes; ++k)
        for (int a = 0; a < 4; ++a)
          by_cell[a] = by_cell[a] + slopes[k][a] * air_.mesh().nodes[nodes[k]];
      for (int i = 0; i < 4; ++i)
        for (int a = 0; a < 4; ++a)
          by_part[i] = by_part[i] + part.places[i][a] * by_cell[a];
      const Vector3 u = by_part[1] - by_part[0], v = by_part[2] - by_part[0], w = by_part[3] - by_part[0];
      const double determinant = dot(u, cross(v, w));
      point.gradients[1] = (1 / determinant) * cross(v, w);
      point.gradients[2] = (1 / determinant) * cross(w, u);
      point.gradients[3] = (1 / determinant) * cross(u, v);
      point.gradients[0] = -1.0 * (point.gradients[1] + point.gradients[2] + point.gradients[3]);
      point.volume *= std::abs(determinant);
      visit(point);
    }
  }

private:
  std::array<int, n_shapes> nodes_of(int cell) const {
    const auto places = air_.places(cell);
    std::array<int, n_shapes> nodes{};
    for (int k = 0; k < n_shapes; ++k)
      nodes[k] = air_.node_of_place()[places[k]];
    return nodes;
  }

  void number_unknowns() {
    std::vector<Index> of_vertex(layers_.on_wall.size(), no_unknown);
    for (std::size_t vertex = 0; vertex < of_vertex.size(); ++vertex)
      if (!layers_.on_wall[vertex])
        of_vertex[vertex] = n_unknowns_++;
    std::unordered_map<std::uint64_t, Index> of_edge;
    for (const WallLayers::Part &part : layers_.parts) {
      std::array<Index, n_shapes> &numbers = unknowns_.emplace_back();
      for (int k = 0; k < 4; ++k)
        numbers[k] = of_vertex[part.vertices[k]];
      for (int e = 0; e < 6; ++e) {
        const int a = part.vertices[tetrahedron_edges[e][0]], b = part.vertices[tetrahedron_edges[e][1]];
        const std::array<int, 2> ends = {std::min(a, b), std::max(a, b)};
        const auto [found, added] = of_edge.try_emplace(std::uint64_t(ends[0]) << 32 | ends[1], no_unknown);
        if (added && !layers_.wall_edges.count(ends))
          found->second = n_unknowns_++;
        numbers[4 + e] = found->second;
      }
    }
  }

  const AirSpace &air_;
  dealii::QGaussSimplex<3> quadrature_;
  WallLayers layers_;
  std::vector<std::array<Index, n_shapes>> unknowns_;
  Index n_unknowns_ = 0;
};

/// int grad a . grad b and int a b, and int a.
struct Equation {
  ShiftedSolver solver;
  std::vector<double> load;
};

Equation equation(const LayeredCells &cells) {
  std::vector<std::span<const Index>> elements;
  for (std::size_t part = 0; part < cells.parts().size(); ++part)
    elements.push_back(cells.unknowns(part));
  LocalMatrix stiffness(cells.n_unknowns(), elements), mass(cells.n_unknowns(), elements);
  std::vector<double> load(cells.n_unknowns());
  std::vector<double> k(n_shapes * n_shapes), m(n_shapes * n_shapes);
  for (std::size_t part = 0; part < elements.size(); ++part) {
    std::fill(k.begin(), k.end(), 0);
    std::fill(m.begin(), m.end(), 0);
    cells.for_each_point(cells.parts()[part], [&](const PartPoint &point) {
      const Shapes shapes = shapes_at(point.in_part);
      const auto slopes = slopes_at(point.in_part);
      std::array<Vector3, n_shapes> gradients{};
      for (int i = 0; i < n_shapes; ++i)
        for (int a = 0; a < 4; ++a)
          gradients[i] = gradients[i] + slopes[i][a] * point.gradients[a];
      for (int i = 0; i < n_shapes; ++i) {
        if (const Index unknown = elements[part][i]; unknown != no_unknown)
          load[unknown] += shapes[i] * point.volume;
        for (int j = 0; j < n_shapes; ++j) {
          k[i * n_shapes + j] += dot(gradients[i], gradients[j]) * point.volume;
          m[i * n_shapes + j] += shapes[i] * shapes[j] * point.volume;
        }
      }
    });
    stiffness.add_element(elements[part], k);
    mass.add_element(elements[part], m);
  }
  stiffness.finish();
  mass.finish();
  return {ShiftedSolver(std::move(stiffness), std::move(mass)), std::move(load)};
}

double product(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void add(double factor, std::span<const double> a, std::span<double> b) {
  for (std::size_t i = 0; i < a.size(); ++i)
    b[i] += factor * a[i];
}

/// Vectors that are orthonormal with respect to the mass matrix.
class Basis {
public:
  explicit Basis(const Equation &equation) : equation_(equation) {}

  const std::vector<std::vector<double>> &vectors() const { return vectors_; }

  /// Galerkin's solution of (K + s M) x = load.
  std::vector<double> galerkin(double shift) const {
    const std::size_t n = vectors_.size();
    std::vector<double> x(equation_.load.size());
    if (n == 0)
      return x;
    std::vector<double> matrix = stiffness(), b;
    for (std::size_t i = 0; i < n; ++i) {
      matrix[i * n + i] += shift;
      b.push_back(product(vectors_[i], equation_.load));
    }
    DenseLu(std::move(matrix), n).solve(b);
    for (std::size_t i = 0; i < n; ++i)
      add(b[i], vectors_[i], x);
    return x;
  }

  /// Joins what the basis lacks of a vector, unless that is next to nothing.
  void join(std::vector<double> x) {
    constexpr double least = 1e-6; // beyond the tolerance of the solver
    const LocalMatrix &mass = equation_.solver.mass();
    const double before = std::sqrt(product(x, mass.multiply(x)));
    for (int pass = 0; pass < 2; ++pass)
      for (std::size_t i = 0; i < vectors_.size(); ++i)
        add(-product(mass_times_[i], x), vectors_[i], x);
    std::vector<double> image = mass.multiply(x);
    const double after = std::sqrt(product(x, image));
    if (!(after > least * before))
      return;
    for (double &value : x)
      value /= after;
    for (double &value : image)
      value /= after;
    vectors_.push_back(std::move(x));
    mass_times_.push_back(std::move(image));
    stiffness_times_.push_back(equation_.solver.stiffness().multiply(vectors_.back()));
  }

  /// V^T K V.
  std::vector<double> stiffness() const {
    std::vector<double> matrix;
    for (const auto &v : vectors_)
      for (const auto &image : stiffness_times_)
        matrix.push_back(product(v, image));
    return matrix;
  }

private:
  const Equation &equation_;
  std::vector<std::vector<double>> vectors_, mass_times_, stiffness_times_;
};

/// A basis of the solutions at real s evenly spaced in log s over the band.
Basis solutions(const Equation &equation, const WallProfiles::Band &band) {
  constexpr int n_shifts = 8; // from 20 Hz to 20 kHz they err by 1e-5 of the mean, elements by more
  Basis basis(equation);
  for (int k = 0; k < n_shifts; ++k) {
    const double shift = band.lowest * std::pow(band.highest / band.lowest, double(k) / (n_shifts - 1));
    basis.join(equation.solver.solve(shift, equation.load, basis.galerkin(shift)));
  }
  return basis;
}

/// Projection of fields onto the quadratic functions of a cell, from its parts [begin, end).
std::vector<std::array<double, n_shapes>> project(const LayeredCells &cells, std::size_t begin,
                                                  std::size_t end,
                                                  const std::vector<std::vector<double>> &fields) {
  std::vector<double> mass(n_shapes * n_shapes), right(fields.size() * n_shapes);
  for (std::size_t part = begin; part < end; ++part)
    cells.for_each_point(cells.parts()[part], [&](const PartPoint &point) {
      const Shapes coarse = shapes_at(point.in_cell), fine = shapes_at(point.in_part);
      for (int i = 0; i < n_shapes; ++i)
        for (int j = 0; j < n_shapes; ++j)
          mass[i * n_shapes + j] += coarse[i] * coarse[j] * point.volume;
      for (std::size_t f = 0; f < fields.size(); ++f) {
        double value = 0;
        for (int i = 0; i < n_shapes; ++i)
          if (const Index unknown = cells.unknowns(part)[i]; unknown != no_unknown)
            value += fine[i] * fields[f][unknown];
        for (int i = 0; i < n_shapes; ++i)
          right[f * n_shapes + i] += value * coarse[i] * point.volume;
      }
    });
  DenseLu(std::move(mass), n_shapes).solve(right);
  std::vector<std::array<double, n_shapes>> result(fields.size());
  for (std::size_t f = 0; f < fields.size(); ++f)
    std::copy_n(right.begin() + f * n_shapes, n_shapes, result[f].begin());
  return result;
}

} // namespace

WallProfiles::WallProfiles(const AirSpace &air, const std::vector<int> &volumes,
                           const std::function<bool(const AirSpace::Face &)> &is_wall, const Band &band,
                           double finest)
    : place_of_cell_(air.mesh().cells.size(), -1) {
  const LayeredCells cells(air, volumes, is_wall, finest);
  n_parts_ = cells.parts().size();
  n_unknowns_ = cells.n_unknowns();
  const Equation equation = earshot::equation(cells);
  const Basis basis = solutions(equation, band);
  const std::size_t n = basis.vectors().size();
  const SymmetricEigenpairs pairs = symmetric_eigenpairs(basis.stiffness(), n);
  rates_ = pairs.values;
  std::vector<std::vector<double>> fields(n, std::vector<double>(equation.load.size()));
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < n; ++i)
      add(pairs.vectors[j * n + i], basis.vectors()[i], fields[j]);
    const double integral = product(fields[j], equation.load);
    for (double &value : fields[j])
      value *= integral;
    integrals_.push_back(integral * integral);
  }
  fields_.resize(n);
  int place = 0;
  for (std::size_t begin = 0, end = 0; begin < cells.parts().size(); begin = end, ++place) {
    const int cell = cells.parts()[begin].cell;
    while (end < cells.parts().size() && cells.parts()[end].cell == cell)
      ++end;
    place_of_cell_[cell] = place;
    const auto projected = project(cells, begin, end, fields);
    for (std::size_t j = 0; j < n; ++j)
      fields_[j].insert(fields_[j].end(), projected[j].begin(), projected[j].end());
  }
}

std::vector<double> WallProfiles::at_points(std::size_t j, const dealii::FEValues<3> &values) const {
  const int place = place_of_cell_.at(values.get_cell()->index());
  if (place < 0)
    throw std::out_of_range("a cell has no profile of its air");
  const double *field = &fields_[j][place * n_shapes];
  std::vector<double> result;
  for (const auto &point : values.get_quadrature().get_points()) {
    const Shapes shapes = shapes_at(barycentric(point));
    result.push_back(std::inner_product(shapes.begin(), shapes.end(), field, 0.0));
  }
  return result;
}

} // namespace earshot
