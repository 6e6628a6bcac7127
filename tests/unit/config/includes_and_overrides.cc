#include "unit/config/case_text.h"

using namespace earshot;

namespace {

/// The valid case with its first material in a file of its own.
struct SplitCase {
  std::string material, rest;
  SplitCase() {
    const auto begin = valid_case.find("[[material]]"), end = valid_case.find("[[material]]", begin + 1);
    material = valid_case.substr(begin, end - begin);
    rest = "include = [\"parts/pet.toml\"]\n" + valid_case.substr(0, begin) + valid_case.substr(end);
  }
};

} // namespace

TEST(Reading, ValuesAreInSiUnitsAndKnowTheirLine) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", valid_case);
  const Case c = read_case(file);
  EXPECT_EQ(c.file, file);
  EXPECT_EQ(c.title.value, "a test");
  EXPECT_DOUBLE_EQ(c.air.temperature, 293.15);
  EXPECT_EQ(c.drivers[0].diaphragm->zones[0].layers[0].thickness.value, 1e-6);
  const SourcePosition where = c.drivers[0].motor.resistance.where;
  EXPECT_EQ(where.file, file);
  EXPECT_EQ(where.line, line_of(valid_case, "resistance = \"16 ohm\""));
  EXPECT_EQ(where.key, "driver[0].motor.resistance");
  EXPECT_EQ(c.drivers[0].diaphragm->zones[0].layers[1].material.where.key,
            "driver[0].diaphragm.zone[0].layers[1].material");
}

TEST(Reading, DefaultsKnowTheirKey) {
  const CaseFolder folder;
  const Case c = read_case(folder.write("case.toml", valid_case));
  EXPECT_EQ(c.source.voltage.value, 1.0);
  EXPECT_EQ(c.source.voltage.where.key, "source.voltage");
  EXPECT_TRUE(c.source.voltage.where.is_default());
  EXPECT_FALSE(c.air.temperature.where.is_default());
}

TEST(Includes, ListsAreJoinedAndPositionsNameTheIncludedFile) {
  const CaseFolder folder;
  const SplitCase split;
  const std::string part = folder.write("parts/pet.toml", split.material);
  const Case c = read_case(folder.write("case.toml", split.rest));
  ASSERT_EQ(c.materials.size(), 2u);
  EXPECT_EQ(c.materials[0].name.value, "PET");
  EXPECT_EQ(c.materials[0].density.where.file, part);
  EXPECT_EQ(c.materials[0].density.where.line, 3);
}

TEST(Includes, KeysOfTheIncludingFileGoFirstThenThoseOfTheLaterFile) {
  const CaseFolder folder;
  folder.write(
      "a.toml",
      "[air]\ntemperature = \"1 degC\"\nstatic_pressure = \"90 kPa\"\n[source]\nvoltage = \"2 V\"\n");
  folder.write("b.toml", "[air]\ntemperature = \"2 degC\"\nstatic_pressure = \"95 kPa\"\n");
  const Case c = read_case(folder.write("case.toml", "include = [\"a.toml\", \"b.toml\"]\n" + valid_case));
  EXPECT_DOUBLE_EQ(c.air.temperature, 293.15);
  EXPECT_DOUBLE_EQ(c.air.static_pressure, 95e3);
  EXPECT_DOUBLE_EQ(c.source.voltage, 2.0);
}

TEST(Includes, AFileThatTwoOthersIncludeIsTakenOnce) {
  const CaseFolder folder;
  const SplitCase split;
  folder.write("parts/pet.toml", split.material);
  folder.write("a.toml", "include = \"parts/pet.toml\"\n[source]\nvoltage = \"2 V\"\n");
  const Case c = read_case(folder.write(
      "case.toml", replaced(split.rest, "[\"parts/pet.toml\"]", "[\"a.toml\", \"parts/pet.toml\"]")));
  EXPECT_EQ(c.materials.size(), 2u);
}

TEST(Includes, AProblemInAnIncludedFileIsPlacedThere) {
  const CaseFolder folder;
  const SplitCase split;
  const std::string part = folder.write("parts/pet.toml", replaced(split.material, "4.5 GPa", "4.5 mm"));
  EXPECT_EQ(
      complaint(folder.write("case.toml", split.rest)),
      part +
          ":4: material[0].youngs_modulus: found \"4.5 mm\" (a length), expected an elastic modulus such as "
          "\"4.5 GPa\"");
}

TEST(Includes, AMissingFileIsPlacedAtTheLineThatAsksForIt) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", "title = \"x\"\ninclude = [\"parts/pet.toml\"]\n");
  EXPECT_EQ(complaint(file), file + ":2: include: " + folder.path("parts/pet.toml") +
                                 ": can't be read: No such file or directory");
}

TEST(Includes, CyclesAreFound) {
  const CaseFolder folder;
  const std::string b = folder.write("b.toml", "\ninclude = \"c.toml\"\n");
  const std::string c = folder.write("c.toml", "include = \"b.toml\"\n");
  const std::string a = folder.write("a.toml", "include = [\"b.toml\"]\n");
  EXPECT_EQ(complaint(a),
            c + ":1: include: " + b + " includes itself: " + a + " -> " + b + " -> " + c + " -> " + b);
}

TEST(Includes, MustBeFileNames) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", "include = [3]\n");
  EXPECT_EQ(complaint(file),
            file + ":1: include: found 3, expected file names such as [\"materials/common.toml\"]");
}

TEST(Overrides, GoBeforeTheFile) {
  const CaseFolder folder;
  const Case c =
      read_case(folder.write("case.toml", valid_case),
                {"driver[0].motor.resistance=\"32 ohm\"", "surface.screen.resistance=250 Pa s/m",
                 "driver.dynamic.diaphragm.zone.dome.layers[1].thickness = 12 um", "ear.model=rigid",
                 "mesh.curved=false", "sweep.points=7", "output.field_frequencies=[\"1 kHz\", \"2 kHz\"]"});
  EXPECT_EQ(c.drivers[0].motor.resistance.value, 32.0);
  EXPECT_EQ(c.surfaces[0].resistance.value, 250.0);
  EXPECT_EQ(c.drivers[0].diaphragm->zones[0].layers[1].thickness.value, 12e-6);
  EXPECT_EQ(c.ear.model.value, EarModel::rigid);
  EXPECT_FALSE(c.mesh.curved.value);
  EXPECT_EQ(c.sweep.points.value, 7);
  EXPECT_EQ(c.output.field_frequencies.size(), 2u);
}

TEST(Overrides, MakeTablesThatTheFileLacks) {
  const CaseFolder folder;
  const Case c = read_case(folder.write("case.toml", valid_case), {"source.voltage=0.5 V"});
  EXPECT_EQ(c.source.voltage.value, 0.5);
  EXPECT_EQ(c.source.voltage.where.file, "--set");
  EXPECT_FALSE(c.source.voltage.where.is_default());
}

TEST(Overrides, AreCheckedLikeTheFile) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", valid_case);
  EXPECT_EQ(complaint(file, {"source.voltage=0.5"}),
            "--set: source.voltage: found 0.5 without a unit, expected a voltage such as \"1 V\"");
  EXPECT_EQ(complaint(file, {"driver[0].motor.resistance=1 H"}),
            "--set: driver[0].motor.resistance: found \"1 H\" (an inductance), expected an electrical "
            "resistance such "
            "as \"16 ohm\"");
  expect_within(complaint(file, {"sorce.voltage=1 V"}),
                "--set: sorce: found an unknown key, expected one of");
  expect_within(complaint(file, {"sorce.voltage=1 V"}), "did you mean \"source\"?");
}

TEST(Overrides, ThatPointNowhereAreNamed) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", valid_case);
  EXPECT_EQ(complaint(file, {"surface.scren.resistance=1 Pa s/m"}),
            "--set: surface.scren.resistance: found no item \"scren\", expected \"screen\"; did you mean "
            "\"screen\"?");
  EXPECT_EQ(complaint(file, {"driver[1].name=x"}),
            "--set: driver[1].name: found index 1, expected less than 1");
  EXPECT_EQ(complaint(file, {"title.x=3"}), "--set: title.x: found \"a test\", expected a table");
  EXPECT_EQ(complaint(file, {"air[0].x=3"}), "--set: air[0].x: found a table, expected a list");
  for (const char *nonsense : {"", "title", "=3", "a..b=3", "a.=3", "[0]=3", "a[x]=3", "a[0=3"})
    EXPECT_EQ(complaint(file, {nonsense}), "--set: found \"" + std::string(nonsense) +
                                               "\", expected key=value such as source.voltage=\"0.5 V\"");
}

TEST(Overrides, NameFilesRelativeToTheWorkingDirectory) {
  const CaseFolder folder;
  const std::string table = folder.write("elsewhere/z.csv", "");
  const std::string relative = std::filesystem::relative(table).string();
  const Case c =
      read_case(folder.write("case.toml", valid_case), {"ear.model=table", "ear.table=" + relative});
  EXPECT_TRUE(std::filesystem::equivalent(c.ear.table.value, table));
}
