#include "solver/results/laboratory_spread.h"

#include <limits>

namespace earshot {

const std::array<LaboratorySpread, 6> laboratory_spread{{{20, 100, 2.1},
                                                         {100, 1000, 0.9},
                                                         {1000, 4000, 2.5},
                                                         {4000, 8000, 4.2},
                                                         {8000, 10000, 7.0},
                                                         {10000, 20000, 10.7}}};

double laboratory_spread_db(double frequency_hz) {
  for (const LaboratorySpread &band : laboratory_spread)
    if (frequency_hz >= band.lowest_hz && frequency_hz <= band.highest_hz)
      return band.difference_db;
  return std::numeric_limits<double>::quiet_NaN();
}

} // namespace earshot
