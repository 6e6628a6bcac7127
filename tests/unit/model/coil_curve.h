#ifndef EARSHOT_TESTS_UNIT_MODEL_COIL_CURVE_H
#define EARSHOT_TESTS_UNIT_MODEL_COIL_CURVE_H

#include "solver/model/coil_fit.h"

#include <cmath>
#include <random>

namespace earshot::testing {

inline MovingCoilConfig truth() {
  MovingCoilConfig coil;
  coil.name.value = "mid";
  coil.resistance = 18;
  coil.inductance = 60e-6;
  coil.semi_inductance = 1.5;
  coil.resonance = 120;
  coil.mechanical_quality = 2.5;
  coil.electrical_quality = 0.8;
  return coil;
}

/// Twelve rows an octave from 10 Hz to 20 kHz. @param noise standard deviation, relative
inline ImportedImpedance curve_of(const MovingCoilConfig &coil, double noise = 0) {
  ImportedImpedance curve{TableQuantity::electrical, {}};
  std::mt19937 generator(7);
  std::normal_distribution<double> deviation(0, noise > 0 ? noise : 1);
  for (double f = 10; f < 20e3; f *= std::exp2(1.0 / 12)) {
    curve.curve.frequency_hz.push_back(f);
    curve.curve.values.push_back(free_air_impedance(coil, f));
    if (noise > 0)
      curve.curve.values.back() *= 1.0 + std::complex<double>(deviation(generator), deviation(generator));
  }
  return curve;
}

} // namespace earshot::testing

#endif
