// [housing]: at rest but for one direction, or with supports in six.
#include "unit/config/case_text.h"

#include <cstring>

namespace earshot {
namespace {

std::string complaint_of(const std::string &more) {
  const CaseFolder folder;
  return complaint(folder.write("case.toml", valid_case + more));
}

void expect(const std::string &more, const std::string &found) {
  EXPECT_NE(complaint_of(more).find(found), std::string::npos) << complaint_of(more);
}

const std::string support = "[[housing.support]]\nname = \"tip\"\n";

TEST(HousingConfig, OfOneDirectionRestsOnSkin) {
  const std::string skin = "contact_area = \"2 cm2\"\nskin_stiffness = \"2e7 Pa/m\"\nouter_area = \"3 cm2\"\n"
                           "canal_area = \"44 mm2\"\n";
  EXPECT_EQ(complaint_of("[housing]\nmass = \"4 g\"\n" + skin), "");
  expect("[housing]\n" + skin, "housing.mass: found nothing, expected a mass such as \"4 g\"");
  expect("[housing]\nmass = \"4 g\"\n", "housing.contact_area: found nothing");
  expect("[housing]\nmass = \"4 g\"\n", "or a [[housing.support]]");
  expect("[housing]\nmass = \"4 g\"\ninertia = [\"1 g mm2\", \"1 g mm2\", \"1 g mm2\"]\n" + skin,
         "expected a [[housing.support]] as well");
  expect("[housing]\nmass = \"4 g\"\n" + skin + "[[analysis]]\ntype = \"housing\"\n",
         "in a case whose housing rests");
}

TEST(HousingConfig, OfSixDirectionsHasSupportsAndAWeight) {
  EXPECT_EQ(complaint_of("[housing]\nmass = \"4 g\"\n" + support + "[[analysis]]\ntype = \"housing\"\n"), "");
  EXPECT_EQ(complaint_of("[housing]\nwall_density = \"1200 kg/m3\"\nwall_thickness = \"1 mm\"\n" + support),
            "");
  expect("[housing]\n" + support, "expected either a mass");
  for (const char *key : {"wall_thickness = \"1 mm\"", "wall_density = \"1200 kg/m3\""})
    expect(std::string("[housing]\nmass = \"4 g\"\n") + key + "\n" + support,
           std::string("housing.") + std::string(key, std::strchr(key, ' ')) +
               ": found a key of the walls' mass beside mass");
  expect("[housing]\nmass = \"4 g\"\nskin_stiffness = \"2e7 Pa/m\"\n" + support, "found skin beside");
  expect("[housing]\nmass = \"4 g\"\ndirection = [0, 0, 0]\n" + support, "found no direction");
  expect("[housing]\nmass = \"4 g\"\n" + support + "stiffness = [\"1 N/m\"]\n",
         "found 1 numbers, expected three");
  expect("[housing]\nmass = \"4 g\"\n" + support + support, "a second time");
  expect("[housing]\nmass = \"4 g\"\n" + support +
             "[[housing.mover]]\nelement = \"ba\"\ndirection = [0, 0, 1]\n",
         "without a [network]");
  for (const std::string model : {"thermoviscous", "sequential"})
    expect("[housing]\nmass = \"4 g\"\n" + support + "[[volume]]\nname = \"front\"\nmodel = \"" + model +
               "\"\n",
           "its walls can't move yet");
  expect("[housing]\nmass = \"4 g\"\n" + support + "[[surface]]\nname = \"cut\"\nmodel = \"symmetry\"\n",
         "expected the whole");
}

TEST(HousingConfig, OfElasticWallsSaysWhatTheyAre) {
  const std::string resin =
                        "[[material]]\nname = \"resin\"\ndensity = \"1180 kg/m3\"\npoissons_ratio = 0.38\n",
                    modulus = "youngs_modulus = \"2.2 GPa\"\n",
                    wall = "[[housing.wall]]\nmaterial = \"resin\"\nthickness = \"1 mm\"\n",
                    placed = support + "position = [\"0 mm\", \"0 mm\", \"9 mm\"]\n";
  EXPECT_EQ(complaint_of(resin + modulus + "[housing]\n" + wall + placed), "");
  EXPECT_EQ(complaint_of(resin + modulus + "[housing]\nmass = \"4 g\"\n" + wall + placed), "");
  expect(resin + modulus + "[housing]\n[[housing.wall]]\nmaterial = \"resin\"\n" + placed,
         "housing.wall[0].thickness: missing");
  expect(resin + "[housing]\n" + wall + placed, "youngs_modulus: missing");
  const std::string of_tip = wall + "volumes = [\"tip\"]\n",
                    of_both = wall + "volumes = [\"tip\", \"nozzle\"]\n";
  EXPECT_EQ(complaint_of(resin + modulus + "[housing]\n" + wall + of_tip + placed), "");
  EXPECT_EQ(complaint_of(resin + modulus + "[housing]\n" + wall + of_tip + of_tip + placed), "")
      << "two layers";
  expect(resin + modulus + "[housing]\n" + of_tip + placed,
         "found no layer of the walls of all other volumes, expected a [[housing.wall]] without volumes");
  expect(resin + modulus + "[housing]\n" + wall + of_tip + of_both + placed,
         "housing.wall[2].volumes[0]: found walls of \"tip\" in two lists that differ");
  expect("[housing]\n" + wall + placed, "found the unknown material \"resin\"");
  expect(resin + modulus + "transverse_modulus = \"1 GPa\"\n[housing]\n" + wall + placed,
         "found the orthotropic material \"resin\"");
  expect(resin + modulus + "[housing]\n" + wall, "expected a [[housing.support]]");
  expect(resin + modulus + "[housing]\n" + wall + support, "with neither position nor surface");
  expect(resin + modulus + "[housing]\n" + wall + placed + "surface = \"walls\"\n",
         "with position and surface");
  expect(resin + modulus + "[housing]\nwall_thickness = \"1 mm\"\n" + wall + placed,
         "found a key of rigid walls beside [[housing.wall]]");
  expect(resin + modulus + "[housing]\ncentre = [\"0 mm\", \"0 mm\", \"0 mm\"]\n" + wall + placed,
         "found a key of a rigid housing beside [[housing.wall]]");
  expect(resin + modulus + "[housing]\n" + wall + placed + "[[housing.point]]\nname = \"back\"\n",
         "found a point of elastic walls without position");
  expect("[housing]\nmass = \"4 g\"\n" + support + "surface = \"walls\"\n",
         "found a surface of walls that are rigid");
}

} // namespace
} // namespace earshot
