#ifndef EARSHOT_MODEL_DRIVER_H
#define EARSHOT_MODEL_DRIVER_H

#include "solver/config/case.h"
#include "solver/fem/shell_space.h"

#include <memory>
#include <string>

namespace earshot {

/// One driver of the coupled problem.
struct Driver {
  DriverConfig config;
  int surface = -1;                  ///< index into the air mesh's surfaces
  ShellAxis axis;                    ///< centre of the rim, direction to the front
  std::unique_ptr<ShellSpace> shell; ///< empty for a piston
  int structure_field = -1, current_field = -1;
};

/// What the names of a driver's zones and losses begin with where they stand beside those of others:
/// "<driver>/", or nothing for a case's only driver.
inline std::string qualifier_of(const DriverConfig &driver, const Case &config) {
  return config.drivers.size() > 1 ? driver.name.value + "/" : "";
}

} // namespace earshot

#endif
