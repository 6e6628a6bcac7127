#ifndef EARSHOT_OUTPUT_SPECIFICATION_FILE_H
#define EARSHOT_OUTPUT_SPECIFICATION_FILE_H

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// A line of a data sheet.
struct SpecificationFigure {
  std::string name;       ///< in files; ends in its unit
  std::string title;      ///< for people
  std::string group;      ///< lines that stand together
  double value = 0;       ///< NaN where it isn't known
  std::string unit;       ///< for people
  std::string conditions; ///< under which the value holds, and who defines it
};

/// Writes specification.json: `figures`, each with the members' names; what isn't known is null.
/// @throws UserError
void write_specification(const std::filesystem::path &directory,
                         const std::vector<SpecificationFigure> &figures);

} // namespace earshot

#endif
