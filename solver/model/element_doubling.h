#ifndef EARSHOT_MODEL_ELEMENT_DOUBLING_H
#define EARSHOT_MODEL_ELEMENT_DOUBLING_H

#include <utility>

namespace earshot {

/// What an axisymmetric diaphragm gives on a mesh that is fine enough.
template <class Result>
struct OnFineMesh {
  Result result;
  double change; ///< relative, by the last doubling of the elements
  int elements;  ///< of each zone, and of each wave of a corrugated one
};

/// Doubles the elements, from 4 to at most 16, until a result changes by no more than 1e-3.
/// @param compute from a number of elements to a result @param change relative, from a coarse result to a
/// fine one
template <class Compute, class Change>
auto with_enough_elements(const Compute &compute, const Change &change) {
  constexpr int first = 4, most = 16;
  constexpr double tolerance = 1e-3;
  OnFineMesh<decltype(compute(first))> found{compute(first), 0, first};
  do {
    found.elements *= 2;
    auto fine = compute(found.elements);
    found.change = change(found.result, fine);
    found.result = std::move(fine);
  } while (found.change > tolerance && found.elements < most);
  return found;
}

} // namespace earshot

#endif
