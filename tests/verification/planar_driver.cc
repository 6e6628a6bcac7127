// A planar driver: the force on its trace in the field of bars, and what it does to a film.
#include "solver/algebra/factorization.h"
#include "solver/model/shell_wiring.h"
#include "solver/motor/planar_motor.h"
#include "solver/physics/structure/trace_terms.h"
#include "solver/physics/transducers/lumped_motor.h"
#include "support/shell_problem.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace earshot::testing {
namespace {

using std::numbers::pi;

/// Meander of one leg over each gap of eleven long bars.
PlanarMotorConfig long_bars() {
  PlanarMotorConfig motor;
  motor.trace.zone = std::string("film");
  motor.trace.pattern = TracePattern::meander;
  motor.trace.width = 0.8e-3;
  motor.trace.thickness = 20e-6;
  motor.trace.gap = 0.7e-3;
  motor.trace.legs = 10;
  motor.trace.length = 8e-3;
  motor.magnets.material = std::string("N42");
  motor.magnets.count = 11;
  motor.magnets.width = 0.9e-3;
  motor.magnets.height = 1.1e-3;
  motor.magnets.length = 1.0;
  motor.magnets.pitch = 1.5e-3;
  motor.magnets.distance = 0.4e-3;
  return motor;
}

/// B_x of a long bar that is magnetised upwards between z and z + h, from its two current sheets.
double field_of_bar(double x, double z, double half_width, double low, double high, double remanence) {
  double b = 0;
  for (const double side : {1.0, -1.0}) {
    const double d = x - side * half_width;
    b -= side * remanence / (4 * pi) *
         std::log(((high - z) * (high - z) + d * d) / ((low - z) * (low - z) + d * d));
  }
  return b;
}

/// int J x B dV per current over the legs of the meander, of current sheets in the plane, over the metal's
/// whole section: turns run along x, where long bars have no field component that pushes them.
double force_on_legs(const PlanarMotorConfig &motor, double remanence) {
  const MagnetBarsConfig &m = motor.magnets;
  const double pitch = motor.trace.width + motor.trace.gap, way = motor.trace.length - motor.trace.width;
  constexpr int across = 400, through = 4;
  double force = 0;
  for (int leg = 0; leg < motor.trace.legs; ++leg)
    for (int i = 0; i < across; ++i)
      for (int j = 0; j < through; ++j) {
        const double x =
            (leg - (motor.trace.legs - 1) / 2.0) * pitch + ((i + 0.5) / across - 0.5) * motor.trace.width;
        const double z = ((j + 0.5) / through - 0.5) * motor.trace.thickness;
        double b = 0;
        for (int bar = 0; bar < m.count; ++bar) {
          const double pole = bar % 2 == 0 ? 1 : -1, at = (bar - (m.count - 1) / 2.0) * m.pitch;
          if (m.sides.value != MagnetSides::front)
            b += field_of_bar(x - at, z, m.width / 2, -m.distance - m.height, -m.distance, pole * remanence);
          if (m.sides.value != MagnetSides::rear)
            b += field_of_bar(x - at, z, m.width / 2, m.distance, m.distance + m.height, -pole * remanence);
        }
        force -= (leg % 2 == 0 ? 1 : -1) * b * way / (across * through);
      }
  return std::abs(force);
}

TEST(PlanarMotor, PushesAsTheIntegralOfItsCurrentAcrossTheField) {
  constexpr double remanence = 1.30; // of N42
  std::printf("sides   Bl [N/A]   integral of J x B   error\n");
  for (const MagnetSides sides : {MagnetSides::rear, MagnetSides::front, MagnetSides::both}) {
    PlanarMotorConfig config = long_bars();
    config.magnets.sides = sides;
    const PlanarMotor motor = planar_motor(config, {});
    const double reference = force_on_legs(config, remanence);
    std::printf("%-6s  %9.6f  %9.6f   %.1e\n", name_of(sides), motor.force_factor, reference,
                motor.force_factor / reference - 1);
    EXPECT_NEAR(motor.force_factor / reference, 1, 2e-3);
    double shares = 0;
    for (const TracePiece &piece : motor.trace.pieces)
      shares += piece.force[2];
    EXPECT_NEAR(shares, 1, 1e-12);
  }
}

TEST(PlanarMotor, OfMagnetsOnBothSidesHasTwiceTheForceAndNoneInTheFilm) {
  PlanarMotorConfig config = long_bars();
  const double one_sided = planar_motor(config, {}).force_factor;
  config.magnets.sides = MagnetSides::both;
  const PlanarMotor motor = planar_motor(config, {});
  EXPECT_NEAR(motor.force_factor / one_sided, 2, 1e-12);
  for (const TracePiece &piece : motor.trace.pieces) { // B_z cancels in the middle
    ASSERT_NEAR(piece.force[0], 0, 1e-12);
    ASSERT_NEAR(piece.force[1], 0, 1e-12);
  }
}

TEST(PlanarMotor, HasTheResistanceOfLengthOverSection) {
  const PlanarMotor motor = planar_motor(long_bars(), {});
  const double length = 10 * 7.2e-3 + 9 * 1.5e-3;
  EXPECT_NEAR(motor.length, length, 1e-12);
  EXPECT_NEAR(motor.resistance, length / (35.4e6 * 0.8e-3 * 20e-6), 1e-9);
  EXPECT_NEAR(motor.mass, 2703 * length * 0.8e-3 * 20e-6, 1e-15);
  PlanarMotorConfig warm = long_bars();
  warm.temperature = 343.15;
  EXPECT_NEAR(planar_motor(warm, {}).resistance / motor.resistance, 1 + 4.03e-3 * 50, 1e-12);
  EXPECT_LT(planar_motor(warm, {}).force_factor, motor.force_factor) << "the magnets weaken";
}

/// A film of 3 mm radius under tension with a spiral over three short bars.
DriverConfig spiral_driver() {
  DriverConfig driver;
  driver.name = std::string("planar");
  ZoneConfig film;
  film.name = std::string("film");
  film.outer_radius = 3e-3;
  film.tension = 30.0;
  film.layers.push_back({std::string("PET"), 9e-6});
  driver.diaphragm.emplace().zones.push_back(film);
  PlanarMotorConfig &motor = driver.motor.planar.emplace();
  motor.trace.zone = std::string("film");
  motor.trace.pattern = TracePattern::spiral;
  motor.trace.width = 60e-6;
  motor.trace.thickness = 5e-6;
  motor.trace.gap = 40e-6;
  motor.trace.turns = 16;
  motor.trace.length = 4.2e-3;
  motor.trace.breadth = 3.4e-3;
  motor.magnets.count = 3;
  motor.magnets.width = 1e-3;
  motor.magnets.height = 1e-3;
  motor.magnets.length = 5e-3;
  motor.magnets.pitch = 1.7e-3;
  motor.magnets.distance = 0.3e-3;
  return driver;
}

MaterialConfig pet() {
  MaterialConfig material;
  material.name = std::string("PET");
  material.density = 1390.0;
  material.youngs_modulus = 4.5e9;
  material.poissons_ratio = 0.38;
  material.loss_factor = 0.015;
  return material;
}

Case case_with(const DriverConfig &driver) {
  Case config;
  config.drivers.push_back(driver);
  config.materials.push_back(pet());
  return with_planar_motors(config);
}

/// Film and trace in vacuo with the motor's circuit, its current the last unknown.
struct DrivenFilm {
  explicit DrivenFilm(const DriverConfig &driver)
      : config(case_with(driver)), space(diaphragm_space(config.drivers[0], config.materials, {}, 1, 5e3)) {
    const Index n = space->n_unknowns();
    problem.partition = {PETSC_COMM_SELF, 0, n + 1, n + 1};
    add_diaphragm_terms(
        config.drivers[0], config.materials, *space, {}, "", [](Index k) { return k; }, PETSC_COMM_SELF,
        problem);
    LumpedMotor motor;
    motor.coil_resistance = config.drivers[0].motor.resistance;
    motor.force_factor = config.drivers[0].motor.force_factor;
    motor.coil_displacement = weights = driven_displacement(config.drivers[0], *space, {});
    motor.current = n;
    add_lumped_motor(motor, problem);
  }
  std::vector<Complex> solve(double omega, const std::vector<Complex> &load) {
    const Factors factors = problem.at(omega);
    Factorization factorization(problem, factors);
    factorization.factorize(factors);
    return factorization.solve(load);
  }

  Case config;
  std::unique_ptr<ShellSpace> space;
  FrequencyProblem problem;
  SparseVector weights;
};

TEST(PlanarDriver, InducesWhatItsForcesAreTheTransposeOf) {
  DrivenFilm film(spiral_driver());
  const Index n = film.space->n_unknowns();
  const double omega = 2 * pi * 3e3;
  const Index struck = film.space->unknowns(node_at(*film.space, {0.9e-3, 0.4e-3, 0}))[2];
  std::vector<Complex> voltage(n + 1), force(n + 1);
  voltage[n] = -1.0 / Complex(0, omega); // 1 V, as the current's row has it
  force[struck] = 1;
  // Velocity per volt at the blow, and current per newton of it through a shorted plug: but for the sign
  // equal.
  const Complex velocity = Complex(0, omega) * film.solve(omega, voltage)[struck],
                current = film.solve(omega, force)[n];
  std::printf("velocity per volt %.10e, current per newton %.10e (of absolute values)\n", std::abs(velocity),
              std::abs(current));
  EXPECT_LT(std::abs(velocity + current), 1e-10 * std::abs(velocity));
  EXPECT_GT(std::abs(velocity), 1e-6);
}

TEST(PlanarDriver, HasTheForceFactorOfItsForces) {
  // A film that moves as one: the back-EMF per velocity is Bl. Weights of free nodes add up to 1 less what
  // acts next to the clamped rim, where this trace doesn't come.
  DrivenFilm film(spiral_driver());
  double sum = 0;
  for (std::size_t node = 0; node < film.space->n_nodes(); ++node)
    for (const auto &[unknown, weight] : film.weights)
      if (unknown == film.space->unknowns(node)[2])
        sum += weight;
  EXPECT_NEAR(sum, 1, 1e-3);
}

TEST(PlanarDriver, DrivenEvenlyMovesLikeTheMeanOfItsZone) {
  // Pieces of equal force on rings of equal area stand for a uniform load.
  DriverConfig driver = case_with(spiral_driver()).drivers[0];
  ComputedTrace even = *driver.motor.trace;
  even.pieces.clear();
  constexpr int rings = 60, around = 90;
  for (int i = 0; i < rings; ++i)
    for (int k = 0; k < around; ++k) {
      const double r = 3e-3 * std::sqrt((i + 0.5) / rings), phi = 2 * pi * k / around;
      even.pieces.push_back(
          {{r * std::cos(phi), r * std::sin(phi)}, {1, 0}, 0, {0, 0, 1.0 / (rings * around)}});
    }
  driver.motor.trace = std::make_shared<const ComputedTrace>(even);
  const auto space = diaphragm_space(driver, {pet()}, {}, 1, 5e3);
  const FrequencyProblem problem =
      shell_problem(*space, diaphragm_properties(driver, {pet()}, zones_of(*space)));
  const SparseVector zone = space->mean_displacement(0, dealii::Tensor<1, 3>({0, 0, 1}));
  const auto mean_deflection = [&](const SparseVector &force) {
    std::vector<double> load(space->n_unknowns());
    for (const auto &[unknown, weight] : force)
      load[unknown] = weight;
    const std::vector<double> u = static_solution(problem, load);
    double mean = 0;
    for (const auto &[unknown, weight] : zone)
      mean += weight * u[unknown];
    return mean;
  };
  const double by_trace = mean_deflection(driven_displacement(driver, *space, {})),
               by_zone = mean_deflection(zone);
  std::printf("mean deflection per newton: %.6e m by pieces, %.6e m by the zone\n", by_trace, by_zone);
  EXPECT_NEAR(by_trace / by_zone, 1, 1e-3); // midpoints of 60 rings: some (1/60)^2
}

TEST(PlanarDriver, TraceStiffensALongStripAsABeamOfTwoLayers) {
  // A strip of film with one conductor along it, between two held ends: w = F L^3/(192 D) under a force in
  // the middle, D of film and metal about the axis that lets the whole section be without tension. Width of
  // the film equals that of the metal, Poisson's ratio 0, so that plate and beam are the same.
  constexpr double length = 4e-3, width = 0.2e-3, film = 10e-6, metal = 6e-6, e_film = 4e9, e_metal = 70e9;
  const ShellMesh mesh =
      patch(16, 1, [](double s, double t) { return dealii::Point<3>(length * s, width * (t - 0.5), 0); });
  const ShellSpace space(mesh, 4, [](const dealii::Point<3> &x) {
    const bool held = x[0] < 1e-9 || x[0] > length - 1e-9;
    return std::array<bool, 6>{held, held, held, held, held, held};
  });
  FrequencyProblem problem =
      shell_problem(space, {{laminate({{isotropic_ply(1400, e_film, 0.0), film}})}, {}});
  const double axial = e_metal * width * metal;
  const TraceSection section{2700 * width * metal, axial, axial * metal * metal / 12, (film + metal) / 2};
  std::vector<TracePoint> points;
  constexpr int along = 320, across = 4;
  for (int i = 0; i < along; ++i)
    for (int j = 0; j < across; ++j)
      points.push_back({space.closest({(i + 0.5) / along * length, ((j + 0.5) / across - 0.5) * width, 0}),
                        dealii::Tensor<1, 3>({1, 0, 0}),
                        length / (along * across),
                        {}});
  add_trace_terms(
      "trace", section,
      [&] {
        return trace_matrices(
            space, points, [](Index k) { return k; }, 0, 1, problem.partition);
      },
      problem);
  std::vector<double> load(space.n_unknowns());
  const dealii::Point<3> middle(length / 2, 0, 0);
  const ShellPoint struck = space.closest(middle);
  for (std::size_t k = 0; k < struck.values.size(); ++k)
    if (struck.unknowns[k][2] != no_unknown)
      load[struck.unknowns[k][2]] += struck.values[k];
  const double found = displacement(struck, static_solution(problem, load))[2];
  const double a = e_film * width * film, b = axial, z = section.offset;
  const double stiffness = a * film * film / 12 + section.bending_stiffness + a * b / (a + b) * z * z;
  const double exact = std::pow(length, 3) / (192 * stiffness);
  std::printf("deflection per newton of a film with a conductor: %.5e m, beam %.5e m\n", found, exact);
  EXPECT_NEAR(found / exact, 1, 5e-3); // twist and shear of a strip 20 times as long as wide
}

std::string complaint(const DriverConfig &driver) {
  try {
    const Case config = case_with(driver);
    const auto space = diaphragm_space(config.drivers[0], config.materials, {}, 1, 1e3);
    driven_displacement(config.drivers[0], *space, {});
  } catch (const UserError &error) {
    return error.what();
  }
  return "accepted";
}

TEST(PlanarDriver, RefusesTracesThatCannotBe) {
  EXPECT_EQ(complaint(spiral_driver()), "accepted");
  DriverConfig wide = spiral_driver();
  wide.motor.planar->trace.length = 5.6e-3;
  EXPECT_NE(complaint(wide).find("found a trace that leaves the zone \"film\" at (-1."), std::string::npos)
      << complaint(wide);
  DriverConfig knot = spiral_driver();
  knot.motor.planar->trace.pattern = TracePattern::path;
  for (const auto &[x, y] : {std::pair{-1e-3, 0.0}, {1e-3, 0.0}, {1e-3, 1e-3}, {0.0, 1e-3}, {0.0, -1e-3}}) {
    knot.motor.planar->trace.x.push_back(x);
    knot.motor.planar->trace.y.push_back(y);
  }
  EXPECT_NE(
      complaint(knot).find("found a trace that crosses or touches itself: from (-1 mm, 0 mm) to (1 mm, 0 mm) "
                           "and from (0 mm, 1 mm) to (0 mm, -1 mm)"),
      std::string::npos)
      << complaint(knot);
  DriverConfig cancelled = spiral_driver();
  cancelled.motor.planar->magnets.count = 4; // a gap in the middle: B_x is even in x, the current odd
  EXPECT_NE(complaint(cancelled).find("found a trace whose forces cancel each other"), std::string::npos)
      << complaint(cancelled);
  DriverConfig full = spiral_driver();
  full.motor.planar->trace.turns = 18;
  EXPECT_NE(complaint(full).find("found 18 turns, expected at most 17"), std::string::npos)
      << complaint(full);
  DriverConfig near = spiral_driver();
  near.motor.planar->magnets.distance = 1e-7;
  EXPECT_NE(complaint(near).find("with a shorter trace, fewer bars or more distance"), std::string::npos)
      << complaint(near);
  DriverConfig iron = spiral_driver();
  iron.motor.planar->magnets.material = std::string("pure iron");
  EXPECT_NE(complaint(iron).find("which has no remanence, expected a magnet"), std::string::npos);
}

} // namespace
} // namespace earshot::testing
