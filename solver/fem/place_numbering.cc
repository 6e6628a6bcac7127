#include "solver/fem/place_numbering.h"

namespace earshot {

PlaceNumbering number_places(const std::vector<int> &count, const dealii::DoFHandler<3> &places) {
  PlaceNumbering numbering{std::vector<Index>(count.size(), no_unknown), 0, 0};
  const dealii::IndexSet &owned = places.locally_owned_dofs();
  for (std::size_t place = 0; place < count.size(); ++place) {
    if (count[place] == 0)
      continue;
    numbering.first[place] = numbering.total;
    numbering.total += count[place];
    if (owned.is_element(place))
      numbering.owned += count[place];
  }
  return numbering;
}

} // namespace earshot
