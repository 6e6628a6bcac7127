// What users get wrong in networks, and what they are told.
#include "solver/config/network_check.h"
#include "tests/unit/model/network_case.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

const std::string load = element("name = \"R\"\nkind = \"resistance\"\nfrom = \"plug\"\nvalue = \"16 ohm\"");

TEST_F(NetworkCase, UnitsAndDomainsMustAgree) {
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"resistance\"\nfrom = \"x\"\nvalue = \"16 ohm\"") +
                element("name = \"b\"\nkind = \"resistance\"\nfrom = \"x\"\nvalue = \"1e8 Pa s/m3\"")),
      "case.toml:9: network.element[1].from: found node \"x\" at resistance \"b\", which makes it acoustic, "
      "but it is electrical by resistance \"a\" in case.toml:4");
  EXPECT_EQ(complaint(element("name = \"a\"\nkind = \"damper\"\nfrom = \"x\"\nvalue = \"16 ohm\"")),
            "case.toml:5: network.element[0].value: found \"16 ohm\" (an electrical resistance), expected an "
            "acoustic resistance such as \"680 acoustic_ohm\"");
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"tube\"\nfrom = \"x\"\nradius = \"1 mm\"")),
      "case.toml:2: network.element[0].name: found tube \"a\" without length, expected length = \"5 mm\"");
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"cavity\"\nfrom = \"x\"\nvalue = \"1 cm3\"\ngap = \"1 mm\"")),
      "case.toml:6: network.element[0].gap: found gap of a cavity, which takes value surface_area radius "
      "length");
}

TEST_F(NetworkCase, WithoutAMeshThereIsNothingToDrawOrToAnalyse) {
  const std::string load =
      element("name = \"R\"\nkind = \"resistance\"\nfrom = \"plug\"\nvalue = \"16 ohm\"");
  EXPECT_EQ(
      complaint(load + "[output]\nfield_frequencies = [\"1 kHz\"]\n[[analysis]]\ntype = \"modes\"\n"
                       "[[probe]]\nname = \"p\"\nsurface = \"ear\"\n"),
      "case.toml:7: output.field_frequencies[0]: found fields asked for in a case without mesh, expected "
      "none\n"
      "case.toml:9: analysis[0].type: found \"modes\" in a case without mesh, expected \"isolation\", "
      "\"sensitivity\" or \"contributions\"\n"
      "case.toml:12: probe[0].surface: found a surface in a case without mesh, expected a node");
}

TEST_F(NetworkCase, FloatingNodesAndLoopsAreFound) {
  EXPECT_EQ(
      complaint(
          element("name = \"a\"\nkind = \"damper\"\nfrom = \"x\"\nto = \"y\"\nvalue = \"1e8 Pa s/m3\"")),
      "case.toml:4: network.element[0].from: node \"x\" has no way to ground: its potential is undefined\n"
      "case.toml:5: network.element[0].to: node \"y\" has no way to ground: its potential is undefined");
  EXPECT_NE(complaint(element("name = \"a\"\nkind = \"source\"\nfrom = \"x\"\nvalue = \"1 V\"") +
                      element("name = \"b\"\nkind = \"source\"\nfrom = \"x\"\nvalue = \"2 V\""))
                .find("source \"b\" closes a loop of sources without resistance"),
            std::string::npos);
  EXPECT_NE(
      complaint(
          element("name = \"a\"\nkind = \"armature\"\npart = \"none\"\nfrom = \"plug\"\nsecond_from = \"x\""))
          .find("found the unknown [[armature]] \"none\""),
      std::string::npos);
}

TEST_F(NetworkCase, NamesThatLookLikeGroundAreRefused) {
  for (const std::string name : {"GROUND", "Gnd", "0"})
    EXPECT_EQ(
        complaint(element("name = \"a\"\nkind = \"resistance\"\nfrom = \"plug\"\nto = \"" + name +
                          "\"\nvalue = \"16 ohm\"")),
        "case.toml:5: network.element[0].to: found the node \"" + name +
            "\", expected \"ground\" for the zero of all potentials or a name that can't be mistaken for it");
}

TEST_F(NetworkCase, ElementsNeedTwoNodesAndAShape) {
  EXPECT_EQ(
      complaint(load + element("name = \"a\"\nkind = \"resistance\"\nfrom = \"plug\"\nto = "
                               "\"plug\"\nvalue = \"16 ohm\"")),
      "case.toml:9: network.element[1].from: found both ends of resistance \"a\" at \"plug\", expected two "
      "nodes");
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"annulus\"\nfrom = \"x\"\nradius = \"1 "
                        "mm\"\ninner_radius = \"2 mm\"\nlength = \"3 mm\"")),
      "case.toml:6: network.element[0].inner_radius: found an inner radius of 2 mm, expected less than the "
      "outer one of 1 mm");
  EXPECT_EQ(
      complaint(element("name = \"a\"\nkind = \"cavity\"\nfrom = \"x\"\nvalue = \"1 cm3\"\nradius = "
                        "\"1 mm\"")),
      "case.toml:2: network.element[0].name: found cavity \"a\" with one of radius and length, expected both "
      "or neither");
}

TEST_F(NetworkCase, EarsAndProbesNeedANodeOfTheNetwork) {
  const std::string tube = element("name = \"a\"\nkind = \"cavity\"\nfrom = \"front\"\nvalue = \"1 cm3\"");
  EXPECT_EQ(complaint(tube + "[ear]\nnode = \"fornt\"\n"),
            "case.toml:7: ear.node: found the ear at node \"fornt\", where nothing else is, expected one of "
            "\"front\"");
  EXPECT_EQ(
      complaint(tube + "[[probe]]\nname = \"p\"\nnode = \"fornt\"\n"),
      "case.toml:8: probe[0].node: found probe p at node \"fornt\", where nothing else is, expected one of "
      "\"front\"");
  EXPECT_EQ(complaint("[network]\n"), "case.toml: network: found no elements, expected some without a mesh");
  EXPECT_EQ(complaint("[network]\n[ear]\nnode = \"x\"\n"),
            "case.toml:3: ear.node: found the ear at node \"x\" of a network without elements");
}

TEST_F(NetworkCase, SomethingMustDriveAndReachWhatIsAskedFor) {
  write("net.cir", "* a filter whose input has another name\nC1 IN amp 22u\nR1 amp 0 33\n");
  const std::string spice = "[network]\nspice = \"net.cir\"\n";
  EXPECT_EQ(
      complaint(spice + element("name = \"R\"\nkind = \"resistance\"\nfrom = \"amp\"\nvalue = \"16 "
                                "ohm\"")),
      "case.toml:2: network.spice: nothing drives the network: the plug \"plug\" hangs on nothing, and no "
      "source is left; its nodes are amp, in");
  EXPECT_NE(complaint("[network]\nplug = \"plug\"\nspice = \"net.cir\"\n")
                .find("the plug \"plug\" hangs on nothing"),
            std::string::npos);
  const auto damper = [](const std::string &node) {
    return element("name = \"of " + node + "\"\nkind = \"damper\"\nfrom = \"" + node +
                   "\"\nvalue = \"1e8 Pa s/m3\"");
  };
  EXPECT_EQ(
      complaint(load + damper("front") + "[[probe]]\nname = \"p\"\nnode = \"front\"\n"),
      "case.toml:13: probe[0].node: found probe p at node \"front\", which nothing that drives reaches; "
      "driven are plug");
}

TEST_F(NetworkCase, PartsOfACrossoverAreRefusedInWrongUnits) {
  const auto refused = [&](const std::string &kind, const std::string &value, const std::string &part) {
    const std::string text =
        complaint(load +
                  element("name = \"C\"\nkind = \"" + kind + "\"\nfrom = \"plug\"\nto = \"way\"\nvalue = \"" +
                          value + "\"") +
                  element("name = \"way\"\nkind = \"resistance\"\nfrom = "
                          "\"way\"\nvalue = \"8 ohm\""));
    EXPECT_NE(text.find("case.toml:11: network.element[1].value: found \"" + value + "\"" + part),
              std::string::npos)
        << text;
  };
  refused("capacitance", "3.3 uH", " (an inductance), expected a capacitance such as");
  refused("capacitance", "3.3 ohm", " (an electrical resistance), expected a capacitance such as");
  refused("inductance", "0.1 uF", ", expected an inductance such as");
  refused("resistance", "10 uF", ", expected an electrical resistance such as");
  EXPECT_NE(
      complaint(load + element("name = \"C\"\nkind = \"resistance\"\nfrom = \"plug\"\nvalue = \"680 "
                               "acoustic_ohm\""))
          .find("found node \"plug\" at resistance \"C\", which makes it acoustic, but it is electrical by "
                "resistance \"R\" in case.toml:4"),
      std::string::npos);
}

/// A moving coil between two nodes, a way to ground for each, and the air before it.
std::string driver_at(const std::string &name, const std::string &from, const std::string &to,
                      const std::string &front) {
  return element("name = \"" + name + "\"\nkind = \"moving_coil\"\npart = \"mid\"\nfrom = \"" + from +
                 "\"\nto = \"" + to + "\"\nsecond_from = \"" + front + "\"");
}

const std::string box = element("name = \"box\"\nkind = \"compliance\"\nfrom = \"front\"\nvalue = \"2e-11 "
                                "m3/Pa\"");
const std::string mid =
    "[[moving_coil]]\nname = \"mid\"\nresistance = \"16 ohm\"\nforce_factor = \"0.5 N/A\"\n"
    "mass = \"20 mg\"\ncompliance = \"5 mm/N\"\narea = \"30 mm2\"\n";

TEST_F(NetworkCase, DriversWithoutPowerAreWarnedOf) {
  EXPECT_TRUE(warnings_of(driver_at("one", "plug", "ground", "front") + box + mid).empty());
  EXPECT_TRUE(warnings_of(driver_at("one", "plug", "middle", "front") +
                          driver_at("two", "middle", "ground", "front") + box + mid)
                  .empty())
      << "in series";
  // The second driver moves with the first one's air, and its own current flows through a resistor: no power.
  const auto warnings = warnings_of(
      driver_at("one", "plug", "ground", "front") + driver_at("two", "pulg", "ground", "front") +
      element("name = \"R\"\nkind = \"resistance\"\nfrom = \"pulg\"\nvalue = \"100 ohm\"") + box + mid);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_NE(
      warnings[0].find("network.element[1].from: found driver \"two\" between \"pulg\" and \"ground\", which "
                       "no current from a source reaches"),
      std::string::npos)
      << warnings[0];
}

// Two ideal transformers of different ratios side by side: neither a floating node nor a loop of sources.
TEST_F(NetworkCase, IdealElementsThatContradictEachOtherAreFoundWhereTheyAreSolved) {
  const auto transformer = [](const std::string &name, const std::string &ratio) {
    return element("name = \"" + name +
                   "\"\nkind = \"transformer\"\nfrom = \"plug\"\nsecond_from = "
                   "\"a\"\nvalue = \"" +
                   ratio + "\"");
  };
  try {
    response(load + transformer("one", "2") + transformer("two", "3"));
    FAIL();
  } catch (const UserError &error) {
    EXPECT_NE(std::string(error.what()).find("ideal elements contradict each other"), std::string::npos)
        << error.what();
  }
}

} // namespace
