// Meshes whose nodes follow a dimension of their geometry: volumes against closed forms and against new
// meshes, places of nodes against the changed surfaces, and what can't be followed.
#include "solver/mesh/build_air_mesh.h"
#include "solver/mesh/mesh_summary.h"
#include "solver/mesh/moved_air_mesh.h"
#include "tests/unit/mesh/template_case.h"

#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr double pi = std::numbers::pi;

using Change = std::function<void(Case &, double value)>;

const Case &monitor() {
  static const Case config = vented_case(0.8e-3);
  return config;
}

const AirMesh &monitor_mesh() {
  static const AirMesh mesh = build_air_mesh(monitor(), &dome_and_roll());
  return mesh;
}

Case changed(Case config, const Change &change, double value) {
  change(config, value);
  return config;
}

MovedAirMesh moved_monitor(const Case &after, const Profile &profile = dome_and_roll()) {
  return moved_air_mesh(monitor_mesh(), {monitor(), &dome_and_roll()}, {after, &profile});
}

std::map<std::string, double> volumes(const AirMesh &mesh) {
  std::map<std::string, double> result;
  for (const auto &volume : summarize(mesh).volumes)
    result[volume.name] = volume.volume;
  return result;
}

/// Two tubes of one radius, the second behind the first; the ear closes it.
Case tubes(double radius, double length) {
  Case config;
  config.file = "case.toml";
  for (const auto &[name, from, to] :
       {std::tuple("first", 0.0, length), std::tuple("second", length, 10e-3)}) {
    PartConfig part;
    part.name = std::string(name);
    part.from = from;
    part.to = to;
    part.radius = radius;
    config.parts.push_back(part);
  }
  config.parts.back().to_surface = std::string("end");
  config.mesh.size = 1e-3;
  config.ear.surface = std::string("end");
  return config;
}

Profile risen(double rise) {
  std::vector<ProfileZone> zones = dome_and_roll().zones();
  zones[0].rise = rise;
  return Profile(zones);
}

std::string refusal(const Case &after) {
  try {
    moved_monitor(after);
  } catch (const UserError &error) {
    return error.what();
  }
  return "";
}

} // namespace

TEST(MovedMesh, StaysBitForBitWhereNothingChanges) {
  const MovedAirMesh moved = moved_monitor(monitor());
  EXPECT_EQ(moved.mesh.nodes, monitor_mesh().nodes);
  EXPECT_EQ(moved.quality, moved.quality_before);
  EXPECT_GT(moved.quality, 0.01);
}

// The mesh's boundary has edges of the second order on circles: 1e-4 of the volume, which moves along.
TEST(MovedMesh, TubesHaveTheVolumesOfTheirLengthAndRadius) {
  const Case before = tubes(2e-3, 4e-3);
  const AirMesh mesh = build_air_mesh(before, nullptr);
  auto old = volumes(mesh);
  for (const auto &[radius, length] : {std::pair(2e-3, 4.4e-3), {2.2e-3, 4e-3}, {1.7e-3, 3e-3}}) {
    const Case after = tubes(radius, length);
    const MovedAirMesh moved = moved_air_mesh(mesh, {before, nullptr}, {after, nullptr});
    auto found = volumes(moved.mesh);
    const double area = std::pow(radius / 2e-3, 2);
    EXPECT_NEAR(found["first"] / old["first"], area * length / 4e-3, 1e-5);
    EXPECT_NEAR(found["second"] / old["second"], area * (10e-3 - length) / 6e-3, 1e-5);
    EXPECT_GT(moved.quality, 0.5 * moved.quality_before);
  }
}

// dV/dmu is the integral of the walls' velocity along their normal.
TEST(MovedMesh, VolumesChangeByTheAreasThatMove) {
  struct Row {
    const char *name, *volume;
    double value;
    Change change;
    double slope, tolerance;
  };
  const double vent = 0.2e-3;
  // Parabolic edges of 0.8 mm on circles of 2 mm and more: 2e-4. A vent has six edges round: 2e-3.
  const std::vector<Row> rows{
      {"rear.radius", "rear", 5.5e-3, [](Case &c, double x) { c.geometry->rear.radius = x; },
       2 * pi * 5.5e-3 * 4e-3, 3e-4},
      {"rear.length", "rear", 4e-3, [](Case &c, double x) { c.geometry->rear.length = x; },
       pi * 5.5e-3 * 5.5e-3, 3e-4},
      {"front.length", "front", 1.2e-3, [](Case &c, double x) { c.geometry->front.length = x; },
       pi * 5.2e-3 * 5.2e-3, 3e-4},
      {"canal.radius", "canal", 3.77e-3, [](Case &c, double x) { c.geometry->canal.radius = x; },
       2 * pi * 3.77e-3 * 8e-3, 3e-4},
      {"tip and nozzle", "tip", 2e-3,
       [](Case &c, double x) { c.geometry->nozzle.radius = c.geometry->tip.radius = x; },
       2 * pi * 2e-3 * 6e-3, 3e-4},
      {"rear_vent.radius", "rear_vent", vent, [](Case &c, double x) { c.geometry->rear_vent->radius = x; },
       2 * pi * vent * 1e-3, 3e-3},
      {"rear_vent.length", "rear_vent", 1e-3, [](Case &c, double x) { c.geometry->rear_vent->length = x; },
       pi * vent * vent, 3e-3},
      {"front_vent.length", "front_vent", 1e-3, [](Case &c, double x) { c.geometry->front_vent->length = x; },
       pi * vent * vent, 3e-3}};
  std::printf("dimension            dV/dmu [mm2]      exact    error\n");
  for (const Row &row : rows) {
    const double step = 1e-3 * row.value;
    auto above = volumes(moved_monitor(changed(monitor(), row.change, row.value + step)).mesh),
         below = volumes(moved_monitor(changed(monitor(), row.change, row.value - step)).mesh);
    const double slope = (above[row.volume] - below[row.volume]) / (2 * step);
    std::printf("%-18s %14.6f %10.6f  %.1e\n", row.name, 1e6 * slope, 1e6 * row.slope, slope / row.slope - 1);
    EXPECT_NEAR(slope / row.slope, 1, row.tolerance) << row.name;
  }
}

// A cap of height h on a circle of radius a has the volume pi h (3 a^2 + h^2) / 6.
TEST(MovedMesh, DomeRisesIntoTheFront) {
  const double h = 0.5e-3, a = 2.6e-3, step = 1e-3 * h;
  auto above = volumes(moved_monitor(monitor(), risen(h + step)).mesh),
       below = volumes(moved_monitor(monitor(), risen(h - step)).mesh);
  const double slope = pi * (a * a + h * h) / 2;
  for (const auto &[name, sign] : {std::pair("rear", 1), std::pair("front", -1)})
    EXPECT_NEAR((above[name] - below[name]) / (2 * step) / (sign * slope), 1, 2e-3)
        << name; // edges of 0.8 mm
}

/// Largest distance of the diaphragm's vertices from a profile [m].
double distance_from(const Profile &profile, const AirMesh &mesh) {
  double farthest = 0;
  for (const AirMesh::FacePair &pair : mesh.pairs)
    if (pair.surface == mesh.surface_index("diaphragm"))
      for (const int vertex : pair.vertices) {
        const auto &[x, y, z] = mesh.nodes[vertex];
        farthest = std::max(farthest, std::abs(z - profile.height(std::hypot(x, y))));
      }
  return farthest;
}

/// Mean of a surface's vertices [m].
double centre_x(const AirMesh &mesh, const std::string &surface) {
  double sum = 0, count = 0;
  for (const NamedFace &face : mesh.faces)
    if (face.surface == mesh.surface_index(surface))
      for (const int vertex : face.vertices) {
        sum += mesh.nodes[vertex][0];
        ++count;
      }
  return sum / count;
}

// The mesh generator's own vertices are on the profile to some nanometres.
TEST(MovedMesh, NodesLieOnTheChangedSurface) {
  const double before = distance_from(dome_and_roll(), monitor_mesh());
  EXPECT_LT(before, 1e-8);
  EXPECT_LT(distance_from(risen(0.6e-3), moved_monitor(monitor(), risen(0.6e-3)).mesh), 2 * before);
}

TEST(MovedMesh, VentMovesToItsPlace) {
  const Case after = changed(
      monitor(), [](Case &c, double x) { c.geometry->rear_vent->offset = x; }, 3.3e-3);
  for (const char *const surface : {"rear_vent_opening", "rear_vent_inlet"})
    EXPECT_NEAR(centre_x(moved_monitor(after).mesh, surface) - centre_x(monitor_mesh(), surface), 0.3e-3,
                1e-9);
}

// A fifth more or less of any length: volumes as those of a new mesh, whose edges differ: 1e-3.
TEST(MovedMesh, FollowsAFifth) {
  const std::vector<std::pair<const char *, Change>> rows{
      {"rear.length", [](Case &c, double f) { c.geometry->rear.length.value *= f; }},
      {"canal.radius", [](Case &c, double f) { c.geometry->canal.radius.value *= f; }},
      {"canal.length", [](Case &c, double f) { c.geometry->canal.length.value *= f; }},
      {"rear_vent.radius", [](Case &c, double f) { c.geometry->rear_vent->radius.value *= f; }},
      {"front_vent.radius", [](Case &c, double f) { c.geometry->front_vent->radius.value *= f; }},
      {"front.length", [](Case &c, double f) { c.geometry->front.length.value *= f; }}};
  std::printf("dimension          factor  quality before, after\n");
  for (const auto &[name, change] : rows)
    for (const double factor : {0.8, 1.2}) {
      const Case after = changed(monitor(), change, factor);
      const MovedAirMesh moved = moved_monitor(after);
      std::printf("%-18s %5.1f    %.3f, %.3f\n", name, factor, moved.quality_before, moved.quality);
      auto found = volumes(moved.mesh), expected = volumes(build_air_mesh(after, &dome_and_roll()));
      for (const auto &[volume, size] : expected)
        EXPECT_NEAR(found[volume] / size, 1, volume.find("vent") == std::string::npos ? 1e-3 : 5e-3)
            << name << ": " << volume;
      EXPECT_GT(moved.quality, 0.3 * moved.quality_before) << name;
    }
}

// Two closed volumes face to face with a ring between them: a half is moved, and its image follows.
TEST(MovedMesh, OfTwoDriversFaceToFaceStaysItsOwnMirrorImage) {
  const auto face_to_face = [](double ring_radius) {
    Case config;
    config.file = "case.toml";
    for (const auto &[name, from, to, inner, radius] :
         {std::tuple("below", -3e-3, -1e-3, 0.0, 4e-3), std::tuple("chamber", -1e-3, 1e-3, 0.0, 4e-3),
          std::tuple("above", 1e-3, 3e-3, 0.0, 4e-3),
          std::tuple("ring", -0.5e-3, 0.5e-3, 4e-3, ring_radius)}) {
      PartConfig &part = config.parts.emplace_back();
      part.name = std::string(name);
      part.from = from;
      part.to = to;
      part.inner_radius = inner;
      part.radius = radius;
    }
    config.parts[0].to_surface = std::string("left");
    config.parts[2].from_surface = std::string("right");
    config.parts[3].outer_surface = std::string("end");
    for (const char *const surface : {"left", "right"}) {
      config.drivers.emplace_back().surface = std::string(surface);
      config.drivers.back().name = std::string(surface);
    }
    config.mesh.size = 1e-3;
    config.ear.surface = std::string("end");
    return config;
  };
  const Case before = face_to_face(5e-3), after = face_to_face(5.4e-3);
  const AirMesh mesh = build_air_mesh(before, nullptr);
  const AirMesh moved = moved_air_mesh(mesh, {before, nullptr}, {after, nullptr}).mesh;
  auto found = volumes(moved);
  EXPECT_NEAR(found["ring"] / (pi * (5.4e-3 * 5.4e-3 - 4e-3 * 4e-3) * 1e-3), 1, 1e-3); // edges of 1 mm
  double sum = 0, size = 0;
  for (const auto &node : moved.nodes) {
    sum += node[2];
    size += std::abs(node[2]);
  }
  EXPECT_LT(std::abs(sum), 1e-12 * size);
}

TEST(MovedMesh, StraightEdgesStayStraight) {
  Case before = monitor();
  before.mesh.curved = false;
  const AirMesh mesh = build_air_mesh(before, &dome_and_roll());
  const Case after = changed(
      before, [](Case &c, double x) { c.geometry->canal.radius = x; }, 4e-3);
  const AirMesh moved = moved_air_mesh(mesh, {before, &dome_and_roll()}, {after, &dome_and_roll()}).mesh;
  double farthest = 0;
  for (const auto &cell : moved.cells)
    for (int d = 0; d < 3; ++d) // the first edge's node
      farthest = std::max(farthest, std::abs(moved.nodes[cell[4]][d] -
                                             (moved.nodes[cell[0]][d] + moved.nodes[cell[1]][d]) / 2));
  EXPECT_LT(farthest, 1e-15 * 1e3); // round-off of places of some 10 mm
}

TEST(MovedMesh, RefusesWhatOpensAStep) {
  const std::string found = refusal(changed(
      monitor(), [](Case &c, double x) { c.geometry->nozzle.radius = x; }, 2.1e-3));
  EXPECT_NE(found.find("the topology changes, as the geometry has"), std::string::npos) << found;
}

TEST(MovedMesh, RefusesMeshesOfFiles) {
  AirMesh mesh = monitor_mesh();
  mesh.generated.reset();
  EXPECT_THROW(moved_air_mesh(mesh, {monitor(), &dome_and_roll()}, {monitor(), &dome_and_roll()}), UserError);
}

// The vent's mouth is pulled from one side of the back wall past the elements on the other.
TEST(MovedMesh, TellsWhereACellTurnsInsideOut) {
  const std::string found = refusal(changed(
      monitor(), [](Case &c, double x) { c.geometry->rear_vent->offset = x; }, 0.25e-3));
  EXPECT_NE(found.find("would turn inside out"), std::string::npos) << found;
  EXPECT_NE(found.find(") mm"), std::string::npos) << found;
}

} // namespace earshot::testing
