#ifndef EARSHOT_MESH_INDEX_IN_MESH_H
#define EARSHOT_MESH_INDEX_IN_MESH_H

#include "solver/config/located.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

namespace earshot {

/// Place of a name that a case gives among those of a mesh. @param what  "volume" or "surface", for the
/// message
/// @throws UserError for an unknown one
inline int index_in_mesh(const std::vector<std::string> &names, const Located<std::string> &name,
                         const char *what) {
  const auto found = std::find(names.begin(), names.end(), name.value);
  if (found == names.end())
    throw UserError(name.where, fmt::format("found the unknown {} \"{}\", expected one of {}", what,
                                            name.value, fmt::join(names, ", ")));
  return static_cast<int>(found - names.begin());
}

} // namespace earshot

#endif
