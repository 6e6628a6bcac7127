#ifndef EARSHOT_RUNTIME_OPTIONS_H
#define EARSHOT_RUNTIME_OPTIONS_H

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// One of several shares of a study's designs.
struct Shard {
  int number = 1, count = 1; ///< counted from 1
};

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
  bool forecast_accuracy = false;     ///< of `check`: try the mesh, and tell what other accuracies would take
  bool only_studies = false;          ///< answer the designs of studies, not the case itself
  Shard shard;                        ///< of the designs

  /// Where results go; those of a shard have a folder of their own within it.
  std::filesystem::path results_directory() const {
    const std::filesystem::path named_after = model.empty() ? case_file : model;
    const std::filesystem::path whole =
        directory.empty() ? "results" / named_after.stem() : std::filesystem::path(directory);
    return shard.count > 1
               ? whole / "shards" / (std::to_string(shard.number) + "-of-" + std::to_string(shard.count))
               : whole;
  }
};

} // namespace earshot

#endif
