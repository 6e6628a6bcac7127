// A motor from its dimensions in a case file to its curves: layout, mesh, materials and winding together.
#include "solver/motor/motor_computation.h"
#include "tests/support/motor_case.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace {

using namespace earshot;
using namespace earshot::testing;
using std::numbers::pi;

/// B(H) = mu0 H + (2 Js / pi) atan(pi (mu_r - 1) mu0 H / (2 Js)), Js = 2 T, mu_r = 1000, as a table.
std::string iron_table(const TemporaryDirectory &directory) {
  const std::string file = (directory.path / "iron.csv").string();
  std::ofstream stream(file);
  stream.precision(12);
  stream << "flux_density_t,field_strength_a_m\n0,0\n";
  const double mu0 = vacuum_permeability, saturation = 2;
  for (double h = 30; h < 4e6; h *= 1.1)
    stream << mu0 * h + 2 * saturation / pi * std::atan(pi * 999 * mu0 * h / (2 * saturation)) << "," << h
           << "\n";
  return file;
}

/// Writes a mesh in the format 2.2 of gmsh, in millimetres.
void write_msh(const PlaneMesh &mesh, const std::string &file) {
  std::ofstream stream(file);
  stream.precision(12);
  stream << "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n$PhysicalNames\n" << mesh.regions.size() << "\n";
  for (std::size_t k = 0; k < mesh.regions.size(); ++k)
    stream << "2 " << k + 1 << " \"" << mesh.regions[k] << "\"\n";
  stream << "$EndPhysicalNames\n$Nodes\n" << mesh.nodes.size() << "\n";
  for (std::size_t k = 0; k < mesh.nodes.size(); ++k)
    stream << k + 1 << " " << 1e3 * mesh.nodes[k][0] << " " << 1e3 * mesh.nodes[k][1] << " 0\n";
  stream << "$EndNodes\n$Elements\n" << mesh.quads.size() << "\n";
  for (std::size_t k = 0; k < mesh.quads.size(); ++k) {
    stream << k + 1 << " 3 2 " << mesh.quads[k].region + 1 << " " << mesh.quads[k].region + 1;
    for (const int vertex : mesh.quads[k].vertices)
      stream << " " << vertex + 1;
    stream << "\n";
  }
  stream << "$EndElements\n";
}

MotorPartConfig part(const std::string &name, const std::string &material, const std::vector<double> &r_mm,
                     const std::vector<double> &z_mm) {
  MotorPartConfig part;
  part.name = {name};
  part.material = {material};
  for (std::size_t k = 0; k < r_mm.size(); ++k) {
    part.r.push_back({1e-3 * r_mm[k]});
    part.z.push_back({1e-3 * z_mm[k]});
  }
  return part;
}

/// Prints the force factor of 40 turns beside the reference. @return the largest relative error
double compare(const MotorSolution &solution) {
  const std::vector<double> reference{0.32509838, 0.35772349, 0.38361582, 0.40025667, 0.40512204,
                                      0.39729774, 0.37828822, 0.35099812, 0.31824764};
  double largest = 0;
  std::printf("x [mm]   Bl of 40 turns   reference    error     flux/force-1\n");
  for (std::size_t k = 0; k < reference.size(); ++k) {
    const MotorCurveRow &row = solution.curves.at(k);
    const double bl = row.force_factor_lorentz * 40 / 64, error = bl / reference[k] - 1,
                 difference = row.force_factor_flux / row.force_factor_lorentz - 1;
    std::printf("%6.2f   %14.6f   %9.6f   %8.1e   %12.1e\n", 1e3 * row.displacement, bl, reference[k], error,
                difference);
    largest = std::max(largest, std::abs(error));
    EXPECT_LT(std::abs(difference), 1e-4);
  }
  std::printf("%d unknowns, error estimate %.1e\n", solution.unknowns, solution.force_factor_error);
  return largest;
}

/// The reference: another finite-element program, on a mesh of which the last refinement changed the force
/// factor by 2e-6. It closes the space by a box of r < 12 mm without flux through it; here its walls repel
/// flux by a permeability of 1e-6. The refinement is asked for 2e-4, and the iron's table has steps of 10 %.
TEST(MotorFromDimensions, HasTheForceFactorOfAnotherProgram) {
  const TemporaryDirectory directory;
  MagneticMaterialConfig iron, magnet, wall;
  iron.name = {"iron"};
  iron.bh_curve = {iron_table(directory)};
  magnet.name = {"magnet material"};
  magnet.relative_permeability = {1.05};
  magnet.remanence = {1.35};
  wall.name = {"repelling"};
  wall.relative_permeability = {1e-6};
  MagneticMotorConfig motor = inner_magnet_motor("magnet material", "iron");
  motor.accuracy = {2e-4};
  motor.highest_frequency = {100}; // the impedance isn't asked for
  const MotorDesign open = motor_design(motor, {iron, magnet});
  EXPECT_NEAR(open.coil[0].outer, 3.15e-3, 1e-9);
  EXPECT_NEAR(open.coil[0].top, 0.4e-3, 1e-9);
  std::printf("in open space\n");
  const double leakage = compare(compute_motor(motor, open, MPI_COMM_WORLD));
  EXPECT_LT(leakage, 3e-3) << "a box of three times the motor's size holds back little of its stray flux";

  motor.type = MotorType::parts;
  motor.parts = {
      part("magnet", "magnet material", {0, 2.6, 2.6, 0}, {-1.3, -1.3, -0.3, -0.3}),
      part("washer", "iron", {0, 2.7, 2.7, 0}, {-0.3, -0.3, 0.3, 0.3}),
      part("pot", "iron", {0, 4, 4, 3.4, 3.4, 0}, {-1.9, -1.9, 0.3, 0.3, -1.3, -1.3}),
      part("box", "repelling", {0, 13, 13, 0, 0, 12, 12, 0}, {-11, -11, 9, 9, 8.1, 8.1, -9.9, -9.9})};
  std::printf("in the reference's box\n");
  const MotorDesign boxed = motor_design(motor, {iron, magnet, wall});
  EXPECT_LT(compare(compute_motor(motor, boxed, MPI_COMM_WORLD)), 4e-4);
}

/// Eddy currents take energy and push flux out: R rises and L falls with frequency, from R_e and L.
TEST(MotorFromDimensions, HasABlockedImpedanceThatStartsAsItsResistanceAndInductance) {
  const MagneticMotorConfig motor = inner_magnet_motor();
  const MotorSolution solution = compute_motor(motor, motor_design(motor, {}), MPI_COMM_WORLD);
  const auto inductance = [](const BlockedImpedancePoint &p) {
    return p.impedance.imag() / (2 * pi * p.frequency);
  };
  const auto &first = solution.impedance.front();
  EXPECT_NEAR(first.impedance.real() / solution.resistance, 1, 1e-5);
  // The mesh is refined further for the eddy currents: L of the coarser one has its discretisation error.
  EXPECT_NEAR(inductance(first) / solution.inductance, 1, 5e-3);
  for (std::size_t k = 1; k < solution.impedance.size(); ++k) {
    EXPECT_GT(solution.impedance[k].impedance.real(), solution.impedance[k - 1].impedance.real());
    EXPECT_LT(inductance(solution.impedance[k]), inductance(solution.impedance[k - 1]));
  }
}

/// A copper ring in the gap is what it is built in for: less inductance, more resistance at high frequency.
TEST(MotorFromDimensions, LosesInductanceToACopperRing) {
  MagneticMotorConfig motor = inner_magnet_motor();
  motor.accuracy = {2e-3};
  const MotorSolution bare = compute_motor(motor, motor_design(motor, {}), MPI_COMM_WORLD);
  motor.copper_ring = {0.1e-3};
  const MotorSolution ringed = compute_motor(motor, motor_design(motor, {}), MPI_COMM_WORLD);
  EXPECT_NEAR(ringed.force_factor / bare.force_factor, 1, 5e-3) << "copper is air to a static field";
  EXPECT_LT(ringed.impedance.back().impedance.imag(), 0.8 * bare.impedance.back().impedance.imag());
}

/// The same motor from a mesh that another program could have made has the same curves.
TEST(MotorFromDimensions, OfAMeshFileIsTheMotorOfItsDimensions) {
  const TemporaryDirectory directory;
  MagneticMotorConfig motor = inner_magnet_motor();
  const MotorDesign own = motor_design(motor, {});
  motor.mesh = {(directory.path / "motor.msh").string()};
  motor.mesh_scale = {1e-3};
  write_msh(own.mesh, motor.mesh);
  motor.type = MotorType::mesh;
  for (const auto &[name, material] :
       {std::pair{"magnet", "N45"}, {"washer", "low-carbon steel"}, {"yoke", "low-carbon steel"}}) {
    MotorPartConfig part;
    part.name = {name};
    part.material = {material};
    motor.parts.push_back(part);
  }
  const MotorDesign read = motor_design(motor, {});
  EXPECT_NEAR(read.mesh.open_inner_radius / own.mesh.open_inner_radius, 1, 1e-9);
  const auto force_factor = [](const MotorDesign &design) {
    MagnetostaticProblem problem(design.mesh, magnetic_materials(design), design.space);
    std::vector<double> potential;
    problem.solve(potential);
    return dot(lorentz_force_factor(problem.space(), design.coil, 0), potential);
  };
  EXPECT_NEAR(force_factor(read) / force_factor(own), 1, 1e-6) << "the file's coordinates have 12 digits";
}

/// Rows of bar magnets of alternating polarity under a film: by symmetry the force factor of tracks over
/// the gaps is even in x, and all tracks are pushed about alike.
TEST(MotorFromDimensions, OfAPlanarArrayPushesItsTracksAlike) {
  MagneticMotorConfig motor;
  motor.type = MotorType::parts;
  motor.planar = {true};
  motor.depth = {20e-3};
  const double pitch = 3e-3, half = 0.75e-3;
  for (int k = -2; k <= 2; ++k) {
    MotorPartConfig bar;
    bar.name = {"bar" + std::to_string(k + 2)};
    bar.material = {"N42"};
    const double x = k * pitch;
    bar.r = {{x - half}, {x + half}, {x + half}, {x - half}};
    bar.z = {{-2e-3}, {-2e-3}, {-0.5e-3}, {-0.5e-3}};
    bar.magnetization = {k % 2 == 0 ? 0 : pi};
    motor.parts.push_back(bar);
  }
  for (int k = -2; k < 2; ++k) {
    TrackConfig track;
    track.x = {(k + 0.5) * pitch};
    track.width = {1e-3};
    track.thickness = {20e-6};
    track.turns = {k % 2 == 0 ? 2 : -2};
    motor.tracks.push_back(track);
  }
  motor.displacement_range = {0.2e-3};
  const MotorDesign design = motor_design(motor, {});
  // R of four tracks in series: turns^2 depth / (conductivity area).
  EXPECT_NEAR(design.resistance, 4 * 4 * 20e-3 / (35.4e6 * 1e-3 * 20e-6), 1e-9);
  MagnetostaticProblem problem(design.mesh, magnetic_materials(design), design.space);
  const auto solution =
      solve_adaptively(problem, motor_goals(design.coil, -0.2e-3, 0.2e-3), {.tolerance = 2e-3});
  const auto row = motor_curves(problem, solution.potential, design.coil, std::vector{0.1e-3}).front();
  EXPECT_NEAR(row.force_factor_flux / row.force_factor_lorentz, 1, 1e-3);
  const auto push = [&](std::size_t k) {
    return std::abs(dot(lorentz_force_factor(problem.space(), {design.coil[k]}, 0), solution.potential));
  };
  std::printf("force factor of the tracks: %.5f %.5f %.5f %.5f N/A\n", push(0), push(1), push(2), push(3));
  EXPECT_NEAR(push(0) / push(3), 1, 4e-3) << "mirror images, up to twice the tolerance of refinement";
  EXPECT_NEAR(push(1) / push(2), 1, 4e-3);
  EXPECT_NEAR(push(0) / push(1), 1, 0.1) << "apart from the rows that are missing outside";
}

} // namespace
