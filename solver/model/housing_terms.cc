#include "solver/model/housing_terms.h"

#include "solver/model/air_losses.h"
#include "solver/model/outside.h"
#include "solver/model/prepare.h"
#include "solver/model/reaction.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/housing/wall_drag.h"

#include <algorithm>

namespace earshot {

HousingTerms::HousingTerms(const Case &config, const MeshFacts &facts, const CaseFields *fields,
                           ProblemBuilder problem)
    : config_(config), facts_(facts), fields_(fields), problem_(problem), air_(air_properties(config)) {}

RigidBase HousingTerms::base(std::size_t patch) const {
  if (!fields_)
    return {};
  const MovingHousing &housing = *fields_->housing;
  RigidBase base{housing.motions, {}};
  if (const ElasticWalls *walls = housing.elastic.get())
    base.motions = walls->patch(patch).motions;
  else
    patch = 0; // all are fast to one body
  for (int k = 0; k < RigidMotions::number; ++k)
    base.numbers[k] =
        fields_->unknowns.global(housing.field, static_cast<Index>(patch * RigidMotions::number + k));
  return base;
}

/// Of walls and the metal of drivers with bodies, and of air and cloths that these take along.
MotionAt HousingTerms::motion_of_all() const {
  if (!is_elastic())
    return motion_of_body(base(0).motions, base(0).numbers);
  const ElasticWalls &walls = *fields_->housing->elastic;
  std::vector<MotionAt> of_drivers;
  for (std::size_t k = 0; k < config_.drivers.size(); ++k)
    of_drivers.push_back(motion_of_body(base_of_driver(k).motions, base_of_driver(k).numbers));
  return [of_drivers, of_walls = motion_of_walls(*walls.shell, fields_->unknowns.numbering(walls.field)),
          &metal = walls.metal](const dealii::Point<3> &x) {
    const int driver = metal.driver_at(x);
    return driver < 0 ? of_walls(x) : of_drivers[driver](x);
  };
}

/// The k-th of the six motions of the housing, in the mean over elastic walls.
SparseVector HousingTerms::motion(int k) const {
  if (!is_elastic())
    return {{base(0).numbers[k], 1.0}};
  const ElasticWalls &walls = *fields_->housing->elastic;
  SparseVector entries = walls.mean[k];
  for (auto &[unknown, weight] : entries)
    unknown = fields_->unknowns.global(walls.field, unknown);
  return entries;
}

/// The motion of its centre towards the eardrum.
SparseVector HousingTerms::towards_the_eardrum() const {
  const dealii::Tensor<1, 3> direction =
      unit_direction(config_.housing->direction, dealii::Tensor<1, 3>({0, 0, 1}));
  SparseVector entries;
  for (int axis = 0; axis < 3; ++axis)
    for (const auto &[unknown, weight] : motion(axis))
      if (direction[axis] != 0)
        entries.emplace_back(unknown, direction[axis] * weight);
  return entries;
}

SparseVector HousingTerms::along_axis(std::size_t k, double factor) const {
  const ShellAxis &axis = driver(k).axis;
  const RigidBase base = base_of_driver(k);
  return motion_of_body(base.motions, base.numbers)(axis.origin).along(factor * axis.direction);
}

void HousingTerms::add_driver(std::size_t k) {
  const DriverConfig &config = config_.drivers[k];
  const std::string qualifier = qualifier_of(config, config_);
  if (config.diaphragm)
    return add_diaphragm_on_base(
        config, config_.materials, facts_.diaphragms.at(k), fields_ ? driver(k).shell.get() : nullptr,
        fields_ ? driver(k).axis : ShellAxis{}, qualifier,
        fields_ ? fields_->unknowns.numbering(driver(k).structure_field) : nullptr, base_of_driver(k),
        fields_ ? fields_->communicator : MPI_COMM_SELF, problem_);
  problem_.add_term(
      "mass on the housing", config.name,
      {"-w^2 Mms", [mass = config.piston->mass.value](double w) { return Complex(-w * w * mass); }}, "", [&] {
        return housing_row(fields_->unknowns.global(driver(k).structure_field, 0), along_axis(k, 1),
                           problem_.partition());
      });
}

void HousingTerms::add_body() {
  if (is_elastic())
    add_elastic();
  else
    add_rigid();
  add_openings();
  add_drag();
  add_outputs();
}

void HousingTerms::add_rigid() {
  add_rigid_body(rigid_body(*config_.housing, fields_ ? fields_->housing : nullptr, base(0).numbers),
                 problem_);
  add_pressure_on_housing(
      "housing",
      [&] {
        return air_housing_coupling(
            *fields_->air, fields_->air_numbers(),
            [&](const AirSpace::Face &face) { return fields_->housing->moves(face); }, motion_of_all(),
            problem_.partition());
      },
      problem_);
}

/// Whether a face is on a driver's surface, which moves with the driver's frame.
bool HousingTerms::is_of_a_driver(const AirSpace::Face &face) const {
  return std::any_of(fields_->drivers.begin(), fields_->drivers.end(),
                     [&](const Driver &driver) { return driver.surface == face.surface; });
}

/// The shell, what is bonded to it, and the air's pressure on both.
void HousingTerms::add_elastic() {
  int rank = 0, n_ranks = 1;
  if (fields_) {
    MPI_Comm_rank(fields_->communicator, &rank);
    MPI_Comm_size(fields_->communicator, &n_ranks);
  }
  const ElasticWalls *walls = fields_ ? fields_->housing->elastic.get() : nullptr;
  const std::vector<WallZone> zones = wall_zones(*config_.housing, config_.materials);
  std::vector<ShellSection> sections;
  for (const WallZone &zone : zones)
    sections.push_back(zone.section);
  add_shell_terms(walls ? ShellMatrices(*walls->shell, fields_->unknowns.numbering(walls->field), rank,
                                        n_ranks, problem_.partition())
                        : ShellMatrices(names_of(zones)),
                  ShellProperties{std::move(sections), {}}, problem_);
  add_patches();
  add_pressure_on_housing(
      "housing",
      [&] {
        const auto moves = [&](const AirSpace::Face &face) {
          return fields_->housing->moves(face) && !is_of_a_driver(face);
        };
        return air_housing_coupling(*fields_->air, fields_->air_numbers(), moves, motion_of_all(),
                                    problem_.partition());
      },
      problem_);
  for (std::size_t k = 0; k < config_.drivers.size(); ++k)
    add_pressure_on_housing(
        config_.drivers[k].name,
        [&] {
          const RigidBase base = base_of_driver(k);
          return air_housing_coupling(
              *fields_->air, fields_->air_numbers(),
              [&](const AirSpace::Face &face) { return face.surface == driver(k).surface; },
              motion_of_body(base.motions, base.numbers), problem_.partition());
        },
        problem_);
}

/// Bonds, supports and masses of the rigid patches on elastic walls.
void HousingTerms::add_patches() {
  const HousingConfig &housing = *config_.housing;
  const Complex stiffness = bond_stiffness(housing, config_.materials);
  const auto bond = [&](const std::string &name, std::size_t patch) {
    add_housing_bond(
        stiffness, name,
        [&] {
          const RigidBase base = this->base(patch);
          const ElasticWalls &walls = *fields_->housing->elastic;
          return bond_square(
              *fields_->air,
              [&](const AirSpace::Face &face) {
                return walls.faces.count({face.cell, face.face}) > 0;
              },
              walls.patch(patch).bond,
              relative_motion(motion_of_all(), motion_of_body(base.motions, base.numbers)),
              problem_.partition());
        },
        problem_);
  };
  std::size_t patch = 0;
  for (const DriverConfig &driver : config_.drivers)
    bond(driver.name, patch++);
  for (const HousingSupportConfig &support : housing.supports)
    bond(support.name, patch++);
  for (const HousingMoverConfig &mover : housing.movers)
    bond(mover.element, patch++);
  const std::vector<RigidSupport> supports =
      rigid_supports(housing, fields_ ? fields_->housing->motions : RigidMotions());
  for (std::size_t k = 0; k < supports.size(); ++k) {
    RigidSupport support = supports[k];
    if (housing.supports[k].position.empty()) // of a surface, at its middle
      support.position = base_of_support(k).motions.centre;
    add_support(support, base_of_support(k).motions, base_of_support(k).numbers, problem_);
  }
  add_patch_masses();
}

/// What the earphone weighs beyond its walls sits at the drivers and movers in equal parts, at a driver
/// evenly on its surface; without a stated mass a driver's moving parts do.
void HousingTerms::add_patch_masses() {
  const HousingConfig &housing = *config_.housing;
  const double bodies = static_cast<double>(config_.drivers.size() + housing.movers.size());
  const auto add = [&](const RigidBase &base, const WallBody &surface, const char *symbol, double weight,
                       double amount) {
    RigidBody body;
    body.motions = base.motions;
    body.numbers = base.numbers;
    body.symbol = symbol;
    body.weight = weight;
    body.amount = amount;
    if (surface.area > 0)
      body.spread = surface.inertia * (amount / surface.area);
    add_rigid_body(body, problem_);
  };
  const std::vector<WallZone> zones = wall_zones(housing, config_.materials);
  const auto add_share = [&](const RigidBase &base, const WallBody &surface) {
    add(base, surface, "m", housing.mass, 1 / bodies);
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      const double area = fields_ ? fields_->housing->elastic->shell->area(static_cast<int>(zone)) : 0;
      add(base, surface, "-rho t", -zones[zone].section.mass, area / bodies);
    }
  };
  for (std::size_t k = 0; k < config_.drivers.size(); ++k) {
    const WallBody surface = fields_ ? fields_->housing->elastic->drivers[k].body : WallBody();
    if (housing.mass.value > 0)
      add_share(base_of_driver(k), surface);
    else
      add(base_of_driver(k), surface, "m", driver_moving_mass(config_, facts_, k), 1);
  }
  for (std::size_t k = 0; housing.mass.value > 0 && k < housing.movers.size(); ++k)
    add_share(base_of_mover(k), {});
}

void HousingTerms::add_outputs() {
  const HousingConfig &config = *config_.housing;
  const Coefficient one{"1", [](double) { return Complex(1); }};
  for (int k = 0; k < RigidMotions::number; ++k)
    problem_.add_output(housing_motion(k), one, [&] { return motion(k); });
  for (const HousingPointConfig &point : config.points)
    for (int axis = 0; is_elastic() && axis < 3; ++axis)
      problem_.add_output(housing_point_motion(point.name, axis), one, [&] {
        dealii::Tensor<1, 3> direction;
        direction[axis] = 1;
        return motion_of_all()(housing_point(point.position, {})).along(direction);
      });
  if (asks_for_isolation(config_) && config.outer_area.value > 0)
    problem_.add_output({QuantityKind::exterior_load, "housing"},
                        {"S_outer", [area = config.outer_area.value](double) { return Complex(area); }},
                        [&] { return towards_the_eardrum(); });
}

void HousingTerms::add_openings() {
  for (const SurfaceConfig &surface : config_.surfaces) {
    if (surface.model.value != SurfaceModel::opening)
      continue;
    const OpeningOnHousing opening = opening_on_housing(surface, air_, facts_.surface_area(surface.name));
    const auto moves = [&](const AirSpace::Face &face) {
      const std::vector<std::string> &at_rest = fields_->housing->volumes_at_rest;
      return fields_->air->mesh().surfaces[face.surface] == surface.name.value &&
             std::count(at_rest.begin(), at_rest.end(), fields_->air->mesh().volumes[face.volume]) == 0;
    };
    add_opening_on_housing(
        surface.name, opening.share, opening.outside,
        [&] {
          return air_housing_coupling(*fields_->air, fields_->air_numbers(), moves, motion_of_all(),
                                      problem_.partition());
        },
        [&] { return normal_motion(*fields_->air, moves, motion_of_all(), problem_.partition()); }, problem_);
  }
}

/// Walls that slide along the air, and narrow volumes whose walls move.
void HousingTerms::add_drag() {
  const AirModel model = air_model(config_, air_, facts_);
  const auto place = [&] {
    return DragPlace{*fields_->air, fields_->air_numbers(), motion_of_all(), problem_.partition()};
  };
  const auto slides = [&](const AirSpace::Face &face) {
    return fields_->housing->moves(face) && layered_faces(facts_.volumes, facts_.surfaces, model)(face);
  };
  if (model.wall_losses)
    add_wall_drag(
        "walls", "wall_viscous", viscous_layer_flow(air_), air_.density,
        [&] { return drag_along_walls(place(), slides); }, problem_);
  if (model.wall_losses && model.largest_curvature)
    add_wall_drag(
        "bent walls", "wall_viscous", bent_layer_flow(air_), air_.density,
        [&] { return drag_along_bent_walls(place(), slides, *model.largest_curvature); }, problem_);
  for (const VolumeConfig &volume : model.volumes) {
    const auto density = dynamic_density(model, volume.name);
    const auto excess = [density, rho = air_.density](double omega) {
      return (1.0 / density(omega) - 1.0 / rho) / (omega * omega);
    };
    add_wall_drag(
        volume.name, "narrow_regions", {"(1/rho' - 1/rho)/w^2", excess}, air_.density,
        [&] {
          const std::vector<std::string> &at_rest = fields_->housing->volumes_at_rest;
          const bool moves = std::count(at_rest.begin(), at_rest.end(), volume.name.value) == 0;
          const int index = fields_->air->mesh().volume_index(volume.name);
          return drag_in_volumes(place(), moves ? std::vector<int>{index} : std::vector<int>{});
        },
        problem_);
  }
}

void HousingTerms::add_tip(const Network &network, const std::string &ear_node,
                           const std::function<Index(Index)> &numbers) {
  problem_.add_term("tip in the canal", "housing",
                    {"S_canal", [area = config_.housing->canal_area.value](double) { return Complex(area); }},
                    "", [&] {
                      return housing_row(numbers(network.node_unknown(ear_node)), towards_the_eardrum(),
                                         problem_.partition());
                    });
}

void HousingTerms::add_movers(const Network &network, const std::vector<LumpedDriver> &drivers,
                              const std::function<Index(Index)> &numbers) {
  for (std::size_t k = 0; k < config_.housing->movers.size(); ++k)
    add_mover(k, network, drivers, numbers);
}

/// A mechanical node's unknown is its displacement against the housing.
void HousingTerms::add_mover(std::size_t k, const Network &network, const std::vector<LumpedDriver> &drivers,
                             const std::function<Index(Index)> &numbers) {
  const HousingMoverConfig &mover = config_.housing->movers[k];
  const auto found = std::find_if(drivers.begin(), drivers.end(), [&](const LumpedDriver &driver) {
    return driver.name == mover.element.value;
  });
  if (found == drivers.end() || found->masses.empty())
    throw UserError(mover.element.where,
                    "found \"" + mover.element.value +
                        "\", expected an armature or a moving coil of the network with a "
                        "moving mass");
  const RigidBase base = base_of_mover(k);
  for (const NodeMass &moving : found->masses) {
    problem_.add_term("mass on the housing", mover.element,
                      {"-w^2 m", [mass = moving.mass](double w) { return Complex(-w * w * mass); }}, "",
                      [&, node = moving.node] {
                        const dealii::Point<3> position = housing_point(mover.position, base.motions);
                        return housing_row(numbers(network.node_unknown(node)),
                                           motion_of_body(base.motions, base.numbers)(position).along(
                                               unit_direction(mover.direction, {})),
                                           problem_.partition());
                      });
    if (is_elastic() && config_.housing->mass.value == 0) {
      RigidBody body;
      body.motions = base.motions;
      body.numbers = base.numbers;
      body.symbol = "m";
      body.weight = moving.mass;
      add_rigid_body(body, problem_);
    }
  }
}

} // namespace earshot
