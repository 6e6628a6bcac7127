#ifndef EARSHOT_POSTPROCESS_MOTOR_FIELD_PICTURE_H
#define EARSHOT_POSTPROCESS_MOTOR_FIELD_PICTURE_H

#include <filesystem>
#include <vector>

namespace earshot {

/// flux_density_<driver>.png, flux lines and |B|, and saturation_<driver>.png of every motor field in
/// <directory>/fields. Needs a display. @return the files written @throws UserError
std::vector<std::filesystem::path> draw_motor_fields(const std::filesystem::path &directory);

} // namespace earshot

#endif
