// [[part]]: what contradicts itself is reported with its line.
#include "unit/config/case_text.h"

using namespace earshot;

namespace {

const std::string parts_case = R"([[part]]
name = "tube"
from = "0 mm"
to = "5 mm"
radius = "3 mm"

[[part]]
name = "ring"
from = "1 mm"
to = "2 mm"
inner_radius = "3 mm"
radius = "4 mm"
angle = "40 degree"
sectors = 3

[[network.port]]
node = "in"
surface = "walls"

[[network.element]]
name = "flow"
kind = "source"
from = "in"
value = "1 mm3/s"
)";

TEST(Parts, AreReadInMetresAndRadians) {
  const CaseFolder folder;
  const Case config = read_case(folder.write("case.toml", parts_case));
  ASSERT_EQ(config.parts.size(), 2u);
  EXPECT_EQ(config.parts[0].name.value, "tube");
  EXPECT_DOUBLE_EQ(config.parts[0].to, 5e-3);
  EXPECT_FALSE(config.parts[0].end_radius);
  EXPECT_DOUBLE_EQ(config.parts[1].angle, 40 * 3.14159265358979323846 / 180);
  EXPECT_EQ(config.parts[1].sectors, 3);
}

struct Slip {
  std::string name, from, to, line, complaint;
};

class PartsSlip : public testing::TestWithParam<Slip> {};

TEST_P(PartsSlip, IsReportedAtItsLine) {
  const Slip &slip = GetParam();
  const CaseFolder folder;
  const std::string text = replaced(parts_case, slip.from, slip.to);
  const std::string file = folder.write("case.toml", text);
  EXPECT_EQ(complaint(file), file + ":" + std::to_string(line_of(text, slip.line)) + ": " + slip.complaint);
}

INSTANTIATE_TEST_SUITE_P(
    Config, PartsSlip,
    testing::Values(
        Slip{"UpsideDown", "to = \"5 mm\"", "to = \"-5 mm\"", "to = \"-5 mm\"",
             "part[0].to: found -5 mm, expected more than 0 mm, the beginning of part \"tube\""},
        Slip{"InsideOut", "radius = \"4 mm\"", "radius = \"2 mm\"", "radius = \"2 mm\"",
             "part[1].radius: found 2 mm, expected more than 3 mm, the inner radius of part \"ring\""},
        Slip{"SharpCone", "radius = \"4 mm\"", "radius = \"4 mm\"\nend_radius = \"3 mm\"", "end_radius",
             "part[1].end_radius: found 3 mm, expected more than 3 mm, the inner radius of part \"ring\""},
        Slip{"CrowdedSectors", "sectors = 3", "sectors = 10", "sectors",
             "part[1].sectors: found 10 sectors of 40 degree, which overlap each other"},
        Slip{"NoInside", "radius = \"3 mm\"\n\n", "radius = \"3 mm\"\ninner_surface = \"core\"\n\n",
             "inner_surface",
             "part[0].inner_surface: found an inner surface, but part \"tube\" has no inner radius"}),
    [](const auto &info) { return info.param.name; });

} // namespace
