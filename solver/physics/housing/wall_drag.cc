#include "solver/physics/housing/wall_drag.h"

#include "solver/fem/wall_curvature.h"

namespace earshot {

namespace {

using dealii::Tensor;

/// Sums int a . W b over elements, where a and b are gradients of the air's functions or motions.
class DragBuilder {
public:
  explicit DragBuilder(const DragPlace &place) : place_(place), coupling_(place.partition) {}

  /// @param along(q)  W at a quadrature point
  template <class Values, class Along>
  void add(const Values &values, std::span<const Index> unknowns, const Along &along) {
    std::map<Index, std::vector<double>> columns; // of what moves -> entry per air unknown
    for (unsigned int q = 0; q < values.n_quadrature_points; ++q) {
      const PlaceMotion moved = place_.motion(values.quadrature_point(q));
      const Tensor<2, 3> w = values.JxW(q) * along(q);
      motion_.add(moved, w);
      for (std::size_t k = 0; k < moved.numbers.size(); ++k) {
        const Tensor<1, 3> dragged = w * moved.vectors[k];
        std::vector<double> &column = columns[moved.numbers[k]];
        column.resize(unknowns.size());
        for (unsigned int i = 0; i < unknowns.size(); ++i)
          column[i] += values.shape_grad(i, q) * dragged;
      }
    }
    std::vector<Index> rows;
    for (const Index unknown : unknowns)
      rows.push_back(unknown == no_unknown ? no_unknown : place_.air_number(unknown));
    for (const auto &[number, column] : columns)
      coupling_.add_coupling(rows, std::array{number}, column);
  }
  DragMatrices finish() { return {coupling_.finish(), motion_.finish(place_.partition)}; }

private:
  const DragPlace &place_;
  MatrixBuilder coupling_;
  MotionSquares motion_;
};

/// What of a vector is along the wall.
Tensor<2, 3> tangential(const Tensor<1, 3> &normal) {
  return Tensor<2, 3>(dealii::unit_symmetric_tensor<3>()) - outer_product(normal, normal);
}

} // namespace

DragMatrices drag_along_walls(const DragPlace &place, const FaceFilter &wanted) {
  DragBuilder builder(place);
  place.air.for_each_face(wanted, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                                      std::span<const Index> unknowns) {
    builder.add(values, unknowns, [&](unsigned q) { return tangential(values.normal_vector(q)); });
  });
  return builder.finish();
}

DragMatrices drag_along_bent_walls(const DragPlace &place, const FaceFilter &wanted, double largest) {
  DragBuilder builder(place);
  place.air.for_each_face(wanted, [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values,
                                      std::span<const Index> unknowns) {
    builder.add(values, unknowns, [&](unsigned q) {
      const auto [shape, mean] = wall_curvature(values, q, largest);
      return Tensor<2, 3>(shape) - mean * tangential(values.normal_vector(q));
    });
  });
  return builder.finish();
}

DragMatrices drag_in_volumes(const DragPlace &place, const std::vector<int> &volumes) {
  DragBuilder builder(place);
  const Tensor<2, 3> all(dealii::unit_symmetric_tensor<3>());
  place.air.for_each_cell(volumes, [&](const dealii::FEValues<3> &values, std::span<const Index> unknowns) {
    builder.add(values, unknowns, [&](unsigned) { return all; });
  });
  return builder.finish();
}

void add_wall_drag(const std::string &region, const std::string &loss, const Coefficient &flow,
                   double density, const std::function<DragMatrices()> &assemble, ProblemBuilder problem) {
  auto matrices = on_demand(assemble);
  const auto inertial = [density](double omega) { return density * omega * omega; };
  problem.add_term("drag of moving walls", region,
                   {"-rho w^2 " + flow.symbol,
                    [flow, inertial](double omega) { return -inertial(omega) * flow.value(omega); }},
                   loss, [&] { return matrices().coupling; });
  problem.add_term(
      "drag of moving walls", region,
      {"rho^2 w^4 " + flow.symbol,
       [flow, inertial](double omega) { return inertial(omega) * inertial(omega) * flow.value(omega); }},
      loss, [&] { return matrices().motion; });
}

} // namespace earshot
