#include "solver/mesh/mesh_facts.h"

#include <algorithm>
#include <stdexcept>

namespace earshot {

double MeshFacts::surface_area(const std::string &name) const {
  return surface_areas.at(std::find(surfaces.begin(), surfaces.end(), name) - surfaces.begin());
}

const MeshFacts::Passage &MeshFacts::passage(const std::string &volume) const {
  const auto found = std::find_if(passages.begin(), passages.end(),
                                  [&](const Passage &passage) { return passage.volume == volume; });
  if (found == passages.end())
    throw std::out_of_range("\"" + volume + "\" is no passage of the mesh");
  return *found;
}

} // namespace earshot
