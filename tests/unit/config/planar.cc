// Planar motors: what contradicts itself, and films under too much tension.
#include "case_text.h"

#include "solver/config/documents.h"

namespace {

using namespace earshot;

const std::string spiral = R"([driver.motor.planar.trace]
zone = "film"
pattern = "spiral"
width = "60 um"
thickness = "5 um"
gap = "40 um"
turns = 12
length = "4.2 mm"
breadth = "3.4 mm"

[driver.motor.planar.magnets]
width = "1 mm"
height = "1 mm"
length = "5 mm"
pitch = "1.7 mm"
distance = "0.3 mm"
)";

std::string replaced_in(std::string text, const std::string &from, const std::string &to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  return text.replace(text.find(from), from.size(), to);
}

/// The valid case with a film and a planar motor.
std::string with_planar(const std::string &motor) {
  std::string text = valid_case;
  const auto begin = text.find("[[driver.diaphragm.zone]]"),
             end = text.find("\n[", text.find("[driver.motor]"));
  return text.replace(
      begin, end - begin,
      "[[driver.diaphragm.zone]]\nname = \"film\"\nouter_radius = \"3 mm\"\ntension = \"30 N/m\"\n"
      "layers = [{ material = \"PET\", thickness = \"9 um\" }]\n\n" +
          motor);
}

std::string complaint(const std::string &text) {
  const CaseFolder folder;
  try {
    read_case(folder.write("case.toml", text));
  } catch (const UserError &error) {
    return error.what();
  }
  return "accepted";
}

TEST(PlanarConfig, IsReadAndResolvesToItself) {
  const CaseFolder folder;
  const Case first = read_case(folder.write("case.toml", with_planar(spiral)));
  ASSERT_TRUE(first.drivers[0].motor.planar);
  EXPECT_EQ(first.drivers[0].motor.planar->trace.turns.value, 12);
  EXPECT_EQ(first.drivers[0].motor.planar->magnets.count.value, 3);
  const Case second = read_case(folder.write("resolved.toml", resolved_toml(first)));
  EXPECT_EQ(second.drivers[0].motor.planar->trace.width.value, 60e-6);
  EXPECT_EQ(resolved_toml(second), resolved_toml(read_case(folder.path("resolved.toml"))));
}

TEST(PlanarConfig, RefusesWhatContradictsItself) {
  const auto refused = [](const std::string &from, const std::string &to, const std::string &part) {
    const std::string text = complaint(with_planar(replaced_in(spiral, from, to)));
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  };
  refused("zone = \"film\"", "zone = \"fim\"",
          "planar.trace.zone: found the unknown zone \"fim\", expected \"film\"; did you mean \"film\"?");
  refused("turns = 12", "", "found a spiral without turns");
  refused("\"spiral\"", "\"meander\"", "found a meander without legs");
  refused("\"spiral\"", "\"path\"", "found a path with 0 values in x and 0 in y");
  refused("breadth = \"3.4 mm\"", "",
          "found a spiral with a breadth of 0 mm, expected more than its width of");
  refused("turns = 12", "turns = 12\nx = [\"1 mm\"]",
          "found corners of a spiral, expected pattern = \"path\"");
  refused("\"spiral\"", "\"path\"\nx = [\"1 mm\", \"1 mm\", \"0 mm\"]\ny = [\"1 mm\", \"1 mm\", \"0 mm\"]",
          "trace.x[1]: found the same corner of a path twice in turn");
  refused("pitch = \"1.7 mm\"", "pitch = \"0.7 mm\"", "found bars 1 mm wide with a pitch of 0.7 mm");
  refused("[driver.motor.planar.trace]",
          "[driver.motor]\nforce_factor = \"0.1 T m\"\n[driver.motor.planar.trace]",
          "motor.force_factor: found force_factor beside the table planar");
  refused("[driver.motor.planar.trace]",
          "[driver.coil]\nzone = \"film\"\nmass = \"1 mg\"\n[driver.motor.planar.trace]",
          "found a coil beside the table motor.planar");
  refused("[driver.motor.planar.trace]",
          "[driver.large_signal]\nstiffness = [1.0]\n[driver.motor.planar.trace]",
          "found a planar motor with [driver.large_signal]");
}

TEST(PlanarConfig, NeedsAFlatZone) {
  std::string text = with_planar(spiral);
  text = replaced_in(text, "outer_radius = \"3 mm\"",
                     "outer_radius = \"3 mm\"\nshape = \"dome\"\nrise = \"0.2 mm\"");
  EXPECT_NE(complaint(text).find("found a trace on the dome \"film\", expected a flat zone"),
            std::string::npos)
      << complaint(text);
}

TEST(Tension, BeyondTheFilmsStrengthIsWarnedOf) {
  const auto warned = [](const std::string &tension) {
    const CaseFolder folder;
    std::string text = with_planar(spiral);
    text = replaced_in(text, "name = \"PET\"", "name = \"PET\"\nstrength = \"90 MPa\"");
    text = replaced_in(text, "tension = \"30 N/m\"", "tension = \"" + tension + "\"");
    std::string all;
    for (const Diagnostic &warning : warnings(read_case(folder.write("case.toml", text))))
      all += to_string(warning) + "\n";
    return all;
  };
  EXPECT_EQ(warned("800 N/m").find("strength"), std::string::npos);
  const std::string found = warned("820 N/m"); // 820 N/m / 9 um = 91 MPa
  EXPECT_NE(
      found.find(
          "zone[0].tension: found 820 N/m, which puts 91.1 MPa on \"PET\", expected at most its strength "
          "of 90 MPa"),
      std::string::npos)
      << found;
}

} // namespace
