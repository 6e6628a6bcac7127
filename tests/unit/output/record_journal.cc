// A journal of records: what is read again, and what a torn or changed file leaves of it.
#include "solver/output/record_journal.h"
#include "solver/files/tables.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace {

using namespace earshot;

class RecordJournals : public ::testing::Test {
protected:
  RecordJournals() {
    RecordJournal journal(file, "a case");
    journal.append("first", "one\n");
    journal.append("second", std::string("t\0o", 3));
    journal.append("third", "");
  }
  std::string bytes() const { return read_text(file); }
  void write(const std::string &text) const { std::ofstream(file, std::ios::binary) << text; }

  TemporaryDirectory directory;
  std::filesystem::path file = directory.path / "a.journal";
};

TEST_F(RecordJournals, ComeBackInTheirOrder) {
  RecordJournal journal(file, "a case");
  EXPECT_TRUE(journal.has_records());
  EXPECT_EQ(journal.next("first"), "one\n");
  EXPECT_EQ(journal.next("second"), std::string("t\0o", 3));
  EXPECT_EQ(journal.next("third"), "");
  EXPECT_EQ(journal.next("fourth"), std::nullopt);
}

TEST_F(RecordJournals, OfAnotherIdentityCountForNothing) {
  RecordJournal journal(file, "another case");
  EXPECT_FALSE(journal.has_records());
  EXPECT_EQ(journal.next("first"), std::nullopt);
  journal.append("first", "new");
  EXPECT_EQ(RecordJournal(file, "another case").next("first"), "new");
  EXPECT_FALSE(RecordJournal(file, "a case").has_records());
}

TEST_F(RecordJournals, EndWhereAnotherKeyIsAskedFor) {
  {
    RecordJournal journal(file, "a case");
    EXPECT_EQ(journal.next("first"), "one\n");
    EXPECT_EQ(journal.next("other"), std::nullopt);
    EXPECT_EQ(journal.next("second"), std::nullopt) << "the way has parted";
    journal.append("other", "2");
  }
  RecordJournal journal(file, "a case");
  EXPECT_EQ(journal.next("first"), "one\n");
  EXPECT_EQ(journal.next("other"), "2");
  EXPECT_EQ(journal.next("third"), std::nullopt) << "it was dropped";
}

/// At whatever byte the file is cut, what was whole before comes back and the rest doesn't.
TEST_F(RecordJournals, SurviveACutAnywhere) {
  const std::string whole = bytes();
  const std::string keys[] = {"first", "second", "third"};
  std::size_t most = 0;
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    write(whole.substr(0, cut));
    std::size_t found = 0;
    RecordJournal journal(file, "a case");
    while (found < 3 && journal.next(keys[found]))
      ++found;
    EXPECT_GE(found, most) << cut;
    most = found;
    journal.append("more", "x");
    RecordJournal again(file, "a case");
    for (std::size_t k = 0; k < found; ++k)
      EXPECT_TRUE(again.next(keys[k])) << cut;
    EXPECT_EQ(again.next("more"), "x") << cut;
  }
  EXPECT_EQ(most, 3u);
}

TEST_F(RecordJournals, NoticeAChangedByte) {
  std::string changed = bytes();
  changed[changed.find("one")] = 'O';
  write(changed);
  EXPECT_FALSE(RecordJournal(file, "a case").has_records());
}

} // namespace
