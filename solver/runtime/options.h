#ifndef EARSHOT_RUNTIME_OPTIONS_H
#define EARSHOT_RUNTIME_OPTIONS_H

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// What the command line says.
struct Options {
  std::string case_file;
  std::string directory;              ///< results go here; by default results/<name of the case>
  std::vector<std::string> overrides; ///< key=value, stronger than the case file
  std::string save_model;             ///< file that the reduced model is kept in; empty: it isn't
  std::string model;                  ///< file of a kept model that is evaluated instead of a case
  bool resume = false;                ///< go on with the frequencies that a killed run left
  bool force = false;                 ///< go on though the memory seems too small
  bool quiet = false;                 ///< no progress on the screen

  /// Where results go.
  std::filesystem::path results_directory() const {
    const std::filesystem::path named_after = model.empty() ? case_file : model;
    return directory.empty() ? "results" / named_after.stem() : std::filesystem::path(directory);
  }
};

} // namespace earshot

#endif
