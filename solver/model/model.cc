#include "solver/model/model.h"

#include "solver/algebra/eigenproblem.h"
#include "solver/config/mesh_unit.h"
#include "solver/config/network_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/mesh/rim.h"
#include "solver/model/case_terms.h"
#include "solver/model/diaphragm_rest.h"
#include "solver/model/diaphragm_sections.h"
#include "solver/model/ear_wiring.h"
#include "solver/model/large_signal.h"
#include "solver/model/network_wiring.h"
#include "solver/model/prepare.h"
#include "solver/model/reaction.h"
#include "solver/model/shell_wiring.h"
#include "solver/model/static_state.h"
#include "solver/model/surface_tables.h"
#include "solver/model/thermoviscous_regions.h"
#include "solver/model/vents.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace earshot {

namespace {

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
  if (std::abs(1e-3 * radius - profile->radius()) < tolerance * profile->radius())
    throw UserError(
        driver.surface.where,
        fmt::format("surface '{}' of the mesh has the radius {:.4g} m, expected {:.4g} mm, the outer "
                    "radius of the diaphragm: the file is in millimetres, expected mesh.unit = \"mm\"",
                    driver.surface.value, radius, 1e3 * profile->radius()));
  if (std::abs(radius - profile->radius()) > tolerance * profile->radius())
    throw UserError(driver.surface.where,
                    fmt::format("surface '{}' of the mesh has the radius {:.4g} mm, expected {:.4g} mm, the "
                                "outer radius of the diaphragm; is it another surface, or mesh.unit wrong?",
                                driver.surface.value, 1e3 * radius, 1e3 * profile->radius()));
}

/// What to say when the surface in the mesh has another shape than the diaphragm on it: the volumes of air in
/// front and behind are then wrong.
std::string shape_warning(const DriverConfig &driver, const AirMesh &mesh, int surface,
                          const ShellAxis &axis) {
  const std::optional<Profile> profile = diaphragm_profile(driver);
  if (!profile)
    return "";
  double highest = 0, farthest = 0;
  for (const AirMesh::FacePair &pair : mesh.pairs)
    if (pair.surface == surface)
      for (const int vertex : pair.vertices) {
        const auto &x = mesh.nodes[vertex];
        const auto arm = dealii::Point<3>(x[0], x[1], x[2]) - axis.origin;
        const double height = arm * axis.direction;
        const double r = std::min((arm - height * axis.direction).norm(), profile->radius());
        highest = std::max(highest, std::abs(profile->height(r)));
        farthest = std::max(farthest, std::abs(height - profile->height(r)));
      }
  // A round rim cut by straight edges is off by less than the latter.
  if (farthest < 0.1 * highest + 0.02 * profile->radius())
    return "";
  return fmt::format(
      "surface '{}' of the mesh lies up to {:.3g} mm off the profile of driver '{}', which rises "
      "{:.3g} mm towards the ear: the air in front and behind has another volume than the "
      "diaphragm leaves; is it flat in the mesh, or turned round?",
      driver.surface.value, 1e3 * farthest, driver.name.value, 1e3 * highest);
}

/// In how many ways a driver's shell leaves its state by itself: negative eigenvalues of its stiffness.
/// Collective.
Index ways_out(const Driver &driver, const std::vector<MaterialConfig> &materials, MPI_Comm communicator) {
  Unknowns unknowns(communicator);
  const int field = unknowns.add_replicated_field(driver.config.name, driver.shell->n_unknowns());
  FrequencyProblem problem;
  problem.partition = unknowns.partition();
  add_diaphragm_terms(driver.config, materials, *driver.shell, driver.axis, "", unknowns.numbering(field),
                      communicator, problem);
  constexpr double omega = 2 * std::numbers::pi; // 1 Hz: motions of no stiffness don't count
  return eigenvalues_below(undamped_pencil(problem, 0, omega), -omega * omega);
}

const char *times(Index n) {
  return n == 1 ? "way" : "ways";
}

/// Static pressure may bend a diaphragm into waves around the axis, which the deflected state has none of.
/// Collective. @throws UserError
void require_no_waves(const Driver &driver, const std::vector<MaterialConfig> &materials,
                      MPI_Comm communicator) {
  if (const Index n = ways_out(driver, materials, communicator); n > 0)
    throw UserError(driver.config.diaphragm->pressure_difference.where,
                    fmt::format("found a static pressure under which \"{}\" buckles in {} {}; expected a "
                                "smaller one, or a stiffer diaphragm",
                                driver.config.name.value, n, times(n)));
}

/// Where tension along one direction comes with compression across it, a film may wrinkle: then its shell is
/// not in a stable equilibrium. Collective. @throws UserError naming the zone under the most compression
void require_no_wrinkles(const Driver &driver, const std::vector<MaterialConfig> &materials,
                         const DiaphragmRest &rest, MPI_Comm communicator) {
  const auto least = [](const DiaphragmRest::Zone &zone) {
    return std::min(zone.least_tension, zone.least_hoop_tension);
  };
  const auto worst = std::min_element(rest.zones.begin(), rest.zones.end(),
                                      [&](const auto &a, const auto &b) { return least(a) < least(b); });
  if (least(*worst) >= 0)
    return;
  if (const Index n = ways_out(driver, materials, communicator); n > 0) {
    const ZoneConfig &zone = driver.config.diaphragm->zones[worst - rest.zones.begin()];
    throw UserError(zone.name.where,
                    fmt::format("found a tension under which \"{}\" wrinkles in {} {}, with {:.3g} N/m at "
                                "most; expected less tension, or a zone that is stiffer",
                                zone.name.value, n, times(n), least(*worst)));
  }
}

} // namespace

Model::~Model() = default;

Model::Model(Case config, std::shared_ptr<const AirMesh> mesh, MPI_Comm communicator, const Model *like)
    : config_(std::move(config)), communicator_(communicator),
      air_properties_(earshot::air_properties(config_)), unknowns_(communicator) {
  if (mesh)
    declare_air(mesh);
  declare_drivers(like);
  declare_ear();
  declare_network();
  declare_housing();
  for (const DriverConfig &driver : config_.drivers)
    if (driver.large_signal)
      large_signal_curves(driver); // a faulty table is told before the solve
  problem_.partition = unknowns_.partition();
  problem_.blocks = unknowns_.blocks();

  for (const std::string &text : surface_table_warnings(config_))
    warnings_.push_back(text);
  if (mesh)
    choose_air_models();
  if (housing_)
    note_housing();
  const CaseFields fields = this->fields();
  add_case_terms(config_, facts_, &fields, problem_);
  note_rest_states();
}

CaseFields Model::fields() const {
  return {communicator_,  air_.get(), thermoviscous_, drivers_, unknowns_, air_field_, ear_field_,
          network_field_, -1,         housing(),      profiles_};
}

void Model::declare_air(const std::shared_ptr<const AirMesh> &mesh) {
  air_ = std::make_unique<AirSpace>(mesh, communicator_, thermoviscous_volumes(config_, *mesh),
                                    joined_surfaces(config_, *mesh));
  air_field_ = unknowns_.add_field("air", air_->n_owned());
  thermoviscous_ = declare_thermoviscous_regions(config_, *air_, unknowns_);
}

/// Losses of the volumes, and what coefficients need to know of the mesh.
void Model::choose_air_models() {
  losses_ = choose_losses(config_, air_->mesh(), air_properties_);
  for (const std::string &text : loss_warnings(losses_, config_))
    warnings_.push_back(text);
  for (const std::string &text : thermoviscous_warnings(config_, *air_, air_properties_))
    warnings_.push_back(text);
  facts_ = facts_of(*air_, drivers_);
  note_losses(losses_, air_properties_, facts_);
  make_profiles();
  note_passages(config_, *air_, facts_);
}

/// Diaphragms under static pressure or tension. @throws UserError for one that its state doesn't hold
void Model::note_rest_states() {
  for (const Driver &driver : drivers_)
    if (const auto state = static_state(driver.config, config_.materials)) {
      notes_.push_back(describe_pressures(driver.config, state->under));
      for (const std::string &text :
           stress_warnings(driver.config, state->under.stresses, "under its static pressure"))
        warnings_.push_back(text);
      require_no_waves(driver, config_.materials, communicator_);
    } else if (const auto rest = diaphragm_rest(driver.config, config_.materials)) {
      notes_.push_back(describe_rest(driver.config, *rest));
      for (const std::string &text : rest_warnings(driver.config, *rest))
        warnings_.push_back(text);
      require_no_wrinkles(driver, config_.materials, *rest, communicator_);
    }
}

void Model::declare_drivers(const Model *like) {
  const std::vector<double> frequencies = all_frequencies(config_);
  for (const DriverConfig &config : config_.drivers) {
    Driver driver;
    driver.config = config;
    driver.surface = air_->mesh().surface_index(config.surface);
    driver.axis = driver_axis(config, air_->mesh(), driver.surface);
    if (config.diaphragm) {
      require_same_radius(config, air_->mesh(), driver.surface, driver.axis);
      if (const auto text = shape_warning(config, air_->mesh(), driver.surface, driver.axis); !text.empty())
        warnings_.push_back(text);
      const auto division = like ? like->drivers().at(drivers_.size()).shell->mesh().division : std::nullopt;
      driver.shell = diaphragm_space(config, config_.materials, driver.axis, metres_per_unit(config_.mesh),
                                     frequencies.back(), division);
      driver.structure_field = unknowns_.add_replicated_field(config.name, driver.shell->n_unknowns());
    } else {
      driver.structure_field = unknowns_.add_replicated_field(config.name, 1);
    }
    driver.current_field = unknowns_.add_replicated_field(config.name.value + " current", 1);
    drivers_.push_back(std::move(driver));
  }
}

void Model::declare_ear() {
  if (!ends_surface(config_))
    return;
  const EarCircuit ear = ear_circuit(config_, air_properties_);
  warnings_.insert(warnings_.end(), ear.warnings.begin(), ear.warnings.end());
  const std::size_t unknowns = ear.circuit.nodes().size() + ear.circuit.branches().size() + 1;
  ear_field_ = unknowns_.add_replicated_field("ear", static_cast<Index>(unknowns));
}

void Model::declare_network() {
  if (!config_.network)
    return;
  const BuiltNetwork built = build_network(config_, air_properties_);
  warnings_.insert(warnings_.end(), built.warnings.begin(), built.warnings.end());
  notes_ = built.notes;
  notes_.push_back(describe_network(built.circuit));
  if (is_lumped(config_))
    warn_of_ear(built.ear);
  const std::size_t unknowns =
      built.circuit.nodes().size() + built.circuit.branches().size() + config_.network->ports.size();
  network_field_ = unknowns_.add_replicated_field("network", static_cast<Index>(unknowns));
}

void Model::warn_of_ear(const std::optional<EarEnd> &ear) {
  const std::vector<double> frequencies = all_frequencies(config_);
  if (!ear)
    warnings_.push_back("no ear.node: the response at an eardrum is not written");
  else if (frequencies.front() < ear->lowest_hz || frequencies.back() > ear->highest_hz)
    warnings_.push_back(fmt::format("the ear \"{}\" is meant for {} to {}, the sweep goes from {} to {}",
                                    config_.ear.model.value, frequency_text(ear->lowest_hz),
                                    frequency_text(ear->highest_hz), frequency_text(frequencies.front()),
                                    frequency_text(frequencies.back())));
}

void Model::declare_housing() {
  if (!housing_moves(config_))
    return;
  housing_ = moving_housing(config_, *air_);
  std::size_t bodies = 1;
  if (config_.housing->is_elastic()) {
    housing_->elastic = elastic_walls(config_, *air_, housing_->boundary, housing_->motions, drivers_,
                                      all_frequencies(config_).back());
    housing_->elastic->field =
        unknowns_.add_replicated_field("housing walls", housing_->elastic->shell->n_unknowns());
    bodies = housing_->elastic->n_patches();
  }
  housing_->field =
      unknowns_.add_replicated_field("housing", static_cast<Index>(RigidMotions::number * bodies));
}

/// @throws UserError for a housing that weighs less than what moves in it
void Model::note_housing() {
  double moving = 0;
  for (std::size_t k = 0; k < drivers_.size(); ++k)
    moving += driver_moving_mass(config_, facts_, k);
  const HousingConfig &housing = *config_.housing;
  double mass = housing.mass, walls = 0;
  if (const ElasticWalls *elastic = housing_->elastic.get()) {
    const std::vector<WallZone> zones = wall_zones(housing, config_.materials);
    notes_.push_back(describe_walls(*elastic, zones));
    for (std::size_t zone = 0; zone < zones.size(); ++zone)
      walls += zones[zone].section.mass * elastic->shell->area(static_cast<int>(zone));
    if (mass == 0) // of walls and what moves
      return;
    if (drivers_.empty() && housing.movers.empty())
      throw UserError(housing.mass.where,
                      "found mass beside elastic walls in a case without a driver that it "
                      "could sit at, expected the walls' own alone");
  } else {
    const RigidBody body = rigid_body(housing, this->housing(), {});
    notes_.push_back(describe_housing(*housing_, body));
    mass = body.weight * body.amount;
  }
  if (!(walls + moving < mass))
    throw UserError(housing.mass.where,
                    walls > 0
                        ? fmt::format("found a housing of {:.4g} g, expected more than the {:.4g} g of its "
                                      "walls and the {:.4g} g that move in it",
                                      1e3 * mass, 1e3 * walls, 1e3 * moving)
                        : fmt::format("found a housing of {:.4g} g, expected more than the {:.4g} g that "
                                      "move in it",
                                      1e3 * mass, 1e3 * moving));
}

/// @throws UserError for a sequential volume without walls
void Model::make_profiles() {
  AirModel model = air_model(config_, air_properties_, facts_);
  try {
    add_profiles(*air_, losses_.band, model);
  } catch (const std::invalid_argument &) {
    const auto stated =
        std::find_if(config_.volumes.begin(), config_.volumes.end(), [](const VolumeConfig &volume) {
          return volume.model.value == VolumeModel::sequential;
        });
    throw UserError(stated->model.where,
                    "found \"sequential\" for air that no wall bounds, expected a volume with "
                    "walls that air sticks to");
  }
  facts_.profile_rates = model.sequential.rates;
  profiles_ = model.sequential.profiles;
}

std::vector<Complex> Model::node_pressures(std::span<const Complex> solution) const {
  std::vector<Complex> pressures;
  for (const Index unknown : air_->unknown_of_node())
    pressures.push_back(unknown == no_unknown ? 0.0 : solution[unknowns_.global(air_field_, unknown)]);
  if (thermoviscous_.space)
    thermoviscous_.add_node_pressures(unknowns_, solution, pressures);
  return pressures;
}

std::vector<Complex> Model::displacements(const ShellSpace &shell, int field,
                                          std::span<const Complex> solution) const {
  std::vector<Complex> displacements;
  for (std::size_t node = 0; node < shell.n_nodes(); ++node)
    for (unsigned int component = 0; component < 3; ++component) {
      const Index unknown = shell.unknowns(node)[component];
      displacements.push_back(unknown == no_unknown ? 0.0 : solution[unknowns_.global(field, unknown)]);
    }
  return displacements;
}

std::vector<Complex> Model::shell_displacements(const Driver &driver,
                                                std::span<const Complex> solution) const {
  return displacements(*driver.shell, driver.structure_field, solution);
}

std::vector<Complex> Model::wall_displacements(std::span<const Complex> solution) const {
  return displacements(*housing_->elastic->shell, housing_->elastic->field, solution);
}

} // namespace earshot
