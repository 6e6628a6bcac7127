#ifndef EARSHOT_SWEEP_VECTOR_NORM_H
#define EARSHOT_SWEEP_VECTOR_NORM_H

#include "solver/algebra/types.h"

#include <cmath>
#include <span>

namespace earshot {

/// |v|
inline double norm(std::span<const Complex> vector) {
  double square = 0;
  for (const Complex value : vector)
    square += std::norm(value);
  return std::sqrt(square);
}

} // namespace earshot

#endif
