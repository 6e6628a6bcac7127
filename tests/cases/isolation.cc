// Runs that ask for isolation, and saved models that answer for it with vents and leaks of other sizes.
#include "tests/cases/program.h"

#include <cmath>

namespace {

using namespace earshot;
using namespace earshot::testing;

TEST(IsolationRuns, WriteTheirTableAndFiguresAndSavedModelsFollowChanges) {
  const TemporaryDirectory directory;
  write_file(directory.path / "case.toml", read_text(small_case) +
                                               "\n[leak]\nlength = \"3 mm\"\nradius = \"0.2 mm\"\n"
                                               "[[analysis]]\ntype = \"isolation\"\nclose = [\"vents\"]\n");
  const Arguments band = {"--set", "sweep.points=12", "--set", "output.field_frequencies=[]"};
  const Arguments changes = {"--set", "leak.radius=0.3 mm", "--set", "surface.rear_vent_opening.closed=true"};
  const auto run = [&](Arguments arguments, const Arguments &more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_earshot(arguments, directory.path);
  };
  Arguments whole = {"run", "case.toml", "-o", "whole", "--save-model", "m.h5"};
  whole.insert(whole.end(), band.begin(), band.end());
  Outcome outcome = run(whole, {});
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  Arguments changed = {"run", "case.toml", "-o", "changed"};
  changed.insert(changed.end(), band.begin(), band.end());
  outcome = run(changed, changes);
  ASSERT_EQ(outcome.code, 0) << outcome.err;
  outcome = run({"run", "--model", "m.h5", "-o", "model"}, changes);
  ASSERT_EQ(outcome.code, 0) << outcome.err;

  const Table nominal = read_table(directory.path / "whole" / "isolation.csv"),
              full = read_table(directory.path / "changed" / "isolation.csv"),
              model = read_table(directory.path / "model" / "isolation.csv");
  EXPECT_EQ(nominal.columns,
            (std::vector<std::string>{"frequency_hz", "open_ear_reference_db", "driver_amplifier_db",
                                      "driver_amplifier_vents_closed_db", "driver_open_db",
                                      "driver_open_vents_closed_db", "driver_amplifier_error_db",
                                      "driver_amplifier_vents_closed_error_db", "driver_open_error_db",
                                      "driver_open_vents_closed_error_db"}));
  ASSERT_EQ(full.rows.size(), model.rows.size());
  for (const std::string &column : full.columns) {
    if (column.ends_with("_error_db"))
      continue;
    for (std::size_t k = 0; k < full.rows.size(); ++k)
      EXPECT_NEAR(model.column(column)[k], full.column(column)[k], 0.02) << column; // twice the tolerance
  }
  for (const char *variant : {"driver_amplifier", "driver_open"}) { // an estimate is within a factor of ten
    const std::string value = variant + std::string("_db"), error = variant + std::string("_error_db");
    for (std::size_t k = 0; k < full.rows.size(); ++k)
      EXPECT_LT(std::abs(model.column(value)[k] - full.column(value)[k]),
                10 * (model.column(error)[k] + full.column(error)[k]) + 1e-6)
          << variant << " " << model.column("frequency_hz")[k];
  }
  for (std::size_t k = 0; k < full.rows.size(); ++k) { // the only vent is closed in the case itself
    EXPECT_NEAR(full.column("driver_open_db")[k], full.column("driver_open_vents_closed_db")[k], 1e-6);
    EXPECT_LT(full.column("driver_open_vents_closed_db")[k], nominal.column("driver_open_vents_closed_db")[k])
        << "a wider leak lets more in";
  }
  EXPECT_NE(read_text((directory.path / "whole" / "summary.json").string())
                .find("\"isolation_1khz_driver_amplifier_vents_closed_db\": "),
            std::string::npos);
}

} // namespace
