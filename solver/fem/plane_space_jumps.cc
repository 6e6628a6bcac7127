#include "solver/fem/plane_discretization.h"

namespace earshot {

using namespace dealii;

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
  const auto &space = *parts_;
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

  const auto flux_at = [&](EdgeSide &side, const FEFaceValuesBase<2> &face,
                           const PlaneDiscretization::Cell &cell, unsigned q) {
    const int region = cell->material_id();
    const bool is_open = region == space.open_region;
    return flux(side.at(q, region, face.quadrature_point(q), is_open ? &space.open_map : nullptr));
  };
  const auto add_edge = [&](const PlaneDiscretization::Cell &cell, const PlaneDiscretization::Cell &neighbour,
                            unsigned f, const FEFaceValuesBase<2> &other) {
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
  for (const PlaneDiscretization::Cell &cell : space.cells)
    for (const auto f : cell->face_indices()) {
      // An edge is met once: from its finer side, or from the cell of the lower number.
      if (cell->at_boundary(f) || cell->neighbor(f)->has_children() ||
          (!cell->neighbor_is_coarser(f) && cell->neighbor(f)->index() < cell->index()))
        continue;
      const PlaneDiscretization::Cell neighbour = cell->neighbor(f);
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
