#include "solver/mesh/mesh_facts.h"

#include <algorithm>

namespace earshot {

double MeshFacts::surface_area(const std::string &name) const {
  return surface_areas.at(std::find(surfaces.begin(), surfaces.end(), name) - surfaces.begin());
}

} // namespace earshot
