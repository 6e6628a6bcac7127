// Air in narrow gaps by the sequential linearised Navier-Stokes equations: against the exact profiles of
// tubes and slits, against the full equations in gaps of other shapes.
#include "tests/support/air_problem.h"
#include "tests/support/thermoviscous_problem.h"
#include "tests/support/wedge_mesh.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;
const std::vector<double> frequencies = {20, 63, 200, 630, 2e3, 6.3e3, 2e4};

AirModel model_of(const std::string &volume) {
  VolumeConfig config;
  config.name = volume;
  config.model = VolumeModel::sequential;
  AirModel model;
  model.wall_losses = false;
  model.volumes = {config};
  return model;
}

AirModel with_symmetry(AirModel model) {
  SurfaceConfig symmetry;
  symmetry.name = std::string("symmetry");
  symmetry.model = SurfaceModel::symmetry;
  model.surfaces.push_back(symmetry);
  return model;
}

/// A uniform tube or half a slit without ends.
AirMesh passage_mesh(double width, bool plane, int n_across) {
  WedgeGrid grid;
  grid.plane = plane;
  grid.r = graded(0, width, n_across);
  grid.z = graded(0, 2 * width, 2);
  grid.volume = [](double, double) { return "passage"; };
  grid.angle = plane ? width : 0.35;
  return WedgeMesh(grid).mesh();
}

/// Mean of a profile.
Complex mean(const WallProfiles &profiles, double volume, Complex s) {
  Complex sum = 0;
  for (std::size_t j = 0; j < profiles.rates().size(); ++j)
    sum += profiles.integrals()[j] / volume * s / (s + profiles.rates()[j]);
  return sum;
}

/// Largest errors of the density and of the modulus of a tube or slit over the band.
std::array<double, 2> profile_errors(double width, bool plane, int n_across) {
  const AirMesh mesh = passage_mesh(width, plane, n_across);
  AirModel model = with_symmetry(model_of("passage"));
  for (const char *end : {"start", "end"})
    model.not_walls.insert(end);
  const AirProblem problem(mesh, model);
  const AirProperties air;
  std::array<double, 2> largest{};
  const double volume = problem.space().volume(0);
  for (const double frequency : frequencies) {
    const double omega = two_pi * frequency;
    const EquivalentFluid exact = plane ? slit_fluid(air, 2 * width, omega) : tube_fluid(air, width, omega);
    const Complex s(0, omega * air.density / air.viscosity);
    const Complex density = air.density / mean(problem.profiles(), volume, s);
    const double gamma = air.heat_capacity_ratio;
    const Complex modulus =
        air.bulk_modulus() / (gamma - (gamma - 1) * mean(problem.profiles(), volume, s * air.prandtl));
    largest[0] = std::max(largest[0], std::abs(density / exact.density - 1.0));
    largest[1] = std::max(largest[1], std::abs(modulus / exact.bulk_modulus - 1.0));
  }
  std::printf("%8.3f %6d %8zu %8zu   %8.1e   %8.1e\n", 1e3 * width, n_across, problem.profiles().n_parts(),
              problem.profiles().rates().size(), largest[0], largest[1]);
  EXPECT_LE(2 * problem.profiles().rates().size() + 1, 29u); // terms of the volume
  for (const double integral : problem.profiles().integrals())
    EXPECT_GT(integral, 0); // each field by itself takes power
  return largest;
}

constexpr const char *header = "    width across    parts   fields    density    modulus\n";

TEST(SequentialAir, HasTheExactProfilesOfSlits) {
  std::printf("%s", header);
  for (const double half : {0.01e-3, 0.025e-3, 0.1e-3, 0.25e-3, 0.5e-3, 1e-3})
    for (const int n : {1, 2}) {
      const auto errors = profile_errors(half, true, n);
      EXPECT_LT(errors[0], 3e-3); // quadratic elements as thick as the layer, and those of the core
      EXPECT_LT(errors[1], 1e-3);
    }
}

TEST(SequentialAir, HasTheExactProfilesOfTubes) {
  std::printf("%s", header);
  for (const double radius : {0.05e-3, 0.15e-3, 0.5e-3, 1e-3})
    for (const int n : {1, 2}) {
      const auto errors = profile_errors(radius, false, n);
      EXPECT_LT(errors[0], 3e-3); // quadratic elements as thick as the layer, and those of the core
      EXPECT_LT(errors[1], 1e-3);
    }
}

/// A gap between two walls: across by r from 0 to 1, along by z, from -0.3 to 0 before it, from 0 to 1 within
/// and from 1 to 1.3 behind it.
struct GapShape {
  const char *name;
  bool plane;
  std::function<std::array<double, 2>(double r, double z)> place;
};

/// @param n  elements across, graded to the walls for the full equations
AirMesh gap_mesh(const GapShape &shape, int n, bool graded_to_walls) {
  WedgeGrid grid;
  grid.plane = shape.plane;
  grid.shape = [place = shape.place](double r, double z) { return place(r - 1, z); };
  // Across from 1 to 2: 0 would be an axis.
  grid.r = graded_to_walls ? joined(graded(1, 1.5, n, 1.7), graded(1.5, 2, n, 1 / 1.7)) : graded(1, 2, n);
  grid.z = joined(joined(graded(-0.3, 0, 2), graded(0, 1, graded_to_walls ? 14 : 10)), graded(1, 1.3, 2));
  grid.volume = [](double, double z) { return z > 0 && z < 1 ? "gap" : "air"; };
  grid.angle = shape.plane ? 0.1e-3 : 0.1;
  return WedgeMesh(grid).mesh();
}

/// (p(start) - p(end)) per velocity, and p(end) per velocity, in turn for all frequencies.
template <class Problem>
std::vector<std::array<Complex, 2>> answers(Problem &problem) {
  problem.drive("start");
  problem.probe("start");
  problem.probe("end");
  std::vector<std::array<Complex, 2>> result;
  for (const double frequency : frequencies) {
    const auto p = problem.solve(frequency);
    result.push_back({p[0] - p[1], p[1]});
  }
  return result;
}

/// Length of a gap [m]: ten times its width or more, so that what the flow does at its ends matters little.
double length_of(double gap) {
  return std::max(3e-3, 10 * gap);
}

/// Twice as long, as the flow turns along all of it, but below a wavelength at 20 kHz, where the pressure
/// behind hangs on every element along.
GapShape tapered(double first, double last) {
  const double length = std::min(length_of(2 * first), 10e-3);
  return {"tapered", true, [=](double r, double z) {
            const double along = std::clamp(z, 0.0, 1.0);
            return std::array{(first + (last - first) * along) * r, length * z};
          }};
}

GapShape annular(double radius, double gap) {
  return {"annular", false, [=](double r, double z) {
            return std::array{radius + gap * r, length_of(gap) * z};
          }};
}

/// From the middle out between a plate and a dome of a tenth of its length in height.
GapShape domed(double first, double last) {
  return {"domed", false, [=, length = length_of(first)](double r, double z) {
            const double along = std::clamp(z, 0.0, 1.0);
            const double height = 0.1 * length * (1 - along * along);
            return std::array{length * (0.4 + z), height + (first + (last - first) * along) * r};
          }};
}

TEST(SequentialAir, MeetsTheFullEquationsInGapsOfOtherShapes) {
  std::printf("error against the linearised Navier-Stokes equations, with 2 and 3 elements across\n");
  for (const double gap : {0.05e-3, 0.1e-3, 0.3e-3, 1e-3})
    for (const GapShape &shape : {tapered(gap, gap / 2), annular(0.5e-3, gap), domed(gap, 0.6 * gap)}) {
      AirModel plain;
      plain.wall_losses = false;
      ThermoviscousProblem full(gap_mesh(shape, gap > 0.5e-3 ? 5 : 4, true), plain, {"gap"});
      const auto exact = answers(full);
      for (const int n : {2, 3}) {
        AirProblem sequential(gap_mesh(shape, n, false), with_symmetry(model_of("gap")));
        const auto found = answers(sequential);
        std::printf("%8s %6.3f %3d", shape.name, 1e3 * gap, n);
        for (std::size_t k = 0; k < frequencies.size(); ++k) {
          const double series = std::abs(found[k][0] / exact[k][0] - 1.0);
          const double behind = std::abs(found[k][1] / exact[k][1] - 1.0);
          std::printf("  %7.1e %7.1e", series, behind);
          EXPECT_LT(series, 1e-2); // flow that turns at the ends, and beyond 2 kHz pressures along
          EXPECT_LT(behind, 1e-2);
        }
        std::printf("\n");
      }
    }
}

TEST(SequentialAir, ConvergesByTheFourthOrderOfItsElements) {
  constexpr double half = 0.1e-3, frequency = 2e3;
  const AirProperties air;
  const double omega = two_pi * frequency;
  const Complex exact = air.density / slit_fluid(air, 2 * half, omega).density;
  std::vector<double> errors;
  for (const int n : {2, 4, 8}) {
    const AirSpace space(std::make_shared<const AirMesh>(passage_mesh(half, true, n)), MPI_COMM_WORLD);
    const int wall = space.mesh().surface_index("wall");
    const Complex s(0, omega * air.density / air.viscosity);
    const WallProfiles profiles(
        space, {0}, [=](const AirSpace::Face &face) { return face.surface == wall; },
        {0.1 * std::abs(s), 10 * std::abs(s)}, 1.0); // nothing is cut
    errors.push_back(std::abs(mean(profiles, space.volume(0), s) / exact - 1.0));
    std::printf("%d elements across half a slit: %.1e\n", n, errors.back());
  }
  EXPECT_GT(errors[0] / errors[1], 10); // quadratic elements; 16 in the limit
  EXPECT_GT(errors[1] / errors[2], 12);
}

TEST(SequentialAir, IsReciprocalAndTakesAllThePowerThatIsPutIn) {
  const AirMesh mesh = gap_mesh(domed(0.1e-3, 0.06e-3), 2, false);
  const AirModel model = with_symmetry(model_of("gap"));
  AirProblem forth(mesh, model), back(mesh, model);
  forth.drive("start");
  forth.probe("end");
  back.drive("end");
  back.probe("start");
  // Both are mean pressures per uniform velocity, whose volume flows have the ratio of the areas.
  const double ratio =
      forth.space().area(mesh.surface_index("start")) / forth.space().area(mesh.surface_index("end"));
  for (const double frequency : frequencies) {
    // K/(rho w^2) of small elements hides M/(rho c^2) by (c/(w h))^2, at 20 Hz 10^9, which round-off grows
    // by.
    const double tolerance = 1e-9 * std::max(1.0, std::pow(2e3 / frequency, 2));
    const Complex there = forth.solve(frequency)[0], here = back.solve(frequency)[0];
    EXPECT_LT(std::abs(there - ratio * here), tolerance * std::abs(there));
    const PowerBalance balance =
        power_balance(forth.problem(), forth.problem().at(two_pi * frequency), forth.solution());
    double taken = 0;
    for (const auto &[row, power] : balance.losses)
      taken += power;
    EXPECT_GT(taken, 0);
    const double apparent = std::abs(there) * forth.space().area(mesh.surface_index("start"));
    EXPECT_NEAR(taken, balance.input, tolerance * apparent);
  }
}

} // namespace
} // namespace earshot::testing
