#ifndef EARSHOT_POSTPROCESS_REPORT_REPORT_H
#define EARSHOT_POSTPROCESS_REPORT_REPORT_H

#include <filesystem>

namespace earshot {

/// Writes <directory>/report.html: what the folder of a run or of a motor holds, as one page that needs
/// nothing else.
/// @return the file written @throws UserError when the folder holds no results or a file can't be read
std::filesystem::path write_report(const std::filesystem::path &directory);

/// `write_report` at the end of a run, whose results stand without it: a fault is a warning on the screen.
/// Says where the report is.
void add_report(const std::filesystem::path &directory);

} // namespace earshot

#endif
