#ifndef EARSHOT_CIRCUIT_SPICE_NUMBER_H
#define EARSHOT_CIRCUIT_SPICE_NUMBER_H

#include <optional>
#include <string>

namespace earshot {

/// What the letters behind a number of SPICE multiply it by: f p n u (or the micro sign) m k meg g t mil;
/// what follows is a unit that is ignored ("4.7uF"), and letters that are no suffix are one ("10ohm").
/// Capitals make no difference. Nothing for what isn't letters.
std::optional<double> spice_factor(const std::string &letters);

/// "4.7u" as 4.7e-6. @return nothing when the text isn't a value, as "4k7", which is 4000 to some programs
/// and 4700 to others
std::optional<double> parse_spice_value(const std::string &text);

} // namespace earshot

#endif
