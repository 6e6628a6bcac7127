#ifndef EARSHOT_FEM_PLACE_NUMBERING_H
#define EARSHOT_FEM_PLACE_NUMBERING_H

#include "solver/algebra/types.h"

#include <deal.II/dofs/dof_handler.h>

#include <algorithm>
#include <span>
#include <vector>

namespace earshot {

/// Numbers of a field's unknowns, of which each place (a degree of freedom of deal.II) holds none, one or
/// several.
struct PlaceNumbering {
  std::vector<Index> first; ///< number of each place's first unknown, or `no_unknown`
  Index total = 0, owned = 0;

  /// Of places with at most one unknown.
  void of(std::span<const dealii::types::global_dof_index> places, std::span<Index> unknowns) const {
    std::transform(places.begin(), places.end(), unknowns.begin(), [this](auto p) { return first[p]; });
  }
};

/// Numbers unknowns in the order of their places, so that each rank owns one range.
/// @param count  unknowns of each place, the same on every rank
PlaceNumbering number_places(const std::vector<int> &count, const dealii::DoFHandler<3> &places);

} // namespace earshot

#endif
