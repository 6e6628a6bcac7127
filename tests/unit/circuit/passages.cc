// Lossy passages and cavities against closed forms.
#include "solver/circuit/passages.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <numbers>
#include <stdexcept>

namespace {

using namespace earshot;
using Complex = std::complex<double>;
constexpr double pi = std::numbers::pi;

double relative_error(Complex value, Complex reference) {
  return std::abs(value - reference) / std::abs(reference);
}

// Chain matrix of a uniform lossy passage: cosh, Zc sinh, sinh / Zc.
TEST(Passages, UniformPiIsThatOfTheHyperbolicFunctions) {
  const AirProperties air;
  for (const double f : {20.0, 1e3, 2e4}) {
    const double omega = 2 * pi * f, radius = 0.5e-3, area = pi * radius * radius;
    const EquivalentFluid fluid = tube_fluid(air, radius, omega);
    const TwoPort exact = uniform_passage(fluid, omega, 8e-3, area),
                  made = chain_of(uniform_pi(fluid, omega, 8e-3, area));
    EXPECT_LT(relative_error(made.a, exact.a), 1e-12);
    EXPECT_LT(relative_error(made.b, exact.b), 1e-12);
    EXPECT_LT(relative_error(made.c, exact.c), 1e-12);
    EXPECT_LT(relative_error(made.d, exact.d), 1e-12);
    const PiTwoPort there_and_back = pi_of(exact);
    // (a - 1)/b loses the digits that cosh - 1 lacks: 1e-16 / 5e-6 at 20 Hz.
    EXPECT_LT(relative_error(there_and_back.shunt1, uniform_pi(fluid, omega, 8e-3, area).shunt1), 1e-10);
  }
}

// Spherical waves: the closed end's input impedance of a lossless cone between distances x1 and x2 of its
// apex, with tan(k x2 - theta) rules, from p = (A exp(-ikx) + B exp(ikx))/x and no flow at x2.
TEST(Passages, ConeWithoutLossesIsThatOfSphericalWaves) {
  AirProperties air;
  air.viscosity = 1e-19; // the layers shrink to nothing: their losses fall as the root, to some 1e-8
  const double length = 0.02, r1 = 2e-3, r2 = 5e-3;
  for (const double f : {100.0, 3e3, 11e3}) {
    const double omega = 2 * pi * f, k = omega / air.sound_speed;
    const double x1 = r1 * length / (r2 - r1), x2 = x1 + length;
    // p x = cos(k (x2 - x)) - sin(k (x2 - x))/(k x2) has no slope of p at x2.
    const double value = std::cos(k * length) - std::sin(k * length) / (k * x2);
    const double slope = k * std::sin(k * length) + std::cos(k * length) / x2; // of p x at x1
    const double p = value / x1, dp = (slope - p) / x1;
    const Complex flow = pi * r1 * r1 * -dp / (Complex(0, omega) * air.density);
    const TwoPort chain = chain_of(cone_pi(air, omega, length, r1, r2));
    EXPECT_LT(relative_error(chain.a / chain.c, p / flow), 1e-6) << f;
    EXPECT_LT(std::abs(chain.a * chain.d - chain.b * chain.c - 1.0), 1e-12);
  }
}

TEST(Passages, ConeOfEqualRadiiIsATube) {
  const AirProperties air;
  for (const double f : {20.0, 5e3, 2e4}) {
    const double omega = 2 * pi * f, radius = 0.6e-3;
    const PiTwoPort cone = cone_pi(air, omega, 9e-3, radius, radius),
                    tube = uniform_pi(tube_fluid(air, radius, omega), omega, 9e-3, pi * radius * radius);
    EXPECT_LT(relative_error(cone.series, tube.series), 1e-11);
    EXPECT_LT(relative_error(cone.shunt1, tube.shunt1), 1e-11);
    EXPECT_LT(relative_error(cone.shunt2, tube.shunt2), 1e-11);
  }
}

TEST(Passages, LossesOfAConeConvergeWithTheSquareOfItsSegments) {
  const AirProperties air;
  const double omega = 2 * pi * 4e3;
  const auto input = [&](int segments) {
    const TwoPort chain = chain_of(cone_pi(air, omega, 0.01, 0.2e-3, 0.8e-3, segments));
    return chain.a / chain.c;
  };
  const Complex fine = input(512);
  double before = 0;
  std::printf("segments   error of Z   ratio\n");
  for (const int n : {4, 8, 16, 32}) {
    const double error = relative_error(input(n), fine);
    std::printf("%8d %12.2e %7.2f\n", n, error, before > 0 ? before / error : 0.0);
    if (before > 0) {
      EXPECT_NEAR(before / error, 4, 0.6);
    }
    before = error;
  }
  EXPECT_LT(relative_error(input(16), fine), 5e-4); // the default
}

// 1 - mean of A I0(sr) + B K0(sr), s = sqrt(i w rho/mu), equal to 1 at both walls; by 40-digit arithmetic.
TEST(Passages, AnnulusProfileIsThatOfBesselFunctions) {
  struct Row {
    double inner, outer, number;
    Complex profile;
  };
  for (const Row &row : {Row{0.5e-3, 0.7e-3, 8e6, {0.000856250864347914, 0.0266889777873369}},
                         Row{0.1e-3, 1e-3, 8e6, {0.27086876818416, 0.383700898302921}},
                         Row{0.1e-3, 1e-3, 1e8, {0.842242178549786, 0.155266468426649}}})
    EXPECT_LT(relative_error(annulus_profile(row.inner, row.outer, row.number), row.profile), 1e-11)
        << row.number;
}

TEST(Passages, ThinAnnulusIsASlit) {
  const double radius = 0.1, gap = 0.1e-3; // the curvature counts as (gap / radius)^2
  for (const double number : {1e6, 1e9, 1e11})
    EXPECT_LT(relative_error(annulus_profile(radius, radius + gap, number),
                             slit_profile(gap / 2 * std::sqrt(number))),
              1e-6)
        << number;
}

// C / C_adiabatic of a sphere of 1 mm, of a cylinder of 1.5 mm radius and 1 mm length, and of one of 3.77 mm
// and 12.56 mm, by series in more digits; the table lists eight.
TEST(Passages, CavityGoesFromIsothermalToAdiabatic) {
  struct Row {
    double frequency;
    Complex sphere, flat, coupler;
  };
  const Row rows[] = {
      {1, {1.39977743, -0.00789117596}, {1.39986477, -0.00619145}, {1.33289062, -0.11826351}},
      {5, {1.39455147, -0.0386822253}, {1.39666251, -0.03058821}, {1.15817201, -0.11446489}},
      {20, {1.33411792, -0.119099137}, {1.35544647, -0.10344982}, {1.07991976, -0.06838258}},
      {50, {1.22320627, -0.139307441}, {1.25316048, -0.14468237}, {1.05063618, -0.04595092}},
      {100, {1.15580098, -0.115563189}, {1.17252487, -0.12704169}, {1.03582648, -0.03346619}},
      {200, {1.11025488, -0.0899877713}, {1.12113123, -0.09753429}, {1.02534068, -0.02415429}},
      {500, {1.069729, -0.0616254391}, {1.07729235, -0.06729859}, {1.01602971, -0.01555294}},
      {1000, {1.04930585, -0.0452540708}, {1.05471309, -0.04966810}, {1.01133539, -0.01109645}},
      {5000, {1.02205025, -0.0212398903}, {1.02449399, -0.02346934}, {1.00506958, -0.00502164}},
      {20000, {1.01102512, -0.010822534}, {1.01224935, -0.01199162}, {1.00253481, -0.00252281}}};
  const AirProperties air;
  std::printf("      Hz   error: sphere     flat  coupler   flat as a sphere of equal V/S\n");
  for (const Row &row : rows) {
    const double omega = 2 * pi * row.frequency, k = air.bulk_modulus();
    const auto adiabatic = [&](double volume) { return volume / k; };
    const double flat = pi * 1.5e-3 * 1.5e-3 * 1e-3, coupler = pi * 3.77e-3 * 3.77e-3 * 12.56e-3;
    const double flat_surface = 2 * pi * 1.5e-3 * (1.5e-3 + 1e-3);
    const double errors[] = {
        std::abs(sphere_compliance(air, omega, 1e-3) / adiabatic(4 * pi / 3 * 1e-9) - row.sphere),
        std::abs(cylinder_compliance(air, omega, 1.5e-3, 1e-3) / adiabatic(flat) - row.flat),
        std::abs(cylinder_compliance(air, omega, 3.77e-3, 12.56e-3) / adiabatic(coupler) - row.coupler)};
    const double shape =
        std::abs(cavity_compliance(air, omega, flat, flat_surface) / adiabatic(flat) - row.flat);
    std::printf("%8.0f %15.1e %8.1e %8.1e %12.1e\n", row.frequency, errors[0], errors[1], errors[2], shape);
    EXPECT_LT(errors[0], 1e-8); // the last digit of the table
    EXPECT_LT(errors[1], 1e-6); // the series' tail
    EXPECT_LT(errors[2], 1e-6);
    EXPECT_LT(shape, 0.02); // as documented: a part of the transition of 0.4
  }
}

TEST(Passages, HornOfASampledConeIsTheCone) {
  const AirProperties air;
  const double omega = 2 * pi * 6e3;
  std::vector<Section> sections;
  for (int k = 0; k <= 8; ++k)
    sections.push_back({1e-3 * k, 1e-3 + 0.2e-3 * k});
  const TwoPort horn = chain_of(horn_pi(air, omega, sections, {}, 2)),
                cone = chain_of(cone_pi(air, omega, 8e-3, 1e-3, 2.6e-3, 16));
  EXPECT_LT(relative_error(horn.a, cone.a), 1e-12);
  EXPECT_LT(relative_error(horn.b, cone.b), 1e-12);
  EXPECT_THROW(horn_pi(air, omega, {{0, 1e-3}}), std::invalid_argument);
  EXPECT_THROW(horn_pi(air, omega, {{0, 1e-3}, {0, 2e-3}}), std::invalid_argument);
}

} // namespace
