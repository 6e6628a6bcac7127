// ranks: 1 2
// A case with a rigid piston between two closed volumes of finite elements, against its Thiele-Small circuit.
#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/sweep/direct_sweep.h"
#include "tests/support/quantities.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numbers>

namespace earshot::testing {
namespace {

constexpr Complex i_unit(0, 1);

/// Short wide volumes: the longest path from the piston is 2.2 mm, and the first acoustic mode
/// is the one across the rear at 18 kHz. A heavy, damped piston, beside which the air's own mass (rho V/3,
/// 0.2 % of its mass) hardly moves the resonance.
constexpr const char *case_text = R"(
title = "piston in a closed box on a rigid ear"
[air]
temperature = "20 degC"
losses = "none"
[geometry]
screen = false
[geometry.rear]
radius = "5.5 mm"
length = "2 mm"
[geometry.front]
radius = "5 mm"
length = "1 mm"
[geometry.nozzle]
radius = "4.8 mm"
length = "0.4 mm"
[geometry.tip]
radius = "4.6 mm"
length = "0.4 mm"
[geometry.canal]
radius = "4.4 mm"
length = "0.4 mm"
[[driver]]
name = "piston"
surface = "diaphragm"
[driver.piston]
mass = "40 mg"
compliance = "6.755 mm/N"
resistance = "0.3 N s/m"
[driver.motor]
force_factor = "0.4 T m"
resistance = "16 ohm"
inductance = "20 uH"
[source]
voltage = "1 V"
output_impedance = "2 ohm"
[ear]
model = "rigid"
[mesh]
size = "1.5 mm"
)";

Case piston_case() {
  const TemporaryDirectory folder;
  const std::string file = (folder.path / "piston.toml").string();
  std::ofstream(file) << case_text;
  return read_case(file);
}

double volume(const AirSpace &air, const std::vector<std::string> &names) {
  std::vector<int> indices;
  for (const std::string &name : names)
    indices.push_back(air.mesh().volume_index(name));
  double sum = 0;
  air.for_each_cell(indices, [&](const dealii::FEValues<3> &values, std::span<const Index>) {
    for (unsigned q = 0; q < values.n_quadrature_points; ++q)
      sum += values.JxW(q);
  });
  return dealii::Utilities::MPI::sum(sum, air.communicator());
}

/// Two adiabatic compliances on the piston.
struct ThieleSmall {
  const DriverConfig &driver;
  double area, front, rear, bulk_modulus; ///< [m2], [m3], [m3], [Pa]

  Complex mechanical_impedance(double omega) const {
    const PistonConfig &p = *driver.piston;
    const double stiffness = 1 / p.compliance.value + area * area * bulk_modulus * (1 / front + 1 / rear);
    return p.resistance.value + i_unit * omega * p.mass.value + stiffness / (i_unit * omega);
  }
  Complex impedance(double omega) const {
    const MotorConfig &m = driver.motor;
    return m.resistance.value + i_unit * omega * m.inductance.value +
           m.force_factor.value * m.force_factor.value / mechanical_impedance(omega);
  }
  /// Pressure in the front per current.
  Complex pressure(double omega) const {
    const Complex displacement =
        driver.motor.force_factor.value / (i_unit * omega * mechanical_impedance(omega));
    return bulk_modulus * area * displacement / front;
  }
};

TEST(PistonClosedBox, EqualsItsThieleSmallCircuit) {
  const Case config = piston_case();
  const Model model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD);
  const AirSpace &air = model.air();
  const double area = air.area(air.mesh().surface_index("diaphragm")) / 2; // both sides
  EXPECT_NEAR(area / (std::numbers::pi * 25e-6), 1, 1e-4);                 // quadratic edges
  const ThieleSmall circuit{config.drivers.front(), area, volume(air, {"front", "nozzle", "tip", "canal"}),
                            volume(air, {"rear"}), model.air_properties().bulk_modulus()};

  DirectSweep sweep(model.problem(), model.problem().at(2 * std::numbers::pi * 1e3));
  const auto output = [&](const SweepPoint &point, const Quantity &quantity) {
    for (std::size_t k = 0; k < model.problem().outputs.size(); ++k)
      if (model.problem().outputs[k].quantity == quantity)
        return point.outputs[k];
    throw std::out_of_range(to_string(quantity));
  };
  const bool root = dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  if (root)
    std::printf("   f [Hz]   |Z| [ohm]     error   p(ear) [Pa]   error [dB]\n");
  for (const double frequency : {20., 50., 100., 200., 500., 1e3, 1.5e3, 2e3, 2.5e3, 3e3, 3.5e3, 4e3, 5e3}) {
    const double omega = 2 * std::numbers::pi * frequency;
    const SweepPoint point = sweep.evaluate(model.problem().at(omega));
    const Complex current = output(point, quantity::source_current("piston")),
                  pressure = output(point, quantity::eardrum);
    const Complex impedance = config.source.voltage.value / current - config.source.output_impedance.value;
    const double z_error = std::abs(impedance / circuit.impedance(omega) - 1.0);
    const Complex expected = circuit.pressure(omega) * config.source.voltage.value /
                             (circuit.impedance(omega) + config.source.output_impedance.value);
    const double decibels = 20 * std::log10(std::abs(pressure / expected));
    if (root)
      std::printf("%9.0f   %9.5f   %.1e   %11.4f   %10.4f\n", frequency, std::abs(impedance), z_error,
                  std::abs(pressure), decibels);
    // Volumes are springs but for the mass of their air, (k L)^2/3 or 1.3 % of their stiffness at 5 kHz.
    EXPECT_LT(z_error, 5e-3) << frequency;
    EXPECT_LT(std::abs(decibels), 0.1) << frequency;
    if (frequency <= 500) { // where that is below 2e-4
      EXPECT_LT(z_error, 1e-5) << frequency;
      EXPECT_LT(std::abs(decibels), 5e-3) << frequency;
    }
    EXPECT_LT(std::abs(std::arg(pressure / expected)), 0.02) << frequency; // front pressure follows the motor
  }
}

} // namespace
} // namespace earshot::testing
