#include "solver/config/located.h"

#include <gtest/gtest.h>

using namespace earshot;

TEST(UserErrors, EveryProblemHasALineWithItsPlace) {
  const UserError error(
      {{{"a.toml", 3, 5, "air.temperature"}, "too hot"}, {{"a.toml", 0, 0, "mesh"}, "missing"}});
  EXPECT_STREQ(error.what(), "a.toml:3: air.temperature: too hot\na.toml: mesh: missing");
  EXPECT_EQ(error.diagnostics().size(), 2u);
}

TEST(UserErrors, UnknownPartsOfThePlaceAreLeftOut) {
  EXPECT_STREQ(UserError("no memory").what(), "no memory");
  EXPECT_STREQ(UserError({"a.toml", 7, 1, ""}, "syntax").what(), "a.toml:7: syntax");
  EXPECT_STREQ(UserError({"", 0, 0, "mesh.size"}, "too small").what(), "mesh.size: too small");
}

TEST(NearestName, FindsSlipsOfAFewLetters) {
  const std::vector<std::string> names = {"temperature", "thickness", "density"};
  EXPECT_EQ(nearest_name("thicknes", names), "thickness");
  EXPECT_EQ(nearest_name("temprature", names), "temperature");
  EXPECT_EQ(nearest_name("Density", names), "density");
  EXPECT_EQ(nearest_name("PTE", {"PET", "LCP"}), "PET") << "neighbours swapped count once";
  EXPECT_EQ(nearest_name("PXX", {"PET", "LCP"}), "") << "two of three letters are another word";
  EXPECT_EQ(nearest_name("PETT", {"PEEK", "PET"}), "PET");
}

TEST(NearestName, IsSilentWhenNothingIsNear) {
  EXPECT_EQ(nearest_name("radius", {"temperature", "density"}), "");
  EXPECT_EQ(nearest_name("x", {}), "");
}

TEST(ExpectedOneOf, ListsTheNamesAndTheNearest) {
  EXPECT_EQ(expected_one_of("wal", {"screen", "wall"}),
            "expected one of \"screen\", \"wall\"; did you mean \"wall\"?");
  EXPECT_EQ(expected_one_of("x", {"direct"}), "expected \"direct\"");
  EXPECT_EQ(expected_one_of("x", {}), "expected none, as none is defined");
}
