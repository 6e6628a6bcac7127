// Names of the version before: read with a note, refused beside the name of today.
#include "solver/config/former_names.h"

#include "solver/config/documents.h"
#include "solver/config/parameters.h"
#include "unit/config/case_text.h"

using namespace earshot;

namespace {

const std::string names_of_today = R"([housing]
mass = "4 g"
contact_area = "2 cm2"
skin_stiffness = "2e7 Pa/m"
outer_area = "3 cm2"
canal_area = "44 mm2"

[[analysis]]
type = "isolation"
housing_size = "15 mm"

[[network.element]]
name = "cloth"
kind = "screen"
from = "plug"
value = "130 Pa s/m"
area = "2 mm2"

[[network.element]]
name = "E"
kind = "vcvs"
from = "a"
second_from = "plug"
value = "2"

[[network.element]]
name = "G"
kind = "vccs"
from = "a"
second_from = "plug"
value = "2 mS"

[[network.element]]
name = "F"
kind = "cccs"
from = "a"
control = "E"
value = "2"

[[network.element]]
name = "H"
kind = "ccvs"
from = "b"
control = "E"
value = "2 ohm"
)";

std::string former_text() {
  std::string text = names_of_today;
  for (const auto &[today, former] :
       std::vector<std::pair<std::string, std::string>>{{"[housing]", "[shell]"},
                                                        {"housing_size", "shell_size"},
                                                        {"\"screen\"", "\"mesh\""},
                                                        {"\"vcvs\"", "\"potential_by_potential\""},
                                                        {"\"vccs\"", "\"flow_by_potential\""},
                                                        {"\"cccs\"", "\"flow_by_flow\""},
                                                        {"\"ccvs\"", "\"potential_by_flow\""}})
    text = replaced(text, today, former);
  return text;
}

/// The resolved text without its first line, which names the file.
std::string values(const Case &c) {
  const std::string text = resolved_toml(c);
  return text.substr(text.find('\n'));
}

} // namespace

TEST(FormerNames, AreReadAsThoseOfTodayWithANoteEach) {
  const CaseFolder folder;
  const std::string text = valid_case + former_text();
  const Case today = read_case(folder.write("today.toml", valid_case + names_of_today)),
             former = read_case(folder.write("former.toml", text));
  EXPECT_EQ(values(former), values(today));
  EXPECT_TRUE(warnings(today).empty());
  const std::vector<Diagnostic> notes = warnings(former);
  ASSERT_EQ(notes.size(), 7u);
  EXPECT_EQ(std::count_if(notes.begin(), notes.end(),
                          [&](const Diagnostic &note) {
                            return note.where.line == line_of(text, "[shell]") &&
                                   note.message.find("\"shell\", which is now called \"housing\"") !=
                                       std::string::npos;
                          }),
            1);
}

TEST(FormerNames, ServeOverridesAndKeysOfNumbers) {
  const CaseFolder folder;
  const Case c = read_case(folder.write("case.toml", valid_case + names_of_today), {"shell.mass=5 g"});
  EXPECT_EQ(c.housing->mass.value, 5e-3);
  EXPECT_EQ(c.housing->canal_area.value, 44e-6) << "the table keeps what the override doesn't name";
  EXPECT_EQ(warnings(c).size(), 1u);
  EXPECT_EQ(with_names_of_today("shell.mass"), "housing.mass");
  EXPECT_EQ(with_names_of_today("analysis[0].shell_size"), "analysis[0].housing_size");
  EXPECT_EQ(with_names_of_today("network.element.shell.value"), "network.element.shell.value");
  EXPECT_EQ(find_parameter(parameters_of(c), {"shell.mass"}).key, "housing.mass");
}

TEST(FormerNames, AreRefusedBesideThoseOfToday) {
  const CaseFolder folder;
  const std::string text = valid_case + names_of_today + "[shell]\nmass = \"4 g\"\n";
  EXPECT_NE(complaint(folder.write("case.toml", text)).find("\"shell\" beside \"housing\""),
            std::string::npos);
}

TEST(FormerNames, AreInTheReferenceAndNotInTheSchema) {
  EXPECT_NE(reference_markdown().find("`housing` was called `shell` before"), std::string::npos);
  EXPECT_NE(reference_markdown().find("`\"vcvs\"` was called `\"potential_by_potential\"` before"),
            std::string::npos);
  EXPECT_EQ(json_schema().find("potential_by_potential"), std::string::npos);
}
