#ifndef EARSHOT_APP_COMPARE_H
#define EARSHOT_APP_COMPARE_H

#include <filesystem>
#include <string>
#include <vector>

namespace earshot {

/// What the command line says of `earshot compare`; empty texts stand for the defaults.
struct CompareOptions {
  std::string first;                ///< what the others are compared with
  std::vector<std::string> others;  ///< runs' folders and files
  std::vector<std::string> targets; ///< files
  std::string quantity = "level";   ///< or "impedance"
  std::string alignment;            ///< "500 Hz", "200 Hz..2 kHz", "none"
  std::string smoothing;            ///< "1/12", "none"
  std::string bands;                ///< their ends: "100 Hz, 1 kHz, 8 kHz"
  bool force = false;               ///< compare what was measured differently
  std::filesystem::path directory = std::filesystem::path("results") / "compare";
};

/// `earshot compare`: puts curves on one grid, smooths and aligns them alike, prints their differences from
/// the first one in bands and writes compare.csv, differences.csv and compare.txt.
/// @throws UserError for what can't be read, and what can't be compared: curves without common frequencies or
/// that end within a stated band, other ears, sources or quantities (unless forced)
void compare(const CompareOptions &options);

} // namespace earshot

#endif
