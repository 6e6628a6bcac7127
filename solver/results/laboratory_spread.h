#ifndef EARSHOT_RESULTS_LABORATORY_SPREAD_H
#define EARSHOT_RESULTS_LABORATORY_SPREAD_H

#include <array>

namespace earshot {

/// What two laboratories differ by that measure the same model of in-ear earphone on their 711 couplers,
/// levels aligned at 500 Hz: nine in ten differences are smaller.
struct LaboratorySpread {
  double lowest_hz, highest_hz;
  double difference_db;
};

/// From 31 pairs of published measurements, each the mean of left and right, on a grid of 24 points per
/// octave: Super Review (22 models), Camille (8) and Kara (1) against Paul Wasabi or each other, of
/// github.com/mlochbaum/CrinGraph at 5536d54, camille-7/PublicGraphTool at 5a9597f,
/// Kara2003/Kara2003.github.io at b538f25, paulwasabii/paulwasabii.github.io at e59f4d6. Another unit, tip
/// and depth of insertion are part of it. docs/renew_laboratory_spread computes it anew.
extern const std::array<LaboratorySpread, 6> laboratory_spread;

/// The spread at a frequency [dB]; NaN beyond the table.
double laboratory_spread_db(double frequency_hz);

} // namespace earshot

#endif
