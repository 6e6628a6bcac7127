#include "solver/mesh/refinement.h"

#include "solver/mesh/sized_region.h"
#include "solver/mesh/vector3.h"

#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <utility>

namespace earshot {

namespace {

namespace geometry = boost::geometry;
using Point = geometry::model::point<double, 3, geometry::cs::cartesian>;
using Entry = std::pair<Point, std::size_t>;
using Tree = geometry::index::rtree<Entry, geometry::index::rstar<16>>;

/// How many of the nearest balls are asked: those around a point, and then some.
constexpr unsigned int neighbours = 16;
/// Smallest size ratio of one step: the errors told it for larger elements.
constexpr double least_ratio = 0.25;

double ratio(double error, double equal_error) {
  constexpr double rate = 2;
  return error <= equal_error ? 1 : std::max(least_ratio, std::pow(equal_error / error, 1 / (rate + 3)));
}

} // namespace

SizeField refined(SizeField size, const MeshRefinement &refinement, double unit) {
  if (refinement.empty())
    return size;
  std::vector<Entry> entries;
  for (std::size_t k = 0; k < refinement.size(); ++k) {
    const auto &[x, y, z] = refinement[k].centre;
    entries.emplace_back(Point(x, y, z), k);
  }
  const auto tree = std::make_shared<const Tree>(entries);
  return
      [size = std::move(size), refinement, tree, unit](int dimension, int tag, double x, double y, double z) {
        const Point here(x * unit, y * unit, z * unit);
        std::vector<Entry> nearest;
        tree->query(geometry::index::nearest(here, neighbours), std::back_inserter(nearest));
        double least = size(dimension, tag, x, y, z) * unit;
        for (const auto &[centre, k] : nearest) {
          const double outside = std::max(0.0, geometry::distance(here, centre) - refinement[k].radius);
          least = std::min(least, refinement[k].size + size_gradation * outside);
        }
        return least / unit;
      };
}

std::vector<double> cell_sizes(const std::vector<std::array<double, 3>> &nodes,
                               const std::vector<std::array<int, 10>> &cells) {
  std::vector<double> sizes;
  for (const auto &cell : cells) {
    double sum = 0;
    for (const auto &[a, b] : tetrahedron_edges)
      sum += norm(nodes[cell[b]] - nodes[cell[a]]);
    sizes.push_back(sum / tetrahedron_edges.size());
  }
  return sizes;
}

std::vector<double> size_ratios(const std::vector<double> &errors, double share) {
  double sum = 0, largest = 0;
  for (const double error : errors) {
    sum += error;
    largest = std::max(largest, error);
  }
  const auto left = [&](double equal_error) {
    double after = 0;
    for (const double error : errors)
      after += error * std::pow(ratio(error, equal_error), 2);
    return after;
  };
  double low = 0, high = largest;
  for (int step = 0; step < 60 && share < 1; ++step) { // to the last digit
    const double middle = 0.5 * (low + high);
    (left(middle) > share * sum ? high : low) = middle;
  }
  std::vector<double> ratios;
  for (const double error : errors)
    ratios.push_back(ratio(error, share < 1 ? low : largest));
  return ratios;
}

} // namespace earshot
