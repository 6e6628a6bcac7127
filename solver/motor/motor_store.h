#ifndef EARSHOT_MOTOR_MOTOR_STORE_H
#define EARSHOT_MOTOR_MOTOR_STORE_H

#include "solver/config/case.h"
#include "solver/motor/motor_computation.h"

#include <filesystem>
#include <optional>

namespace earshot {

/// Where computed motors are kept: $XDG_CACHE_HOME/earshot, or ~/.cache/earshot. Empty when neither is known.
std::filesystem::path motor_store();

/// What a motor's solution depends on, as a name: a digest of the program (size and time of its file), all
/// the motor's keys and the files they name.
std::string motor_key(const MagneticMotorConfig &motor, const std::vector<MagneticMaterialConfig> &materials);

/// A solution that was kept under a key; none when there is none that can be read.
std::optional<MotorSolution> stored_motor(const std::filesystem::path &store, const std::string &key);

/// Keeps a solution. A store that can't be written to is passed over, as it saves time only.
void store_motor(const std::filesystem::path &store, const std::string &key, const MotorSolution &solution);

} // namespace earshot

#endif
