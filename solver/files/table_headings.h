#ifndef EARSHOT_FILES_TABLE_HEADINGS_H
#define EARSHOT_FILES_TABLE_HEADINGS_H

#include "solver/files/table_layout.h"

#include <string>
#include <vector>

namespace earshot {

/// A title such as "Freq(Hz)", "Z [Ohm]", "phase in degrees", "frequency_hz" or "dB" in name and unit.
TextTable::Column parse_title(const std::string &title);

/// Whether a title names something that tables of frequencies hold, or a unit.
bool is_known_title(const TextTable::Column &column);

/// The titles of a heading that has `n` of them: by the separator of the numbers, by two blanks or more, or
/// by the ends of bracketed units. Empty when it doesn't fall into `n`.
std::vector<std::string> split_titles(const std::string &heading, Separator separator, std::size_t n);

} // namespace earshot

#endif
