// Ends of passages where their air opens into wider air.
#include "solver/mesh/mouths.h"

#include "tests/support/wedge_mesh.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

const std::vector<SurfaceRole> wedge = {SurfaceRole::symmetry, SurfaceRole::wall, SurfaceRole::wall,
                                        SurfaceRole::wall};

/// Room, a tube of 0.2 mm and 0.5 mm length, one of 0.4 mm in two volumes of 0.3 mm, and what lies before
/// "end".
AirMesh stepped(bool room_at_end) {
  WedgeGrid grid;
  grid.r = {0, 0.2e-3, 0.4e-3, 1e-3};
  grid.z = {-1e-3, 0, 0.5e-3, 0.8e-3, 1.1e-3};
  if (room_at_end)
    grid.z.push_back(2e-3);
  grid.volume = [](double r, double z) -> std::string {
    if (z < 0)
      return "room";
    if (z > 1.1e-3)
      return "far room";
    if (r > (z < 0.5e-3 ? 0.2e-3 : 0.4e-3))
      return "";
    return z < 0.5e-3 ? "narrow" : z < 0.8e-3 ? "wide" : "wide too";
  };
  return WedgeMesh(grid).mesh();
}

TEST(Mouths, AreWhereTheAirWidens) {
  const AirMesh mesh = stepped(true);
  const std::vector<Mouths> mouths = find_mouths(mesh, wedge);
  const auto of = [&](const std::string &name) { return mouths[mesh.volume_index(name)]; };
  EXPECT_EQ(of("narrow").beyond.size(), 2u);
  EXPECT_EQ(of("narrow").pieces, 1);
  EXPECT_NEAR(of("narrow").length, 0.5e-3, 1e-9);
  EXPECT_TRUE(of("wide").beyond.empty()); // narrows at one end, goes on at the other
  EXPECT_NEAR(of("wide").length, 0.3e-3, 1e-9);
  EXPECT_EQ(of("wide too").beyond, std::vector{mesh.volume_index("far room")});
  EXPECT_TRUE(of("room").beyond.empty()); // a hole in its wall is none of its ends
  EXPECT_EQ(of("room").length, 0);
}

TEST(Mouths, PassagesHaveTwoEnds) {
  const AirMesh mesh = stepped(true);
  const std::vector<Mouths> mouths = find_mouths(mesh, wedge);
  const auto &narrow = mouths[mesh.volume_index("narrow")].passages;
  ASSERT_EQ(narrow.size(), 1u);
  EXPECT_NEAR(narrow[0].length, 0.5e-3, 1e-9);
  EXPECT_NEAR(narrow[0].area / (0.35 / 2 * 0.2e-3 * 0.2e-3), 1, 0.03); // chords of 0.35 rad take 2 %
  for (const PassageEnd &end : narrow[0].ends)
    EXPECT_NEAR(end.centre[2], end.beyond == mesh.volume_index("room") ? 0 : 0.5e-3, 1e-9);
  EXPECT_TRUE(mouths[mesh.volume_index("room")].passages.empty());
}

TEST(Mouths, AreAtOpeningsToFreeAirAndAtNoWall) {
  const AirMesh mesh = stepped(false);
  const auto at_end = [&](SurfaceRole role) {
    std::vector<SurfaceRole> roles = wedge;
    roles[static_cast<std::size_t>(mesh.surface_index("end"))] = role;
    return find_mouths(mesh, roles)[mesh.volume_index("wide too")].beyond;
  };
  EXPECT_EQ(at_end(SurfaceRole::opening), std::vector{Mouths::free_air});
  EXPECT_TRUE(at_end(SurfaceRole::wall).empty());
}

} // namespace
} // namespace earshot::testing
