// A saturated voice-coil motor: field, force factor, inductance and forces.
#include "solver/fem/convex_polygon.h"
#include "solver/materials/motor_materials.h"
#include "solver/physics/magnetics/force.h"
#include "tests/support/micro_motor.h"

#include <gtest/gtest.h>

namespace earshot::testing {
namespace {

struct Motor {
  explicit Motor(const PlaneMesh &mesh, const RefinementOptions &options = {}, unsigned degree = 2)
      : problem(mesh, micro_motor_materials(mesh), {.degree = degree}),
        solution(solve_adaptively(problem, motor_goals(micro_motor_coil(), -0.4e-3, 0.4e-3), options)) {
    std::printf("   unknowns   Newton steps   change\n");
    for (const auto &pass : solution.passes)
      std::printf("   %8d   %12d   %.1e\n", pass.unknowns, pass.newton_steps, pass.change);
  }
  MagnetostaticProblem problem;
  MagnetostaticSolution solution;
};

const Motor &shared_motor() {
  static const Motor motor(boxed_micro_motor());
  return motor;
}

/// Converged tables of another finite-element program on the same geometry, whose last refinement changed
/// them by 2e-6; a second program on its own mesh gives 0.40507 at rest.
TEST(MicroMotor, HasTheForceFactorOfAnotherProgram) {
  const std::vector<std::pair<double, double>> reference = {
      {-0.4, 0.32509838}, {-0.3, 0.35772349}, {-0.2, 0.38361582}, {-0.1, 0.40025667}, {0, 0.40512204},
      {0.1, 0.39729774},  {0.2, 0.37828822},  {0.3, 0.35099812},  {0.4, 0.31824764}};
  const auto mesh = boxed_micro_motor();
  const Motor &motor = shared_motor();
  std::vector<double> displacements;
  for (const auto &row : reference)
    displacements.push_back(1e-3 * row.first);
  const auto rows = motor_curves(motor.problem, motor.solution.potential, micro_motor_coil(), displacements);
  std::printf(
      "x [mm]   Bl Lorentz   reference    error     flux/Lorentz-1   L [uH]   apparent   L'/2 [mN/A^2]\n");
  for (std::size_t k = 0; k < rows.size(); ++k) {
    const auto &row = rows[k];
    const double error = row.force_factor_lorentz / reference[k].second - 1,
                 difference = row.force_factor_flux / row.force_factor_lorentz - 1;
    std::printf("%6.2f   %10.6f   %10.6f   %8.1e   %14.1e   %6.2f   %8.2f   %8.4f\n", reference[k].first,
                row.force_factor_lorentz, reference[k].second, error, difference, 1e6 * row.inductance,
                1e6 * row.apparent_inductance, 1e3 * row.reluctance_force);
    EXPECT_LT(std::abs(error), 1e-3); // five times the refinement's tolerance
    EXPECT_LT(std::abs(difference), 2e-3);
  }
  const double magnet =
      motor.problem.mean_flux_density(motor.solution.potential, region_index(mesh, "magnet"))[1];
  double area = 0, sum = 0; // the reference's mean over the gap is one by area
  motor.problem.space().for_each_point_in(
      rectangle(2.7e-3, 3.4e-3, 1.6e-3, 2.2e-3), [&](const PlaneElement &element, const PlanePoint &point) {
        const auto b =
            MagnetostaticProblem::flux_density(element, motor.problem.curls(point), motor.solution.potential);
        const double share = point.weight / point.position[0];
        area += share;
        sum += share * b[0];
      });
  std::printf("mean B_z in the magnet %.6f T (0.894736), mean B_r in the gap %.6f T (0.594851)\n", magnet,
              sum / area);
  EXPECT_NEAR(sum / area, 0.59485079, 1e-3 * 0.5949);
  EXPECT_NEAR(magnet, 0.89473643, 1e-3 * 0.8947);
}

TEST(MicroMotor, HasTheInductanceThatItsFluxLinkageGrowsWith) {
  const Motor &motor = shared_motor();
  const PlaneSpace &space = motor.problem.space();
  constexpr double x = 0.1e-3, current = 1e-3;
  const auto coil = micro_motor_coil();
  const auto linkage = flux_linkage(space, coil, x);
  double difference = 0;
  for (const double sign : {1.0, -1.0}) {
    auto potential = motor.solution.potential;
    auto load = linkage;
    for (auto &entry : load)
      entry.second *= sign * current;
    motor.problem.solve(potential, load);
    difference += sign * dot(linkage, potential) / (2 * current);
  }
  const auto rows = motor_curves(motor.problem, motor.solution.potential, coil, std::vector{x, x + 1e-6});
  const double slope = (rows[1].inductance - rows[0].inductance) / 1e-6;
  std::printf("L at x = 0.1 mm: %.6f uH, from two nonlinear solves with 1 mA and -1 mA %.6f uH\n",
              1e6 * rows[0].inductance, 1e6 * difference);
  EXPECT_NEAR(rows[0].inductance / difference, 1, 1e-4);      // third order in the current
  EXPECT_NEAR(2 * rows[0].reluctance_force / slope, 1, 1e-2); // of the difference over 1 um
}

/// L(i) i is the flux linkage that a current adds; its slope is the inductance about that current, of the
/// iron as the current has left it.
TEST(MicroMotor, HasAnInductanceOfTheCurrentWhoseFluxGrowsAsTheIronThereSays) {
  const Motor &motor = shared_motor();
  const auto coil = micro_motor_coil();
  const double rest =
      motor_curves(motor.problem, motor.solution.potential, coil, std::vector{0.0})[0].inductance;
  for (const double current : {-1.0, 1.0}) {
    constexpr double step = 0.05;
    const auto rows = current_curve(motor.problem, motor.solution.potential, coil,
                                    std::vector{current - step, 0.0, current + step});
    EXPECT_DOUBLE_EQ(rows[1].inductance, rest);
    auto potential = motor.solution.potential;
    auto load = flux_linkage(motor.problem.space(), coil, 0);
    const double sense = motor_curves(motor.problem, potential, coil, std::vector{0.0})[0].flux_linkage *
                                     dot(load, potential) <
                                 0
                             ? -1
                             : 1;
    for (auto &entry : load)
      entry.second *= sense * current;
    motor.problem.solve(potential, load);
    const double expected = motor_curves(motor.problem, potential, coil, std::vector{0.0})[0].inductance,
                 found = (rows[2].inductance * rows[2].current - rows[0].inductance * rows[0].current) /
                         (2 * step);
    std::printf("at %4.1f A: L(i) = %.5f of that at rest, slope of the flux %.5f, the iron's %.5f\n", current,
                (rows[0].inductance + rows[2].inductance) / (2 * rest), found / rest, expected / rest);
    EXPECT_NEAR(found / expected, 1, 1e-4); // second order in the step
    EXPECT_GT(std::abs(expected / rest - 1), 1e-3) << "there is something to find";
  }
}

/// Force on the coil with a current that moves the working point of the iron: three ways.
TEST(MicroMotor, PushesItsCoilAsLorentzMaxwellAndVirtualWorkSay) {
  // The stress is dominated by the magnet's field, of which the force is a small difference.
  const Motor motor(boxed_micro_motor(), {.tolerance = 2e-4}, 3);
  const PlaneSpace &space = motor.problem.space();
  const auto coil = micro_motor_coil();
  const auto potential_at = [&](double x, double current) {
    auto potential = motor.solution.potential;
    auto load = flux_linkage(space, coil, x);
    for (auto &entry : load)
      entry.second *= current;
    motor.problem.solve(potential, load);
    return potential;
  };
  // W' = int_0^i flux linkage di: the coil without current has none that depends on x.
  const auto coenergy = [&](double x, double current) {
    double sum = 0;
    const double offset = std::sqrt(0.6) / 2; // Gauss's rule of three points
    for (const auto &[at, weight] :
         {std::pair{0.5 - offset, 5.0 / 18}, {0.5, 8.0 / 18}, {0.5 + offset, 5.0 / 18}})
      sum += weight * current * dot(flux_linkage(space, coil, x), potential_at(x, at * current));
    return sum;
  };
  std::printf("x [mm]   i [A]   F Lorentz [N]   Maxwell/Lorentz-1   virtual work/Lorentz-1\n");
  for (const double x : {-0.2e-3, 0.1e-3, 0.3e-3})
    for (const double current : {-1.0, 0.5}) {
      const auto potential = potential_at(x, current);
      const double lorentz = current * dot(lorentz_force_factor(space, coil, x), potential);
      const double maxwell =
          maxwell_force(motor.problem, potential, 2.93e-3, 3.17e-3, 1.48e-3 + x, 2.32e-3 + x, 0.15e-3);
      constexpr double step = 5e-6;
      const double work = (coenergy(x + step, current) - coenergy(x - step, current)) / (2 * step);
      std::printf("%6.2f   %5.1f   %13.6f   %17.1e   %22.1e\n", 1e3 * x, current, lorentz,
                  maxwell / lorentz - 1, work / lorentz - 1);
      EXPECT_NEAR(maxwell / lorentz, 1, 5e-3);
      EXPECT_NEAR(work / lorentz, 1, 5e-3);
    }
}

/// Iron of mu_r 20000 that saturates at 1.2 T, driven deeply into saturation from a potential of 0.
TEST(Newton, ConvergesQuadraticallyFromNothingInStronglySaturatedIron) {
  const auto mesh = boxed_micro_motor();
  MagnetostaticProblem problem(mesh, micro_motor_materials(mesh, {1.2, 20000}));
  problem.space().refine_where([](std::size_t) { return true; });
  std::vector<double> potential;
  const NewtonReport report = problem.solve(potential);
  std::printf("step   residual     order\n");
  const auto &r = report.residuals;
  double best_order = 0;
  for (std::size_t k = 0; k < r.size(); ++k) {
    const double order = k < 2 ? 0 : std::log(r[k] / r[k - 1]) / std::log(r[k - 1] / r[k - 2]);
    std::printf("%4zu   %.3e   %.2f\n", k, r[k], order);
    if (k + 3 >= r.size() && r[k] < r[k - 1] / 10)
      best_order = std::max(best_order, order);
  }
  EXPECT_TRUE(report.converged);
  EXPECT_LT(report.steps(), 30);
  EXPECT_GT(best_order, 1.7);
}

/// Tables of real iron bend more sharply than formulas; the magnet is stronger than any that is sold.
TEST(Newton, ConvergesFromNothingInEveryIronThatIsBuiltIn) {
  const auto mesh = boxed_micro_motor();
  int n_irons = 0;
  std::printf("iron                 remanence [T]   steps   last residual / first\n");
  for (const std::string &name : motor_material_names()) {
    const MotorMaterial iron = motor_material(name);
    if (!iron.is_iron())
      continue;
    ++n_irons;
    for (const double remanence : {0.2, 1.44, 4.0}) {
      auto materials = micro_motor_materials(mesh);
      materials[region_index(mesh, "iron")] = soft_iron(iron.curve);
      materials[region_index(mesh, "magnet")].remanence[1] = remanence;
      MagnetostaticProblem problem(mesh, materials);
      problem.space().refine_where([](std::size_t) { return true; });
      std::vector<double> potential;
      const NewtonReport report = problem.solve(potential);
      std::printf("%-20s %13.2f   %5d   %.1e\n", name.c_str(), remanence, report.steps(),
                  report.residuals.back() / report.residuals.front());
      EXPECT_LT(report.steps(), 40) << name;
      EXPECT_LT(report.residuals.back(), 1e-8 * report.residuals.front()) << name;
    }
  }
  EXPECT_GE(n_irons, 3);
}

/// A permeability that no iron has, with a current that a coil bears for an instant.
TEST(Newton, ConvergesFromNothingAtAPermeabilityOfAMillion) {
  const auto mesh = boxed_micro_motor();
  for (const double saturation : {0.5, 1.5})
    for (const double current : {0.0, 20.0}) {
      MagnetostaticProblem problem(mesh, micro_motor_materials(mesh, {saturation, 1e6}));
      auto load = flux_linkage(problem.space(), micro_motor_coil(), 0);
      for (auto &entry : load)
        entry.second *= current;
      std::vector<double> potential;
      const NewtonReport report = problem.solve(potential, load);
      std::printf("saturation %.1f T, %4.1f A: %d steps\n", saturation, current, report.steps());
      EXPECT_LT(report.residuals.back(), 1e-8 * report.residuals.front());
    }
}

/// A magnet without a circuit for its flux works lower than one with iron around it.
TEST(MagnetLoad, FindsTheVolumePastTheKnee) {
  const auto mesh = boxed_micro_motor();
  const int magnet = region_index(mesh, "magnet");
  for (const bool with_iron : {true, false}) {
    auto materials = micro_motor_materials(mesh);
    materials[magnet].knee_flux_density = 0.45;
    if (!with_iron)
      materials[region_index(mesh, "iron")] = {};
    MagnetostaticProblem problem(mesh, materials);
    const auto solution = solve_adaptively(problem, {}, {.most_passes = 3});
    const MagnetLoad load = problem.magnet_load(solution.potential, magnet);
    std::printf("%s iron: mean B %.3f T, lowest %.3f T at (%.2f, %.2f) mm, %.1f %% past the knee\n",
                with_iron ? "with" : "without", load.mean_flux_density, load.lowest_flux_density,
                1e3 * load.position[0], 1e3 * load.position[1], 100 * load.volume_past_knee / load.volume);
    EXPECT_NEAR(load.volume, std::numbers::pi * 2.6e-3 * 2.6e-3 * 1e-3, 1e-14);
    EXPECT_EQ(with_iron, load.volume_past_knee < 0.01 * load.volume);
    EXPECT_GT(load.mean_flux_density, load.lowest_flux_density);
  }
}

} // namespace
} // namespace earshot::testing
