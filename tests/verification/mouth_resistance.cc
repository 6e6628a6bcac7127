// What the mouths of narrow tubes and slits resist: the linearised Navier-Stokes equations in passage and
// mouths, against the passage's equivalent fluid with the friction of its mouths.
#include "solver/materials/narrow_region.h"
#include "tests/support/thermoviscous_problem.h"
#include "tests/support/wedge_mesh.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

constexpr double pi = std::numbers::pi;
constexpr double a = 0.15e-3; // radius of the tube, half of the slit's gap [m]
constexpr double wedge_angle = 0.2;

/// Hardly compressible: what the spaces store counts for nothing then.
AirProperties stiff_air() {
  AirProperties air;
  air.sound_speed *= 10;
  return air;
}

/// Round or plane.
struct Section {
  bool plane;
  double area(double half_width) const { return plane ? 2 * a * half_width : pi * half_width * half_width; }
  /// Of the whole that the mesh has: a wedge; of a slit as wide as `a` the half.
  double share() const { return plane ? 0.5 : wedge_angle / (2 * pi); }
  EquivalentFluid fluid(double half_width, double omega, const PassageMouths &mouths = {}) const {
    return plane ? slit_fluid(stiff_air(), 2 * half_width, omega, mouths)
                 : tube_fluid(stiff_air(), half_width, omega, mouths);
  }
  /// Resistance of a mouth into a half-space in slow flow [Pa s/m3].
  double mouth() const {
    const double unit = stiff_air().viscosity / (a * a * a);
    return plane ? 4 / pi * unit : 1.5 * unit;
  }
};

/// A passage between two spaces of another half width, with plain air at their far ends. Elements are graded
/// towards the mouths' rims.
struct Passage {
  Section section;
  double length, wide, depth;

  AirMesh mesh() const {
    constexpr int n = 2;
    WedgeGrid grid;
    grid.plane = section.plane;
    grid.angle = section.plane ? a : wedge_angle;
    grid.r = joined(graded(0, a, n + 1, 0.6), graded(a, wide, 3 * n, wide > 3 * a ? 1.5 : 1.3));
    grid.z = {-depth - 0.2 * a, -depth};
    const double middle = 0.5 * length;
    for (const auto &part :
         {graded(-depth, 0, 3 * n, 1 / 1.5), graded(0, middle, n + 1, 1.7),
          graded(middle, length, n + 1, 1 / 1.7), graded(length, length + depth, 3 * n, 1.5)})
      grid.z = joined(grid.z, part);
    grid.z.push_back(length + depth + 0.2 * a);
    grid.volume = [*this](double r, double z) -> std::string {
      if (z < -depth || z > length + depth)
        return "ends";
      if (z < 0 || z > length)
        return "spaces";
      return r < a ? "passage" : "";
    };
    return WedgeMesh(grid).mesh();
  }
};

/// Frequencies at which the passage's half width is so many viscous layers [Hz].
std::vector<double> at_layers(const std::vector<double> &layers) {
  const AirProperties air = stiff_air();
  std::vector<double> frequencies;
  for (const double n : layers)
    frequencies.push_back(air.viscosity / air.density * n * n / (a * a) / pi);
  return frequencies;
}

AirModel model_of(const Passage &passage, bool thermoviscous, bool layers, const PassageMouths &mouths) {
  AirModel model;
  model.properties = stiff_air();
  model.wall_losses = layers;
  model.largest_curvature = 1 / a;
  SurfaceConfig end;
  end.name = std::string("end");
  end.model = SurfaceModel::opening;
  end.radiation = OpeningRadiation::none;
  model.surfaces.push_back(end);
  if (!thermoviscous) {
    VolumeConfig &volume = model.volumes.emplace_back();
    volume.name = std::string("passage");
    volume.model = passage.section.plane ? VolumeModel::slit : VolumeModel::tube;
    (passage.section.plane ? volume.gap : volume.radius) = passage.section.plane ? 2 * a : a;
    model.mouths["passage"] = mouths;
  }
  return model;
}

enum class Losses { full, bare, layered };

/// Pressure per flow from one end to the other of passage and spaces [Pa s/m3]: thermoviscous, or the passage
/// as an equivalent fluid in air without losses or with layers on the walls of the spaces.
std::vector<Complex> impedances(const Passage &passage, const AirMesh &mesh, Losses losses, double n_mouths,
                                const std::vector<double> &frequencies) {
  const bool full = losses == Losses::full, layers = losses == Losses::layered;
  const AirModel model = model_of(passage, full, layers, {n_mouths, passage.length, layers ? n_mouths : 0});
  ThermoviscousProblem problem(
      mesh, model, full ? std::vector<std::string>{"passage", "spaces"} : std::vector<std::string>{});
  problem.drive("start");
  problem.probe("start");
  const double flow = problem.air().area(mesh.surface_index("start")) / passage.section.share();
  std::vector<Complex> result;
  for (const double frequency : frequencies)
    result.push_back(problem.solve(frequency)[0] / flow);
  return result;
}

/// Prints the errors of the impedance without and with the mouths' friction and holds the latter to limits.
void compare(const Section &section) {
  const std::vector<double> layers = {0.1, 0.5, 1, 2, 4};
  const std::vector<double> frequencies = at_layers(layers);
  const Passage passage{section, 4 * a, 8 * a, 8 * a};
  const AirMesh mesh = passage.mesh();
  const auto found = [&](Losses losses, double n) {
    return impedances(passage, mesh, losses, n, frequencies);
  };
  const auto full = found(Losses::full, 0), bare = found(Losses::bare, 0), lossless = found(Losses::bare, 2),
             layered = found(Losses::layered, 2);
  std::printf("%s of length 4 a: what a mouth adds, over that of slow flow; errors of the whole impedance\n"
              "   a/d     Re       Im      without mouths   with mouths, no layer around   with both\n",
              section.plane ? "slit" : "tube");
  for (std::size_t k = 0; k < layers.size(); ++k) {
    const auto error = [&](const std::vector<Complex> &z) { return std::abs(z[k] / full[k] - 1.0); };
    const Complex missing = (full[k] - bare[k]) / (2 * section.mouth());
    std::printf("%6.1f %8.3f %8.3f %13.2f %% %18.2f %% %20.2f %%\n", layers[k], missing.real(),
                missing.imag(), 100 * error(bare), 100 * error(lossless), 100 * error(layered));
    std::fflush(stdout);
    EXPECT_GT(error(bare), 0.05);
    EXPECT_LT(error(lossless), 0.02); // the elements' own error is 0.3 % at slow flow, more in thinner layers
    // Layers thicker than the mouth is wide aren't what the flow around it makes: they take part of the gain.
    EXPECT_LT(error(layered), 0.07);
    EXPECT_LT(error(layered), 0.5 * error(bare));
  }
}

TEST(MouthResistance, OfATubeIsThatOfTheNavierStokesEquations) {
  compare({false});
}

TEST(MouthResistance, OfASlitIsThatOfTheNavierStokesEquations) {
  compare({true});
}

// The front vent of the default case between rooms that its volumes stand for, over the range in which it
// decides on the level: 1 % of its impedance is 0.07 dB at 20 to 50 Hz, 0.03 dB at 100 Hz.
TEST(MouthResistance, OfTheDefaultCasesFrontVent) {
  const Passage vent{{false}, 1e-3, 8 * a, 8 * a};
  const AirMesh mesh = vent.mesh();
  const std::vector<double> frequencies = {20, 31.5, 63, 100, 200};
  const auto full = impedances(vent, mesh, Losses::full, 0, frequencies),
             without = impedances(vent, mesh, Losses::layered, 0, frequencies),
             with = impedances(vent, mesh, Losses::layered, 2, frequencies);
  std::printf("tube of 0.15 mm radius and 1 mm: error of the magnitude of its impedance\n"
              "    f [Hz]   without mouths   with mouths\n");
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const auto error = [&](const std::vector<Complex> &z) { return std::abs(z[k]) / std::abs(full[k]) - 1; };
    std::printf("%10.1f %14.2f %% %11.2f %%\n", frequencies[k], 100 * error(without), 100 * error(with));
    EXPECT_LT(error(without), -0.1);
    EXPECT_LT(std::abs(error(with)), 0.015);
  }
}

// In slow flow, beside the resistances of both passages on the way between two points on the axis. The
// formula is as simple as the use of steps in earphones asks for.
TEST(MouthResistance, OfAStepFallsWithTheWideningOfTheSection) {
  for (const Section section : {Section{false}, Section{true}}) {
    std::printf("%s: width after the step over that before, resistance of the step over that of a mouth, "
                "step_share\n",
                section.plane ? "slit" : "tube");
    const double power = section.plane ? 1.5 : 2;
    const double frequency = at_layers({0.05}).front(), omega = 2 * pi * frequency;
    for (const double ratio : {1.15, 1.4, 2.0, 3.0, 5.0}) {
      const double wide = ratio * a;
      const Passage passage{section, 4 * a, wide, 5 * wide};
      const AirMesh mesh = passage.mesh();
      ThermoviscousProblem problem(mesh, model_of(passage, true, false, {}), {"passage", "spaces"});
      problem.drive("start");
      double from = 0; // a vertex on the axis in the middle of the space
      for (const auto &x : mesh.nodes)
        if (x[0] == 0 && x[1] == 0 && std::abs(x[2] + 2.5 * wide) < std::abs(from + 2.5 * wide))
          from = x[2];
      problem.probe_at({0, 0, from});
      problem.probe_at({0, 0, passage.length - from});
      const auto p = problem.solve(frequency);
      const Complex z = (p[0] - p[1]) * section.share() / problem.air().area(mesh.surface_index("start"));
      const Complex along =
          Complex(0, omega) * (section.fluid(a, omega).density * passage.length / section.area(a) -
                               section.fluid(wide, omega).density * 2.0 * from / section.area(wide));
      const double share = (z - along).real() / (2 * section.mouth());
      const double formula = step_share(std::pow(ratio, -power));
      std::printf("%6.2f %10.4f %10.4f\n", ratio, share, formula);
      std::fflush(stdout);
      EXPECT_NEAR(share, formula, 0.12); // the elements' part of it is 0.06, as a wide room has 1
    }
  }
}

} // namespace
} // namespace earshot::testing
