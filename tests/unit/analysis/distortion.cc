// A loudspeaker as a reduced model of two coordinates, x and i, whose eardrum hears a pressure chamber: p = c
// x.
#include "solver/analysis/distortion.h"
#include "tests/support/quantities.h"

#include "tests/reference/large_signal.h"
#include "tests/support/oscillators.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>

namespace earshot {
namespace {

using test::Loudspeaker;

constexpr double two_pi = 2 * std::numbers::pi, chamber = 1e5; // [Pa/m]
constexpr double reference_voltage = 1.5 / std::numbers::sqrt2;
constexpr double source_voltage = 0.7; // of the linear model

struct SpeakerModel {
  ReducedModel reduced;
  CoefficientFunctions functions;

  SpeakerModel() {
    reduced.size = 2;
    const Loudspeaker s;
    add("stiffness", {1, 0, 0, 0}, [s](Complex) { return s.stiffness; });
    add("damping", {1, 0, 0, 0}, [s](Complex iw) { return iw * s.damping; });
    add("mass", {1, 0, 0, 0}, [s](Complex iw) { return iw * iw * s.mass; });
    add("force factor", {0, 1, 1, 0}, [s](Complex) { return -s.bl; });
    add("impedance", {0, 0, 0, 1}, [s](Complex iw) { return -s.resistance / iw - s.inductance; });
    reduced.loads = {{{0, 1}, {}}};
    functions.loads = {{"", [](double omega) { return -source_voltage / Complex(0, omega); }}};
    reduced.outputs = {{{{1, 0}, {}}, quantity::coil_displacement("driver")},
                       {{{0, 1}, {}}, quantity::source_current("driver")},
                       {{{1, 0}, {}}, quantity::eardrum}};
    functions.outputs = {constant(1), constant(1), constant(chamber)};
  }

  LawPorts ports() const { return {reduced, functions, source_voltage, {"driver"}}; }

private:
  static Coefficient constant(double value) {
    return {"", [value](double) { return Complex(value); }};
  }
  void add(const std::string &name, std::vector<double> matrix, const std::function<Complex(Complex)> &law) {
    reduced.terms.push_back({name, "", "", {0, 1}, std::move(matrix), {}});
    functions.terms.push_back({"", [law](double omega) { return law(Complex(0, omega)); }});
  }
};

LargeSignalDriver speaker() {
  const Loudspeaker s;
  LargeSignalDriver driver;
  driver.config.name = std::string("driver");
  driver.config.motor.force_factor = s.bl;
  driver.config.motor.inductance = s.inductance;
  LargeSignalConfig large;
  for (const double c : {1e-3 * s.bl1 / s.bl, 1e-6 * s.bl2 / s.bl})
    large.force_factor.emplace_back(c);
  for (const double c : {1e-3 * s.k1, 1e-6 * s.k2})
    large.stiffness.emplace_back(c);
  large.range = 0.6e-3;
  large.excursion_limit = 0.25e-3;
  large.coil_clearance = 0.3e-3;
  driver.config.large_signal = large;
  driver.curves = large_signal_curves(driver.config);
  driver.rest_stiffness = s.stiffness;
  return driver;
}

DistortionConfig config_at(std::vector<double> voltages, std::vector<double> levels = {}) {
  DistortionConfig config;
  for (const double voltage : voltages)
    config.voltages.emplace_back(voltage);
  for (const double level : levels)
    config.levels.emplace_back(level);
  return config;
}

TEST(Distortion, HasTheReferenceHarmonicsAtTheEardrum) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  DistortionStudy study(ports, {{speaker()}, {}}, config_at({reference_voltage}), 1e5);
  std::vector<double> frequencies;
  for (const reference::Distortion &expected : reference::constant_inductance)
    frequencies.push_back(expected.frequency_hz);
  const Distortion found = study.run(frequencies);
  ASSERT_EQ(found.rows.size(), reference::constant_inductance.size());
  for (std::size_t k = 0; k < found.rows.size(); ++k) {
    const reference::Distortion &expected = reference::constant_inductance[k];
    const DistortionRow &row = found.rows[k];
    const double pressure = chamber * 1e-6 * expected.fundamental_um / std::numbers::sqrt2;
    EXPECT_NEAR(row.level_db, 20 * std::log10(pressure / 20e-6), 1e-3) << row.frequency_hz;
    EXPECT_NEAR(1e3 * row.coils[0].offset_mm / expected.offset_um, 1, 2e-3) << row.frequency_hz;
    for (std::size_t h = 0; h < 4; ++h) {
      if (expected.harmonics_percent[h] > 0.01) {
        EXPECT_NEAR(row.harmonics_percent[h] / expected.harmonics_percent[h], 1, 1e-3) << row.frequency_hz;
      }
    }
    EXPECT_NEAR(row.harmonics_db[0] - row.level_db, 20 * std::log10(row.harmonics_percent[0] / 100), 1e-9);
    EXPECT_GE(row.thd_percent, expected.thd_x * (1 - 1e-3)); // which stops at the sixth harmonic
    EXPECT_LT(row.thd_percent, expected.thd_x * 1.1);
  }
  EXPECT_TRUE(study.warnings().empty()) << study.warnings().front();
}

TEST(Distortion, IsSplitByItsCauses) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  DistortionStudy study(ports, {{speaker()}, {}}, config_at({0.05}), 1e5);
  const Distortion found = study.run({100, 1000});
  ASSERT_EQ(found.laws, (std::vector<std::string>{"force_factor", "stiffness"}));
  for (const DistortionRow &row : found.rows) // of two laws each alone is all but the other
    for (const std::size_t k : {0, 1})
      EXPECT_NEAR(row.thd_alone[k] / row.thd_without[1 - k], 1, 1e-9);
  EXPECT_GT(found.rows[0].thd_alone[1], 3 * found.rows[0].thd_alone[0]) << "stiffness rules below resonance";
  EXPECT_EQ(distortion_table(found).columns.back(), "thd_without_percent.stiffness");
}

TEST(Distortion, LevelsAreMetByTheirVoltages) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  DistortionStudy study(ports, {{speaker()}, {}}, config_at({}, {100, 118}), 1e5);
  ASSERT_EQ(study.voltages().size(), 2u);
  const Distortion found = study.run({500});
  EXPECT_NEAR(found.rows[0].level_db, 100, 1e-3);
  EXPECT_NEAR(found.rows[1].level_db, 118, 1e-3);
  EXPECT_GT(std::abs(found.rows[1].compression_db), 0.1) << "more than the linear answer's voltage";
}

TEST(Distortion, LimitsLieWhereTheCoilReachesThem) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  DistortionStudy study(ports, {{speaker()}, {}}, config_at({0.1}), 1e5);
  std::vector<double> levels;
  for (const KeyFigure &figure : study.figures())
    if (figure.name == "level_at_excursion_db" || figure.name == "level_at_contact_db")
      levels.push_back(figure.value);
  ASSERT_EQ(levels.size(), 2u);
  EXPECT_LT(levels[0], levels[1]);
  DistortionStudy at_limit(ports, {{speaker()}, {}}, config_at({}, {levels[0]}), 1e5);
  EXPECT_NEAR(at_limit.run({500}).rows[0].coils[0].excursion_mm, 0.25,
              0.0025); // steps of 0.5 dB, interpolated
}

TEST(Distortion, HarmonicsAboveTheSweepAreNotHeard) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  DistortionStudy study(ports, {{speaker()}, {}}, config_at({0.5}), 1000);
  const Distortion found = study.run({300, 600});
  EXPECT_TRUE(std::isfinite(found.rows[0].harmonics_db[1]));
  EXPECT_TRUE(std::isnan(found.rows[0].harmonics_db[2]));
  EXPECT_TRUE(std::isnan(found.rows[1].thd_percent));
}

TEST(Distortion, LeavingTheRangeIsTold) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  LargeSignalDriver driver = speaker();
  driver.config.large_signal->range = 0.1e-3;
  driver.curves = large_signal_curves(driver.config);
  DistortionStudy study(ports, {{driver}, {}}, config_at({reference_voltage}), 1e5);
  study.run({200, 500});
  ASSERT_EQ(study.warnings().size(), 1u);
  EXPECT_NE(study.warnings().front().find("beyond the -0.1 to 0.1 mm"), std::string::npos)
      << study.warnings().front();
}

TEST(Distortion, AnEarphoneWithoutThatMuchVoltageSaysSo) {
  const SpeakerModel model;
  const LawPorts ports = model.ports();
  LargeSignalDriver driver = speaker();
  driver.config.large_signal->stiffness = {Located<double>(0.0), Located<double>(1e5)}; // a wall at 10 um
  driver.curves = large_signal_curves(driver.config);
  DistortionStudy study(ports, {{driver}, {}}, config_at({}, {94, 140}), 1e5);
  EXPECT_EQ(study.voltages().size(), 1u);
  ASSERT_EQ(study.warnings().size(), 1u);
  EXPECT_NE(study.warnings().front().find("140 dB at 500 Hz"), std::string::npos) << study.warnings().front();
}

/// A cavity that breathes through a vent, driven by a volume: C p + v = W, v = Y (p + N)/(i w). As a reduced
/// model of the pressure alone, or of the pressure and v, as which a network knows it.
struct VentedCavity {
  static constexpr double compliance = 2.7e-12, mass = 9e3, resistance = 1.2e7, volume = 1e-10;
  ReducedModel reduced;
  CoefficientFunctions functions;

  static Complex stiffness(Complex iw) { return iw * (resistance + iw * mass); } ///< pressure per v

  explicit VentedCavity(bool lumped) {
    reduced.size = lumped ? 2 : 1;
    const auto unit = [&](double first, double second) {
      return lumped ? std::vector<double>{first, second} : std::vector<double>{first};
    };
    if (lumped) {
      add({-1, 0, 0, 0}, [](Complex) { return compliance; });
      add({0, -1, -1, 0}, [](Complex) { return 1; });
      add({0, 0, 0, 1}, [](Complex iw) { return stiffness(iw); });
    } else
      add({-1}, [](Complex iw) { return compliance + 1.0 / stiffness(iw); });
    reduced.loads = {{unit(1, 0), {}}};
    functions.loads = {{"", [](double) { return Complex(-volume); }}};
    reduced.outputs = {{{unit(1, 0), {}}, quantity::eardrum},
                       {{lumped ? unit(0, 1) : unit(1, 0), {}}, quantity::vent("hole")}};
    functions.outputs = {
        {"", [](double) { return Complex(1); }},
        {"", [lumped](double omega) { return lumped ? Complex(1) : 1.0 / stiffness(Complex(0, omega)); }}};
    vent.name = "hole";
    vent.loss = {1.19, 1.5, std::numbers::pi * 0.25e-3 * 0.25e-3};
    vent.own = [lumped](double omega) { return lumped ? 0.0 : 1.0 / stiffness(Complex(0, omega)); };
  }

  LawPorts ports() const { return {reduced, functions, 1, {}, {vent}}; }

  Vent vent;

private:
  void add(std::vector<double> matrix, const std::function<Complex(Complex)> &law) {
    std::vector<std::size_t> support(reduced.size);
    std::iota(support.begin(), support.end(), 0);
    reduced.terms.push_back({"", "", "", support, std::move(matrix), {}});
    functions.terms.push_back({"", [law](double omega) { return law(Complex(0, omega)); }});
  }
};

// Rounding alone separates the two.
TEST(Vents, OfAMeshAndOfANetworkAreOnePort) {
  const VentedCavity meshed(false), lumped(true);
  const LawPorts pressure = meshed.ports(), displacement = lumped.ports();
  for (const double omega : {two_pi * 20, two_pi * 900, two_pi * 5000}) {
    const LinearResponse found = pressure.at(omega), expected = displacement.at(omega);
    EXPECT_LT(std::abs(found.source[0] / expected.source[0] - 1.0), 1e-12);
    EXPECT_LT(std::abs(found.transfer[0] / expected.transfer[0] - 1.0), 1e-12);
    const std::vector<Complex> law{Complex(3, 4)};
    EXPECT_LT(std::abs(pressure.eardrum(omega, 1, law) / displacement.eardrum(omega, 1, law) - 1.0), 1e-12);
    EXPECT_LT(std::abs(found.transfer[0] *
                           (VentedCavity::stiffness(Complex(0, omega)) + 1 / VentedCavity::compliance) -
                       1.0),
              1e-12);
  }
}

TEST(Vents, AreToldWithTheirVelocitiesAndAsACause) {
  const VentedCavity cavity(true);
  const LawPorts ports = cavity.ports();
  DistortionStudy study(ports, {{}, {cavity.vent}}, config_at({10}), 1e5);
  const Distortion found = study.run({300});
  ASSERT_EQ(found.laws, std::vector<std::string>{"flow.hole"});
  const Table table = distortion_table(found);
  EXPECT_GT(table.column("velocity_mps.hole")[0], 1);
  EXPECT_GT(table.column("thd_alone_percent.flow.hole")[0], 0.1);
  EXPECT_EQ(table.column("thd_without_percent.flow.hole")[0], 0);
  EXPECT_LT(table.column("h2_percent")[0], 1e-6 * table.column("h3_percent")[0]);
}

// At 0.25 mm of radius air that is as fast as it moves by its radius has 1.6 m/s at 1 kHz. In the resonance,
// where the law counts from the slowest flow on, less of it is told.
TEST(Vents, WhoseFlowIsNotSteadyWarn) {
  const VentedCavity cavity(true);
  const LawPorts ports = cavity.ports();
  const auto warnings_at = [&](double voltage) {
    DistortionStudy study(ports, {{}, {cavity.vent}}, config_at({voltage}), 1e5);
    const double velocity = study.run({1020}).rows[0].vent_velocities_mps[0];
    return std::pair(velocity, study.warnings());
  };
  const auto [slow, told] = warnings_at(0.1);
  EXPECT_LT(slow, 1.6);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_NE(told.front().find("Strouhal number"), std::string::npos) << told.front();
  const auto [fast, none] = warnings_at(20);
  EXPECT_GT(fast, 1.7);
  EXPECT_TRUE(none.empty());
}

TEST(LargeSignal, UnphysicalLawsWarn) {
  LargeSignalDriver driver = speaker();
  EXPECT_TRUE(large_signal_warnings(driver.config, driver.curves).empty());
  const auto first = [&](std::vector<Located<double>> LargeSignalConfig::*key, double c) {
    LargeSignalDriver wrong = speaker();
    wrong.config.large_signal.value().*key = {Located<double>(0.0), Located<double>(c)};
    const auto warnings = large_signal_warnings(wrong.config, large_signal_curves(wrong.config));
    return warnings.empty() ? "" : warnings.front();
  };
  EXPECT_NE(first(&LargeSignalConfig::force_factor, -4).find("changes its sign"), std::string::npos);
  EXPECT_NE(first(&LargeSignalConfig::stiffness, -1).find("gives way"), std::string::npos);
  EXPECT_EQ(first(&LargeSignalConfig::stiffness, -0.5), "");
}

// Back to back with opposite polarity, what one coil pushes forward with V the other one pushes backward with
// -V: the housing feels a(V) - a(-V), which has no even orders.
TEST(OpposedDrivers, CancelTheEvenOrdersOfTheNetForce) {
  const Loudspeaker nominal;
  Loudspeaker other = nominal;
  const auto phasors = [](const Loudspeaker &speaker, double drive) {
    DrivenBalance balance(speaker.rest(), 2, speaker.laws(), {two_pi * 150}, {drive}, {});
    EXPECT_EQ(balance.raise_to(1.5), "");
    std::vector<Complex> x;
    for (std::size_t l = 0; l < 6; ++l)
      x.push_back(static_cast<double>(l * l) * balance.phasor(0, l)); // acceleration but for -w^2
    return x;
  };
  const auto net_even = [&] {
    const auto forward = phasors(nominal, 1), backward = phasors(other, -1);
    return std::array{std::abs(forward[2] - backward[2]) / std::abs(forward[1]),
                      std::abs(forward[4] - backward[4]) / std::abs(forward[1])};
  };
  EXPECT_LT(net_even()[0], 1e-6);
  EXPECT_LT(net_even()[1], 1e-6);
}

// Far below resonance and at low level the suspension alone asks for K0 (x + k1 x^2) = F, so that
// x2 = -k1 x1^2 / 2: a mismatch d of k1 leaves d x1^2 / 2.
TEST(OpposedDrivers, LeaveWhatTheirMismatchIs) {
  Loudspeaker a;
  a.bl1 = a.bl2 = a.k2 = 0;
  Loudspeaker b = a;
  b.k1 = 1.1 * a.k1;
  const auto x = [](const Loudspeaker &speaker, double drive) {
    DrivenBalance balance(speaker.rest(), 2, {speaker.laws()[1]}, {two_pi * 2}, {drive}, {});
    EXPECT_EQ(balance.raise_to(0.01), "");
    return std::array{balance.phasor(0, 1), balance.phasor(0, 2)};
  };
  const auto forward = x(a, 1), backward = x(b, -1);
  const Complex expected = 0.1 * a.k1 * forward[0] * forward[0] / 2.0;
  EXPECT_NEAR(std::abs(forward[1] - backward[1] - expected) / std::abs(expected), 0,
              0.02); // of (w/w0)^2 and level
}

} // namespace
} // namespace earshot
