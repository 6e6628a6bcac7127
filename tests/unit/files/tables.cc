#include "solver/files/tables.h"

#include "solver/config/located.h"
#include "support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

using namespace earshot;

TEST(Tables, WhatIsWrittenIsReadBackToNineDigits) {
  const TemporaryDirectory directory;
  const auto path = directory.path / "table.csv";
  const Table written{{"frequency_hz", "spl_db"}, {{20.0, 1.0 / 3}, {1e4, -1.23456789012e-7}}};
  write_table(path, written);
  const Table read = read_table(path);
  ASSERT_EQ(read.columns, written.columns);
  ASSERT_EQ(read.rows.size(), 2u);
  for (std::size_t i = 0; i < 2; ++i)
    for (std::size_t j = 0; j < 2; ++j) // nine digits: a relative rounding of at most 5e-9
      EXPECT_NEAR(read.rows[i][j], written.rows[i][j], 5e-9 * std::abs(written.rows[i][j]));
  EXPECT_EQ(read.column("frequency_hz"), (std::vector<double>{20, 1e4}));
}

TEST(Tables, NotKnownSurvivesTheRoundTrip) {
  const TemporaryDirectory directory;
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinite = std::numeric_limits<double>::infinity();
  write_table(directory.path / "t.csv", {{"a", "b", "c"}, {{nan, 1, infinite}, {2, -infinite, 3}}});
  EXPECT_EQ(read_text(directory.path / "t.csv"), "a,b,c\n,1,\n2,,3\n") << "no file holds NaN or infinity";
  EXPECT_TRUE(std::isnan(read_table(directory.path / "t.csv").column("a").at(0)));
}

TEST(Tables, HoldNoNumberThatIsNone) {
  const TemporaryDirectory directory;
  const double infinite = std::numeric_limits<double>::infinity();
  write_table(directory.path / "t.csv",
              {{"a", "b", "c", "d"}, {{1, std::numeric_limits<double>::quiet_NaN(), infinite, -infinite}}});
  EXPECT_EQ(read_text(directory.path / "t.csv"), "a,b,c,d\n1,,,\n");
  EXPECT_TRUE(std::isnan(read_table(directory.path / "t.csv").column("d").at(0)));
}

TEST(Tables, NamesOfColumnsMayHoldAnything) {
  const TemporaryDirectory directory;
  const Table written{{"a,b", "the \"dome\"_w", " plain "}, {{1, 2, 3}}};
  write_table(directory.path / "t.csv", written);
  EXPECT_EQ(read_text(directory.path / "t.csv"), "\"a,b\",\"the \"\"dome\"\"_w\", plain \n1,2,3\n");
  EXPECT_EQ(read_table(directory.path / "t.csv").columns, written.columns);
}

TEST(Tables, AWriteLeavesNothingButTheFile) {
  const TemporaryDirectory directory;
  write_table(directory.path / "t.csv", {{"a"}, {{1}}});
  write_table(directory.path / "t.csv", {{"a"}, {{2}}});
  EXPECT_EQ(read_text(directory.path / "t.csv"), "a\n2\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path), {}), 1);
}

TEST(Tables, AFailedWriteKeepsTheOldFile) {
  const TemporaryDirectory directory;
  const auto path = directory.path / "t.csv";
  write_table(path, {{"a"}, {{1}}});
  EXPECT_THROW(write_table(path, {{"a"}, {{2}, {3, 4}}}), std::invalid_argument);
  EXPECT_EQ(read_text(path), "a\n1\n");
  // A target that can't be replaced: a directory. The temporary file must not be left behind.
  std::filesystem::create_directory(directory.path / "taken");
  EXPECT_THROW(write_atomically(directory.path / "taken", "text"), UserError);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path), {}), 2);
}

TEST(Tables, AReaderSeesTheOldFileWholeWhileANewOneIsWritten) {
  const TemporaryDirectory directory;
  const auto path = directory.path / "t.csv";
  write_atomically(path, "old");
  std::ifstream open_before(path);
  write_atomically(path, "new text");
  std::string seen;
  std::getline(open_before, seen);
  EXPECT_EQ(seen, "old");
}

TEST(Tables, AnErrorNamesFileLineAndColumn) {
  const TemporaryDirectory directory;
  const auto path = directory.path / "t.csv";
  write_atomically(path, "# a comment\nfrequency_hz,spl_db\n20,90\n30,loud\n");
  try {
    read_table(path);
    FAIL() << "read a word as a number";
  } catch (const UserError &error) {
    EXPECT_EQ(error.diagnostics().at(0).where.line, 4);
    EXPECT_EQ(error.diagnostics().at(0).where.file, path.string());
    EXPECT_NE(error.diagnostics().at(0).message.find("'loud' is not a number (spl_db)"), std::string::npos);
  }
  write_atomically(path, "a,b\n1\n");
  EXPECT_THROW(read_table(path), UserError);
  write_atomically(path, "");
  EXPECT_THROW(read_table(path), UserError);
  EXPECT_THROW(read_table(directory.path / "absent.csv"), UserError);
  EXPECT_THROW(read_table(directory.path), UserError);
}

TEST(Tables, AnAbsentColumnIsAUserError) {
  EXPECT_THROW(Table({{"a"}, {{1}}}).column("b"), UserError);
}

TEST(Tables, AnOutputFolderIsCreatedAndLeftEmpty) {
  const TemporaryDirectory directory;
  check_writable(directory.path / "a" / "b");
  EXPECT_TRUE(std::filesystem::is_empty(directory.path / "a" / "b"));
}

TEST(Tables, AFileInTheWayOfTheOutputFolderIsAUserError) {
  const TemporaryDirectory directory;
  write_atomically(directory.path / "results", "");
  EXPECT_THROW(check_writable(directory.path / "results"), UserError);
  EXPECT_THROW(check_writable(directory.path / "results" / "case"), UserError);
}

TEST(Tables, ColumnsOfTheVersionBeforeAreFoundUnderTheirNamesOfToday) {
  const Table before{{"frequency_hz", "closure"}, {{20, 1e-12}}};
  EXPECT_EQ(before.column("relative_residual"), std::vector<double>{1e-12});
  EXPECT_THROW(before.column("eardrum_w"), UserError);
}
