#include "solver/output/checkpoint.h"

#include "solver/config/located.h"
#include "solver/files/tables.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace earshot;

namespace {

const CheckpointIdentity identity{
    "[air]\ntemperature = '296.15 K'\n", "mesh of 12 tetrahedra", {"eardrum", "current"}};

CheckpointRow row(double frequency_hz) {
  // Numbers without a short decimal form.
  return {frequency_hz, {{1 / frequency_hz, -std::sqrt(frequency_hz)}, {std::sin(frequency_hz), 1e-300 / 3}}};
}

void expect_equal(const CheckpointRow &read, const CheckpointRow &written) {
  EXPECT_EQ(read.frequency_hz, written.frequency_hz);
  EXPECT_EQ(read.values, written.values); // bit for bit: seventeen digits determine a double
}

void write_rows(const std::filesystem::path &directory, bool resume,
                std::initializer_list<double> frequencies) {
  CheckpointWriter writer(directory, identity, resume);
  for (const double f : frequencies)
    writer.append(row(f));
}

std::string refusal(const std::filesystem::path &directory, const CheckpointIdentity &other) {
  try {
    read_checkpoint(directory, other);
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

} // namespace

TEST(Checkpoint, RowsComeBackBitForBit) {
  const TemporaryDirectory directory;
  write_rows(directory.path, false, {20.0 / 3, 1000});
  const auto rows = read_checkpoint(directory.path, identity);
  ASSERT_EQ(rows.size(), 2u);
  expect_equal(rows[0], row(20.0 / 3));
  expect_equal(rows[1], row(1000));
}

TEST(Checkpoint, ARowIsOnTheDiskBeforeTheRunEnds) {
  const TemporaryDirectory directory;
  CheckpointWriter writer(directory.path, identity, false);
  writer.append(row(100));
  EXPECT_EQ(read_checkpoint(directory.path, identity).size(), 1u);
}

TEST(Checkpoint, NoFileMeansNothingFinished) {
  const TemporaryDirectory directory;
  EXPECT_TRUE(read_checkpoint(directory.path, identity).empty());
}

// Wherever a kill cuts the file, the rows before the cut survive and a resumed run ends with the same file.
TEST(Checkpoint, AnyTornEndIsDroppedAndWrittenAgain) {
  const TemporaryDirectory directory;
  write_rows(directory.path, false, {100, 200});
  const auto path = directory.path / "checkpoint.csv";
  const std::string whole = read_text(path);
  const std::size_t second_row = whole.rfind('\n', whole.size() - 2) + 1;
  for (std::size_t cut = second_row; cut < whole.size(); ++cut) {
    write_atomically(path, whole.substr(0, cut));
    const auto rows = read_checkpoint(directory.path, identity);
    ASSERT_EQ(rows.size(), 1u) << "cut at " << cut;
    expect_equal(rows[0], row(100));
    write_rows(directory.path, true, {200});
    ASSERT_EQ(read_text(path), whole) << "cut at " << cut;
  }
  for (const std::size_t cut : {std::size_t{0}, std::size_t{9}, whole.find('\n') + 5}) { // within the header
    write_atomically(path, whole.substr(0, cut));
    ASSERT_TRUE(read_checkpoint(directory.path, identity).empty());
    write_rows(directory.path, true, {100, 200});
    ASSERT_EQ(read_text(path), whole) << "cut at " << cut;
  }
}

TEST(Checkpoint, WithoutResumeAFileIsStartedAfresh) {
  const TemporaryDirectory directory;
  write_rows(directory.path, false, {100, 200});
  write_rows(directory.path, false, {300});
  ASSERT_EQ(read_checkpoint(directory.path, identity).size(), 1u);
}

TEST(Checkpoint, AnotherIdentityIsRefusedAndNamed) {
  const TemporaryDirectory directory;
  write_rows(directory.path, false, {100});
  CheckpointIdentity other = identity;
  other.config += " ";
  EXPECT_NE(
      refusal(directory.path, other).find("checkpoint.csv: the config or a file that it names has changed"),
      std::string::npos);
  EXPECT_THROW(CheckpointWriter(directory.path, other, true), UserError);
  other = identity;
  other.mesh = "mesh of 13 tetrahedra";
  EXPECT_NE(refusal(directory.path, other).find("the mesh has changed"), std::string::npos);
  other = identity;
  other.columns = {"current", "eardrum"};
  EXPECT_NE(refusal(directory.path, other).find("other outputs"), std::string::npos);
  EXPECT_EQ(read_checkpoint(directory.path, identity).size(), 1u) << "a refusal must leave the file alone";
}

TEST(Checkpoint, ABrokenLineInTheMiddleIsAnErrorWithItsNumber) {
  const TemporaryDirectory directory;
  write_rows(directory.path, false, {100, 200});
  const auto path = directory.path / "checkpoint.csv";
  std::string text = read_text(path);
  text.replace(text.find("\n100,") + 1, 3, "1oo");
  write_atomically(path, text);
  try {
    read_checkpoint(directory.path, identity);
    FAIL() << "took 1oo as a frequency";
  } catch (const UserError &error) {
    EXPECT_EQ(error.diagnostics().at(0).where.line, 3);
  }
}
