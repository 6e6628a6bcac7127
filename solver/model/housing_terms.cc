#include "solver/model/housing_terms.h"

#include "solver/model/air_losses.h"
#include "solver/model/outside.h"
#include "solver/model/prepare.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/housing/wall_drag.h"

#include <algorithm>

namespace earshot {

HousingTerms::HousingTerms(const Case &config, const MeshFacts &facts, const CaseFields *fields,
                           ProblemBuilder problem)
    : config_(config), facts_(facts), fields_(fields), problem_(problem), air_(air_properties(config)) {}

/// The housing's motions; placeholders where there are no fields.
RigidBase HousingTerms::base() const {
  if (!fields_)
    return {};
  RigidBase base{fields_->housing->motions, {}};
  for (int k = 0; k < RigidMotions::number; ++k)
    base.numbers[k] = fields_->unknowns.global(fields_->housing->field, k);
  return base;
}

SparseVector HousingTerms::vector(const RigidMotions::Weights &weights) const {
  SparseVector entries;
  const RigidBase base = this->base();
  for (int k = 0; k < RigidMotions::number; ++k)
    if (weights[k] != 0)
      entries.emplace_back(base.numbers[k], weights[k]);
  return entries;
}

/// Weights of the motions in that of the centre of mass towards the eardrum.
RigidMotions::Weights HousingTerms::towards_the_eardrum() const {
  const RigidMotions motions = base().motions;
  return motions.along(motions.centre,
                       unit_direction(config_.housing->direction, dealii::Tensor<1, 3>({0, 0, 1})));
}

SparseVector HousingTerms::along_axis(std::size_t k, double factor) const {
  const ShellAxis &axis = driver(k).axis;
  SparseVector entries = vector(base().motions.along(axis.origin, axis.direction));
  for (auto &[unknown, weight] : entries)
    weight *= factor;
  return entries;
}

void HousingTerms::add_driver(std::size_t k) {
  const DriverConfig &config = config_.drivers[k];
  const std::string qualifier = qualifier_of(config, config_);
  if (config.diaphragm)
    return add_diaphragm_on_base(config, config_.materials, facts_.diaphragms.at(k),
                                 fields_ ? driver(k).shell.get() : nullptr,
                                 fields_ ? driver(k).axis : ShellAxis{}, qualifier,
                                 fields_ ? fields_->unknowns.numbering(driver(k).structure_field) : nullptr,
                                 base(), fields_ ? fields_->communicator : MPI_COMM_SELF, problem_);
  problem_.add_term(
      "mass on the housing", config.name,
      {"-w^2 Mms", [mass = config.piston->mass.value](double w) { return Complex(-w * w * mass); }}, "", [&] {
        const ShellAxis &axis = driver(k).axis;
        return housing_row(fields_->unknowns.global(driver(k).structure_field, 0),
                           base().motions.along(axis.origin, axis.direction), base().numbers,
                           problem_.partition());
      });
}

void HousingTerms::add_body() {
  const HousingConfig &config = *config_.housing;
  add_rigid_body(rigid_body(config, fields_ ? fields_->housing : nullptr, base().numbers), problem_);
  add_pressure_on_housing(
      [&] {
        return air_housing_coupling(
            fields_->air, fields_->air_numbers(),
            [&](const AirSpace::Face &face) { return fields_->housing->moves(face); }, base().motions,
            base().numbers, problem_.partition());
      },
      problem_);
  add_openings();
  add_drag();
  for (int k = 0; k < RigidMotions::number; ++k)
    problem_.add_output(housing_motion_output(k), {"1", [](double) { return Complex(1); }}, [&] {
      RigidMotions::Weights weights{};
      weights[k] = 1;
      return vector(weights);
    });
  if (asks_for_isolation(config_) && config.outer_area.value > 0)
    problem_.add_output(exterior_output("housing"),
                        {"S_outer", [area = config.outer_area.value](double) { return Complex(area); }},
                        [&] { return vector(towards_the_eardrum()); });
}

void HousingTerms::add_openings() {
  for (const SurfaceConfig &surface : config_.surfaces) {
    if (surface.model.value != "opening")
      continue;
    const OpeningOnHousing opening = opening_on_housing(surface, air_, facts_.surface_area(surface.name));
    const auto moves = [&](const AirSpace::Face &face) {
      const std::vector<std::string> &at_rest = fields_->housing->volumes_at_rest;
      return fields_->air.mesh().surfaces[face.surface] == surface.name.value &&
             std::count(at_rest.begin(), at_rest.end(), fields_->air.mesh().volumes[face.volume]) == 0;
    };
    add_opening_on_housing(
        surface.name, opening.share, opening.outside,
        [&] {
          return air_housing_coupling(fields_->air, fields_->air_numbers(), moves, base().motions,
                                      base().numbers, problem_.partition());
        },
        [&] {
          return normal_motion(fields_->air, moves, base().motions, base().numbers, problem_.partition());
        },
        problem_);
  }
}

/// Walls that slide along the air, and narrow volumes whose walls move.
void HousingTerms::add_drag() {
  const AirModel model = air_model(config_, air_, facts_);
  const auto place = [&] {
    return DragPlace{fields_->air, fields_->air_numbers(), base().motions, base().numbers,
                     problem_.partition()};
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
          const int index = fields_->air.mesh().volume_index(volume.name);
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
                                         base().numbers, problem_.partition());
                    });
}

void HousingTerms::add_movers(const Network &network, const std::vector<LumpedDriver> &drivers,
                              const std::function<Index(Index)> &numbers) {
  for (const HousingMoverConfig &mover : config_.housing->movers)
    add_mover(mover, network, drivers, numbers);
}

/// A mechanical node's unknown is its displacement against the housing.
void HousingTerms::add_mover(const HousingMoverConfig &mover, const Network &network,
                             const std::vector<LumpedDriver> &drivers,
                             const std::function<Index(Index)> &numbers) {
  const auto found = std::find_if(drivers.begin(), drivers.end(), [&](const LumpedDriver &driver) {
    return driver.name == mover.element.value;
  });
  if (found == drivers.end() || found->masses.empty())
    throw UserError(mover.element.where,
                    "found \"" + mover.element.value +
                        "\", expected an armature or a moving coil of the network with a "
                        "moving mass");
  for (const NodeMass &moving : found->masses)
    problem_.add_term("mass on the housing", mover.element,
                      {"-w^2 m", [mass = moving.mass](double w) { return Complex(-w * w * mass); }}, "",
                      [&, node = moving.node] {
                        const RigidMotions motions = base().motions;
                        return housing_row(numbers(network.node_unknown(node)),
                                           motions.along(housing_point(mover.position, motions),
                                                         unit_direction(mover.direction, {})),
                                           base().numbers, problem_.partition());
                      });
}

} // namespace earshot
