// Holds every #include to the order of the folders (docs/developer.md, "Folders").
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Folders = std::set<std::string>;

/// The folders of solver/ from the lowest to the highest: a folder may include those of the rows below its
/// own.
const std::vector<Folders> order{
    {"config", "algebra", "results"},
    {"mesh", "sweep", "materials", "files"},
    {"circuit", "fem", "inputs", "output"},
    {"physics", "runtime"},
    {"model", "motor"},
    {"analysis"},
    {"study"},
    {"app"},
    {"main"},
};

/// What these may not include though it lies below: physics and solvers see nothing of the config's keys but
/// the errors that it defines.
const std::map<std::string, Folders> never{
    {"sweep", {"config"}}, {"fem", {"config"}}, {"physics", {"runtime", "output", "files"}}};

/// Start of a library's headers, and the only folders that may use them; `runtime` reads their versions.
const std::vector<std::pair<std::string, Folders>> libraries{
    {"deal.II/", {"mesh", "fem", "physics", "runtime", "model", "motor", "analysis", "study", "app", "main"}},
    {"gmsh.h", {"mesh", "runtime"}},
    {"zmumps_c.h", {"algebra", "runtime"}},
    {"petsc", {"algebra", "runtime"}},
    {"slepc", {"algebra", "runtime"}},
    {"vtk", {"output", "postprocess"}},
    {"toml++/", {"config"}},
    {"udunits2.h", {"config"}},
    {"muparserx/", {"circuit"}},
    {"hdf5.h", {"files"}},
    {"CLI/", {"main"}},
};

/// The row of `order`; none for a folder that it doesn't know.
std::optional<std::size_t> height_of(const std::string &folder) {
  for (std::size_t row = 0; row < order.size(); ++row)
    if (order[row].count(folder) != 0)
      return row;
  return std::nullopt;
}

/// Pictures stand beside the program: they read what a run wrote.
bool may_include(const std::string &from, const std::string &to) {
  if (from == "postprocess")
    return Folders{"output", "files", "results", "config"}.count(to) != 0;
  if (from == "main" && to == "postprocess")
    return true;
  const auto higher = height_of(from), lower = height_of(to);
  const auto barred = never.find(from);
  return higher && lower && *lower < *higher && (barred == never.end() || barred->second.count(to) == 0);
}

std::string folder_of(const std::string &file) {
  std::smatch match;
  if (std::regex_search(file, match, std::regex("^solver/([a-z_]+)/")))
    return match[1];
  return file.rfind("postprocess/", 0) == 0 ? "postprocess" : "main";
}

/// acoustics, structure, ... ; empty for what all modules share.
std::string physics_module_of(const std::string &file) {
  std::smatch match;
  return std::regex_search(file, match, std::regex("^solver/physics/([a-z_]+)/")) ? match[1].str() : "";
}

std::string own_include_breaks(const std::string &file, const std::string &included) {
  const std::string from = folder_of(file), to = folder_of(included);
  if (included == "solver/version.h") // a number, in no layer
    return "";
  if (from != "postprocess" && !height_of(from))
    return "solver/" + from + " is a folder that the rules don't know";
  if (from != to && !may_include(from, to))
    return from + " may not include " + to;
  if (from != "physics" || to != "physics")
    return "";
  const std::string module = physics_module_of(file), other = physics_module_of(included);
  return other.empty() || other == module ? "" : "physics modules may not include each other";
}

std::string library_include_breaks(const std::string &file, const std::string &included) {
  for (const auto &[prefix, folders] : libraries)
    if (included.rfind(prefix, 0) == 0 && folders.count(folder_of(file)) == 0)
      return folder_of(file) + " may not use " + prefix;
  return "";
}

/// One line for each #include of a file that breaks a rule.
std::vector<std::string> broken_rules(const std::string &file, const std::string &text) {
  static const std::regex include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
  std::vector<std::string> broken;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (!std::regex_search(line, match, include))
      continue;
    const std::string included = match[1];
    const bool own = included.rfind("solver/", 0) == 0 || included.rfind("postprocess/", 0) == 0;
    std::string rule = own ? own_include_breaks(file, included) : library_include_breaks(file, included);
    if (included.front() == '.')
      rule = "includes start at the project's root";
    if (!rule.empty())
      broken.push_back(file + ":" + std::to_string(number) + ": " + included + ": " + rule);
  }
  return broken;
}

struct SourceFile {
  std::string name, text;
};

std::vector<SourceFile> source_files() {
  const std::filesystem::path root = EARSHOT_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const char *folder : {"solver", "postprocess"})
    for (const auto &entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".cc" && extension != ".h")
        continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      files.push_back({entry.path().lexically_relative(root).string(), text.str()});
    }
  return files;
}

} // namespace

TEST(Architecture, IncludesGoDownwardsOnly) {
  const std::vector<SourceFile> files = source_files();
  ASSERT_GT(files.size(), 20u) << "the sources were not found";
  for (const SourceFile &file : files)
    for (const std::string &broken : broken_rules(file.name, file.text))
      ADD_FAILURE() << broken;
}

TEST(Architecture, HeadersAreGuardedByTheirPath) {
  for (const SourceFile &file : source_files()) {
    if (std::filesystem::path(file.name).extension() != ".h")
      continue;
    std::string guard = "EARSHOT_";
    const std::string prefix = file.name.rfind("solver/", 0) == 0 ? "solver/" : "";
    for (const char c : file.name.substr(prefix.size()))
      guard += std::isalnum(static_cast<unsigned char>(c)) ? static_cast<char>(std::toupper(c)) : '_';
    EXPECT_NE(file.text.find("#ifndef " + guard + "\n#define " + guard + "\n"), std::string::npos)
        << file.name << " lacks the guard " << guard;
  }
}

// A long file is a matter for its next reader, not a fault.
TEST(Architecture, FilesOver500LinesAreNamed) {
  for (const SourceFile &file : source_files()) {
    const auto lines = std::count(file.text.begin(), file.text.end(), '\n');
    EXPECT_LE(lines, 2000) << file.name;
    if (lines > 500)
      std::cout << "[  WARNING ] " << file.name << " has " << lines << " lines\n";
  }
}

TEST(ArchitectureRules, RefuseUpwardAndSidewardIncludes) {
  const auto breaks = [](const std::string &file, const std::string &included) {
    return !broken_rules(file, "#include " + included + "\n").empty();
  };
  EXPECT_TRUE(breaks("solver/algebra/a.cc", "\"solver/fem/b.h\""));
  EXPECT_TRUE(breaks("solver/output/a.cc", "\"solver/physics/acoustics/b.h\""));
  EXPECT_TRUE(breaks("solver/sweep/a.cc", "\"solver/config/case.h\""));
  EXPECT_TRUE(breaks("solver/study/a.cc", "\"solver/main.h\""));
  EXPECT_TRUE(breaks("solver/physics/coupling/a.cc", "\"solver/physics/structure/b.h\""));
  EXPECT_TRUE(breaks("solver/algebra/a.cc", "<deal.II/base/mpi.h>"));
  EXPECT_TRUE(breaks("solver/study/a.cc", "<vtkNew.h>"));
  EXPECT_TRUE(breaks("solver/stud/a.cc", "\"solver/config/case.h\""));
  EXPECT_TRUE(breaks("solver/fem/a.cc", "\"../mesh/air_mesh.h\""));
  EXPECT_TRUE(breaks("postprocess/a.cc", "\"solver/physics/acoustics/b.h\""));

  EXPECT_FALSE(breaks("solver/physics/coupling/a.cc", "\"solver/physics/coupling/b.h\""));
  EXPECT_FALSE(breaks("solver/physics/coupling/a.cc", "\"solver/fem/b.h\""));
  EXPECT_FALSE(breaks("solver/main.cc", "\"solver/study/run.h\""));
  EXPECT_FALSE(breaks("solver/fem/a.cc", "<deal.II/base/mpi.h>"));
  EXPECT_FALSE(breaks("solver/algebra/a.cc", "<vector>"));
}
