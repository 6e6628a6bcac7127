#ifndef EARSHOT_MESH_DIAPHRAGM_PROFILE_H
#define EARSHOT_MESH_DIAPHRAGM_PROFILE_H

#include "solver/config/case.h"
#include "solver/mesh/profile.h"

#include <optional>
#include <stdexcept>

namespace earshot {

/// Turns what code without knowledge of the config objects to into an error that points there.
template <class Work>
auto pointing_at(const SourcePosition &where, const Work &work) {
  try {
    return work();
  } catch (const std::invalid_argument &error) {
    throw UserError(where, error.what());
  }
}

/// The profile of a driver's diaphragm; nothing for a piston or a diaphragm with a mesh of its own.
/// @throws UserError
std::optional<Profile> diaphragm_profile(const DriverConfig &driver);

} // namespace earshot

#endif
