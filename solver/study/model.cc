#include "solver/study/model.h"

#include "solver/config/sweep_grid.h"
#include "solver/mesh/rim.h"
#include "solver/output/tables.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/coupling/air_structure.h"
#include "solver/physics/motor/lumped_motor.h"
#include "solver/physics/network/network.h"
#include "solver/physics/piston/lumped_piston.h"
#include "solver/study/prepare.h"
#include "solver/study/shell_wiring.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

Coefficient one() {
  return {"1", [](double) { return Complex(1.0); }};
}

/// The ear's table of a CSV file. @throws UserError
ImpedanceTable read_impedance_table(const EarConfig &ear) {
  const Table table = read_table(ear.table.value);
  try {
    const auto frequency = table.column("frequency_hz"), resistance = table.column("resistance_pa_s_m3"),
               reactance = table.column("reactance_pa_s_m3");
    std::vector<ImpedanceTable::Row> rows;
    for (std::size_t k = 0; k < frequency.size(); ++k)
      rows.push_back({frequency[k], {resistance[k], reactance[k]}});
    return ImpedanceTable(rows);
  } catch (const std::exception &error) {
    throw UserError(ear.table.where, ear.table.value + ": " + error.what());
  }
}

/// The axis of a driver's surface. @throws UserError when it has none
ShellAxis driver_axis(const DriverConfig &driver, const AirMesh &mesh, int surface) {
  try {
    return rim_axis(mesh, surface);
  } catch (const std::invalid_argument &error) {
    throw UserError(driver.surface.where, error.what());
  }
}

/// A diaphragm of another size than its surface is a slip: the wrong surface, or a mesh in other units.
void require_same_radius(const DriverConfig &driver, const AirMesh &mesh, int surface,
                         const ShellAxis &axis) {
  const std::optional<Profile> profile = diaphragm_profile(driver);
  if (!profile)
    return;
  constexpr double tolerance = 0.05; // a coarse mesh cuts the corners of a round rim
  double radius = 0;
  for (const AirMesh::FacePair &pair : mesh.pairs)
    if (pair.surface == surface)
      for (const int vertex : pair.vertices) {
        const auto &x = mesh.nodes[vertex];
        const auto arm = dealii::Point<3>(x[0], x[1], x[2]) - axis.origin;
        radius = std::max(radius, (arm - (arm * axis.direction) * axis.direction).norm());
      }
  if (std::abs(radius - profile->radius()) > tolerance * profile->radius())
    throw UserError(driver.surface.where,
                    fmt::format("surface '{}' of the mesh has the radius {:.4g} mm, expected {:.4g} mm, the "
                                "outer radius of the diaphragm; is it another surface, or mesh.scale wrong?",
                                driver.surface.value, 1e3 * radius, 1e3 * profile->radius()));
}

} // namespace

Model::Model(Case config, std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator)
    : config_(std::move(config)), communicator_(communicator),
      air_properties_(earshot::air_properties(config_)),
      air_(std::make_unique<AirSpace>(std::move(mesh), communicator)), unknowns_(communicator) {
  air_field_ = unknowns_.add_field("air", air_->n_owned());
  declare_drivers();
  declare_ear();
  problem_.partition = unknowns_.partition();
  problem_.blocks = unknowns_.blocks();

  add_air();
  for (Driver &driver : drivers_)
    add_driver(driver);
  add_source();
  add_ear();
  add_probes();
}

void Model::declare_drivers() {
  const std::vector<double> frequencies = all_frequencies(config_);
  for (const DriverConfig &config : config_.drivers) {
    Driver driver;
    driver.config = config;
    driver.surface = air_->mesh().surface_index(config.surface);
    driver.axis = driver_axis(config, air_->mesh(), driver.surface);
    if (config.diaphragm) {
      require_same_radius(config, air_->mesh(), driver.surface, driver.axis);
      driver.shell =
          diaphragm_space(config, config_.materials, driver.axis, config_.mesh.scale, frequencies.back());
      driver.structure_field = unknowns_.add_replicated_field(config.name, driver.shell->n_unknowns());
    } else {
      driver.structure_field = unknowns_.add_replicated_field(config.name, 1);
    }
    driver.current_field = unknowns_.add_replicated_field(config.name.value + " current", 1);
    drivers_.push_back(std::move(driver));
  }
}

EarEnd Model::add_table(const EarConfig &ear) {
  const ImpedanceTable table = read_impedance_table(ear);
  const std::vector<double> frequencies = all_frequencies(config_);
  if (frequencies.front() < (1 - 1e-6) * table.lowest_hz() ||
      frequencies.back() > (1 + 1e-6) * table.highest_hz())
    warnings_.push_back(fmt::format(
        "{} reaches from {:.4g} Hz to {:.4g} Hz, but frequencies from {:.4g} Hz to {:.4g} Hz are asked for: "
        "the ear's impedance is held constant beyond the table",
        ear.table.value, table.lowest_hz(), table.highest_hz(), frequencies.front(), frequencies.back()));
  return add_impedance_table(ear_circuit_, "canal", table);
}

void Model::declare_ear() {
  const std::string model = config_.ear.model;
  EarEnd end;
  if (model == "iec711")
    end = add_iec60318_4(ear_circuit_, "canal");
  else if (model == "hudde_engel")
    end = add_hudde_engel(ear_circuit_, "canal", air_properties_.bulk_modulus());
  else if (model == "table")
    end = add_table(config_.ear);
  else
    end = add_rigid_end(ear_circuit_, "canal");
  eardrum_node_ = end.pressure_node;
  ear_field_ = unknowns_.add_replicated_field("ear", static_cast<Index>(ear_circuit_.nodes().size()) + 1);
}

void Model::add_air() {
  AirModel model{air_properties_, config_.air.wall_losses, config_.volumes, config_.surfaces, {}};
  if (config_.ear.model.value != "rigid")
    model.not_walls.insert(config_.ear.surface);
  add_air_terms(AirMatrices(*air_, problem_.partition, unknowns_.numbering(air_field_)), model, problem_);
}

void Model::add_driver(Driver &driver) {
  if (driver.shell)
    add_shell(driver);
  else {
    const PistonConfig &config = *driver.config.piston;
    LumpedPiston piston{driver.config.name,
                        config.mass,
                        config.compliance,
                        config.resistance,
                        unknowns_.global(driver.structure_field, 0),
                        air_->pressure_force(driver.surface, driver.axis.direction)};
    for (auto &[unknown, weight] : piston.wetted_area)
      unknown = unknowns_.global(air_field_, unknown);
    add_lumped_piston(piston, problem_);
  }
  add_motor(driver);
}

void Model::add_shell(Driver &driver) {
  int rank = 0, n_ranks = 1;
  MPI_Comm_rank(communicator_, &rank);
  MPI_Comm_size(communicator_, &n_ranks);
  add_shell_terms(*driver.shell, diaphragm_properties(driver.config, config_.materials, *driver.shell),
                  unknowns_.numbering(driver.structure_field), rank, n_ranks, problem_);
  add_air_shell_coupling(*air_, unknowns_.numbering(air_field_), driver.surface, *driver.shell,
                         unknowns_.numbering(driver.structure_field), driver.config.name, problem_);
}

SparseVector Model::coil_weights(const Driver &driver) const {
  SparseVector weights = {{0, 1.0}};
  if (driver.shell)
    weights = driver.shell->mean_displacement(driver.shell->mesh().zone_index(driver.config.coil->zone),
                                              driver.axis.direction);
  for (auto &[unknown, weight] : weights)
    unknown = unknowns_.global(driver.structure_field, unknown);
  return weights;
}

void Model::add_motor(const Driver &driver) {
  const MotorConfig &config = driver.config.motor;
  LumpedMotor motor;
  motor.name = driver.config.name;
  motor.voltage = config_.source.voltage;
  motor.coil_resistance = config.resistance;
  motor.inductance = config.inductance;
  motor.eddy_resistance = config.lossy_resistance;
  motor.eddy_inductance = config.lossy_inductance;
  motor.force_factor = config.force_factor;
  motor.coil_displacement = coil_weights(driver);
  motor.current = unknowns_.global(driver.current_field, 0);
  motor.current_output = "coil_current." + driver.config.name.value;
  problem_.outputs.push_back(
      {"coil_displacement." + driver.config.name.value, one(), motor.coil_displacement});
  add_lumped_motor(motor, problem_);
}

/// All drivers hang in parallel on one plug.
void Model::add_source() {
  std::vector<Index> currents;
  for (const Driver &driver : drivers_)
    currents.push_back(unknowns_.global(driver.current_field, 0));
  add_shared_source(config_.source.output_impedance, currents, problem_);
}

SparseVector Model::mean_pressure(int surface) const {
  SparseVector mean = air_->mean_pressure(surface);
  for (auto &[unknown, weight] : mean)
    unknown = unknowns_.global(air_field_, unknown);
  return mean;
}

void Model::add_ear() {
  const int surface = air_->mesh().surface_index(config_.ear.surface);
  const Network ear("ear", ear_circuit_, {{"canal", "canal", mean_pressure(surface)}});
  ear.add_terms(problem_, unknowns_.numbering(ear_field_));
  problem_.outputs.push_back(ear.potential("eardrum", eardrum_node_, unknowns_.numbering(ear_field_)));
}

void Model::add_probes() {
  for (const ProbeConfig &probe : config_.probes)
    problem_.outputs.push_back(
        {"probe." + probe.name.value, one(), mean_pressure(air_->mesh().surface_index(probe.surface))});
}

std::vector<Complex> Model::node_pressures(std::span<const Complex> solution) const {
  std::vector<Complex> pressures;
  for (const Index unknown : air_->unknown_of_node())
    pressures.push_back(unknown == no_unknown ? 0.0 : solution[unknowns_.global(air_field_, unknown)]);
  return pressures;
}

std::vector<Complex> Model::shell_displacements(const Driver &driver,
                                                std::span<const Complex> solution) const {
  std::vector<Complex> displacements;
  for (std::size_t node = 0; node < driver.shell->n_nodes(); ++node)
    for (unsigned int component = 0; component < 3; ++component) {
      const Index unknown = driver.shell->unknowns(node)[component];
      displacements.push_back(
          unknown == no_unknown ? 0.0 : solution[unknowns_.global(driver.structure_field, unknown)]);
    }
  return displacements;
}

double Model::peak_excursion(const Driver &driver, std::span<const Complex> solution) const {
  if (!driver.shell)
    return std::sqrt(2.0) * std::abs(solution[unknowns_.global(driver.structure_field, 0)]);
  const std::vector<Complex> u = shell_displacements(driver, solution);
  double largest = 0;
  for (std::size_t k = 0; k < u.size(); k += 3) {
    Complex axial = 0;
    for (unsigned int component = 0; component < 3; ++component)
      axial += u[k + component] * driver.axis.direction[component];
    largest = std::max(largest, std::abs(axial));
  }
  return std::sqrt(2.0) * largest;
}

} // namespace earshot
