#include "solver/materials/winding.h"

#include "solver/config/located.h"

#include <gtest/gtest.h>

#include <numbers>

namespace {

using namespace earshot;
using std::numbers::pi;

WindingSpec spec() {
  return {wire_material("copper"), 40e-6, 3e-6, 2, 60, 2.75e-3};
}

TEST(Winding, HasTheResistanceAndMassOfItsWire) {
  const Winding w = wind(spec(), 293.15);
  const double length = 60 * 2 * pi * (2.75e-3 + 46e-6);
  EXPECT_NEAR(w.wire_length, length, 1e-12);
  // 40 um copper: 13.7 ohm per metre (IEC 60317 lists 13.60 as nominal, with 58.5 MS/m).
  EXPECT_NEAR(w.resistance / length, 13.7, 0.1);
  EXPECT_NEAR(w.height, 30 * 46e-6, 1e-12);
  EXPECT_NEAR(w.width(), 2 * 46e-6, 1e-12);
  const double metal = pi / 4 * 40e-6 * 40e-6;
  EXPECT_NEAR(w.fill_factor, metal / (46e-6 * 46e-6), 1e-12);
  EXPECT_NEAR(w.mass, length * (8930 * metal + 1350 * pi / 4 * (46e-6 * 46e-6 - 40e-6 * 40e-6)), 1e-15);
}

TEST(Winding, GetsMoreResistanceWhenWarm) {
  EXPECT_NEAR(wind(spec(), 393.15).resistance / wind(spec(), 293.15).resistance, 1.393, 1e-12);
}

TEST(Winding, OfCopperCladAluminiumIsLighterAndMoreResistive) {
  WindingSpec clad = spec();
  clad.material = wire_material("copper-clad aluminium 10 %");
  EXPECT_LT(wind(clad, 293.15).mass, 0.45 * wind(spec(), 293.15).mass);
  EXPECT_NEAR(wind(clad, 293.15).resistance / wind(spec(), 293.15).resistance, 58.0 / 36.5, 1e-12);
}

TEST(Winding, RefusesWhatDoesNotFitItsGap) {
  const auto refused = [](const WindingSpec &s, double inner, double outer, const std::string &part) {
    try {
      check_fits(s, wind(s, 293.15), inner, outer);
      ADD_FAILURE() << "accepted, expected: " << part;
    } catch (const UserError &error) {
      EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
    }
  };
  EXPECT_NO_THROW(check_fits(spec(), wind(spec(), 293.15), 2.65e-3, 2.95e-3));
  refused(spec(), 2.74e-3, 2.78e-3, "insulated wire of 46 um");
  refused(spec(), 2.74e-3, 2.80e-3, "found 2 layers");
  refused(spec(), 2.76e-3, 2.95e-3, "within the gap");
  WindingSpec few = spec();
  few.turns = 1;
  EXPECT_THROW(wind(few, 293.15), UserError);
  EXPECT_THROW(wire_material("silver"), UserError);
}

} // namespace
