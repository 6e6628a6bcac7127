#ifndef EARSHOT_FIT_LEVEL_MODEL_H
#define EARSHOT_FIT_LEVEL_MODEL_H

#include "solver/config/kinds.h"

#include <span>
#include <vector>

namespace earshot {

/// A level over the frequencies of a fit, and what each number of the case does to it.
struct LevelAnswer {
  std::vector<double> level_db;
  std::vector<std::vector<double>>
      slopes; ///< [number][frequency], dB per unit of the number; where asked for
};

/// One state of an earphone, as a function of some of its case's numbers.
class LevelModel {
public:
  virtual ~LevelModel() = default;

  /// @param values of the numbers, in the units of the case's parameters
  /// @throws UserError, std::runtime_error for values that have no answer
  virtual LevelAnswer answer(std::span<const double> values, bool with_slopes) const = 0;

  /// Estimated error of the level, of a model that is an approximation of another one [dB].
  virtual double largest_error_db(std::span<const double>) const { return 0; }
};

} // namespace earshot

#endif
