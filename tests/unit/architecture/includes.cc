// Holds every #include to the order of the folders (docs/developer.md, "Folders").
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Folders = std::set<std::string>;

/// The folders from the lowest to the highest, each with those that it includes: all of them stand above it
/// here, and an entry that nobody uses any more is a failure of its own.
const std::vector<std::pair<std::string, Folders>> allowed{
    {"config", {}},
    {"algebra", {}},
    {"results", {}},
    {"mesh", {"config"}},
    {"materials", {"config"}},
    {"files", {"config"}},
    {"signal", {"algebra"}},
    {"sweep", {"algebra", "results", "signal"}},
    {"circuit", {"config", "files", "materials"}},
    {"fem", {"algebra", "mesh"}},
    {"output", {"config", "files", "mesh", "results"}},
    {"physics", {"algebra", "circuit", "config", "fem", "materials", "mesh", "sweep"}},
    {"runtime", {"config", "output"}},
    {"motor",
     {"algebra", "config", "fem", "files", "materials", "mesh", "output", "physics", "results", "runtime",
      "sweep"}},
    {"model",
     {"algebra", "circuit", "config", "fem", "files", "materials", "mesh", "physics", "results", "runtime",
      "sweep"}},
    {"analysis",
     {"algebra", "circuit", "config", "fem", "files", "mesh", "model", "motor", "output", "physics",
      "results", "runtime", "signal", "sweep"}},
    {"study", {"analysis", "config", "files", "model", "motor", "results", "runtime", "sweep"}},
    {"fit", {"algebra", "analysis", "circuit", "config", "materials", "model", "results", "sweep"}},
    {"app",
     {"algebra", "analysis", "config", "files", "fit", "mesh", "model", "motor", "output", "results",
      "runtime", "signal", "study", "sweep"}},
    {"postprocess", {"config", "files", "output", "results"}}, // pictures read what a run wrote
    {"main", {"app", "config", "postprocess", "runtime"}},
};

/// Start of a library's headers, and the only folders that may use them; `runtime` reads their versions.
const std::vector<std::pair<std::string, Folders>> libraries{
    {"deal.II/", {"mesh", "fem", "physics", "runtime", "model", "motor", "analysis", "study", "app", "main"}},
    {"gmsh.h", {"mesh", "runtime"}},
    {"ceres/", {"algebra"}},
    {"zmumps_c.h", {"algebra", "runtime"}},
    {"petsc", {"algebra", "runtime"}},
    {"slepc", {"algebra", "runtime"}},
    {"vtk", {"output", "postprocess"}},
    {"toml++/", {"config"}},
    {"udunits2.h", {"config"}},
    {"hdf5.h", {"files"}},
    {"sndfile", {"files"}},
    {"fftw3.h", {"signal"}},
    {"soxr.h", {"signal"}},
    {"CLI/", {"main"}},
    {"httplib.h", {"app"}},
};

const Folders *allowed_for(const std::string &folder) {
  const auto found =
      std::find_if(allowed.begin(), allowed.end(), [&](const auto &entry) { return entry.first == folder; });
  return found == allowed.end() ? nullptr : &found->second;
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
  const Folders *const may = allowed_for(from);
  if (may == nullptr)
    return "solver/" + from + " is a folder that the rules don't know";
  if (from != to && may->count(to) == 0)
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

struct Include {
  int line;
  std::string included;
  bool own() const { return included.rfind("solver/", 0) == 0 || included.rfind("postprocess/", 0) == 0; }
};

std::vector<Include> includes_of(const std::string &text) {
  static const std::regex include("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
  std::vector<Include> includes;
  std::istringstream lines(text);
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    std::smatch match;
    if (std::regex_search(line, match, include))
      includes.push_back({number, match[1]});
  }
  return includes;
}

/// One line for each #include of a file that breaks a rule.
std::vector<std::string> broken_rules(const std::string &file, const std::string &text) {
  std::vector<std::string> broken;
  for (const Include &include : includes_of(text)) {
    std::string rule = include.own() ? own_include_breaks(file, include.included)
                                     : library_include_breaks(file, include.included);
    if (include.included.front() == '.')
      rule = "includes start at the project's root";
    if (!rule.empty())
      broken.push_back(file + ":" + std::to_string(include.line) + ": " + include.included + ": " + rule);
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

TEST(Architecture, FoldersStandAboveThoseThatIncludeThem) {
  Folders above;
  for (const auto &[folder, includes] : allowed) {
    for (const std::string &included : includes)
      EXPECT_EQ(above.count(included), 1u) << folder << " includes " << included;
    above.insert(folder);
  }
}

TEST(Architecture, NothingIsAllowedThatNobodyUses) {
  std::map<std::string, Folders> used;
  for (const SourceFile &file : source_files())
    for (const Include &include : includes_of(file.text))
      if (include.own())
        used[folder_of(file.name)].insert(folder_of(include.included));
  for (const auto &[folder, includes] : allowed)
    for (const std::string &included : includes)
      EXPECT_EQ(used[folder].count(included), 1u) << folder << " may include " << included;
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
  EXPECT_FALSE(breaks("solver/main.cc", "\"solver/app/run.h\""));
  EXPECT_FALSE(breaks("solver/fem/a.cc", "<deal.II/base/mpi.h>"));
  EXPECT_FALSE(breaks("solver/algebra/a.cc", "<vector>"));
}
