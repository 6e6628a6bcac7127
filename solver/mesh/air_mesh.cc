#include "solver/mesh/air_mesh.h"

#include <algorithm>

namespace earshot {
namespace {

int index_of(const std::string &name, const std::vector<std::string> &names) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

} // namespace

int AirMesh::volume_index(const std::string &name) const {
  return index_of(name, volumes);
}

int AirMesh::surface_index(const std::string &name) const {
  return index_of(name, surfaces);
}

} // namespace earshot
