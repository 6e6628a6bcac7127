#include "solver/model/case_terms.h"

#include "solver/config/network_check.h"
#include "solver/model/air_losses.h"
#include "solver/model/ear_wiring.h"
#include "solver/model/housing_terms.h"
#include "solver/model/network_parts.h"
#include "solver/model/network_wiring.h"
#include "solver/model/outside.h"
#include "solver/model/prepare.h"
#include "solver/model/reaction.h"
#include "solver/model/shell_wiring.h"
#include "solver/model/vents.h"
#include "solver/physics/acoustics/openings.h"
#include "solver/physics/coupling/air_structure.h"
#include "solver/physics/network/network.h"
#include "solver/physics/thermoviscous/thermoviscous_terms.h"
#include "solver/physics/transducers/lumped_motor.h"
#include "solver/physics/transducers/lumped_piston.h"

namespace earshot {

namespace {

const std::string network_region = "network";

Coefficient one() {
  return {"1", [](double) { return Complex(1.0); }};
}

/// Numbers and vectors of unknowns are placeholders where there are no fields: an outline doesn't ask for
/// them.
class CaseTerms {
public:
  CaseTerms(const Case &config, const MeshFacts &facts, const CaseFields *fields, ProblemBuilder problem)
      : config_(config), facts_(facts), fields_(fields), problem_(problem), air_(air_properties(config)) {}

  void add() {
    if (!is_lumped(config_))
      add_air();
    add_thermoviscous();
    for (std::size_t k = 0; k < config_.drivers.size(); ++k)
      add_driver(k);
    if (config_.network)
      add_network();
    else
      add_source();
    if (ends_surface(config_))
      add_ear();
    add_openings();
    add_meshed_vents();
    if (housing_moves(config_))
      housing().add_body();
    for (const ProbeConfig &probe : config_.probes)
      if (!probe.surface.value.empty())
        problem_.add_output({QuantityKind::probe_pressure, probe.name}, one(),
                            [&] { return mean_pressure(probe.surface); });
  }

private:
  void add_air();
  void add_thermoviscous();
  void add_thermoviscous(const std::string &volume);
  void add_driver(std::size_t k);
  void add_piston(std::size_t k);
  void add_shell(std::size_t k);
  void add_motor(std::size_t k);
  void add_excursion(std::size_t k);
  void add_reaction(std::size_t k);
  void add_source();
  void add_ear();
  void add_network();
  void add_openings();
  void add_meshed_vents();
  void add_lumped_vents(const Network &network, bool is_ear, const std::function<Index(Index)> &numbers);
  void add_opening_velocity(const Network &network, const ExteriorSource &source,
                            const std::function<Index(Index)> &numbers);
  void add_exterior_sources(const Network &network, const std::vector<ExteriorSource> &exterior_sources,
                            const std::function<Index(Index)> &numbers);
  void add_terminals(const Network &network, const std::function<Index(Index)> &numbers);

  HousingTerms housing() const { return {config_, facts_, fields_, problem_}; }
  const Driver &driver(std::size_t k) const { return fields_->drivers[k]; }
  Index current(std::size_t k) const {
    return fields_ ? fields_->unknowns.global(driver(k).current_field, 0) : 0;
  }
  std::function<Index(Index)> numbering(int field) const { return fields_->unknowns.numbering(field); }
  SparseVector numbered(SparseVector vector, const std::function<Index(Index)> &numbers) const;
  SparseVector numbered(SparseVector vector, int field) const {
    return numbered(std::move(vector), numbering(field));
  }
  SparseVector mean_pressure(const std::string &surface) const;
  SparseVector coil_weights(std::size_t k) const;

  const Case &config_;
  const MeshFacts &facts_;
  const CaseFields *fields_;
  ProblemBuilder problem_;
  AirProperties air_;
};

/// The same by global numbers.
SparseVector CaseTerms::numbered(SparseVector vector, const std::function<Index(Index)> &numbers) const {
  for (auto &[unknown, weight] : vector)
    unknown = numbers(unknown);
  return vector;
}

SparseVector CaseTerms::mean_pressure(const std::string &surface) const {
  if (!fields_)
    return {};
  return numbered(fields_->air->mean_pressure(fields_->air->mesh().surface_index(surface)),
                  fields_->air_numbers());
}

SparseVector CaseTerms::coil_weights(std::size_t k) const {
  if (!fields_)
    return {};
  const Driver &driver = this->driver(k);
  SparseVector weights = {{0, 1.0}};
  if (driver.shell)
    weights = driven_displacement(driver.config, *driver.shell, driver.axis);
  return numbered(std::move(weights), driver.structure_field);
}

void CaseTerms::add_air() {
  const AirMatrices matrices =
      fields_ ? AirMatrices(*fields_->air, fields_->unknowns.partition(), fields_->air_numbers())
              : AirMatrices(facts_);
  AirModel model = air_model(config_, air_, facts_);
  if (fields_)
    model.sequential.profiles = fields_->profiles;
  add_air_terms(matrices, model, problem_);
}

void CaseTerms::add_thermoviscous() {
  bool any = false;
  for (const VolumeConfig &volume : config_.volumes)
    if (volume.model.value == VolumeModel::thermoviscous) {
      add_thermoviscous(volume.name);
      any = true;
    }
  if (any)
    add_joint_layers(
        air_, [&] { return joint_layers(*fields_->air, fields_->air_numbers(), problem_.partition()); },
        problem_);
}

void CaseTerms::add_thermoviscous(const std::string &name) {
  const auto volume = [&] { return fields_->air->mesh().volume_index(name); };
  const auto numbers = [&] { return fields_->thermoviscous.numbering(fields_->unknowns, fields_->drivers); };
  const auto matrices = [&] {
    return thermoviscous_matrices(*fields_->thermoviscous.space, volume(), numbers(), problem_.partition());
  };
  const auto interface = [&] {
    return thermoviscous_interface(*fields_->thermoviscous.space, volume(), numbers(), fields_->air_numbers(),
                                   problem_.partition());
  };
  add_thermoviscous_terms(name, air_, matrices, interface, problem_);
}

void CaseTerms::add_driver(std::size_t k) {
  if (config_.drivers[k].diaphragm)
    add_shell(k);
  else
    add_piston(k);
  add_motor(k);
  add_excursion(k);
  if (asks_for_housing_force(config_))
    add_reaction(k);
  if (housing_moves(config_))
    housing().add_driver(k);
}

void CaseTerms::add_piston(std::size_t k) {
  const PistonConfig &config = *config_.drivers[k].piston;
  LumpedPiston piston{config_.drivers[k].name,
                      config.mass,
                      config.compliance,
                      config.resistance,
                      0,
                      {},
                      qualifier_of(config_.drivers[k], config_)};
  if (fields_) {
    piston.displacement = fields_->unknowns.global(driver(k).structure_field, 0);
    piston.wetted_area = numbered(fields_->air->pressure_force(driver(k).surface, driver(k).axis.direction),
                                  fields_->air_numbers());
  }
  add_lumped_piston(piston, problem_);
}

void CaseTerms::add_shell(std::size_t k) {
  const DriverConfig &config = config_.drivers[k];
  const std::string qualifier = qualifier_of(config, config_);
  if (fields_)
    add_diaphragm_terms(config, config_.materials, *driver(k).shell, driver(k).axis, qualifier,
                        numbering(driver(k).structure_field), fields_->communicator, problem_);
  else
    add_diaphragm_terms(config, config_.materials, facts_.diaphragms.at(k), qualifier, problem_);
  const auto coupling = [&] {
    return air_shell_coupling(*fields_->air, fields_->air_numbers(), driver(k).surface, *driver(k).shell,
                              numbering(driver(k).structure_field), fields_->unknowns.partition());
  };
  add_air_shell_coupling(config.name, coupling, problem_);
}

void CaseTerms::add_motor(std::size_t k) {
  const DriverConfig &config = config_.drivers[k];
  LumpedMotor motor = motor_of(config_, config);
  motor.coil_displacement = coil_weights(k);
  motor.current = current(k);
  problem_.add_output({QuantityKind::coil_displacement, config.name}, one(),
                      [&] { return motor.coil_displacement; });
  if (config.large_signal && has_area_law(*config.large_signal))
    problem_.add_output({QuantityKind::pressure_jump, config.name}, one(), [&] {
      SparseVector jump = fields_->air->pressure_jump(fields_->air->mesh().surface_index(config.surface));
      for (auto &[unknown, area] : jump) // of both sides
        area /= facts_.surface_area(config.surface) / 2;
      return numbered(jump, fields_->air_numbers());
    });
  add_lumped_motor(motor, problem_);
}

/// The axial displacement of every node of the diaphragm.
void CaseTerms::add_excursion(std::size_t k) {
  problem_.add_monitor({QuantityKind::excursion, config_.drivers[k].name}, one(), [&] {
    const Driver &driver = this->driver(k);
    if (!driver.shell)
      return std::vector<SparseVector>{numbered({{0, 1.0}}, driver.structure_field)};
    std::vector<SparseVector> rows;
    for (std::size_t node = 0; node < driver.shell->n_nodes(); ++node) {
      SparseVector row;
      for (unsigned int component = 0; component < 3; ++component)
        if (const Index unknown = driver.shell->unknowns(node)[component]; unknown != no_unknown)
          row.emplace_back(unknown, driver.axis.direction[component]);
      if (!row.empty())
        rows.push_back(numbered(std::move(row), driver.structure_field));
    }
    return rows;
  });
}

void CaseTerms::add_reaction(std::size_t k) {
  const DriverConfig &config = config_.drivers[k];
  const auto add = [&](const MovingMass &moving) {
    problem_.add_output(
        {QuantityKind::reaction, config.name, moving.part},
        {"w^2 m", [mass = moving.mass](double omega) { return Complex(omega * omega * mass); }}, [&] {
          SparseVector displacement = numbered(moving.displacement(), driver(k).structure_field);
          if (!housing_moves(config_))
            return displacement;
          for (const auto &entry : housing().along_axis(k, moving.extent))
            displacement.push_back(entry);
          return displacement;
        });
  };
  if (config.diaphragm)
    for (const MovingMass &moving :
         moving_masses(config, config_.materials, facts_.diaphragms.at(k),
                       fields_ ? driver(k).shell.get() : nullptr, fields_ ? driver(k).axis : ShellAxis{}))
      add(moving);
  else
    add({"piston", config.piston->mass, [] { return SparseVector{{0, 1.0}}; }});
}

/// All drivers hang in parallel on one plug.
void CaseTerms::add_source() {
  if (config_.drivers.empty())
    return;
  std::vector<Index> currents;
  for (std::size_t k = 0; k < config_.drivers.size(); ++k)
    currents.push_back(current(k));
  add_shared_source(config_.source.output_impedance, currents, problem_);
}

void CaseTerms::add_ear() {
  const EarCircuit circuit = ear_circuit(config_, air_);
  const Network ear("ear", circuit.circuit, {{"canal", "canal", mean_pressure(config_.ear.surface)}});
  const std::function<Index(Index)> numbers =
      fields_ ? numbering(fields_->ear_field) : [](Index k) { return k; };
  ear.add_terms(problem_, numbers);
  const Output eardrum = ear.potential({QuantityKind::eardrum_pressure}, circuit.eardrum_node, numbers);
  problem_.add_output(eardrum.quantity, eardrum.coefficient, [&] { return eardrum.vector; });
  if (housing_moves(config_))
    housing().add_tip(ear, "canal", numbers);
  add_lumped_vents(ear, true, numbers);
  add_exterior_sources(ear, circuit.exterior_sources, numbers);
}

void CaseTerms::add_network() {
  const BuiltNetwork built = build_network(config_, air_);
  std::vector<Port> ports;
  for (const NetworkPortConfig &port : config_.network->ports)
    ports.push_back({port.surface, port.node, mean_pressure(port.surface)});
  const Network network(network_region, built.circuit, ports);
  const std::function<Index(Index)> numbers =
      fields_ ? numbering(fields_->network_field) : [](Index k) { return k; };
  network.add_terms(problem_, numbers);
  const auto add = [this](const Output &output) {
    problem_.add_output(output.quantity, output.coefficient, [&] { return output.vector; });
  };
  if (!built.source.empty())
    add(network.flow({QuantityKind::source_current, "plug"}, built.source, -1, numbers));
  if (built.ear)
    add(network.potential({QuantityKind::eardrum_pressure}, built.ear->pressure_node, numbers));
  for (const ProbeConfig &probe : config_.probes)
    if (!probe.node.value.empty())
      add(network.potential({QuantityKind::probe_pressure, probe.name}, probe.node, numbers));
  if (housing_moves(config_))
    housing().add_movers(network, built.drivers, numbers);
  if (housing_moves(config_) && built.ear)
    housing().add_tip(network, config_.ear.node, numbers);
  add_lumped_vents(network, false, numbers);
  add_exterior_sources(network, built.exterior_sources, numbers);
  for (const LumpedDriver &driver : built.drivers) // a mechanical node's unknown is its displacement
    problem_.add_monitor({QuantityKind::excursion, driver.name}, one(), [&] {
      return std::vector<SparseVector>{{{numbers(network.node_unknown(diaphragm_node(driver.name))), 1.0}}};
    });
  add_terminals(network, numbers);
}

/// What a pressure outside does to the right-hand side, as outputs: the response to it is theirs of the
/// adjoint of an eardrum, as the matrix is symmetric. An ordinary response has no use for them.
void CaseTerms::add_openings() {
  for (const SurfaceConfig &surface : config_.surfaces) {
    if (surface.model.value != SurfaceModel::opening)
      continue;
    const double area = facts_.surface_area(surface.name);
    const Coefficient law = opening_coefficient(surface, air_, area);
    problem_.add_monitor(
        {QuantityKind::opening_velocity, surface.name},
        {"i w (" + law.symbol + ")", [=](double omega) { return Complex(0, omega) * law.value(omega); }},
        [&] { return std::vector<SparseVector>{mean_pressure(surface.name)}; });
    if (!asks_for_isolation(config_))
      continue;
    problem_.add_output({QuantityKind::exterior_load, surface.name},
                        {"S (" + law.symbol + ")", [=](double omega) { return area * law.value(omega); }},
                        [&] { return mean_pressure(surface.name); });
  }
}

/// Loads of a balance with the vents' laws, too; see Vent.
void CaseTerms::add_meshed_vents() {
  for (const LoudVentConfig &vent : config_.vents) {
    if (!vent.element.value.empty())
      continue;
    problem_.add_output(
        {QuantityKind::vent_displacement, vent.name()},
        vent_coefficient(vent, air_model(config_, air_, facts_)),
        [&] { return numbered(vent_functional(vent, config_, *fields_->air), fields_->air_numbers()); });
  }
}

/// The [leak] is a part of the ear's circuit, or of the network that the ear is in.
void CaseTerms::add_lumped_vents(const Network &network, bool is_ear,
                                 const std::function<Index(Index)> &numbers) {
  for (const LoudVentConfig &vent : config_.vents) {
    const bool here = vent.is_leak() ? is_ear == ends_surface(config_) : !is_ear;
    if (vent.element.value.empty() || !here)
      continue;
    try {
      const Output output =
          network.volume_displacement({QuantityKind::vent_displacement, vent.element}, vent.element, numbers);
      problem_.add_output(output.quantity, output.coefficient, [&] { return output.vector; });
    } catch (const std::invalid_argument &error) {
      throw UserError(vent.element.where, error.what());
    }
  }
}

void CaseTerms::add_exterior_sources(const Network &network,
                                     const std::vector<ExteriorSource> &exterior_sources,
                                     const std::function<Index(Index)> &numbers) {
  for (const ExteriorSource &source : exterior_sources) {
    if (source.area > 0)
      add_opening_velocity(network, source, numbers);
    if (!asks_for_isolation(config_))
      continue;
    const Load load = network.flow_source(source.name, source.node, source.strength, numbers);
    problem_.add_output({QuantityKind::exterior_load, source.name}, load.coefficient,
                        [&] { return load.vector; });
  }
}

void CaseTerms::add_opening_velocity(const Network &network, const ExteriorSource &source,
                                     const std::function<Index(Index)> &numbers) {
  const Output pressure = network.potential({QuantityKind::node, source.node}, source.node, numbers);
  problem_.add_monitor({QuantityKind::opening_velocity, source.name},
                       {"(" + source.strength.symbol + ")/S",
                        [=, admittance = source.strength.value, area = source.area](double omega) {
                          return pressure.coefficient.value(omega) * admittance(omega) / area;
                        }},
                       [&] { return std::vector<SparseVector>{pressure.vector}; });
}

/// A coil's current leaves its positive terminal's node, whose lambda = V/(i w) stands in the current's row.
void CaseTerms::add_terminals(const Network &network, const std::function<Index(Index)> &numbers) {
  for (std::size_t k = 0; k < config_.drivers.size(); ++k) {
    std::string plus = config_.network->plug, minus = Circuit::ground;
    for (const NetworkTerminalConfig &terminal : config_.network->terminals)
      if (terminal.driver.value == config_.drivers[k].name.value)
        plus = terminal.plus, minus = terminal.minus;
    const auto assemble = [&] {
      MatrixBuilder builder(problem_.partition());
      int rank = 0;
      MPI_Comm_rank(problem_.partition().communicator, &rank);
      for (const auto &[node, sign] : {std::pair(plus, 1.0), std::pair(minus, -1.0)})
        if (rank == 0 && node != Circuit::ground)
          builder.add_symmetric(current(k), numbers(network.node_unknown(node)), sign);
      return builder.finish();
    };
    problem_.add_term("terminals", config_.drivers[k].name, one(), "", assemble, plus + ", " + minus);
  }
}

} // namespace

std::function<Index(Index)> CaseFields::air_numbers() const {
  const auto nodes = unknowns.numbering(air_field);
  if (surplus_field < 0)
    return nodes;
  return [nodes, surplus = unknowns.numbering(surplus_field), n_nodes = air->n_unknowns()](Index i) {
    return i < n_nodes ? nodes(i) : surplus(i - n_nodes);
  };
}

Quantity network_node(const std::string &node) {
  return {QuantityKind::node, network_region, node};
}

LumpedMotor motor_of(const Case &config, const DriverConfig &driver) {
  LumpedMotor motor;
  motor.name = driver.name;
  motor.qualifier = qualifier_of(driver, config);
  motor.voltage = config.network ? 0.0 : config.source.voltage.value; // else the network drives it
  motor.coil_resistance = driver.motor.resistance;
  motor.inductance = driver.motor.inductance;
  motor.eddy_resistance = driver.motor.lossy_resistance;
  motor.eddy_inductance = driver.motor.lossy_inductance;
  motor.impedance = driver.motor.blocked_impedance;
  motor.force_factor = driver.motor.force_factor;
  motor.current_output = {config.network ? QuantityKind::coil_current : QuantityKind::source_current,
                          driver.name};
  return motor;
}

MeshFacts facts_of(const AirSpace &air, const std::vector<Driver> &drivers) {
  MeshFacts facts;
  facts.volumes = air.mesh().volumes;
  facts.surfaces = air.mesh().surfaces;
  for (std::size_t surface = 0; surface < facts.surfaces.size(); ++surface)
    facts.surface_areas.push_back(air.area(static_cast<int>(surface)));
  for (const Driver &driver : drivers)
    facts.diaphragms.push_back(driver.shell ? zones_of(*driver.shell) : std::vector<MeshFacts::Zone>());
  return facts;
}

void add_case_terms(const Case &config, const MeshFacts &facts, const CaseFields *fields,
                    ProblemBuilder problem) {
  CaseTerms(config, facts, fields, problem).add();
}

CoefficientFunctions coefficient_functions(const Case &config, const MeshFacts &facts) {
  ProblemOutline outline;
  add_case_terms(config, facts, nullptr, outline);
  return std::move(outline.functions);
}

} // namespace earshot
