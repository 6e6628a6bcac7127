#include "solver/config/documents.h"

#include "unit/config/case_text.h"

#include <nlohmann/json.hpp>

#include <sstream>

using namespace earshot;

namespace {

const std::string configs = std::string(EARSHOT_SOURCE_DIR) + "/configs/";

std::string contents(const std::string &file) {
  std::ifstream stream(file);
  EXPECT_TRUE(stream) << file;
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

/// The resolved text without the line that names the file and the marks of defaults, which a written file
/// doesn't have.
std::string values(const Case &c) {
  std::istringstream text(resolved_toml(c));
  std::string line, result;
  std::getline(text, line);
  while (std::getline(text, line))
    result += line.substr(0, line.find(" # default")) + "\n";
  return result;
}

} // namespace

TEST(Documents, CommittedSchemaIsTheGeneratedOne) {
  EXPECT_EQ(contents(configs + "earshot.schema.json"), json_schema()) << "renew it: earshot schema";
}

TEST(Documents, CommittedReferenceIsTheGeneratedOne) {
  EXPECT_EQ(contents(configs + "REFERENCE.md"), reference_markdown()) << "renew it: earshot reference";
}

TEST(Documents, SchemaAsksForWhatTheReaderAsksFor) {
  const auto schema = nlohmann::json::parse(json_schema());
  EXPECT_EQ(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
  EXPECT_FALSE(schema.contains("required")) << "an included file may hold the drivers";
  const auto material = schema["properties"]["material"]["items"];
  EXPECT_EQ(material["required"], nlohmann::json({"name", "density", "youngs_modulus", "poissons_ratio"}));
  EXPECT_EQ(material["additionalProperties"], false);
  const auto driver = schema["properties"]["driver"]["items"];
  EXPECT_EQ(driver["oneOf"].size(), 2u);
  EXPECT_EQ(driver["required"], nlohmann::json({"name"})) << "a body makes its surface";
}

TEST(Documents, DefaultsOfTheReferenceAreThoseOfTheStructs) {
  const std::string reference = reference_markdown();
  EXPECT_NE(reference.find("| `temperature` | temperature, e.g. `\"23 degC\"` | `23 degC` |"),
            std::string::npos);
  EXPECT_NE(reference.find("| `size` | length, e.g. `\"2.5 mm\"` | `1.2 mm` |"), std::string::npos);
}

TEST(Resolved, ReadsBackAsTheSameCase) {
  const CaseFolder folder;
  const Case first =
      read_case(folder.write("case.toml", valid_case), {"driver.dynamic.motor.inductance=17.3 uH"});
  const Case second = read_case(folder.write("resolved/case.toml", resolved_toml(first)));
  EXPECT_EQ(values(second), values(first));
  // Not by the writer alone: values from all depths, to the bit.
  EXPECT_EQ(second.air.temperature.value, first.air.temperature.value);
  EXPECT_EQ(second.materials[1].density.value, 1850.0);
  EXPECT_EQ(second.drivers[0].motor.inductance.value, 17.3e-6);
  EXPECT_EQ(second.drivers[0].diaphragm->zones[0].layers[1].thickness.value, 25e-6);
  EXPECT_EQ(second.geometry->rear_vent->radius.value, 0.25e-3);
  EXPECT_FALSE(second.geometry->front_vent.has_value());
  EXPECT_EQ(second.sweep.points.value, 11);
}

TEST(Resolved, KeepsFilesListsAndAwkwardText) {
  const CaseFolder folder;
  folder.write("inner/z.csv", "");
  folder.write("inner/air.msh", "");
  std::string text = valid_case;
  const auto geometry = text.find("[geometry.rear]"), mesh = text.find("[mesh]");
  text.erase(geometry, mesh - geometry);
  text = replaced(text, "size = \"1.1 mm\"", "file = \"air.msh\"");
  text = replaced(text, "model = \"iec711\"", "model = \"table\"\ntable = \"z.csv\"");
  text = replaced(text, "points = 11", "frequencies = [\"1 kHz\", \"31.5 Hz\"]");
  text = replaced(text, "\"a test\"", R"("a \"quoted\" \\ title\twith µ")");
  const Case first = read_case(folder.write("inner/case.toml", text));
  const Case second = read_case(folder.write("elsewhere/resolved.toml", resolved_toml(first)));
  EXPECT_EQ(values(second), values(first));
  EXPECT_EQ(second.title.value, "a \"quoted\" \\ title\twith µ");
  EXPECT_EQ(second.ear.table.value, folder.path("inner/z.csv"));
  EXPECT_EQ(second.mesh.file.value, folder.path("inner/air.msh"));
  ASSERT_EQ(second.sweep.frequencies.size(), 2u);
  EXPECT_EQ(second.sweep.frequencies[1].value, 31.5);
}

TEST(Resolved, MarksDefaults) {
  const CaseFolder folder;
  const std::string text =
      resolved_toml(read_case(folder.write("case.toml", valid_case), {"source.voltage=1 V"}));
  EXPECT_NE(text.find("static_pressure = \"101.325 kPa\" # default\n"), std::string::npos);
  EXPECT_NE(text.find("temperature = \"20 degC\"\n"), std::string::npos);
  EXPECT_NE(text.find("voltage = \"1 V\"\n"), std::string::npos) << "set, though to the default";
}

TEST(ShippedCases, AreReadWithoutAWarningAndResolveToThemselves) {
  const CaseFolder folder;
  int count = 0;
  for (const auto &entry : std::filesystem::directory_iterator(configs)) {
    if (entry.path().extension() != ".toml")
      continue;
    ++count;
    SCOPED_TRACE(entry.path().string());
    const Case c = read_case(entry.path().string());
    for (const Diagnostic &warning : warnings(c))
      ADD_FAILURE() << to_string(warning);
    EXPECT_EQ(values(read_case(folder.write("resolved.toml", resolved_toml(c)))), values(c));
  }
  EXPECT_GE(count, 1);
}
