#include "solver/config/parameters.h"

#include "solver/config/reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

using namespace earshot;

namespace {

Case small_case() {
  return read_case(EARSHOT_SOURCE_DIR "/tests/cases/small.toml");
}

std::string message_of(const std::function<void()> &work) {
  try {
    work();
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

} // namespace

TEST(Parameters, BearTheKeysThatAssignmentsTake) {
  const Case base = small_case();
  for (const Parameter &parameter : parameters_of(base))
    for (const std::string &key : {parameter.key, parameter.numbered_key}) {
      if (key.back() == ']') // an item of a list of numbers can't be assigned by itself
        continue;
      const Case assigned =
          read_case(base.file, {fmt::format("{}=\"{} {}\"", key, parameter.value, parameter.unit)});
      const Parameter found = find_parameter(parameters_of(assigned), key);
      EXPECT_NEAR(found.value, parameter.value, 1e-12 * std::abs(parameter.value)) << key;
      EXPECT_FALSE(found.is_default) << key;
    }
}

TEST(Parameters, AreEachThereOnce) {
  std::set<std::string> keys;
  for (const Parameter &parameter : parameters_of(small_case()))
    EXPECT_TRUE(keys.insert(parameter.key).second) << parameter.key;
  for (const char *key :
       {"material.film.youngs_modulus", "driver.dynamic.coil.mass", "air.temperature",
        "driver.dynamic.diaphragm.zone.dome.layers[0].thickness", "surface.screen.resistance"})
    EXPECT_EQ(keys.count(key), 1u) << key;
  EXPECT_EQ(keys.count("volume"), 0u);
}

TEST(Parameters, ChangeByEitherFormOfTheKeyAndNothingElse) {
  const Case base = small_case();
  for (const char *key : {"driver.dynamic.coil.mass", "driver[0].coil.mass"}) {
    const std::vector<Parameter> before = parameters_of(base),
                                 after = parameters_of(with_value(base, key, 9e-6));
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t k = 0; k < before.size(); ++k)
      EXPECT_EQ(after[k].value, before[k].key == "driver.dynamic.coil.mass" ? 9e-6 : before[k].value);
  }
  EXPECT_NE(message_of([&] {
              with_value(base, "driver.dynamic.coil.mas", 1);
            }).find("did you mean \"driver.dynamic.coil.mass\"?"),
            std::string::npos);
}

TEST(Parameters, ReadValuesOfNetworkElementsWithTheirUnits) {
  const Case base = read_case(EARSHOT_SOURCE_DIR "/configs/lumped_hybrid.toml");
  int found = 0;
  for (const Parameter &parameter : parameters_of(base))
    if (parameter.key.find("network.element") == 0 && parameter.key.ends_with(".value")) {
      const Case changed = with_value(base, parameter.key, 2 * parameter.value);
      for (const Parameter &other : parameters_of(changed))
        if (other.key == parameter.key) {
          EXPECT_EQ(other.value, 2 * parameter.value);
          EXPECT_EQ(other.unit, parameter.unit);
        }
      ++found;
    }
  EXPECT_GT(found, 0);
}

TEST(Parameters, TakeTolerancesAsPercentagesAndAsDifferences) {
  const std::vector<Parameter> parameters = parameters_of(small_case());
  const auto tolerance = [&](const char *key, const char *text) {
    return tolerance_of(find_parameter(parameters, std::string(key)), std::string(text));
  };
  EXPECT_NEAR(tolerance("driver.dynamic.coil.mass", "5 %"), 0.3e-6, 1e-18);
  EXPECT_NEAR(tolerance("driver.dynamic.coil.mass", "0.2 mg"), 0.2e-6, 1e-18);
  EXPECT_NEAR(tolerance("air.temperature", "2 degC"), 2, 1e-9) << "a difference, not 275 K";
  EXPECT_NEAR(tolerance("air.temperature", "2 K"), 2, 1e-9);
  EXPECT_NEAR(tolerance("material.film.loss_factor", "0.01"), 2e-4, 1e-12) << "a ratio of the value";
  const auto refused = [&](const char *key, const char *text) {
    return message_of([&] { tolerance(key, text); });
  };
  EXPECT_NE(refused("driver.dynamic.coil.mass", "3 ohm").find("a difference in kg"), std::string::npos);
  EXPECT_NE(refused("driver.dynamic.coil.mass", "-3 %").find("0 % or more"), std::string::npos);
  EXPECT_NE(refused("driver.dynamic.coil.height", "3 %").find("is 0"), std::string::npos);
}
