#include "unit/config/case_text.h"

using namespace earshot;

namespace {

/// One slip in the valid case and all that is said about it.
struct Slip {
  std::string from, to;  ///< what is replaced by what
  std::string line;      ///< begins on the line that the message must name; "": the message names no line
  std::string complaint; ///< key and message
};

void expect_complaint(const Slip &slip) {
  SCOPED_TRACE(slip.to);
  const CaseFolder folder;
  const std::string text = replaced(valid_case, slip.from, slip.to);
  const std::string file = folder.write("case.toml", text);
  const std::string place = slip.line.empty() ? file : file + ":" + std::to_string(line_of(text, slip.line));
  EXPECT_EQ(complaint(file), place + ": " + slip.complaint);
}

} // namespace

TEST(BadInput, TheValidCaseIsValid) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", valid_case);
  EXPECT_EQ(complaint(file), "");
  EXPECT_TRUE(warnings(read_case(file)).empty());
}

TEST(BadInput, UnknownKeysComeWithTheNearestName) {
  expect_complaint(
      {"temperature =", "temprature =", "temprature",
       "air.temprature: found an unknown key, expected one of \"temperature\", \"static_pressure\", "
       "\"relative_humidity\", \"losses\", \"density\", \"sound_speed\", \"viscosity\", "
       "\"heat_capacity_ratio\", "
       "\"prandtl\"; did you mean \"temperature\"?"});
  expect_complaint(
      {"[[probe]]", "[[prob]]", "[[prob]]",
       "prob: found an unknown key, expected one of \"title\", \"air\", \"material\", \"magnetic_material\", "
       "\"geometry\", \"part\", \"tube\", \"mesh\", \"driver\", \"volume\", \"surface\", \"vent\", "
       "\"probe\", "
       "\"source\", "
       "\"ear\", \"leak\", \"housing\", \"network\", \"armature\", \"moving_coil\", \"sweep\", \"analysis\", "
       "\"study\", \"fit\", \"predict\", \"tune\", \"saved_model\", \"output\"; did you mean \"probe\"?"});
  expect_complaint(
      {"thickness = \"26 um\"", "thickness = \"26 um\", angel = \"3 deg\"", "layers = [{ material = \"PET\"",
       "driver[0].diaphragm.zone[1].layers[0].angel: found an unknown key, expected one of \"material\", "
       "\"thickness\", \"angle\"; did you mean \"angle\"?"});
}

TEST(BadInput, WrongTypesAreNamed) {
  expect_complaint({"\"a test\"", "3", "title", "title: found 3, expected a text in quotes"});
  expect_complaint({"points = 11", "points = 11.5", "points",
                    "sweep.points: found 11.5, expected a whole number from 1 to 1000000"});
  expect_complaint({"points = 11", "points = \"many\"", "points",
                    "sweep.points: found \"many\", expected a whole number from 1 to 1000000"});
  expect_complaint({"size = \"1.1 mm\"", "curved = \"yes\"", "curved",
                    "mesh.curved: found \"yes\", expected true or false"});
  expect_complaint({"mass = \"6 mg\"", "mass = true", "mass",
                    "driver[0].coil.mass: found true, expected a mass such as \"6 mg\""});
  expect_complaint({"points = 11", "frequencies = \"1 kHz\"", "frequencies",
                    "sweep.frequencies: found \"1 kHz\", expected a list such as [\"1 kHz\"]"});
  expect_complaint({"[[probe]]", "[probe]", "[probe]", "probe: found a table, expected [[probe]]"});
  expect_complaint({"[ear]", "[[ear]]", "[[ear]]", "ear: found a list, expected a single table [ear]"});
  expect_complaint({"mass = \"6 mg\"", "mass = 2024-01-01", "mass",
                    "driver[0].coil.mass: found a date or time, expected a mass such as \"6 mg\""});
}

TEST(BadInput, MissingUnitsShowAnExample) {
  expect_complaint({"\"5 mm\"", "5", "length = 5",
                    "geometry.nozzle.length: found 5 without a unit, expected a length such as \"2.5 mm\""});
  expect_complaint(
      {"\"5 mm\"", "\"5\"", "length = \"5\"",
       "geometry.nozzle.length: found \"5\" without a unit, expected a length such as \"2.5 mm\""});
}

TEST(BadInput, WrongDimensionsShowFoundAndExpected) {
  expect_complaint({"\"5 mm\"", "\"5 mg\"", "length = \"5 mg\"",
                    "geometry.nozzle.length: found \"5 mg\" (a mass), expected a length such as \"2.5 mm\""});
  expect_complaint({"\"50 Hz\"", "\"20 ms\"", "from",
                    "sweep.from: found \"20 ms\", expected a frequency such as \"1 kHz\""});
}

TEST(BadInput, ImpossibleValuesShowTheirBounds) {
  expect_complaint({"\"5 mm\"", "\"-5 mm\"", "length = \"-5 mm\"",
                    "geometry.nozzle.length: found \"-5 mm\", expected more than 0"});
  expect_complaint({"0.38", "0.5", "poissons_ratio",
                    "material[0].poissons_ratio: found 0.5, expected between -1 and 0.5"});
  expect_complaint(
      {"0.38", "-1", "poissons_ratio", "material[0].poissons_ratio: found -1, expected between -1 and 0.5"});
  expect_complaint({"\"40 %\"", "\"101 %\"", "relative_humidity",
                    "air.relative_humidity: found \"101 %\", expected from 0 to 100 %"});
  expect_complaint(
      {"\"40 %\"", "40", "relative_humidity", "air.relative_humidity: found 40, expected from 0 to 100 %"});
  expect_complaint({"\"20 degC\"", "\"-280 degC\"", "temperature",
                    "air.temperature: found \"-280 degC\", expected more than -273.15 degC"});
  expect_complaint({"points = 11", "points = 0", "points",
                    "sweep.points: found 0, expected a whole number from 1 to 1000000"});
  expect_complaint({"points = 11", "points_per_octave = 49", "points_per_octave",
                    "sweep.points_per_octave: found 49, expected a whole number from 1 to 48"});
}

TEST(BadInput, MissingKeysAreNamedAtTheirTable) {
  expect_complaint({"density = \"1390 kg/m3\"\n", "", "[[material]]",
                    "material[0].density: missing, expected a density such as \"1390 kg/m3\""});
  expect_complaint(
      {"name = \"front\"\n", "", "[[probe]]", "probe[0].name: missing, expected a text in quotes"});
  expect_complaint({"model = \"tube\"\n", "", "[[volume]]",
                    "volume[0].model: missing, expected one of \"tube\", \"slit\", \"boundary_layer\", "
                    "\"sequential\", \"thermoviscous\""});
  expect_complaint(
      {"outer_radius = \"2.9 mm\"\n", "", "name = \"seat\"",
       "driver[0].diaphragm.zone[1].outer_radius: missing, expected a length such as \"2.5 mm\""});
  expect_complaint({"layers = [{ material = \"PET\", thickness = \"26 um\" }]\n", "",
                    "[[driver.diaphragm.zone]]\nname = \"seat\"",
                    "driver[0].diaphragm.zone[1].layers: missing, expected at least one "
                    "[[driver.diaphragm.zone.layers]]"});
  expect_complaint({"name = \"front\"", "name = \"\"", "name = \"\"",
                    "probe[0].name: found \"\", expected a text in quotes"});
}

TEST(BadInput, MissingTablesListTheirRequiredKeys) {
  const CaseFolder folder;
  const std::string nozzle = "[geometry.nozzle]\nradius = \"2 mm\"\nlength = \"5 mm\"\n";
  const std::string found = complaint(folder.write("case.toml", replaced(valid_case, nozzle, "")));
  expect_within(found, "geometry.nozzle.radius: missing");
  expect_within(found, "geometry.nozzle.length: missing");
}

TEST(BadInput, WrongChoicesListTheValidOnes) {
  expect_complaint(
      {"\"iec711\"", "\"iec712\"", "model = \"iec712\"",
       "ear.model: found \"iec712\", expected one of \"iec711\", \"iec711_tubes\", \"hudde_engel\", "
       "\"rigid\", \"table\", \"p57_type43\", \"canal\", \"two_cc\", \"none\"; did you mean \"iec711\"?"});
  expect_complaint(
      {"shape = \"dome\"", "shape = \"dme\"", "shape = \"dme\"",
       "driver[0].diaphragm.zone[0].shape: found \"dme\", expected one of \"flat\", \"cone\", \"dome\", "
       "\"roll\", \"corrugated\"; did you mean \"dome\"?"});
}

TEST(BadInput, ARefusedValueIsNotCalledMissingToo) {
  expect_complaint(
      {"rise = \"0.5 mm\"", "rise = \"0.5 mg\"", "rise = ",
       "driver[0].diaphragm.zone[0].rise: found \"0.5 mg\" (a mass), expected a length such as \"2.5 mm\""});
  expect_complaint({"\"2.9 mm\"", "\"0 mm\"", "outer_radius = \"0 mm\"",
                    "driver[0].diaphragm.zone[1].outer_radius: found \"0 mm\", expected more than 0"});
  expect_complaint({"\"250 um\"", "\"-250 um\"", "radius = \"-250 um\"",
                    "volume[0].radius: found \"-250 um\", expected more than 0"});
  expect_complaint({"\"16 kHz\"", "\"16 km\"",
                    "to = ", "sweep.to: found \"16 km\" (a length), expected a frequency such as \"1 kHz\""});
}

TEST(BadInput, NamesMustBeDefined) {
  expect_complaint(
      {"material = \"PET\", thickness = \"26 um\"", "material = \"PETT\", thickness = \"26 um\"",
       "layers = [{ material = \"PETT\"",
       "driver[0].diaphragm.zone[1].layers[0].material: found the unknown material \"PETT\", expected one "
       "of \"PET\", \"beryllium\"; did you mean \"PET\"?"});
  expect_complaint(
      {"zone = \"seat\"", "zone = \"seats\"", "zone = \"seats\"",
       "driver[0].coil.zone: found the unknown zone \"seats\", expected one of \"dome\", \"seat\"; did you "
       "mean \"seat\"?"});
}

TEST(BadInput, NamesMustBeUnique) {
  const auto taken = [](const std::string &second) {
    const CaseFolder folder;
    return complaint(folder.write("case.toml", valid_case + second));
  };
  expect_within(taken("[[material]]\nname = \"PET\"\ndensity = \"1 g/cm3\"\nyoungs_modulus = \"1 GPa\"\n"
                      "poissons_ratio = 0.3\n"),
                "material[2].name: found \"PET\" a second time, expected a name of its own; it is taken by "
                "material[0].name in ");
  expect_within(taken("[[probe]]\nname = \"front\"\nsurface = \"x\"\n"), "probe[1].name: found \"front\" a");
  expect_within(taken("[[volume]]\nname = \"rear_vent\"\nmodel = \"slit\"\ngap = \"0.1 mm\"\n"),
                "volume[1].name: found \"rear_vent\" a second time");
  expect_within(taken("[[surface]]\nname = \"screen\"\nmodel = \"wall\"\n"),
                "surface[1].name: found \"screen\" a");
  expect_within(taken("[[surface]]\nname = \"ear\"\nmodel = \"wall\"\n"),
                "surface[1].name: found \"ear\" a second time");
  expect_within(
      taken("[[mesh.region]]\nvolume = \"tip\"\nsize = \"1 mm\"\n[[mesh.region]]\nvolume = \"tip\"\n"
            "size = \"1 mm\"\n"),
      "mesh.region[1].volume: found \"tip\" a second time");
  const CaseFolder folder;
  expect_within(
      complaint(folder.write("case.toml", replaced(valid_case, "name = \"dome\"", "name = \"seat\""))),
      "driver[0].diaphragm.zone[1].name: found \"seat\" a second time");
}

TEST(BadInput, ZonesMustFitTogether) {
  expect_complaint(
      {"\"2.9 mm\"", "\"2.5 mm\"", "outer_radius = \"2.5 mm\"",
       "driver[0].diaphragm.zone[1].outer_radius: found 2.5 mm, expected more than 2.6 mm, the outer "
       "radius of the zone before"});
  expect_complaint(
      {"outer_radius = \"2.9 mm\"", "outer_radius = \"2.9 mm\"\nshape = \"dome\"\nrise = \"0.1 mm\"",
       "shape = \"dome\"\nrise = \"0.1 mm\"",
       "driver[0].diaphragm.zone[1].shape: found \"dome\" around another zone, expected it innermost only; "
       "a ring bulges as a \"roll\""});
  expect_complaint(
      {"outer_radius = \"2.9 mm\"", "outer_radius = \"2.9 mm\"\nshape = \"roll\"", "shape = \"roll\"",
       "driver[0].diaphragm.zone[1].shape: found \"roll\" without its rise, expected rise = \"0.5 mm\""});
  expect_complaint(
      {"outer_radius = \"2.9 mm\"", "outer_radius = \"2.9 mm\"\nrise = \"0.1 mm\"", "rise = \"0.1 mm\"",
       "driver[0].diaphragm.zone[1].rise: found a rise of a flat zone, expected another shape or none"});
  expect_complaint(
      {"outer_radius = \"2.9 mm\"", "outer_radius = \"2.9 mm\"\nshape = \"roll\"\nrise = \"0.2 mm\"",
       "rise = \"0.2 mm\"",
       "driver[0].diaphragm.zone[1].rise: found 0.2 mm, expected at most 0.15 mm, where the arc is a half "
       "circle"});
}

TEST(BadInput, ADriverIsAShellOrAPiston) {
  const std::string piston = "[driver.piston]\nmass = \"20 mg\"\ncompliance = \"2 mm/N\"\n[driver.motor]";
  expect_complaint({"[driver.motor]", piston, "[[driver]]",
                    "driver[0]: found more than one, expected exactly one of diaphragm, piston"});
  const auto begin = valid_case.find("[[driver.diaphragm.zone]]"), end = valid_case.find("[driver.motor]");
  const std::string shell = valid_case.substr(begin, end - begin);
  expect_complaint(
      {shell, "", "[[driver]]", "driver[0]: found none, expected exactly one of diaphragm, piston"});
  expect_complaint({"[driver.coil]\nzone = \"seat\"\nmass = \"6 mg\"\n", "", "name = \"dynamic\"",
                    "driver[0].name: found driver \"dynamic\" with a diaphragm and no coil, expected a table "
                    "[driver.coil] or [driver.motor.planar]"});
  expect_complaint(
      {shell,
       "[driver.piston]\nmass = \"20 mg\"\ncompliance = \"2 mm/N\"\n[driver.coil]\nzone = \"seat\"\n"
       "mass = \"6 mg\"\n",
       "zone = \"seat\"",
       "driver[0].coil.zone: found a coil with a piston, expected its mass within piston.mass and no table "
       "coil"});
}

TEST(BadInput, WhatBelongsTogetherMustBeGivenTogether) {
  expect_complaint(
      {"resistance = \"16 ohm\"", "resistance = \"16 ohm\"\nlossy_inductance = \"9 uH\"", "lossy_inductance",
       "driver[0].motor.lossy_inductance: found one of lossy_inductance and lossy_resistance, expected "
       "both or none"});
  expect_complaint({"radius = \"250 um\"\n", "", "model = \"tube\"",
                    "volume[0].model: found \"tube\" without its radius, expected radius = \"0.2 mm\""});
  expect_complaint({"resistance = \"100 Pa s/m\"\n", "", "model = \"screen\"",
                    "surface[0].model: found \"screen\" without resistance and surface_density, expected one "
                    "of them, or a table"});
  expect_complaint(
      {"poissons_ratio = 0.38", "poissons_ratio = 0.38\ntransverse_modulus = \"2 GPa\"", "transverse_modulus",
       "material[0].transverse_modulus: found an orthotropic material without shear_modulus, expected one "
       "such as \"1.5 GPa\""});
  expect_complaint(
      {"poissons_ratio = 0.38",
       "poissons_ratio = 0.38\ntransverse_modulus = \"45 GPa\"\nshear_modulus = \"1 GPa\"", "poissons_ratio",
       "material[0].poissons_ratio: found 0.38, expected less than 0.3162, the root of youngs_modulus / "
       "transverse_modulus"});
  expect_complaint({"[driver.coil]", "[driver.diaphragm]\nrim = \"elastic\"\n[driver.coil]", "rim = ",
                    "driver[0].diaphragm.rim: found \"elastic\" without rim_stiffness, expected one such as "
                    "\"0.1 N/mm2\""});
}

TEST(BadInput, TheAirComesFromATemplateOrAFile) {
  const CaseFolder folder;
  folder.write("air.msh", "");
  const std::string both = replaced(valid_case, "size = \"1.1 mm\"", "file = \"air.msh\"");
  const std::string file = folder.write("case.toml", both);
  EXPECT_EQ(complaint(file),
            file + ":" + std::to_string(line_of(both, "file = ")) +
                ": mesh.file: found both mesh.file and [geometry], expected only one of them");
  const auto begin = valid_case.find("[geometry.rear]"), end = valid_case.find("[mesh]");
  expect_complaint({valid_case.substr(begin, end - begin), "", "",
                    "geometry: missing, expected a table [geometry], [[part]] or mesh.file"});
}

TEST(BadInput, TheTemplateMustHaveRoomForItsParts) {
  expect_complaint(
      {"\"5.2 mm\"", "\"2.8 mm\"", "radius = \"2.8 mm\"",
       "geometry.front.radius: found 2.8 mm, expected at least 2.9 mm, the diaphragm's outer radius"});
  expect_complaint(
      {"\"1.2 mm\"", "\"0.4 mm\"", "length = \"0.4 mm\"",
       "geometry.front.length: found 0.4 mm, expected at least 0.5 mm, the highest rise of the diaphragm"});
  expect_complaint(
      {"radius = \"0.25 mm\"", "radius = \"0.25 mm\"\noffset = \"5.4 mm\"", "radius = \"0.25 mm\"",
       "geometry.rear_vent.radius: found a vent that reaches to 5.65 mm, expected at most 5.5 mm, the rear "
       "volume's radius"});
}

TEST(BadInput, ASweepMustHoldFrequencies) {
  expect_complaint(
      {"\"50 Hz\"", "\"50 kHz\"", "to = \"16 kHz\"",
       "sweep.to: found a range upside down, from 50000 Hz to 16000 Hz, expected sweep.from below "
       "sweep.to"});
  expect_complaint({"points = 11", "frequencies = []", "frequencies",
                    "sweep.frequencies: found an empty list, expected a list such as [\"1 kHz\"]"});
  expect_complaint(
      {"from = \"50 Hz\"\nto = \"16 kHz\"\npoints = 11",
       "from = \"1.1 kHz\"\nto = \"1.2 kHz\"\nspacing = \"octave\"\npoints_per_octave = 1", "to = ",
       "sweep.to: found an empty sweep, expected one of the preferred frequencies between 1100 Hz and 1200 "
       "Hz"});
  expect_complaint(
      {"points = 11", "frequencies = [\"1 kHz\", \"2 V\"]", "frequencies",
       "sweep.frequencies[1]: found \"2 V\" (a voltage), expected a frequency such as \"1 kHz\""});
}

TEST(BadInput, AnEarTableMustExistAndBeAskedFor) {
  expect_complaint({"model = \"iec711\"", "model = \"table\"", "model = \"table\"",
                    "ear.model: found \"table\" without ear.table, expected the name of a CSV file"});
  const CaseFolder folder;
  const std::string text = replaced(valid_case, "model = \"iec711\"", "model = \"table\"\ntable = \"z.csv\"");
  const std::string file = folder.write("case.toml", text);
  const std::string place = file + ":" + std::to_string(line_of(text, "table = \"z.csv\"")) + ": ear.table: ";
  EXPECT_EQ(complaint(file),
            place + "found \"z.csv\", expected an existing file: there is no " + folder.path("z.csv"));
  std::filesystem::create_directory(folder.path("z.csv"));
  EXPECT_EQ(complaint(file), place + "found the directory \"z.csv\", expected a file");
  std::filesystem::remove(folder.path("z.csv"));
  folder.write("z.csv", "");
  EXPECT_EQ(complaint(file), "");
  EXPECT_EQ(complaint(file, {"ear.model=rigid"}),
            place + "found a table with the model \"rigid\", expected ear.model = \"table\"");
}

TEST(BadInput, AllProblemsAreReportedAtOnceInTheOrderOfTheFile) {
  const CaseFolder folder;
  std::string text = replaced(valid_case, "\"20 degC\"", "20");
  text = replaced(text, "0.38", "0.7");
  text = replaced(text, "zone = \"seat\"", "zone = \"coil\"");
  text = replaced(text, "points = 11", "pionts = 11");
  const std::string file = folder.write("case.toml", text);
  const std::string found = complaint(file);
  EXPECT_EQ(std::count(found.begin(), found.end(), '\n'), 3) << found;
  std::size_t last = 0;
  for (const char *key :
       {"air.temperature: ", "material[0].poissons_ratio: ", "driver[0].coil.zone: ", "sweep.pionts: "}) {
    const std::size_t at = found.find(key, last);
    ASSERT_NE(at, std::string::npos) << key << "\n" << found;
    last = at;
  }
}

TEST(BadInput, FilesThatCantBeReadAreNamed) {
  const CaseFolder folder;
  const std::string none = folder.path("none.toml");
  EXPECT_EQ(complaint(none), none + ": can't be read: No such file or directory");
  const std::string directory = folder.path("directory.toml");
  std::filesystem::create_directory(directory);
  EXPECT_EQ(complaint(directory), directory + ": found a directory, expected a file");
  const std::string binary = folder.write("binary.toml", std::string("\x7f"
                                                                     "ELF\x02\x01\x01\0\0\0\xff",
                                                                     11));
  EXPECT_EQ(complaint(binary), binary + ": found binary data, expected a text in TOML");
  expect_within(complaint(folder.write("latin.toml", "title = \"\xe4\"\n")), "latin.toml:1: column ");
  EXPECT_EQ(complaint(folder.write("empty.toml", "")).substr(folder.path("empty.toml").size()),
            ": driver: missing, expected at least one [[driver]] or a [network]\n" +
                folder.path("empty.toml") +
                ": geometry: missing, expected a table [geometry], [[part]] or mesh.file");
}

TEST(BadInput, SyntaxErrorsHaveLineAndColumn) {
  const CaseFolder folder;
  const std::string file = folder.write("case.toml", "title = \"x\"\n\n[air]\ntemperature = 23 degC\n");
  expect_within(complaint(file), file + ":4: column 18: not valid TOML: ");
  const std::string bracket = folder.write("bracket.toml", "[\n");
  expect_within(complaint(bracket), bracket + ":1: column ");
  const std::string twice = folder.write("twice.toml", "[air]\n[air]\n");
  expect_within(complaint(twice), twice + ":2: column ");
}

TEST(BadInput, UnlikelyValuesAreWarnedAbout) {
  const CaseFolder folder;
  std::string text = replaced(valid_case, "\"5 mm\"", "\"5 m\"");
  text = replaced(text, "\"26 um\"", "\"26 mm\"");
  text = replaced(text, "\"0.4 N/A\"", "\"40 N/A\"");
  const std::string file = folder.write("case.toml", text);
  std::string found;
  for (const Diagnostic &diagnostic : warnings(read_case(file)))
    found += to_string(diagnostic) + "\n";
  const auto place = [&](const std::string &part) {
    return file + ":" + std::to_string(line_of(text, part)) + ": ";
  };
  EXPECT_EQ(found, place("length = \"5 m\"") +
                       "geometry.nozzle.length: found \"5 m\", usual is from 20 um to 200 mm\n" +
                       place("layers = [{ material = \"PET\", thickness = \"26 mm\"") +
                       "driver[0].diaphragm.zone[1].layers[0].thickness: found \"26 mm\", usual is from "
                       "1e-08 m to 1 mm\n" +
                       place("force_factor") +
                       "driver[0].motor.force_factor: found \"40 T m\", usual is from 0.01 T m to 10 T m\n");
}
