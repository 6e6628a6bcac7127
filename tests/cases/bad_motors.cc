// What a user can get wrong in the magnetic circuit of a motor.
#include "tests/cases/refused.h"

namespace {

using namespace earshot;
using namespace earshot::testing;

class BadMotors : public Refused {
protected:
  const std::string good = read_text(EARSHOT_SOURCE_DIR "/configs/motor_inner_magnet.toml");

  /// `earshot motor` of a case that can't be used.
  void refuse(const std::string &text, const std::vector<std::string> &parts) {
    const Outcome outcome = run_earshot({"motor", write_case(text), "-o", "out"}, directory.path);
    EXPECT_EQ(outcome.code, 2) << outcome.err;
    for (const std::string &part : parts)
      EXPECT_NE(outcome.err.find(part), std::string::npos) << part << "\nnot in\n" << outcome.err;
    EXPECT_FALSE(fs::exists(directory.path / "out" / "motor.csv"));
  }
  void refuse_change(const std::string &from, const std::string &to, const std::vector<std::string> &parts) {
    SCOPED_TRACE(to);
    refuse(replaced(good, from, to), parts);
  }
};

TEST_F(BadMotors, DimensionsThatDoNotFit) {
  refuse_change("wire_diameter = \"40 um\"", "wire_diameter = \"0.6 mm\"",
                {"driver[0].motor.magnetic.winding.wire_diameter", "insulated wire of 608 um"});
  refuse_change("turns = 56", "turns = 2", {"winding.turns", "found 2 turns in 4 layers"});
  refuse_change("offset = \"-0.03 mm\"", "offset = \"-1.5 mm\"",
                {"in the part \"yoke\", expected it in air"});
  refuse_change("gap_width = \"0.5 mm\"", "# gap", {"magnetic.gap_width", "missing"});
}

TEST_F(BadMotors, MaterialsAndTypesThatAreNone) {
  refuse_change(
      "material = \"N45\"", "material = \"N99\"",
      {"case.toml:24: driver[0].motor.magnetic.magnet.material", "unknown magnetic material \"N99\""});
  refuse_change("type = \"inner_magnet\"", "type = \"inner_magnets\"", {"did you mean \"inner_magnet\"?"});
  refuse_change("type = \"inner_magnet\"", "type = \"parts\"", {"at least one [[...part]]"});
  refuse_change("temperature = \"23 degC\"", "planar = true", {"found planar with a round type"});
}

TEST_F(BadMotors, NumbersBesideTheCircuitOrNeither) {
  refuse_change("[driver.motor.magnetic]\ntype",
                "[driver.motor]\nforce_factor = \"0.4 T m\"\n[driver.motor.magnetic]\ntype",
                {"driver[0].motor.force_factor", "beside the table magnetic"});
  const std::string numbers = read_text(small_case);
  refuse(numbers, {"found no driver with a table motor.magnetic"});
  refuse(replaced(numbers, "resistance = \"16 ohm\"", ""),
         {"driver[0].motor.resistance", "missing, expected resistance = \"16 ohm\""});
}

TEST_F(BadMotors, CurvesOfIronThatAreNone) {
  const std::string material =
      "[[magnetic_material]]\nname = \"my iron\"\nbh_curve = \"iron.csv\"\n\n[[driver]]";
  const std::string text = replaced(replaced(good, "[[driver]]", material), "low-carbon steel", "my iron");
  const auto refuse_table = [&](const std::string &table, const std::string &part) {
    SCOPED_TRACE(table);
    write_file(directory.path / "iron.csv", table);
    refuse(text, {part});
  };
  const std::string header = "flux_density_t,field_strength_a_m\n";
  refuse_table("B,H\n", "iron.csv: has no rows of numbers");
  refuse_table(header + "0,0\n1,x\n", "iron.csv:3");
  refuse_table(header + "0,0\n0.5,100\n", "found 2 points");
}

TEST_F(BadMotors, GoodOnesLeaveTablesAndFields) {
  const Outcome outcome = run_earshot(
      {"motor", write_case(replaced(good, "temperature = \"23 degC\"", "accuracy = 0.01")), "-o", "out"},
      directory.path);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  for (const char *file : {"motor.csv", "blocked_impedance.csv", "motor.json", "fields/motor_dynamic.pvd"})
    EXPECT_TRUE(fs::exists(directory.path / "out" / file)) << file;
}

} // namespace
