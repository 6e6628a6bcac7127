// ranks: 1 2 3
// The default case on a coarse mesh: what every coupled result must obey.
#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/model/shell_wiring.h"
#include "solver/physics/acoustics/radiation.h"
#include "solver/physics/ears/ears.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "tests/support/shell_problem.h"

#include <gtest/gtest.h>

#include <numeric>

namespace earshot::testing {
namespace {

constexpr Complex i_unit(0, 1);
constexpr double lowest = 30;

double angular(double frequency) {
  return 2 * std::numbers::pi * frequency;
}

bool is_root() {
  return dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
}

const Case &coarse_case() {
  static const Case config = read_case(EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml",
                                       {"mesh.size=2 mm", "sweep.to=2 kHz", "driver[0].diaphragm.degree=3"});
  return config;
}

std::shared_ptr<const AirMesh> coarse_mesh() {
  static const auto mesh = prepare_mesh(coarse_case(), MPI_COMM_WORLD);
  return mesh;
}

const Model &coarse_model() {
  static const Model model(coarse_case(), coarse_mesh(), MPI_COMM_WORLD);
  return model;
}

std::size_t output_index(const FrequencyProblem &problem, const Quantity &quantity) {
  const auto found = std::find_if(problem.outputs.begin(), problem.outputs.end(),
                                  [&](const Output &output) { return output.quantity == quantity; });
  if (found == problem.outputs.end())
    throw std::out_of_range("no output " + to_string(quantity));
  return found - problem.outputs.begin();
}

TEST(CoupledSystem, ElectricalPowerIsFoundAgainInTheLosses) {
  const FrequencyProblem &problem = coarse_model().problem();
  const std::size_t current = output_index(problem, quantity::source_current("dynamic"));
  DirectSweep sweep(problem, problem.at(angular(500)));
  for (const double frequency : {lowest, 300.0, 2e3}) {
    const SweepPoint point = sweep.evaluate(problem.at(angular(frequency)));
    double lost = 0;
    if (is_root())
      std::printf("%6.0f Hz  input %.4e W", frequency, point.balance.input);
    for (const auto &[row, power] : point.balance.losses) {
      EXPECT_GE(power, 0) << row << " at " << frequency;
      lost += power;
      if (is_root())
        std::printf("  %s %.2e", row.c_str(), power / point.balance.input);
    }
    const double from_current = coarse_case().source.voltage * point.outputs[current].real(); // Re(V i*)
    if (is_root())
      std::printf("  balance %.1e\n", lost / point.balance.input - 1);
    // Exact identities: only the solver's rounding is left.
    EXPECT_NEAR(lost / point.balance.input, 1, 1e-8) << frequency;
    EXPECT_NEAR(from_current / point.balance.input, 1, 1e-10) << frequency;
  }
}

Complex product(const std::vector<Complex> &a, const std::vector<Complex> &b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), Complex(0));
}

// With the source's row over i w, p_ear = -V/(i w) (A^-1)_ei; a volume velocity Q into the eardrum's node
// gives the short-circuited coil the current i = -Q/(i w) (A^-1)_ie. So A = A^T says p_ear / V = i / Q: the
// earphone is as good a microphone as a receiver.
TEST(CoupledSystem, EarphoneIsReciprocalAsAMicrophone) {
  FrequencyProblem receiver = coarse_model().problem(), microphone = receiver;
  const std::size_t eardrum = output_index(receiver, quantity::eardrum),
                    current = output_index(receiver, quantity::source_current("dynamic"));
  constexpr double volume_velocity = 1e-9; // [m3/s]
  microphone.loads = {{"volume velocity into the eardrum",
                       {"-Q/(i w)", [](double omega) { return -volume_velocity / (i_unit * omega); }},
                       receiver.outputs[eardrum].vector}};
  Factorization factorization(receiver, receiver.at(angular(1e3))); // the matrix is the same
  for (const double frequency : {lowest, 2e3}) {
    const Factors factors = receiver.at(angular(frequency)),
                  driven_factors = microphone.at(angular(frequency));
    factorization.factorize(factors);
    const auto b_receiver = right_hand_side(receiver, factors),
               b_microphone = right_hand_side(microphone, driven_factors);
    const auto x = factorization.solve(b_receiver), y = factorization.solve(b_microphone);
    const Complex forth =
        evaluate_outputs(receiver, factors, x)[eardrum] / coarse_case().source.voltage.value;
    const Complex back = evaluate_outputs(microphone, driven_factors, y)[current] / volume_velocity;
    const double error = std::abs(forth / back - 1.0);
    // The factorisation reads one triangle only, so that its answers would be reciprocal for any matrix: the
    // whole one must turn either solution into its load, as weighted with the other one.
    const double whole =
        std::max(std::abs(product(y, apply(receiver, factors, x)) / product(y, b_receiver) - 1.0),
                 std::abs(product(x, apply(receiver, factors, y)) / product(x, b_microphone) - 1.0));
    if (is_root())
      std::printf("%6.0f Hz  p/V %.6e Pa/V  (i/Q)/(p/V) - 1 %.1e  with the whole matrix %.1e\n", frequency,
                  std::abs(forth), error, whole);
    EXPECT_LT(error, 1e-8) << frequency;
    EXPECT_LT(whole, 1e-8) << frequency;
  }
}

// Every rank solves the whole case by itself, too.
TEST(CoupledSystem, SolutionDoesNotDependOnTheNumberOfRanks) {
  if (dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD) == 1)
    GTEST_SKIP() << "needs several ranks";
  const Model alone(coarse_case(), coarse_mesh(), MPI_COMM_SELF);
  const FrequencyProblem &one = alone.problem(), &many = coarse_model().problem();
  ASSERT_EQ(one.partition.total, many.partition.total);
  DirectSweep sweep_one(one, one.at(angular(1e3))), sweep_many(many, many.at(angular(1e3)));
  for (const double frequency : {lowest, 2e3}) {
    const SweepPoint a = sweep_one.evaluate(one.at(angular(frequency))),
                     b = sweep_many.evaluate(many.at(angular(frequency)));
    for (const Quantity &name :
         {quantity::eardrum, quantity::source_current("dynamic"), quantity::coil_displacement("dynamic")}) {
      const std::size_t k = output_index(one, name);
      const double error = std::abs(b.outputs[k] / a.outputs[k] - 1.0);
      if (is_root())
        std::printf("%6.0f Hz  %-26s %.10e  %.1e\n", frequency, to_string(name).c_str(),
                    std::abs(a.outputs[k]), error);
      EXPECT_LT(error, 1e-8) << name << " at " << frequency;
    }
  }
}

// Low frequencies: the same earphone as a circuit ----------------------------------------------------------

/// int u.n over the shell, as weights of its unknowns.
std::vector<double> volume_displacement(const ShellSpace &shell) {
  const dealii::QGauss<2> quadrature(shell.degree() + 1);
  std::vector<double> weights(shell.n_unknowns());
  for (unsigned q = 0; q < quadrature.size(); ++q) {
    const ShellShapes shapes = shell.shapes(quadrature.point(q));
    for (std::size_t cell = 0; cell < shell.n_cells(); ++cell) {
      const ShellSurface surface = shell.surface(cell, shapes);
      for (unsigned k = 0; k < shell.nodes_per_cell(); ++k)
        for (int c = 0; c < 3; ++c) {
          const Index unknown = shell.unknowns(shell.cell_nodes(cell)[k])[c];
          if (unknown != no_unknown)
            weights[unknown] += quadrature.weight(q) * surface.area * surface.normal[c] * shapes.value[k];
        }
    }
  }
  return weights;
}

Complex weighted(const std::vector<double> &a, const std::vector<Complex> &b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), Complex(0));
}

/// The diaphragm in vacuo: coil displacement and volume displacement per force on the coil and per pressure
/// difference.
struct DiaphragmCompliance {
  Complex coil_per_force, volume_per_force, volume_per_pressure;
};

DiaphragmCompliance diaphragm_compliance(const Driver &driver, double omega) {
  const ShellSpace &shell = *driver.shell;
  const FrequencyProblem problem =
      shell_problem(shell, diaphragm_properties(driver.config, coarse_case().materials, shell));
  std::vector<double> coil(shell.n_unknowns());
  for (const auto &[unknown, weight] :
       shell.mean_displacement(shell.mesh().zone_index(driver.config.coil->zone), driver.axis.direction))
    coil[unknown] = weight;
  const std::vector<double> volume = volume_displacement(shell);
  Factorization factorization(problem, problem.at(omega));
  factorization.factorize(problem.at(omega));
  const auto by_force = factorization.solve(std::vector<Complex>(coil.begin(), coil.end()));
  const auto by_pressure = factorization.solve(std::vector<Complex>(volume.begin(), volume.end()));
  return {weighted(coil, by_force), weighted(volume, by_force), weighted(volume, by_pressure)};
}

/// Volumes and areas of the finite-element model, put together as a circuit.
class LumpedAir {
public:
  explicit LumpedAir(const Model &model) : model_(model), air_(model.air_properties()) {
    add_volumes("rear", {"rear"});
    add_volumes("front", {"front", "nozzle"});
    add_volumes("canal", {"tip", "canal"});
    const double screen_area = area("screen") / 2; // a split surface has two sides
    circuit_.add_resistance("front", "canal", surface("screen").resistance / screen_area, "");
    eardrum_ = add_iec60318_4(circuit_, "canal").pressure_node;
    add_vent("rear", "rear_vent", [sheet = surface("rear_vent_opening")](double omega) {
      return sheet.resistance.value + i_unit * omega * sheet.surface_density.value;
    });
    add_vent("front", "front_vent", [air = air_, s = area("front_vent_opening")](double omega) {
      return radiation_impedance(Flange::infinite, air, s, omega);
    });
  }

  Complex transfer(const std::string &from, const std::string &to, double omega) const {
    return circuit_.transfer_impedance(from, to, omega);
  }
  const std::string &eardrum() const { return eardrum_; }

private:
  const SurfaceConfig &surface(const std::string &name) const {
    return *std::find_if(coarse_case().surfaces.begin(), coarse_case().surfaces.end(),
                         [&](const SurfaceConfig &s) { return s.name.value == name; });
  }
  double area(const std::string &name) const {
    return model_.air().area(model_.air().mesh().surface_index(name));
  }
  double volume(int index) const {
    double sum = 0;
    model_.air().for_each_cell({index}, [&](const dealii::FEValues<3> &values, std::span<const Index>) {
      for (unsigned q = 0; q < values.n_quadrature_points; ++q)
        sum += values.JxW(q);
    });
    return dealii::Utilities::MPI::sum(sum, MPI_COMM_WORLD);
  }
  /// Area of the isothermal walls of a volume: all but the ear and what [[surface]] names.
  double wall_area(int index) const {
    const AirMesh &mesh = model_.air().mesh();
    std::vector<bool> is_wall(mesh.surfaces.size(), true);
    is_wall[mesh.surface_index(coarse_case().ear.surface)] = false;
    for (const SurfaceConfig &s : coarse_case().surfaces)
      is_wall[mesh.surface_index(s.name)] = false;
    double sum = 0;
    model_.air().for_each_face(
        [&](const AirSpace::Face &face) {
          return face.volume == index && is_wall[face.surface] && !face.interior;
        },
        [&](const AirSpace::Face &, const dealii::FEFaceValues<3> &values, std::span<const Index>) {
          for (unsigned q = 0; q < values.n_quadrature_points; ++q)
            sum += values.JxW(q);
        });
    return dealii::Utilities::MPI::sum(sum, MPI_COMM_WORLD);
  }
  /// Compliance [V + (1-i)/2 (gamma-1) d_T S] / (rho c^2): adiabatic but for the layers on the walls.
  void add_volumes(const std::string &node, const std::vector<std::string> &names) {
    double v = 0, s = 0;
    for (const std::string &name : names) {
      const int index = model_.air().mesh().volume_index(name);
      v += volume(index);
      s += wall_area(index);
    }
    circuit_.add_general(node, Circuit::ground,
                         {"i w C",
                          [air = air_, v, s](double omega) {
                            return i_unit * omega *
                                   (v + 0.5 * (1.0 - i_unit) * (air.heat_capacity_ratio - 1) *
                                            air.thermal_layer(omega) * s) /
                                   air.bulk_modulus();
                          }},
                         "");
  }
  void add_vent(const std::string &node, const std::string &name,
                const std::function<Complex(double omega)> &opening) {
    const GeometryConfig &geometry = *coarse_case().geometry;
    const double radius = (name == "rear_vent" ? geometry.rear_vent : geometry.front_vent)->radius;
    const double s = area(name + "_opening"), length = volume(model_.air().mesh().volume_index(name)) / s;
    // The flow towards the vent within the volume has the mass of a flanged end, rho 8 a/(3 pi), and both
    // mouths their friction.
    const std::string mouth = name + " mouth";
    circuit_.add_inertance(node, mouth, air_.density * 8 * radius / (3 * std::numbers::pi * s));
    circuit_.add_two_port(
        "tube " + name, {mouth}, {name},
        [air = air_, radius, length, s](double omega) {
          return uniform_passage(tube_fluid(air, radius, omega, {.number = 2, .length = length}), omega,
                                 length, s);
        },
        "");
    circuit_.add_general(name, Circuit::ground,
                         {"S/z", [opening, s](double omega) { return s / opening(omega); }}, "");
  }

  const Model &model_;
  AirProperties air_;
  Circuit circuit_;
  std::string eardrum_;
};

TEST(CoupledSystem, LowFrequencyLimitIsTheLumpedModel) {
  const Model &model = coarse_model();
  const double omega = angular(lowest);
  const Complex iw = i_unit * omega;
  const Driver &driver = model.drivers().front();
  const MotorConfig &motor = driver.config.motor;
  const DiaphragmCompliance diaphragm = diaphragm_compliance(driver, omega);
  const LumpedAir air(model);

  // Front and rear load the diaphragm with the pressure -i w (Z_front + Z_rear) dV against its movement.
  const Complex load = iw * (air.transfer("front", "front", omega) + air.transfer("rear", "rear", omega));
  const Complex volume_per_force = diaphragm.volume_per_force / (1.0 + diaphragm.volume_per_pressure * load);
  const Complex coil_per_force =
      diaphragm.coil_per_force - diaphragm.volume_per_force * load * volume_per_force;
  const Complex force_per_current = motor.force_factor.value;
  const Complex current =
      coarse_case().source.voltage.value /
      (motor.resistance.value + coarse_case().source.output_impedance.value + iw * motor.inductance.value +
       iw * force_per_current * force_per_current * coil_per_force);
  const Complex force = force_per_current * current;
  const Complex pressure = air.transfer("front", air.eardrum(), omega) * iw * volume_per_force * force;

  const Factors factors = model.problem().at(omega);
  DirectSweep sweep(model.problem(), factors);
  const SweepPoint found = sweep.evaluate(factors);
  const std::pair<Quantity, Complex> expected[] = {
      {quantity::eardrum, pressure},
      {quantity::source_current("dynamic"), current},
      {quantity::coil_displacement("dynamic"), coil_per_force * force}};
  for (const auto &[name, value] : expected) {
    const Complex fe = found.outputs[output_index(model.problem(), name)];
    if (is_root())
      std::printf("%6.0f Hz  %-26s finite elements %.5e  lumped %.5e  error %.1e\n", lowest,
                  to_string(name).c_str(), std::abs(fe), std::abs(value), std::abs(fe / value - 1.0));
    // What the circuit leaves out: the mass of the air in the volumes.
    EXPECT_LT(std::abs(fe / value - 1.0), 1e-2) << name;
  }
}

} // namespace
} // namespace earshot::testing
