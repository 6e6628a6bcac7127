#ifndef EARSHOT_FILES_FREQUENCY_ROWS_H
#define EARSHOT_FILES_FREQUENCY_ROWS_H

#include "solver/files/text_table.h"

#include <string>
#include <vector>

namespace earshot {

/// The rows of a table by rising frequency: reversed where they fall, without one at 0 Hz and without rows
/// that say the same as the one before.
/// @param notes gets what was done, with file and line
/// @throws UserError for negative frequencies, two values at one, and frequencies that neither rise nor fall
std::vector<std::size_t> rising_rows(const TextTable &table, const std::vector<double> &frequency_hz,
                                     std::vector<std::string> &notes);

} // namespace earshot

#endif
