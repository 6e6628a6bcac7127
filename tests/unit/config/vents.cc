// [[vent]]: where a flow loss may be.
#include "unit/config/case_text.h"

namespace earshot {
namespace {

std::string complaint_of(const std::string &more) {
  const CaseFolder folder;
  return complaint(folder.write("case.toml", valid_case + more));
}

const std::string network = R"(
[network]
[[network.element]]
name = "hole"
kind = "tube"
from = "room"
radius = "0.2 mm"
length = "1 mm"
[[network.element]]
name = "room"
kind = "cavity"
from = "room"
value = "20 mm3"
)";

TEST(VentConfig, IsAVolumeOrAPassageOfTheNetwork) {
  const auto expect = [](const std::string &more, const std::string &found) {
    EXPECT_NE(complaint_of(more).find(found), std::string::npos) << complaint_of(more);
  };
  expect("[[vent]]\n", "expected exactly one of volume, surface and element");
  expect("[[vent]]\nvolume = \"front\"\nelement = \"hole\"\n",
         "expected exactly one of volume, surface and element");
  expect("[[vent]]\nelement = \"hole\"\n",
         "found \"hole\", which is no tube, slit, annulus or screen of [network] and no [leak]");
  expect(network + "[[vent]]\nelement = \"room\"\n", "and no [leak], expected \"hole\"");
  expect("[[vent]]\nvolume = \"front\"\n[[vent]]\nvolume = \"front\"\n", "front");
  for (const std::string model : {"thermoviscous", "sequential"})
    expect("[[volume]]\nname = \"front\"\nmodel = \"" + model + "\"\n[[vent]]\nvolume = \"front\"\n",
           "found the " + model + " volume \"front\"");
  expect("[[vent]]\nelement = \"leak\"\n", "no [leak]");
  EXPECT_EQ(complaint_of("[leak]\nradius = \"0.3 mm\"\nlength = \"5 mm\"\n[[vent]]\nelement = \"leak\"\n"),
            "");
  EXPECT_EQ(complaint_of("[[vent]]\nvolume = \"front\"\n"), "");
}

TEST(VentConfig, OfAClothStatesItsLoss) {
  const auto expect = [](const std::string &more, const std::string &found) {
    EXPECT_NE(complaint_of(more).find(found), std::string::npos) << complaint_of(more);
  };
  expect("[[vent]]\nsurface = \"nowhere\"\nopen_share = 0.3\n",
         "which is no [[surface]] with model = \"screen\"");
  expect("[[vent]]\nsurface = \"scren\"\nopen_share = 0.3\n", "expected \"screen\"");
  expect("[[vent]]\nsurface = \"screen\"\n", "expected either loss_coefficient or open_share");
  expect("[[vent]]\nsurface = \"screen\"\nopen_share = 0.3\nloss_coefficient = 9\n",
         "expected either loss_coefficient or open_share");
  expect("[[vent]]\nsurface = \"screen\"\nopen_share = 1.0\n", "expected between 0 and 1");
  expect("[[vent]]\nvolume = \"front\"\nopen_share = 0.3\n", "open share of what is no cloth");
  EXPECT_EQ(complaint_of("[[vent]]\nsurface = \"screen\"\nopen_share = 0.3\n"), "");
  EXPECT_EQ(complaint_of("[[vent]]\nsurface = \"screen\"\nloss_coefficient = 20\n"), "");
}

} // namespace
} // namespace earshot
