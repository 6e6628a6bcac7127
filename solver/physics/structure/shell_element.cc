#include "solver/physics/structure/shell_element.h"

#include <deal.II/base/quadrature_lib.h>

namespace earshot {
namespace {

using dealii::FullMatrix;
using dealii::Point;
using dealii::Tensor;

/// Adds `vector` to a row, at the displacement (part 0) or the rotation (part 1) of node k.
void add(FullMatrix<double> &matrix, std::size_t row, std::size_t k, int part, const Tensor<1, 3> &vector) {
  for (int c = 0; c < 3; ++c)
    matrix(row, 6 * k + 3 * part + c) += vector[c];
}

/// Row of eps_ab, tensorial and covariant: 1/2 (g_a.u,b + g_b.u,a).
void membrane_row(const ShellShapes &shapes, const ShellSurface &s, int a, int b, FullMatrix<double> &matrix,
                  std::size_t row) {
  for (std::size_t k = 0; k < shapes.value.size(); ++k)
    add(matrix, row, k, 0,
        0.5 * (shapes.gradient[k][b] * s.tangent[a] + shapes.gradient[k][a] * s.tangent[b]));
}

/// Row of gamma_a: u,a.n + theta.(n x g_a).
void shear_row(const ShellShapes &shapes, const ShellSurface &s, int a, FullMatrix<double> &matrix,
               std::size_t row) {
  const Tensor<1, 3> lever = cross_product_3d(s.normal, s.tangent[a]);
  for (std::size_t k = 0; k < shapes.value.size(); ++k) {
    add(matrix, row, k, 0, shapes.gradient[k][a] * s.normal);
    add(matrix, row, k, 1, shapes.value[k] * lever);
  }
}

/// Row of kappa_ab, with g_a.(theta x n),b = theta,b.(n x g_a) + theta.(n,b x g_a).
void curvature_row(const ShellShapes &shapes, const ShellSurface &s, int a, int b, FullMatrix<double> &matrix,
                   std::size_t row) {
  for (const auto &[i, j] : {std::pair{a, b}, std::pair{b, a}}) {
    const Tensor<1, 3> lever = cross_product_3d(s.normal, s.tangent[i]);
    const Tensor<1, 3> turning = cross_product_3d(s.normal_derivative[j], s.tangent[i]);
    for (std::size_t k = 0; k < shapes.value.size(); ++k) {
      add(matrix, row, k, 0, 0.5 * shapes.gradient[k][j] * s.normal_derivative[i]);
      add(matrix, row, k, 1, 0.5 * (shapes.gradient[k][j] * lever + shapes.value[k] * turning));
    }
  }
}

/// Components e_i . g^a of the local tangents on the dual basis.
std::array<std::array<double, 2>, 2> on_dual_basis(const ShellSurface &s,
                                                   const std::array<Tensor<1, 3>, 2> &frame) {
  const double g11 = s.tangent[0] * s.tangent[0], g12 = s.tangent[0] * s.tangent[1],
               g22 = s.tangent[1] * s.tangent[1], determinant = g11 * g22 - g12 * g12;
  const std::array<Tensor<1, 3>, 2> dual{(g22 * s.tangent[0] - g12 * s.tangent[1]) / determinant,
                                         (g11 * s.tangent[1] - g12 * s.tangent[0]) / determinant};
  std::array<std::array<double, 2>, 2> t{};
  for (int i = 0; i < 2; ++i)
    for (int a = 0; a < 2; ++a)
      t[i][a] = frame[i] * dual[a];
  return t;
}

/// Replaces covariant components (11, 22, 12) by local ones (11, 22, twice 12).
void turn_tensor(const std::array<std::array<double, 2>, 2> &t, FullMatrix<double> &matrix, std::size_t row) {
  for (std::size_t j = 0; j < matrix.n(); ++j) {
    const double c11 = matrix(row, j), c22 = matrix(row + 1, j), c12 = matrix(row + 2, j);
    const auto local = [&](int i, int k) {
      return t[i][0] * t[k][0] * c11 + t[i][1] * t[k][1] * c22 +
             (t[i][0] * t[k][1] + t[i][1] * t[k][0]) * c12;
    };
    matrix(row, j) = local(0, 0);
    matrix(row + 1, j) = local(1, 1);
    matrix(row + 2, j) = 2 * local(0, 1);
  }
}

void turn_vector(const std::array<std::array<double, 2>, 2> &t, FullMatrix<double> &matrix, std::size_t row) {
  for (std::size_t j = 0; j < matrix.n(); ++j) {
    const double c1 = matrix(row, j), c2 = matrix(row + 1, j);
    matrix(row, j) = t[0][0] * c1 + t[0][1] * c2;
    matrix(row + 1, j) = t[1][0] * c1 + t[1][1] * c2;
  }
}

/// theta.n - 1/2 (e2.u,1 - e1.u,2), and what the mass needs.
void movement_rows(const ShellShapes &shapes, const ShellSurface &s, const std::array<Tensor<1, 3>, 2> &frame,
                   const std::array<std::array<double, 2>, 2> &t, std::size_t q, ShellRows &rows) {
  for (std::size_t k = 0; k < shapes.value.size(); ++k) {
    const double along_1 = t[0][0] * shapes.gradient[k][0] + t[0][1] * shapes.gradient[k][1];
    const double along_2 = t[1][0] * shapes.gradient[k][0] + t[1][1] * shapes.gradient[k][1];
    add(rows.drilling, q, k, 0, -0.5 * (along_1 * frame[1] - along_2 * frame[0]));
    add(rows.drilling, q, k, 1, shapes.value[k] * s.normal);
    for (int c = 0; c < 3; ++c) {
      Tensor<1, 3> unit;
      unit[c] = 1;
      add(rows.displacement, 3 * q + c, k, 0, shapes.value[k] * unit);
      add(rows.gradient, 6 * q + c, k, 0, along_1 * unit);
      add(rows.gradient, 6 * q + 3 + c, k, 0, along_2 * unit);
      // e_c.(theta x n) = theta.(n x e_c)
      add(rows.director, 3 * q + c, k, 1, shapes.value[k] * cross_product_3d(s.normal, unit));
    }
  }
}

ShellRows empty_rows(std::size_t n, std::size_t n_points) {
  return {std::vector<double>(n_points),       FullMatrix<double>(3 * n_points, n),
          FullMatrix<double>(3 * n_points, n), FullMatrix<double>(2 * n_points, n),
          FullMatrix<double>(n_points, n),     FullMatrix<double>(3 * n_points, n),
          FullMatrix<double>(3 * n_points, n), FullMatrix<double>(6 * n_points, n),
          std::vector<double>(n_points),       std::vector<std::array<Tensor<1, 3>, 2>>(n_points)};
}

double distance_from_axis(const ShellSpace &space, const Point<3> &position) {
  const std::optional<ShellAxis> &axis = space.mesh().axis;
  return axis ? cross_product_3d(axis->direction, position - axis->origin).norm() / axis->direction.norm()
              : 0;
}

/// Completes the rows of point q, whose membrane and shear rows are covariant so far.
void local_rows(const ShellShapes &shapes, const ShellSurface &s, const std::array<Tensor<1, 3>, 2> &frame,
                std::size_t q, ShellRows &rows) {
  curvature_row(shapes, s, 0, 0, rows.curvature, 3 * q);
  curvature_row(shapes, s, 1, 1, rows.curvature, 3 * q + 1);
  curvature_row(shapes, s, 0, 1, rows.curvature, 3 * q + 2);
  const auto t = on_dual_basis(s, frame);
  turn_tensor(t, rows.membrane, 3 * q);
  turn_tensor(t, rows.curvature, 3 * q);
  turn_vector(t, rows.shear, 2 * q);
  movement_rows(shapes, s, frame, t, q, rows);
  rows.frames[q] = frame;
}

/// Values at x of the Lagrange polynomials on `points`.
std::vector<double> lagrange(const std::vector<Point<1>> &points, double x) {
  std::vector<double> values;
  for (const auto &polynomial : dealii::Polynomials::generate_complete_Lagrange_basis(points))
    values.push_back(polynomial.value(x));
  return values;
}

} // namespace

ShellElement::ShellElement(const ShellSpace &space) : space_(space) {
  const unsigned p = space.degree();
  const dealii::QGauss<2> quadrature(p + 1);
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    weights_.push_back(quadrature.weight(q));
    shapes_.push_back(space.shapes(quadrature.point(q)));
  }
  along_1_ = tying_grid(p, p + 1);
  along_2_ = tying_grid(p + 1, p);
  both_ = tying_grid(p, p);
}

ShellElement::Grid ShellElement::tying_grid(unsigned points_1, unsigned points_2) const {
  const dealii::QGauss<1> gauss_1(points_1), gauss_2(points_2);
  Grid grid;
  for (const Point<1> &y : gauss_2.get_points())
    for (const Point<1> &x : gauss_1.get_points())
      grid.shapes.push_back(space_.shapes(Point<2>(x[0], y[0])));
  const dealii::QGauss<2> quadrature(space_.degree() + 1);
  for (const Point<2> &point : quadrature.get_points()) {
    const auto a = lagrange(gauss_1.get_points(), point[0]), b = lagrange(gauss_2.get_points(), point[1]);
    grid.to_quadrature.emplace_back();
    for (const double bj : b)
      for (const double ai : a)
        grid.to_quadrature.back().push_back(ai * bj);
  }
  return grid;
}

void ShellElement::add_tied(std::size_t cell, const Grid &grid, int a, int b, FullMatrix<double> &membrane,
                            FullMatrix<double> &shear) const {
  const std::size_t n = 6 * space_.nodes_per_cell(), n_grid = grid.shapes.size();
  FullMatrix<double> sampled(n_grid, n), sampled_shear(n_grid, n);
  for (std::size_t g = 0; g < n_grid; ++g) {
    const ShellSurface s = space_.surface(cell, grid.shapes[g]);
    membrane_row(grid.shapes[g], s, a, b, sampled, g);
    if (a == b)
      shear_row(grid.shapes[g], s, a, sampled_shear, g);
  }
  for (std::size_t q = 0; q < weights_.size(); ++q)
    for (std::size_t g = 0; g < n_grid; ++g) {
      const double w = grid.to_quadrature[q][g];
      if (std::abs(w) < 1e-14)
        continue;
      const std::size_t row = 3 * q + (a == b ? a : 2);
      for (std::size_t j = 0; j < n; ++j)
        membrane(row, j) += w * sampled(g, j);
      if (a == b)
        for (std::size_t j = 0; j < n; ++j)
          shear(2 * q + a, j) += w * sampled_shear(g, j);
    }
}

ShellRows ShellElement::rows(std::size_t cell) const {
  const std::size_t n = 6 * space_.nodes_per_cell(), n_q = weights_.size();
  ShellRows rows = empty_rows(n, n_q);
  add_tied(cell, along_1_, 0, 0, rows.membrane, rows.shear);
  add_tied(cell, along_2_, 1, 1, rows.membrane, rows.shear);
  add_tied(cell, both_, 0, 1, rows.membrane, rows.shear);
  for (std::size_t q = 0; q < n_q; ++q) {
    const ShellSurface s = space_.surface(cell, shapes_[q]);
    rows.weights[q] = weights_[q] * s.area;
    rows.radii[q] = distance_from_axis(space_, s.position);
    local_rows(shapes_[q], s, space_.frame(s), q, rows);
  }
  return rows;
}

ShellRows rows_at(const ShellSpace &space, std::size_t cell, const Point<2> &unit) {
  ShellRows rows = empty_rows(6 * space.nodes_per_cell(), 1);
  const ShellShapes shapes = space.shapes(unit);
  const ShellSurface s = space.surface(cell, shapes);
  rows.weights[0] = 1;
  rows.radii[0] = distance_from_axis(space, s.position);
  membrane_row(shapes, s, 0, 0, rows.membrane, 0);
  membrane_row(shapes, s, 1, 1, rows.membrane, 1);
  membrane_row(shapes, s, 0, 1, rows.membrane, 2);
  local_rows(shapes, s, space.frame(s), 0, rows);
  return rows;
}

std::vector<double> integrate(const std::vector<double> &weights, const FullMatrix<double> &left,
                              std::span<const double> c, const FullMatrix<double> &right) {
  const std::size_t n_c = left.m() / weights.size(), n = right.n();
  FullMatrix<double> scaled(right.m(), n), product(left.n(), n);
  for (std::size_t q = 0; q < weights.size(); ++q)
    for (std::size_t i = 0; i < n_c; ++i)
      for (std::size_t k = 0; k < n_c; ++k) {
        const double factor = weights[q] * c[i * n_c + k];
        if (factor != 0)
          for (std::size_t j = 0; j < n; ++j)
            scaled(q * n_c + i, j) += factor * right(q * n_c + k, j);
      }
  left.Tmmult(product, scaled);
  std::vector<double> result(left.n() * n);
  for (std::size_t i = 0; i < left.n(); ++i)
    for (std::size_t j = 0; j < n; ++j)
      result[i * n + j] = product(i, j);
  return result;
}

} // namespace earshot
