#include "solver/config/units.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace earshot;

namespace {

double value_of(const std::string &text, const UnitKind &kind) {
  const ParsedQuantity parsed = parse_quantity(text, kind);
  EXPECT_EQ(parsed.error, "") << text;
  return parsed.value;
}

std::string error_of(const std::string &text, const UnitKind &kind) {
  return parse_quantity(text, kind).error;
}

} // namespace

// EXPECT_EQ on doubles: a decimal text must give the double next to its SI value, as C++ reads it.
TEST(Units, TextBecomesTheNearestSiValue) {
  EXPECT_EQ(value_of("25 um", unit::length), 25e-6);
  EXPECT_EQ(value_of("25 µm", unit::length), 25e-6);
  EXPECT_EQ(value_of("25um", unit::length), 25e-6);
  EXPECT_DOUBLE_EQ(value_of("1 in", unit::length), 0.0254); // UDUNITS knows it as 2.54 cm
  EXPECT_EQ(value_of("4.5 GPa", unit::modulus), 4.5e9);
  EXPECT_EQ(value_of("4500 N/mm2", unit::modulus), 4.5e9);
  EXPECT_EQ(value_of("1.39 g/cm3", unit::density), 1390.0);
  EXPECT_EQ(value_of("50 %", unit::percentage), 0.5);
  EXPECT_EQ(value_of("0.38", unit::ratio), 0.38);
  EXPECT_EQ(value_of("100 Pa s/m", unit::specific_resistance), 100.0);
  EXPECT_EQ(value_of("0.4 T m", unit::force_factor), 0.4);
  EXPECT_EQ(value_of("0.4 N/A", unit::force_factor), 0.4);
  EXPECT_EQ(value_of("16 ohm", unit::electrical_resistance), 16.0);
  EXPECT_EQ(value_of("1.6 kOhm", unit::electrical_resistance), 1600.0);
  EXPECT_EQ(value_of("20 uH", unit::inductance), 20e-6);
  EXPECT_EQ(value_of("6 mg", unit::mass), 6e-6);
  EXPECT_EQ(value_of("2 mm/N", unit::compliance), 2e-3);
  EXPECT_EQ(value_of("1.5 kHz", unit::frequency), 1500.0);
  EXPECT_EQ(value_of("1e3 Hz", unit::frequency), 1000.0);
  EXPECT_EQ(value_of("+1 V", unit::voltage), 1.0);
}

TEST(Units, TemperaturesHaveAnOffset) {
  EXPECT_DOUBLE_EQ(value_of("23 degC", unit::temperature), 296.15);
  EXPECT_DOUBLE_EQ(value_of("23 °C", unit::temperature), 296.15);
  EXPECT_NEAR(value_of("73.4 degF", unit::temperature), 296.15, 1e-9); // factor 5/9 has 15 digits there
  EXPECT_DOUBLE_EQ(value_of("300 K", unit::temperature), 300.0);
}

TEST(Units, AnglesAreRadiansInside) {
  EXPECT_DOUBLE_EQ(value_of("45 degree", unit::angle), std::acos(-1.0) / 4);
  EXPECT_DOUBLE_EQ(value_of("45 deg", unit::angle), std::acos(-1.0) / 4);
}

TEST(Units, AnotherDimensionIsNamedBesideTheExpectedOne) {
  EXPECT_EQ(error_of("25 kg", unit::length),
            "found \"25 kg\" (a mass), expected a length such as \"2.5 mm\"");
  EXPECT_EQ(error_of("25 mm", unit::frequency),
            "found \"25 mm\" (a length), expected a frequency such as \"1 kHz\"");
  EXPECT_EQ(error_of("3 cd", unit::length), "found \"3 cd\", expected a length such as \"2.5 mm\"");
}

TEST(Units, WhatUdunitsWouldConvertThoughItIsSomethingElseIsRefused) {
  EXPECT_NE(error_of("10 ms", unit::frequency), "") << "a reciprocal";
  EXPECT_NE(error_of("500 N/m", unit::compliance), "") << "a reciprocal";
  EXPECT_NE(error_of("6283 rad/s", unit::frequency), "") << "2 pi times too high";
  EXPECT_NE(error_of("50 %", unit::angle), "") << "a number for an angle";
  EXPECT_NE(error_of("1 000 Hz", unit::frequency), "") << "a number within the unit";
}

TEST(Units, AMissingOrUnknownUnitIsNamed) {
  EXPECT_EQ(error_of("25", unit::length),
            "found \"25\" without a unit, expected a length such as \"2.5 mm\"");
  EXPECT_EQ(error_of("25 furlings", unit::length),
            "found \"25 furlings\" with the unknown unit \"furlings\", expected a length such as \"2.5 mm\"");
  EXPECT_NE(error_of("1,5 mm", unit::length), "");
}

TEST(Units, WhatIsNoFiniteNumberIsRefused) {
  for (const char *text : {"", " ", "mm", "inf mm", "nan mm", "one mm", "1e999 mm"})
    EXPECT_EQ(error_of(text, unit::length),
              "found \"" + std::string(text) + "\", expected a length such as \"2.5 mm\"");
}

TEST(Units, WrittenValuesAreReadableAndReadBackToTheSameBits) {
  EXPECT_EQ(format_quantity(25e-6, unit::length), "25 um");
  EXPECT_EQ(format_quantity(2.6e-3, unit::length), "2.6 mm");
  EXPECT_EQ(format_quantity(296.15, unit::temperature), "23 degC");
  EXPECT_EQ(format_quantity(0.38, unit::ratio), "0.38");
  EXPECT_EQ(format_quantity(0.5, unit::percentage), "50 %");
  double value = 1e-7;
  for (int i = 0; i < 200; ++i, value *= 1.137)
    for (const UnitKind *kind : {&unit::length, &unit::modulus, &unit::mass, &unit::temperature, &unit::angle,
                                 &unit::surface_density, &unit::inductance, &unit::percentage})
      EXPECT_EQ(value_of(format_quantity(value, *kind), *kind), value) << format_quantity(value, *kind);
}
