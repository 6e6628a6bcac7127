#include "solver/results/third_octaves.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace earshot;

TEST(ThirdOctaves, HaveTheirNominalNamesAndMeet) {
  const auto bands = third_octaves_within(20, 20000);
  ASSERT_EQ(bands.size(), 29u); // 25 Hz to 16 kHz: those at the ends of the sweep reach beyond it
  EXPECT_EQ(bands.front().nominal_hz, 25);
  EXPECT_EQ(bands[6].nominal_hz, 100);
  EXPECT_EQ(bands[11].nominal_hz, 315);
  EXPECT_EQ(bands.back().nominal_hz, 16000);
  for (std::size_t k = 1; k < bands.size(); ++k)
    EXPECT_NEAR(bands[k].lower_hz / bands[k - 1].upper_hz, 1, 1e-12);
}

TEST(ThirdOctaves, AConstantAttenuationIsItsOwnMean) {
  const std::vector<double> f{50, 500, 5000}, a{20, 20, 20};
  EXPECT_NEAR(band_attenuation(f, a, third_octaves_within(50, 5000)[4]), 20, 1e-12);
}

// Along x = 0 to 1, a = a0 + s x: the mean of 10^(-a/10) is 10^(-a0/10) (1 - 10^(-s/10)) / (s ln(10)/10).
TEST(ThirdOctaves, WhatGetsThroughDecides) {
  const ThirdOctave band = third_octaves_within(800, 1300).front();
  const double a0 = 40, s = -20,
               exact = -10 * std::log10(std::pow(10, -a0 / 10) * (1 - std::pow(10, -s / 10)) /
                                        (s * std::log(10) / 10));
  // 64 trapezoids: h^2/12 (s ln(10)/10)^2 of the mean, 0.43 %/100 = 0.002 dB.
  EXPECT_NEAR(band_attenuation(std::vector{band.lower_hz, band.upper_hz}, std::vector{a0, a0 + s}, band),
              exact, 0.004);
}

TEST(ThirdOctaves, WhereNothingGetsThroughItIsInfinite) {
  const double nothing = std::numeric_limits<double>::infinity();
  EXPECT_EQ(band_attenuation(std::vector{100.0, 10000.0}, std::vector{nothing, nothing},
                             third_octaves_within(800, 1300).front()),
            nothing);
}
