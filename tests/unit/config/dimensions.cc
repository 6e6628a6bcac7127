// Lengths of the geometry by their keys, alone and together.
#include "solver/config/dimensions.h"

#include "tests/unit/config/case_text.h"

#include <gtest/gtest.h>

#include <set>

namespace earshot {
namespace {

Case small_case() {
  return read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
}

std::string refusal(const std::string &text) {
  try {
    find_dimension(parameters_of(small_case()), {text, {}});
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

} // namespace

TEST(Dimensions, ChangeOneKeyOrSeveralOfOneValue) {
  const Case config = small_case();
  const auto parameters = parameters_of(config);
  const Case one = with_dimension(config, find_dimension(parameters, {"geometry.nozzle.radius", {}}), 2e-3);
  EXPECT_EQ(one.geometry->nozzle.radius.value, 2e-3);
  EXPECT_EQ(one.geometry->tip.radius.value, 3e-3);
  const Dimension bore = find_dimension(parameters, {"geometry.nozzle.radius = geometry.tip.radius", {}});
  EXPECT_EQ(bore.name, "geometry.nozzle.radius = geometry.tip.radius");
  const Case both = with_dimension(config, bore, 2e-3);
  EXPECT_EQ(both.geometry->nozzle.radius.value, 2e-3);
  EXPECT_EQ(both.geometry->tip.radius.value, 2e-3);
}

TEST(Dimensions, AreLengthsOfGeometryPartsAndDiaphragms) {
  std::set<std::string> names;
  for (const Dimension &dimension : all_dimensions(parameters_of(small_case())))
    names.insert(dimension.name);
  for (const char *const key :
       {"geometry.rear_vent.radius", "geometry.canal.length", "driver.dynamic.diaphragm.zone.dome.rise",
        "driver.dynamic.diaphragm.zone.surround.outer_radius"})
    EXPECT_TRUE(names.contains(key)) << key;
  for (const char *const key : {"mesh.size", "driver.dynamic.diaphragm.zone.dome.layers[0].thickness",
                                "driver.dynamic.coil.mass", "geometry.rear_vent.offset"})
    EXPECT_FALSE(names.contains(key)) << key;
}

TEST(Dimensions, HaveAsPartnersThoseOfTheirKindAndValue) {
  const auto parameters = parameters_of(small_case());
  const auto partners = partners_of(find_dimension(parameters, {"geometry.nozzle.radius", {}}), parameters);
  ASSERT_EQ(partners.size(), 2u);
  EXPECT_EQ(partners[0].key, "geometry.tip.radius");
  EXPECT_EQ(partners[1].key, "geometry.canal.radius");
  EXPECT_TRUE(partners_of(find_dimension(parameters, {"geometry.tip.length", {}}), parameters).empty());
}

TEST(Dimensions, AreRefusedWhereTheyMakeNoSense) {
  expect_within(refusal("geometry.nozle.radius"), "did you mean \"geometry.nozzle.radius\"?");
  expect_within(refusal("mesh.size"), "found \"mesh.size\", which is the mesh's own");
  expect_within(
      refusal("geometry.nozzle.radius = geometry.rear.radius"),
      "found 0.003 m and 0.005 m in \"geometry.nozzle.radius = geometry.rear.radius\", expected keys of "
      "one value");
}

TEST(Dimensions, BelongToSensitivitiesAlone) {
  const CaseFolder folder;
  const std::string analysis = "\n[[analysis]]\ntype = \"modes\"\ndimensions = [\"all\"]\n";
  expect_within(complaint(folder.write("case.toml", valid_case + analysis)),
                "found dimensions of \"modes\", expected those of an analysis of type \"sensitivity\"");
}

} // namespace earshot
