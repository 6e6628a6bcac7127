// Sound from outside through openings, a leak and a moving housing, of networks: against circuits solved by
// hand.
#include "solver/analysis/isolation_study.h"
#include "solver/circuit/passages.h"
#include "solver/physics/acoustics/radiation.h"
#include "tests/unit/model/network_case.h"

#include <cmath>
#include <cstdio>
#include <limits>

namespace {

using namespace earshot;
using namespace earshot::testing;

constexpr double volume = 1.3e-6, tube_radius = 0.1e-3, tube_length = 2e-3;

/// A closed cavity as ear with one vent; nothing drives it.
const std::string vented_cavity = "[ear]\nmodel = \"rigid\"\nnode = \"ear\"\n" +
                                  element("name = \"V\"\nkind = \"cavity\"\nfrom = \"ear\"\nvalue = \"1.3 "
                                          "cm3\"") +
                                  element("name = \"vent tube\"\nkind = \"tube\"\nfrom = \"ear\"\nto = "
                                          "\"end\"\nradius = \"0.1 mm\"\nlength = \"2 mm\"") +
                                  element("name = \"vent\"\nkind = \"radiation\"\nfrom = \"end\"\nradius = "
                                          "\"0.1 mm\"");

class IsolationCase : public NetworkCase {
protected:
  Case read(const std::string &text) const { return read_case(write("case.toml", text + sweep)); }
  Isolation found(const std::string &text, const std::string &keys = "") const {
    const Case config = read(text + "[[analysis]]\ntype = \"isolation\"\n" + keys);
    return lumped_isolation(config, config.analyses.front().isolation);
  }
  std::string complaint_of(const std::string &text) const { return complaint(text + sweep); }
};

const std::vector<double> &variant(const Isolation &isolation, const std::string &name) {
  for (const RealSeries &series : isolation.variants)
    if (series.name == name)
      return series.values;
  throw std::out_of_range(name);
}

double decibel(Complex ratio) {
  return 20 * std::log10(std::abs(ratio));
}

TEST_F(IsolationCase, OpeningTubeAndCavityEqualTheirElementsByHand) {
  const Isolation isolation = found(vented_cavity);
  const AirProperties air = air_properties(read(vented_cavity));
  const double rho = air.density, s = std::numbers::pi * tube_radius * tube_radius;
  std::printf("%8s %12s %12s %9s\n", "Hz", "computed", "by hand", "error");
  // Poiseuille's resistance with 4/3 of the air's mass and the end's: F of the narrow tube up to the square
  // of its reduced wave number k; the next term is k^4/576 of the impedance's magnitude and less.
  for (std::size_t k = 0; k < 2; ++k) {
    const Complex iw = i_unit * two_pi * isolation.frequency_hz[k];
    const double reduced = tube_radius * std::sqrt(iw.imag() * rho / air.viscosity);
    // Two mouths: Sampson's 3 mu/a^3, as of a length of 3 pi/8 a, with 1/3 + 0.4 of that in mass.
    const double mouths = 3 * std::numbers::pi / 8 * tube_radius;
    const Complex tube =
        8 * air.viscosity * (tube_length + mouths) / (s * tube_radius * tube_radius) +
        iw * rho * (4.0 / 3 * tube_length + (1.0 / 3 + 0.4) * mouths + 0.8216 * tube_radius) / s;
    const Complex cavity = air.bulk_modulus() / (iw * volume);
    const double by_hand = isolation.open_ear_reference_db[k] - decibel(cavity / (cavity + tube));
    const double computed = variant(isolation, "driver_amplifier")[k];
    std::printf("%8.0f %12.6f %12.6f %9.1e\n", isolation.frequency_hz[k], computed, by_hand,
                computed - by_hand);
    // The tube's own compliance, isothermal, is a 20000th of the cavity's.
    EXPECT_NEAR(computed, by_hand, 8.7 * (std::pow(reduced, 4) / 576 + 1e-4)) << isolation.frequency_hz[k];
  }
}

TEST_F(IsolationCase, ClosedOpeningsLetNothingIn) {
  const Isolation isolation = found(vented_cavity, "close = [\"vents\", \"vent\", \"all\"]\n");
  for (const char *name : {"driver_amplifier_vents_closed", "driver_amplifier_vent_closed",
                           "driver_amplifier_all_closed", "driver_open_all_closed"})
    for (const double value : variant(isolation, name))
      EXPECT_EQ(value, std::numeric_limits<double>::infinity()) << name;
}

TEST_F(IsolationCase, WithVentsClosedTheLeakRemains) {
  const std::string slit = "[leak]\ngap = \"0.05 mm\"\nwidth = \"4 mm\"\nlength = \"3 mm\"\n";
  const Isolation isolation = found(vented_cavity + slit, "close = [\"vents\", \"leak\", \"all\"]\n");
  const AirProperties air = air_properties(read(vented_cavity));
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k) {
    const double w = two_pi * isolation.frequency_hz[k], area = 0.05e-3 * 4e-3;
    const Complex radiation = radiation_impedance(Flange::infinite, air, area, w) / area;
    const TwoPort leak = uniform_passage(slit_fluid(air, 0.05e-3, w, {2, 3e-3}), w, 3e-3, area);
    const TwoPort vent = uniform_passage(tube_fluid(air, tube_radius, w, {2, tube_length}), w, tube_length,
                                         std::numbers::pi * 1e-8);
    // The vent is a dead end that stores air: its shut end has c/a for the admittance seen from the cavity.
    const Complex stored = i_unit * w * volume / air.bulk_modulus() + vent.c / vent.a;
    // Chain from outside: p_b = p1 + Z U1, p1 = a p + b U, U1 = c p + d U, U = Y p.
    const Complex transfer = 1.0 / (leak.a + leak.b * stored + radiation * (leak.c + leak.d * stored));
    EXPECT_NEAR(variant(isolation, "driver_amplifier_vents_closed")[k],
                isolation.open_ear_reference_db[k] - decibel(transfer), 1e-8);
    EXPECT_GT(variant(isolation, "driver_amplifier_vents_closed")[k],
              variant(isolation, "driver_amplifier")[k] - 0.5);
    EXPECT_TRUE(std::isinf(variant(isolation, "driver_amplifier_all_closed")[k]));
  }
}

TEST_F(IsolationCase, ShellOnTheSkinCompressesTheCanal) {
  const std::string housing =
      "[housing]\nmass = \"4 g\"\ncontact_area = \"2 cm2\"\nskin_stiffness = \"2e7 "
      "Pa/m\"\nskin_damping = \"500 Pa s/m\"\nouter_area = \"3 cm2\"\ncanal_area = \"40 "
      "mm2\"\n";
  const Isolation isolation = found(vented_cavity + housing, "driver = [\"short\"]\nclose = [\"vents\"]\n");
  const AirProperties air = air_properties(read(vented_cavity));
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k) {
    const double w = two_pi * isolation.frequency_hz[k], contact = 2e-4, outer = 3e-4, canal = 40e-6;
    const TwoPort vent = uniform_passage(tube_fluid(air, tube_radius, w, {2, tube_length}), w, tube_length,
                                         std::numbers::pi * 1e-8);
    const Complex stored = i_unit * w * volume / air.bulk_modulus() + vent.c / vent.a;
    const Complex body = i_unit * w * 4e-3 + contact * (500.0 + 2e7 / (i_unit * w)) + canal * canal / stored;
    const Complex pressure = outer / body * canal / stored;
    EXPECT_NEAR(variant(isolation, "driver_short_vents_closed")[k],
                isolation.open_ear_reference_db[k] - decibel(pressure), 1e-8);
  }
  // Elimination of an unsymmetric matrix: both ways in and out are solves of their own.
  std::printf("reciprocity within %.1e\n", isolation.largest_reciprocity_gap);
  EXPECT_LT(isolation.largest_reciprocity_gap, 1e-10);
}

TEST_F(IsolationCase, OpenEarIsATubeBetweenRadiationAndTheEar) {
  const std::string keys = "canal_length = \"25 mm\"\ncanal_radius = \"3.5 mm\"\n";
  const Isolation isolation = found(vented_cavity, keys);
  const AirProperties air = air_properties(read(vented_cavity));
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k) {
    const double w = two_pi * isolation.frequency_hz[k], a = 3.5e-3, s = std::numbers::pi * a * a;
    const TwoPort canal = uniform_passage(tube_fluid(air, a, w), w, 0.025, s);
    const Complex radiation = radiation_impedance(Flange::infinite, air, s, w) / s;
    EXPECT_NEAR(isolation.open_ear_reference_db[k], -decibel(canal.a + radiation * canal.c),
                1e-8); // rigid end
  }
  // The ear models hold a part of the canal, so the default leaves the rest of 25 mm.
  EXPECT_EQ(canal_before(EarModel::rigid), 0.025);
  EXPECT_NEAR(canal_before(EarModel::iec711), 0.0125, 1e-12);
}

TEST_F(IsolationCase, OpenCoilLetsTheDiaphragmMoveMoreFreelyThanAShortedOne) {
  const std::string driver =
      "[[moving_coil]]\nname = \"m\"\nresistance = \"16 ohm\"\nforce_factor = \"2 T m\"\nmass = \"15 "
      "mg\"\ncompliance = \"5 mm/N\"\nmechanical_resistance = \"0.01 N s/m\"\narea = \"50 mm2\"\n" +
      element("name = \"d\"\nkind = \"moving_coil\"\npart = \"m\"\nfrom = \"plug\"\nsecond_from = "
              "\"ear\"\nsecond_to = \"rear\"") +
      element("name = \"rear opening\"\nkind = \"radiation\"\nfrom = \"rear\"\nradius = \"4 mm\"");
  const Isolation isolation =
      found(vented_cavity + driver, "driver = [\"short\", \"open\", \"amplifier\"]\nclose = [\"vent\"]\n");
  ASSERT_EQ(isolation.variants.size(), 6u);
  // Near the resonance the motor's 2^2/16 = 0.25 N s/m holds the diaphragm when the coil is shorted.
  EXPECT_GT(variant(isolation, "driver_short_vent_closed")[1],
            variant(isolation, "driver_open_vent_closed")[1] + 3);
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k) // the source has no output impedance
    EXPECT_DOUBLE_EQ(variant(isolation, "driver_short")[k], variant(isolation, "driver_amplifier")[k]);
  // By hand: outside - radiation - rear - (mechanics + motor) / S^2 - cavity with the vent's stored air.
  const AirProperties air = air_properties(read(vented_cavity));
  for (std::size_t k = 0; k < isolation.frequency_hz.size(); ++k) {
    const double w = two_pi * isolation.frequency_hz[k], s = std::numbers::pi * 16e-6, sd = 50e-6;
    const TwoPort vent = uniform_passage(tube_fluid(air, tube_radius, w, {2, tube_length}), w, tube_length,
                                         std::numbers::pi * 1e-8);
    const Complex stored = i_unit * w * volume / air.bulk_modulus() + vent.c / vent.a;
    const Complex mechanics = i_unit * w * 15e-6 + 1.0 / (i_unit * w * 5e-3) + 0.01 + 4.0 / 16;
    const Complex series = radiation_impedance(Flange::infinite, air, s, w) / s + mechanics / (sd * sd);
    EXPECT_NEAR(variant(isolation, "driver_short_vent_closed")[k],
                isolation.open_ear_reference_db[k] + decibel(1.0 + series * stored), 1e-8);
  }
}

TEST_F(IsolationCase, FiguresAreThoseAt100HzAnd1kHz) {
  const Isolation isolation = found(vented_cavity, "driver = [\"short\"]\n");
  const std::vector<KeyFigure> figures = isolation_figures(isolation);
  ASSERT_EQ(figures.size(), 4u);
  EXPECT_EQ(figures[0].name, "isolation_100hz_driver_short_db");
  EXPECT_EQ(figures[0].value, isolation.variants[0].values[0]);
  EXPECT_EQ(figures[1].name, "isolation_1khz_driver_short_db");
  EXPECT_EQ(figures[1].value, isolation.variants[0].values[1]);
  EXPECT_EQ(isolation_table(isolation).columns,
            (std::vector<std::string>{"frequency_hz", "open_ear_reference_db", "driver_short_db",
                                      "driver_short_vents_closed_db"}));
}

TEST_F(IsolationCase, MistakesAreNamed) {
  const std::string ear = "[ear]\nnode = \"ear\"\n";
  const std::string cavity = element("name = \"V\"\nkind = \"cavity\"\nfrom = \"ear\"\nvalue = \"1 cm3\"");
  const std::string analysis = "[[analysis]]\ntype = \"isolation\"\n";
  EXPECT_EQ(
      complaint(ear + cavity + analysis),
      "case.toml:9: analysis[0].type: found \"isolation\" in a case without a way in: expected a "
      "surface with model \"opening\", a network element of kind \"radiation\", a [leak] or a [housing]");
  EXPECT_EQ(complaint(vented_cavity + analysis + "close = [\"vemt\"]\n"),
            "case.toml:23: analysis[0].close[0]: found the unknown opening \"vemt\", expected one of "
            "\"vent\", \"vents\", \"all\"; did you mean \"vent\"?");
  EXPECT_EQ(
      complaint(ear + cavity + "[leak]\nlength = \"2 mm\"\n"),
      "case.toml:9: leak.length: found a leak with neither radius nor gap, expected a radius, or gap and "
      "width");
  EXPECT_EQ(complaint(ear + cavity + "[leak]\nlength = \"2 mm\"\ngap = \"0.1 mm\"\n"),
            "case.toml:9: leak.length: found a slit without its width, expected one such as \"5 mm\"");
  EXPECT_EQ(
      complaint(ear + element("name = \"V\"\nkind = \"cavity\"\nfrom = \"ear\"\nvalue = \"1 "
                              "cm3\"\nclosed = true")),
      "case.toml:8: network.element[0].closed: found closed of a cavity, which takes value surface_area "
      "radius length");
}

} // namespace
