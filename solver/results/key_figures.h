#ifndef EARSHOT_RESULTS_KEY_FIGURES_H
#define EARSHOT_RESULTS_KEY_FIGURES_H

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace earshot {

/// A number that a design is known by.
struct KeyFigure {
  std::string name;        ///< column of a table, ends in its unit
  double value;            ///< NaN where it isn't defined or the frequencies don't reach
  std::string driver = {}; ///< whose it is; empty: that of the whole
};

/// The figures that are levels at the eardrum, with their frequencies [Hz].
inline constexpr std::pair<double, const char *> level_figures[] = {
    {100, "spl_100hz_db"}, {1000, "spl_1khz_db"}, {3000, "spl_3khz_db"}, {10000, "spl_10khz_db"}};

/// The value of a figure by its name; NaN when there is no such figure.
inline double value_of(const std::vector<KeyFigure> &figures, const std::string &name) {
  const auto found = std::find_if(figures.begin(), figures.end(),
                                  [&](const KeyFigure &figure) { return figure.name == name; });
  return found == figures.end() ? std::numeric_limits<double>::quiet_NaN() : found->value;
}

} // namespace earshot

#endif
