// Case files that are no case files, or too much of one: refused at once and by name.
#include "unit/config/case_text.h"

#include <sys/stat.h>

#include <ctime>

using namespace earshot;

namespace {

/// Fails when the test takes longer than anyone waits, which is what most of these are about.
class HostileFile : public ::testing::Test {
protected:
  void TearDown() override { EXPECT_LT(double(std::clock() - start_) / CLOCKS_PER_SEC, 10); }
  CaseFolder folder;

private:
  std::clock_t start_ = std::clock(); // of this process alone, as others may keep the machine busy
};

std::string repeated(const std::string &text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i)
    result += text;
  return result;
}

} // namespace

TEST_F(HostileFile, IsNoRegularFile) {
  const std::string pipe = folder.path("pipe.toml");
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  expect_within(complaint(pipe), "pipe.toml: found a pipe, expected a file");
  expect_within(complaint("/dev/zero"), "/dev/zero: found a device, expected a file");
  expect_within(complaint("/"), "found a directory, expected a file");
  expect_within(complaint(folder.write("case.toml", "include = \"pipe.toml\"\n" + valid_case)),
                "case.toml:1: include: " + pipe + ": found a pipe");
}

TEST_F(HostileFile, IsTooLarge) {
  expect_within(complaint(folder.write("case.toml", repeated("a = 1\n", 2'000'000))),
                "found a file of 11.44 MiB, expected at most 1 MiB");
}

TEST_F(HostileFile, IsFullOfShortKeys) {
  std::string keys;
  for (int i = 0; i < 80'000; ++i)
    keys += "a" + std::to_string(i) + "=1\n";
  expect_within(complaint(folder.write("keys.toml", keys)), "found an unknown key");
}

TEST_F(HostileFile, IsFullOfShortTables) {
  expect_within(complaint(folder.write("tables.toml", repeated("[[driver]]\n", 90'000))), "driver[0].");
}

TEST_F(HostileFile, IsFullOfEqualNames) {
  expect_within(complaint(folder.write("names.toml", repeated("[[material]]\nname='x'\n", 40'000))),
                "material[0].density");
}

TEST_F(HostileFile, IsALongList) {
  expect_within(
      complaint(folder.write("list.toml", "[sweep]\nfrequencies=[" + repeated("1,", 400'000) + "]")),
      "sweep.frequencies[0]");
}

TEST_F(HostileFile, IsNestedTooDeep) {
  const std::string deep = "nested more than 32 deep";
  expect_within(complaint(folder.write("header.toml", "[" + repeated("a.", 300'000) + "a]")), deep);
  expect_within(complaint(folder.write("key.toml", "x=1\n" + repeated("a.", 300'000) + "a=1")), deep);
  expect_within(complaint(folder.write("key.toml", "x=1\n" + repeated("a.", 300'000) + "a=1")),
                "key.toml:2: ");
  expect_within(complaint(folder.write("quoted.toml", repeated("\"a\".", 200'000) + "a=1")), deep);
  expect_within(complaint(folder.write("spaced.toml", repeated("a . ", 200'000) + "a=1")), deep);
  expect_within(complaint(folder.write("list.toml", "a=" + repeated("[", 300'000))), deep);
  expect_within(complaint(folder.write("table.toml", "a=" + repeated("{a=", 300'000))), deep);
  expect_within(complaint(folder.write("case.toml", valid_case), {"source=" + repeated("[", 100'000)}),
                "source: found");
}

TEST_F(HostileFile, HoldsLettersThatTomlPlusPlusCannotStand) {
  const std::string letters = "found a letter beyond ASCII";
  expect_within(complaint(folder.write("four.toml", "\xca\xb5\x01\x3f")), letters);
  expect_within(complaint(folder.write("header.toml", "[\xca\xb5]\n")), letters);
  expect_within(complaint(folder.write("continued.toml", "title = \"\"\"a\\\n \xca\xb5\"\"\"\n")),
                letters.substr(6));
  expect_within(complaint(folder.write("control.toml", replaced(valid_case, "a test", "a \\u0007 test"))),
                "title: found control characters");
  // Where text is meant they are welcome.
  const std::string text = replaced(valid_case, "title = \"a test\"", "title = \"\xca\xb5\" # \xc3\xa4");
  EXPECT_EQ(complaint(folder.write("case.toml", "\xef\xbb\xbf" + text)), "");
}

TEST_F(HostileFile, IncludesTooMany) {
  for (int i = 0; i < 40; ++i)
    folder.write("part" + std::to_string(i) + ".toml",
                 "include = \"part" + std::to_string(i + 1) + ".toml\"\n");
  expect_within(complaint(folder.write("case.toml", "include = \"part0.toml\"\n" + valid_case)),
                "include: found too many files included");
  std::string all = "include = [";
  for (int i = 0; i < 300; ++i) {
    folder.write("leaf" + std::to_string(i) + ".toml", "");
    all += "\"leaf" + std::to_string(i) + ".toml\", ";
  }
  expect_within(complaint(folder.write("wide.toml", all + "]\n" + valid_case)), "expected at most 200");
}

TEST_F(HostileFile, HasNumbersThatNothingHas) {
  const auto with = [&](const std::string &from, const std::string &to) {
    return complaint(folder.write("case.toml", replaced(valid_case, from, to)));
  };
  expect_within(with("\"50 Hz\"", "\"1e-300 Hz\""),
                "sweep.from: found \"1e-300 Hz\", expected from 0.001 Hz");
  expect_within(with("\"50 Hz\"", "\"-1e308 Hz\""), "sweep.from: found");
  expect_within(with("\"6 mg\"", "\"1e300 kg\""), "driver[0].coil.mass: found \"1e300 kg\"");
  expect_within(with("\"6 mg\"", "\"1e-300 kg\""), "driver[0].coil.mass: found \"1e-300 kg\"");
  expect_within(with("\"6 mg\"", "\"1e999 kg\""), "driver[0].coil.mass: found \"1e999 kg\"");
  expect_within(with("0.38", "1e999"), "case.toml:11: column 23: not valid TOML");
}

TEST_F(HostileFile, HasNamesThatEarshotUsesItself) {
  for (const char *name : {"leak", "vents", "all", "housing"})
    expect_within(complaint(folder.write("case.toml", replaced(valid_case, "name = \"dynamic\"",
                                                               std::string("name = \"") + name + "\""))),
                  "driver[0].name: found \"" + std::string(name) + "\", expected another name");
}
