// The documents: every link leads somewhere, every page is listed, README stays short.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

const fs::path root = EARSHOT_SOURCE_DIR;

/// The lines of a document outside of code: fenced and indented blocks are left out, and spans in backticks.
std::vector<std::string> prose_of(const fs::path &document) {
  std::vector<std::string> lines;
  std::ifstream file(document);
  bool fenced = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("```", 0) == 0)
      fenced = !fenced;
    else if (!fenced && line.rfind("    ", 0) != 0)
      lines.push_back(std::regex_replace(line, std::regex("`[^`]*`"), ""));
  }
  return lines;
}

std::vector<fs::path> documents() {
  std::vector<fs::path> found{root / "README.md", root / "CHANGELOG.md"};
  for (const char *folder : {"docs", "configs", "meshes"})
    for (const auto &entry : fs::recursive_directory_iterator(root / folder))
      if (entry.path().extension() == ".md")
        found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

/// The name that GitHub gives a heading: lower case, blanks as hyphens, without other signs.
std::string anchor_of(const std::string &heading) {
  std::string anchor;
  for (const char letter : heading)
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_' || letter == '-')
      anchor += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    else if (letter == ' ')
      anchor += '-';
  return anchor;
}

std::set<std::string> anchors_of(const fs::path &document) {
  std::set<std::string> anchors;
  std::map<std::string, int> count;
  std::ifstream file(document);
  bool fenced = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("```", 0) == 0)
      fenced = !fenced;
    const std::size_t text = line.find_first_not_of('#');
    if (fenced || text == 0 || text == std::string::npos || line[text] != ' ')
      continue;
    const std::string anchor = anchor_of(line.substr(text + 1));
    const int before = count[anchor]++;
    anchors.insert(before == 0 ? anchor : anchor + "-" + std::to_string(before));
  }
  return anchors;
}

/// Targets of the links of a document.
std::vector<std::string> links_of(const fs::path &document) {
  static const std::regex link(R"(\]\(([^)\s]+)\))");
  std::vector<std::string> targets;
  for (const std::string &line : prose_of(document))
    for (std::sregex_iterator match(line.begin(), line.end(), link), end; match != end; ++match)
      targets.push_back((*match)[1]);
  return targets;
}

/// What is wrong with a link; "" when nothing is.
std::string fault_of(const fs::path &document, const std::string &target) {
  if (target.find("://") != std::string::npos) // not looked up: tests need no network
    return "";
  const std::size_t hash = target.find('#');
  const std::string file = target.substr(0, hash);
  const fs::path path = file.empty() ? document : document.parent_path() / file;
  if (!fs::exists(path))
    return "there is no " + path.lexically_normal().string();
  if (hash == std::string::npos)
    return "";
  return anchors_of(path).count(target.substr(hash + 1)) > 0 ? "" : "no heading makes this anchor";
}

} // namespace

TEST(Documents, EveryLinkLeadsToAFileAndAHeading) {
  int checked = 0;
  for (const fs::path &document : documents())
    for (const std::string &target : links_of(document)) {
      ++checked;
      EXPECT_EQ(fault_of(document, target), "") << fs::relative(document, root).string() << ": " << target;
    }
  EXPECT_GT(checked, 50) << "the documents have more links than that: the search for them is broken";
}

TEST(Documents, ABrokenLinkIsFound) {
  EXPECT_NE(fault_of(root / "README.md", "docs/no-such-page.md"), "");
  EXPECT_NE(fault_of(root / "README.md", "#no-such-heading"), "");
  EXPECT_EQ(fault_of(root / "README.md", "#two-commands"), "");
  EXPECT_EQ(fault_of(root / "docs/README.md", "../README.md#two-commands"), "");
}

TEST(Documents, EveryPageIsListed) {
  std::set<fs::path> listed{fs::canonical(root / "docs/README.md")};
  for (const std::string &target : links_of(root / "docs/README.md"))
    if (target.find("://") == std::string::npos)
      listed.insert(fs::weakly_canonical(root / "docs" / target.substr(0, target.find('#'))));
  for (const auto &entry : fs::recursive_directory_iterator(root / "docs")) {
    if (entry.path().extension() != ".md")
      continue;
    EXPECT_EQ(listed.count(fs::canonical(entry.path())), 1u)
        << "docs/README.md doesn't list " << entry.path().filename();
  }
}

TEST(Documents, ReadmeKeepsToItsLength) {
  std::ifstream file(root / "README.md");
  EXPECT_LE(std::count(std::istreambuf_iterator<char>(file), {}, '\n'), 150);
}
