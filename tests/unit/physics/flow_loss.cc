// A vent's flow loss in a resonator: a cavity that breathes through a tube whose outer end a pressure drives.
#include "solver/physics/acoustics/flow_loss.h"

#include "solver/sweep/law_steps.h"
#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <numeric>

namespace earshot {
namespace {

using test::decibels;
using test::Phasor;

constexpr double two_pi = 2 * std::numbers::pi;

/// M v'' + R v' + v/C = p(t) + pressure of the law: 0.38 cm3 behind a hole of 0.5 mm, 1 mm deep.
struct Resonator {
  FlowLoss loss{1.19, 1.5, std::numbers::pi * 0.25e-3 * 0.25e-3};
  double mass = 9e3, resistance = 1.2e7, compliance = 2.7e-12;

  double resonance() const { return 1 / std::sqrt(mass * compliance); } ///< [rad/s]
  Phasor displacement(double w) const { return 1.0 / Phasor(1 / compliance - w * w * mass, w * resistance); }
  LinearRest rest() const {
    return [*this](double w) {
      const Phasor g = displacement(w);
      return LinearResponse{{g}, {g}};
    };
  }
  /// Turned up to a peak pressure [Pa].
  DrivenBalance balance(double omega, double pressure, const LinearRest &rest, int order = 9) const {
    BalanceOptions options;
    options.order = order;
    DrivenBalance balance(rest, 1, {flow_loss_law("vent", loss, 0)}, {omega}, {1.0}, options);
    EXPECT_EQ(balance.raise_to(pressure), "");
    return balance;
  }
  DrivenBalance balance(double omega, double pressure) const { return balance(omega, pressure, rest()); }
};

// |sin| sin has the fundamental 8/(3 pi). 320 samples a period leave out 1e-8 of it.
TEST(FlowLoss, ResistsTheFundamentalAsItsDescribingFunctionDoes) {
  const Resonator r;
  const double omega = r.resonance();
  const LinearRest fundamental_alone = [&](double w) {
    return w == omega ? r.rest()(w) : LinearResponse{{0}, {0}};
  };
  const DrivenBalance balance = r.balance(omega, 300, fundamental_alone, 40);
  const Phasor u = Phasor(0, omega) * balance.phasor(0, 1) / r.loss.area,
               expected =
                   -8 / (3 * std::numbers::pi) * r.loss.density * r.loss.coefficient / 2 * std::abs(u) * u;
  EXPECT_GT(std::abs(u), 10);
  EXPECT_LT(std::abs(balance.law_phasor(0, 1) / expected - 1.0), 1e-6);
  EXPECT_LT(std::abs(balance.phasor(0, 1) / (r.displacement(omega) * (300.0 + expected)) - 1.0), 1e-6);
}

// Orders that are left out are 80 dB below the fundamental. 2000 steps a period, 60 periods of a quality
// below 5, leave less than 1e-6.
TEST(FlowLoss, HasTheHarmonicsOfTheEquationIntegratedInTime) {
  const Resonator r;
  for (const double share : {1.0 / 3, 1.0, 2.0}) {
    const double omega = share * r.resonance(), pressure = 400;
    const auto rates = [&](double t, const std::array<double, 2> &y) {
      const double u = y[1] / r.loss.area, dp = r.loss.density / 2 * r.loss.coefficient * std::abs(u) * u;
      return std::array{
          y[1], (pressure * std::cos(omega * t) - r.resistance * y[1] - y[0] / r.compliance - dp) / r.mass};
    };
    const auto expected = test::steady_harmonics<2>({0, 0}, omega, 60, 2000, 3, rates);
    const DrivenBalance balance = r.balance(omega, pressure);
    for (const int h : {1, 3})
      EXPECT_NEAR(decibels(std::abs(balance.phasor(0, h)) / std::abs(expected[h])), 0, 0.05)
          << "H" << h << " at " << share << " of the resonance";
  }
}

// 2000 steps a period leave out 1e-5; the steps begin with the law, 20 periods at a quality below 5.
TEST(FlowLoss, HasTheHarmonicsOfTheBalanceInStepsOfTime) {
  const Resonator r;
  const double omega = r.resonance(), pressure = 400;
  std::vector<double> grid;
  for (int k = 0; k <= 300; ++k)
    grid.push_back(omega * std::pow(10, -3 + 5 * k / 300.0));
  const PortsFit fit = fit_ports(grid, r.rest(), {false}, {.tolerance = 1e-9});
  constexpr int per_period = 2000, periods = 20;
  LawSteps steps(fit.ports, {flow_loss_law("vent", r.loss, 0)}, two_pi / omega / per_period);
  std::array<Phasor, 4> found{};
  for (int n = 1; n <= periods * per_period; ++n) {
    const Phasor turn = std::polar(1.0, two_pi * (n % per_period) / per_period);
    steps.advance(std::vector{pressure * (r.displacement(omega) * turn).real()});
    if (n > (periods - 1) * per_period)
      for (int h = 1; h < 4; ++h)
        found[h] += 2.0 / per_period * steps.scalars()[0] * std::pow(turn, -h);
  }
  const DrivenBalance balance = r.balance(omega, pressure);
  for (const int h : {1, 3})
    EXPECT_NEAR(decibels(std::abs(found[h]) / std::abs(balance.phasor(0, h))), 0, 0.05) << "H" << h;
}

TEST(FlowLoss, FallsWithTheLevelToTheLinearAnswerWithoutEvenOrders) {
  const Resonator r;
  const double omega = r.resonance() / 2;
  const auto third = [&](double pressure) {
    const DrivenBalance balance = r.balance(omega, pressure);
    EXPECT_LT(std::abs(balance.phasor(0, 2) / balance.phasor(0, 1)), 1e-6);
    return std::abs(balance.phasor(0, 3) / balance.phasor(0, 1));
  };
  const DrivenBalance faint = r.balance(omega, 0.01);
  // The law resists with some 1e-5 of the rest here.
  EXPECT_LT(std::abs(faint.phasor(0, 1) / (0.01 * r.displacement(omega)) - 1.0), 1e-4);
  // H3/H1 is as the level, up to what the law takes from H1.
  EXPECT_NEAR(third(0.02) / third(0.01), 2, 1e-3);
}

TEST(FlowLoss, TakesThePowerOfTheJet) {
  const Resonator r;
  const DrivenBalance balance = r.balance(r.resonance(), 400);
  double power = 0;
  for (std::size_t l = 1; l < balance.spectrum().n_lines(); ++l)
    power -=
        (balance.law_phasor(0, l) * std::conj(Phasor(0, balance.omega()[l]) * balance.phasor(0, l))).real() /
        2;
  const std::vector<double> flow = balance.rate_samples(0);
  const double jet = std::accumulate(flow.begin(), flow.end(), 0.0, [&](double sum, double q) {
    const double u = std::abs(q) / r.loss.area;
    return sum + r.loss.density / 2 * r.loss.coefficient * u * u * std::abs(q) / flow.size();
  });
  EXPECT_GT(power, 0);
  EXPECT_NEAR(power / jet, 1, 1e-6); // transforms there and back are exact for the flow's own orders
}

} // namespace
} // namespace earshot
