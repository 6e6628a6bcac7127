// Tubes that are drilled out of the air's walls: what contradicts itself in their keys.
#include "case_text.h"

namespace {

using namespace earshot;

const std::string vented = R"([[part]]
name = "can"
from = "0 mm"
to = "5 mm"
radius = "3 mm"
from_surface = "ear"
[[tube]]
name = "vent"
position = ["0 mm", "3 mm", "2 mm"]
axis = [0, 1, 0]
radius = "0.2 mm"
length = "1 mm"
)";

std::string said_of(const std::string &from, const std::string &to) {
  std::string text = vented;
  text.replace(text.find(from), from.size(), to);
  return complaint(CaseFolder().write("case.toml", text));
}

TEST(TubeKeys, ThatContradictThemselvesAreNamed) {
  const auto expect = [](const std::string &from, const std::string &to, const std::string &message) {
    EXPECT_NE(said_of(from, to).find(message), std::string::npos)
        << message << " is not in " << said_of(from, to);
  };
  expect("axis = [0, 1, 0]", "axis = [0, 0, 0]", "tube[0].axis[0]: found an axis of length zero");
  expect("axis = [0, 1, 0]\n", "", "tube[0].axis: missing, expected [0, 0, 1]");
  expect("\"vent\"", "\"can\"", "found \"can\", expected another name: there is a volume of this name");
  expect("\"0.2 mm\"", "\"-0.2 mm\"", "tube[0].radius");
  expect(vented.substr(0, vented.find("[[tube]]")), "[mesh]\nfile = \"air.msh\"\n",
         "found a [[tube]] without walls, expected a template [geometry] or a [[part]]");
}

} // namespace
