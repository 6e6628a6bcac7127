// Data sheets from impedance curves: what made a curve comes back from it.
#include "tests/unit/model/coil_curve.h"

#include <gtest/gtest.h>

namespace {

using namespace earshot;
using namespace earshot::testing;
using Complex = std::complex<double>;

ImportedImpedance without_phase(ImportedImpedance curve) {
  curve.phase_note = "minimum phase taken";
  for (Complex &value : curve.curve.values)
    value = std::abs(value);
  return curve;
}

MovingCoilConfig sheet() {
  MovingCoilConfig coil;
  coil.name.value = "mid";
  coil.impedance.value = "mid.zma";
  coil.mass = 20e-6;
  return coil;
}

void expect_near(const MovingCoilConfig &found, const MovingCoilConfig &expected, double tolerance) {
  const std::pair<const char *, Located<double> MovingCoilConfig::*> numbers[] = {
      {"R_e", &MovingCoilConfig::resistance},          {"L_e", &MovingCoilConfig::inductance},
      {"K", &MovingCoilConfig::semi_inductance},       {"f_s", &MovingCoilConfig::resonance},
      {"Q_ms", &MovingCoilConfig::mechanical_quality}, {"Q_es", &MovingCoilConfig::electrical_quality}};
  for (const auto &[name, number] : numbers)
    EXPECT_NEAR((found.*number).value, (expected.*number).value, tolerance * (expected.*number).value)
        << name;
}

TEST(CoilFit, RecoversWhatMadeTheCurve) {
  const FittedCoil fit = fit_coil(sheet(), curve_of(truth()));
  expect_near(fit.coil, truth(), 1e-5); // the search ends where squares of errors are at round-off
  EXPECT_LT(fit.residual.worst, 1e-5);
  EXPECT_EQ(fit.coil.mass.value, 20e-6);
}

TEST(CoilFit, MagnitudesAloneDo) {
  const FittedCoil fit = fit_coil(sheet(), without_phase(curve_of(truth())));
  expect_near(fit.coil, truth(), 1e-4); // magnitudes tell the two inductances apart by their bend alone
  EXPECT_LT(fit.residual.worst, 1e-5);
}

/// 1 % in each part of 132 rows: the large numbers come to about 1 %/sqrt(rows that show them), some 20 for
/// the resonance; the inductances, a hundredth of |Z| at 1 kHz, are known worse.
TEST(CoilFit, BearsNoise) {
  for (const bool phase : {true, false}) {
    const ImportedImpedance curve = curve_of(truth(), 0.01);
    const FittedCoil fit = fit_coil(sheet(), phase ? curve : without_phase(curve));
    EXPECT_NEAR(fit.coil.resistance, 18, 0.02 * 18);
    EXPECT_NEAR(fit.coil.resonance, 120, 0.02 * 120);
    EXPECT_NEAR(fit.coil.mechanical_quality, 2.5, 0.05 * 2.5);
    EXPECT_NEAR(fit.coil.electrical_quality, 0.8, 0.05 * 0.8);
    // what is left is the noise: sqrt(2) % of a complex number, 1 % of a magnitude, within its own scatter
    EXPECT_NEAR(fit.residual.rms, phase ? 0.01414 : 0.01, 0.002);
    EXPECT_GT(fit.residual.worst, fit.residual.rms);
    EXPECT_GT(fit.residual.worst_hz, 10);
  }
}

TEST(CoilFit, StatedNumbersStay) {
  MovingCoilConfig coil = sheet();
  coil.resistance = 18.5;
  coil.inductance = Located<double>(0.0, {"case.toml", 3, 1, "moving_coil[0].inductance"});
  coil.mechanical_quality = 2.5;
  const FittedCoil fit = fit_coil(coil, curve_of(truth()));
  EXPECT_EQ(fit.coil.resistance.value, 18.5);
  EXPECT_EQ(fit.coil.inductance.value, 0);
  EXPECT_EQ(fit.coil.mechanical_quality.value, 2.5);
  EXPECT_NEAR(fit.coil.resonance, 120, 0.02 * 120); // 3 % off in R_e elsewhere
  EXPECT_GT(fit.residual.rms, 0.01);
  const FittedCoil all = fit_coil(truth(), curve_of(truth()));
  expect_near(all.coil, truth(), 1e-15);
  EXPECT_LT(all.residual.worst, 1e-12);
}

TEST(CoilFit, CoilsOfOtherKinds) {
  // An in-ear driver: hardly any peak; a headphone's: high; a planar one's coil has no inductance.
  const double sets[][6] = {
      {16, 20e-6, 0.1, 500, 1.2, 12}, {300, 2e-3, 8, 80, 9, 1.1}, {30, 0, 0, 60, 3, 1.5}};
  for (const auto &set : sets) {
    MovingCoilConfig coil;
    coil.resistance = set[0], coil.inductance = set[1], coil.semi_inductance = set[2];
    coil.resonance = set[3], coil.mechanical_quality = set[4], coil.electrical_quality = set[5];
    const FittedCoil fit = fit_coil(sheet(), curve_of(coil));
    EXPECT_LT(fit.residual.worst, 1e-4) << set[0] << " ohm";
    EXPECT_NEAR(fit.coil.resonance, set[3], 1e-3 * set[3]);
    EXPECT_NEAR(fit.coil.mechanical_quality, set[4], 1e-3 * set[4]);
    EXPECT_NEAR(fit.coil.electrical_quality, set[5], 1e-3 * set[5]);
  }
}

} // namespace
