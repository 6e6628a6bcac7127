// A stepped vent, 0.15 mm and then 0.3 mm in radius, between two cavities: where each model of losses holds.
#include "tests/support/thermoviscous_problem.h"
#include "tests/support/wedge_mesh.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

constexpr double narrow = 0.15e-3, wide = 0.3e-3, cavity = 1e-3; // radii [m]
const std::vector<double> frequencies = {50, 200, 1e3, 3e3, 1e4};

std::vector<double> towards_both_ends(double from, double to, int n) {
  const double middle = 0.5 * (from + to);
  return joined(graded(from, middle, n, 1.5), graded(middle, to, n, 1 / 1.5));
}

/// Cavities of 1 mm, at the vent's mouths called "mouths".
AirMesh vent_mesh(int n) {
  WedgeGrid grid;
  grid.angle = 0.2;
  grid.r = joined(joined(graded(0, narrow, n + 1, 0.7), towards_both_ends(narrow, wide, n)),
                  graded(wide, cavity, 2 * n, 1.3));
  grid.z = {-1e-3, -0.75e-3};
  for (const auto &part : {graded(-0.75e-3, -0.5e-3, 1), graded(-0.5e-3, 0, 2 * n, 0.7),
                           towards_both_ends(0, 0.6e-3, n + 1), towards_both_ends(0.6e-3, 1.2e-3, n + 1),
                           graded(1.2e-3, 1.7e-3, 2 * n, 1 / 0.7), graded(1.7e-3, 2.2e-3, 2)})
    grid.z = joined(grid.z, part);
  grid.volume = [](double r, double z) -> std::string {
    if (z < 0 || z > 1.2e-3)
      return z < -0.5e-3 || z > 1.7e-3 ? "cavities" : "mouths";
    if (z < 0.6e-3)
      return r < narrow ? "narrow" : "";
    return r < wide ? "wide" : "";
  };
  return WedgeMesh(grid).mesh();
}

VolumeConfig tube(const std::string &name, double radius) {
  VolumeConfig volume;
  volume.name = name;
  volume.model = VolumeModel::tube;
  volume.radius = radius;
  return volume;
}

VolumeConfig gap(const std::string &name) {
  VolumeConfig volume;
  volume.name = name;
  volume.model = VolumeModel::sequential;
  return volume;
}

/// p(start)/p(end) - 1, the vent's impedance over that of the cavity behind it.
std::vector<Complex> impedances(int n, const std::vector<VolumeConfig> &tubes,
                                const std::vector<std::string> &thermoviscous,
                                const std::map<std::string, PassageMouths> &mouths = {}) {
  AirModel model;
  model.volumes = tubes;
  model.mouths = mouths;
  model.largest_curvature =
      1 / model.properties.thermal_layer(2 * std::numbers::pi * frequencies.front()); // as runs choose it
  ThermoviscousProblem problem(vent_mesh(n), model, thermoviscous);
  problem.drive("start");
  problem.probe("start");
  problem.probe("end");
  std::vector<Complex> result;
  for (const double frequency : frequencies) {
    const auto p = problem.solve(frequency);
    result.push_back(p[0] / p[1] - 1.0);
  }
  return result;
}

TEST(SteppedVent, ShowsWhereEachModelOfLossesHolds) {
  const auto full = impedances(3, {}, {"mouths", "narrow", "wide"});
  const auto coarse = impedances(2, {}, {"mouths", "narrow", "wide"});
  const auto inside = impedances(3, {}, {"narrow", "wide"});
  const auto tubes = impedances(3, {tube("narrow", narrow), tube("wide", wide)}, {});
  // A mouth at either end, and the step between as the narrow tube's.
  const auto with_mouths = impedances(
      3, {tube("narrow", narrow), tube("wide", wide)}, {},
      {{"narrow", {1 + step_share(0.25), 0.6e-3, 1 + step_share(0.25)}}, {"wide", {1, 0.6e-3, 1}}});
  const auto layers = impedances(3, {}, {});
  const auto sequential = impedances(3, {gap("narrow"), gap("wide"), gap("mouths")}, {});
  std::printf("error of the vent's impedance against full thermoviscous air in vent and mouths\n"
              "   f [Hz]   a/d narrow   a/d wide   coarser mesh   in vent only        tubes   "
              "with mouths   boundary layers   sequential\n");
  for (std::size_t k = 0; k < frequencies.size(); ++k) {
    const double layer = AirProperties().viscous_layer(2 * std::numbers::pi * frequencies[k]);
    const auto error = [&](const std::vector<Complex> &other) { return std::abs(other[k] / full[k] - 1.0); };
    std::printf("%9.0f %12.2f %10.2f %12.2f %% %12.2f %% %10.2f %% %11.2f %% %15.2f %% %10.2f %%\n",
                frequencies[k], narrow / layer, wide / layer, 100 * error(coarse), 100 * error(inside),
                100 * error(tubes), 100 * error(with_mouths), 100 * error(layers), 100 * error(sequential));
    EXPECT_LT(error(coarse), 5e-3); // the finer mesh's own error is smaller still
    // Tubes by themselves know nothing of the flow at mouths and step. In slow flow each end of a tube
    // resists 1.5 mu/a^3 (Dagan, Weinbaum and Pfeffer, J. Fluid Mech. 115, 1982), both together 17 % of the
    // narrow tube's 8 mu L/(pi a^4), the step at most 15 % more; thin layers leave the mass of the air there.
    EXPECT_LT(error(tubes), 0.25);
    EXPECT_LT(error(with_mouths), 0.05);
    EXPECT_LT(error(with_mouths), error(tubes));
    EXPECT_LT(error(inside), error(tubes));
    if (narrow < layer) {
      EXPECT_GT(error(tubes), 0.13);
      EXPECT_GT(error(layers), 0.5); // layers that fill the tube
    }
  }
  const auto last = [&](const std::vector<Complex> &other) {
    return std::abs(other.back() / full.back() - 1.0);
  };
  EXPECT_LT(last(layers), last(tubes)); // they know of the mouths
  EXPECT_LT(last(layers), 0.04);        // (d/a)^2 of the narrow tube is 2 %
}

} // namespace
} // namespace earshot::testing
