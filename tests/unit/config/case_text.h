#ifndef EARSHOT_TESTS_UNIT_CONFIG_CASE_TEXT_H
#define EARSHOT_TESTS_UNIT_CONFIG_CASE_TEXT_H

#include "solver/config/reader.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

/// A folder for the case files of one test, removed with it.
class CaseFolder {
public:
  CaseFolder() {
    const auto *const test = testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() /
              ("earshot_config_" + std::to_string(getpid()) + "_" + test->name());
    std::filesystem::create_directories(folder_);
  }
  ~CaseFolder() { std::filesystem::remove_all(folder_); }
  CaseFolder(const CaseFolder &) = delete;
  CaseFolder &operator=(const CaseFolder &) = delete;

  std::string path(const std::string &name) const { return (folder_ / name).string(); }

  std::string write(const std::string &name, const std::string &text) const {
    const std::filesystem::path file = folder_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }

private:
  std::filesystem::path folder_;
};

/// A case without anything wrong.
inline const std::string valid_case = R"(title = "a test"

[air]
temperature = "20 degC"
relative_humidity = "40 %"

[[material]]
name = "PET"
density = "1390 kg/m3"
youngs_modulus = "4.5 GPa"
poissons_ratio = 0.38

[[material]]
name = "beryllium"
density = "1.85 g/cm3"
youngs_modulus = "303 GPa"
poissons_ratio = "8 %"

[geometry.rear]
radius = "5.5 mm"
length = "4 mm"
[geometry.front]
radius = "5.2 mm"
length = "1.2 mm"
[geometry.rear_vent]
radius = "0.25 mm"
length = "1 mm"
[geometry.nozzle]
radius = "2 mm"
length = "5 mm"
[geometry.tip]
radius = "2.1 mm"
length = "6 mm"
[geometry.canal]
radius = "3.75 mm"
length = "8 mm"

[mesh]
size = "1.1 mm"

[[driver]]
name = "dynamic"
surface = "diaphragm"
[[driver.diaphragm.zone]]
name = "dome"
outer_radius = "2.6 mm"
shape = "dome"
rise = "0.5 mm"
layers = [{ material = "beryllium", thickness = "1 um" }, { material = "PET", thickness = "25 um" }]
[[driver.diaphragm.zone]]
name = "seat"
outer_radius = "2.9 mm"
layers = [{ material = "PET", thickness = "26 um" }]
[driver.coil]
zone = "seat"
mass = "6 mg"
[driver.motor]
force_factor = "0.4 N/A"
resistance = "16 ohm"

[[volume]]
name = "rear_vent"
model = "tube"
radius = "250 um"

[[surface]]
name = "screen"
model = "screen"
resistance = "100 Pa s/m"

[[probe]]
name = "front"
surface = "front_wall"

[ear]
model = "iec711"

[sweep]
from = "50 Hz"
to = "16 kHz"
points = 11
)";

/// `text` with its only occurrence of `from` replaced.
inline std::string replaced(std::string text, const std::string &from, const std::string &to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  EXPECT_EQ(text.find(from, at + 1), std::string::npos) << from << " isn't unique";
  return text.replace(at, from.size(), to);
}

/// The line of a text, counted from 1, where `part` first begins.
inline int line_of(const std::string &text, const std::string &part) {
  const std::size_t at = text.find(part);
  EXPECT_NE(at, std::string::npos) << part;
  return 1 + static_cast<int>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

/// What `read_case` complains about; "" when it doesn't.
inline std::string complaint(const std::string &file, const std::vector<std::string> &overrides = {}) {
  try {
    earshot::read_case(file, overrides);
  } catch (const earshot::UserError &error) {
    return error.what();
  }
  return "";
}

inline void expect_within(const std::string &text, const std::string &part) {
  EXPECT_PRED_FORMAT2(testing::IsSubstring, part, text);
}

#endif
