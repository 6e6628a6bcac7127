#include "solver/sweep/reduced_surplus.h"

namespace earshot {

namespace {

Complex bilinear(const ReducedSurplus::Pair &pair, std::span<const Complex> p, std::span<const Complex> q) {
  Complex sum = 0;
  const double *value = pair.matrix.data();
  for (const std::size_t row : pair.rows) {
    Complex product = 0;
    for (const std::size_t column : pair.columns)
      product += *value++ * q[column];
    sum += p[row] * product;
  }
  return sum;
}

} // namespace

Complex divisor(const std::vector<DivisorShare> &shares, const Factors &factors) {
  Complex sum = 0;
  for (const auto &[term, share] : shares)
    sum += share * factors.terms[term];
  return sum;
}

Complex ReducedSurplus::error(const Factors &factors, std::span<const Complex> coordinates,
                              std::span<const Complex> adjoint) const {
  Complex sum = 0;
  for (const Group &group : groups) {
    Complex products = 0;
    for (const Pair &pair : group.pairs) {
      Complex product = bilinear(pair, adjoint, coordinates);
      if (pair.j != pair.k)
        product += bilinear(pair, coordinates, adjoint);
      products += factors.terms[pair.j] * factors.terms[pair.k] * product;
    }
    sum += products / divisor(group.divisor, factors);
  }
  return sum;
}

} // namespace earshot
