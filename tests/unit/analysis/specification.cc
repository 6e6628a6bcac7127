#include "solver/analysis/specification.h"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

using namespace earshot;

namespace {

double value_of(const std::vector<SpecificationFigure> &figures, const std::string &name) {
  for (const SpecificationFigure &figure : figures)
    if (figure.name == name)
      return figure.value;
  throw std::out_of_range(name);
}

/// 32 ohm at 2 V from a source without resistance; a pressure that is the same for all frequencies.
Response flat(double pressure) {
  Response response;
  response.source_voltage = 2;
  for (const double f : {20.0, 500.0, 1000.0, 20000.0}) {
    response.frequency_hz.push_back(f);
    response.eardrum_pressure.emplace_back(pressure, 0);
    response.impedance.emplace_back(32, 0);
    response.current.emplace_back(2.0 / 32, 0);
  }
  response.excursion_mm = {{"dynamic", {0.04, 0.02, 0.01, 0.001}}};
  return response;
}

} // namespace

// 2 Pa at 2 V: 1 Pa a volt, 93.979 dB. 1 mW in 32 ohm is 0.17889 V: 14.949 dB less.
TEST(Specification, SensitivitiesAreOfOneVoltAndOfOneMilliwatt) {
  const auto sheet = specification(flat(2), nullptr);
  EXPECT_NEAR(value_of(sheet, "sensitivity_500hz_db_per_v"), 93.9794, 1e-4);
  EXPECT_NEAR(value_of(sheet, "sensitivity_1khz_db_per_v"), 93.9794, 1e-4);
  EXPECT_NEAR(value_of(sheet, "sensitivity_1khz_db_per_mw"), 79.0309, 1e-4);
}

// 94 dB are 1.00237 Pa.
TEST(Specification, TheCharacteristicVoltageGives94Decibels) {
  EXPECT_NEAR(value_of(specification(flat(2), nullptr), "characteristic_voltage_v"), 1.00237, 1e-5);
  EXPECT_NEAR(value_of(specification(flat(20), nullptr), "characteristic_voltage_v"), 0.100237, 1e-6);
}

// The same earphone behind 32 ohm has half the voltage and half the pressure: the same figures.
TEST(Specification, TheSourcesOwnImpedanceChangesNoSensitivity) {
  Response behind = flat(1);
  for (auto &current : behind.current)
    current /= 2;
  EXPECT_NEAR(value_of(specification(behind, nullptr), "sensitivity_1khz_db_per_mw"),
              value_of(specification(flat(2), nullptr), "sensitivity_1khz_db_per_mw"), 1e-12);
}

TEST(Specification, TheRatedImpedanceAllowsATwentyPercentDip) {
  Response response = flat(1);
  response.impedance[2] = {16, 12}; // |Z| = 20 ohm
  const auto sheet = specification(response, nullptr);
  EXPECT_NEAR(value_of(sheet, "lowest_impedance_ohm"), 20, 1e-12);
  EXPECT_NEAR(value_of(sheet, "highest_rated_impedance_ohm"), 25, 1e-12);
  EXPECT_NEAR(value_of(sheet, "impedance_1khz_ohm"), 20, 1e-12);
}

// Z = 8 and 32 ohm behind 120 ohm: 8/128 and 32/152, 10.55 dB apart; behind 10 ohm 8/18 and 32/42, 4.68 dB.
TEST(Specification, ASourceWithResistanceFollowsTheImpedance) {
  Response response = flat(1);
  EXPECT_NEAR(value_of(specification(response, nullptr), "source_120ohm_effect_db"), 0, 1e-12);
  response.impedance[1] = 8;
  const auto sheet = specification(response, nullptr);
  EXPECT_NEAR(value_of(sheet, "source_120ohm_effect_db"), 20 * std::log10((32.0 / 152) / (8.0 / 128)), 1e-9);
  EXPECT_NEAR(value_of(sheet, "source_10ohm_effect_db"), 20 * std::log10((32.0 / 42) / (8.0 / 18)), 1e-9);
}

// From 500 Hz down to 20 Hz the level falls by 20 dB evenly over log f: 10 dB at the geometric mean, 100 Hz.
TEST(Specification, TheRangeEndsTenDecibelsDown) {
  Response response = flat(1);
  response.eardrum_pressure[0] = 0.1;
  const auto sheet = specification(response, nullptr);
  EXPECT_NEAR(value_of(sheet, "lower_limit_hz"), 100, 1e-9);
  EXPECT_TRUE(std::isnan(value_of(sheet, "upper_limit_hz"))) << "beyond the sweep";
}

// 0.04 mm at 2 V are 20 um at 1 V; 94 dB take 1.00237 V of 1 Pa/V.
TEST(Specification, ExcursionIsGivenAtTheSourceAndAt94Decibels) {
  const auto sheet = specification(flat(2), nullptr);
  EXPECT_NEAR(value_of(sheet, "largest_excursion_mm"), 0.04, 1e-15);
  EXPECT_NEAR(value_of(sheet, "excursion_94db_um"), 20 * 1.00237, 1e-4);
}

// 86.572 dB(A) are what a flat earphone of 94 dB/V gives of the programme signal, so that this one with 2 Pa
// at 2 V, 93.979 dB/V, needs 94 - 86.551 dB more than 1 V.
TEST(Specification, TheWideBandVoltageIsOfTheProgrammeSignal) {
  EXPECT_NEAR(value_of(specification(flat(2), nullptr), "wideband_characteristic_voltage_v"),
              std::pow(10, (94 - 86.5514) / 20), 1e-3);
}

// 1.5 m/s at 2 V where 6 m/s are still laminar: turbulent from 8 V on.
TEST(Specification, OpeningsTellTheirVelocityAndTheVoltageOfTurbulence) {
  Response response = flat(2);
  response.openings = {{"front_vent", {0.5, 1.5, 0.1, 0.01}, {6, 6, 6, 6}},
                       {"rear_vent", {0.9, 0.1, 0, 0}, {6, 6, 6, 6}}};
  const auto sheet = specification(response, nullptr);
  EXPECT_NEAR(value_of(sheet, "largest_opening_velocity_mps"), 1.5, 1e-15);
  EXPECT_NEAR(value_of(sheet, "turbulence_voltage_v"), 8, 1e-12);
}

TEST(Specification, AttenuationIsOfTheFirstVariantInThirdOctaves) {
  const Isolation isolation{
      {20, 20000}, {0, 0}, {{"driver_amplifier", {15, 15}}, {"driver_open", {0, 0}}}, {}};
  const auto sheet = specification(flat(2), &isolation);
  EXPECT_NEAR(value_of(sheet, "attenuation_mean_db"), 15, 1e-9);
  EXPECT_NEAR(value_of(sheet, "attenuation_greatest_db"), 15, 1e-9);
  EXPECT_EQ(value_of(sheet, "attenuation_above_6db_hz"), 25);
}

// 0 dB at 100 Hz, 20 dB a decade: 6 dB at 200 Hz. The band of 200 Hz lets through a little more than its
// middle.
TEST(Specification, MoreThanSixDecibelsAreCountedFromTheHighestBandDown) {
  const Isolation isolation{{20, 100, 10000}, {0, 0, 0}, {{"driver_amplifier", {0, 0, 40}}}, {}};
  EXPECT_EQ(value_of(specification(flat(2), &isolation), "attenuation_above_6db_hz"), 250);
}

TEST(Specification, WithoutCurrentTheSourceIsThePlug) {
  Response response = flat(2);
  response.current.clear();
  EXPECT_NEAR(value_of(specification(response, nullptr), "sensitivity_1khz_db_per_v"), 93.9794, 1e-4);
}
