#include "solver/model/vents.h"

#include "solver/circuit/circuit.h"
#include "solver/fem/air_space.h"
#include "solver/model/air_losses.h"
#include "solver/model/network_mouths.h"
#include "solver/model/outside.h"
#include "solver/model/prepare.h"
#include "solver/physics/acoustics/air_terms.h"
#include "solver/physics/acoustics/openings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace earshot {

namespace {

/// Where a vent's air moves, from one end to the other.
struct VentAxis {
  dealii::Tensor<1, 3> direction;
  double length; ///< [m]
};

VentAxis axis_of(const MeshedPassage &passage) {
  dealii::Tensor<1, 3> along;
  for (unsigned int i = 0; i < 3; ++i)
    along[i] = passage.ends[1].centre[i] - passage.ends[0].centre[i];
  return {along / along.norm(), along.norm()};
}

/// The axis that the pieces of a vent's volume have in common.
VentAxis vent_axis(const LoudVentConfig &vent, const Case &config, const AirMesh &mesh) {
  const Mouths found = find_mouths(mesh, surface_roles(config, mesh)).at(mesh.volume_index(vent.volume));
  const auto fault = [&](const std::string &what) {
    throw UserError(
        vent.volume.where,
        fmt::format("volume \"{}\" {}, expected a straight passage with two ends, open to other air "
                    "or to the outside, or equal ones side by side",
                    vent.volume.value, what));
  };
  if (const auto n = static_cast<int>(found.passages.size()); n == 0 || n < found.pieces)
    fault(fmt::format("falls into {}, {} of them with two ends",
                      found.pieces == 1 ? "1 piece" : fmt::format("{} pieces", found.pieces), n));
  constexpr double tolerance = 0.05; // of length and direction: an end in a round wall, a coarse mesh
  const VentAxis first = axis_of(found.passages.front());
  for (const MeshedPassage &passage : found.passages) {
    const VentAxis axis = axis_of(passage);
    if (std::abs(passage.length / axis.length - 1) > tolerance)
      fault(fmt::format("is {:.3g} mm long for its volume and ends, which lie {:.3g} mm apart",
                        1e3 * passage.length, 1e3 * axis.length));
    const double turned = axis.direction * first.direction < 0 ? -1 : 1;
    if ((turned * axis.length * axis.direction - first.length * first.direction).norm() >
        tolerance * first.length)
      fault("has pieces of different lengths or directions");
  }
  return first;
}

double loss_coefficient(const LoudVentConfig &config) {
  return config.open_share > 0 ? cloth_loss_coefficient(config.open_share) : config.loss_coefficient.value;
}

Vent meshed_vent(const LoudVentConfig &config, const Case &design, const MeshFacts &facts) {
  const AirProperties air = air_properties(design);
  const MeshFacts::Passage &passage = facts.passage(config.volume);
  const Coefficient a = vent_coefficient(config, air_model(design, air, facts));
  return {config.name(),
          {air.density, loss_coefficient(config), passage.area},
          false,
          [a, ratio = passage.area / passage.length](double omega) { return -ratio * a.value(omega); }};
}

Vent meshed_cloth(const LoudVentConfig &config, const Case &design, const MeshFacts &facts) {
  const AirProperties air = air_properties(design);
  const double area = facts.surface_area(config.surface) / 2; // it counts both sides
  const Coefficient a = vent_coefficient(config, air_model(design, air, facts));
  return {config.name(), {air.density, loss_coefficient(config), area}, true, [=](double omega) {
            return area * a.value(omega);
          }};
}

Vent lumped_vent(const LoudVentConfig &config, const Case &design) {
  Vent vent{config.name(), {air_properties(design).density, loss_coefficient(config), 0}, false, [](double) {
              return Complex(0);
            }};
  if (config.is_leak()) {
    vent.loss.area = leak_area(*design.leak);
    return vent;
  }
  const auto &elements = design.network->elements;
  const NetworkElementConfig &element =
      *std::find_if(elements.begin(), elements.end(), [&](const NetworkElementConfig &candidate) {
        return candidate.name.value == config.element.value;
      });
  vent.is_cloth = element.kind.value == ElementKind::screen;
  vent.loss.area = vent.is_cloth ? element.area.value : passage_area(element, false);
  return vent;
}

} // namespace

std::string passage_inlet(Circuit &circuit, const Case &config, const std::string &passage,
                          const std::string &node) {
  if (std::none_of(config.vents.begin(), config.vents.end(),
                   [&](const LoudVentConfig &vent) { return vent.element.value == passage; }))
    return node;
  const std::string inlet = passage + "/inlet"; // which no name holds
  circuit.add_node(inlet, CircuitDomain::acoustic);
  circuit.add_probe(passage, node, inlet);
  return inlet;
}

SparseVector vent_functional(const LoudVentConfig &vent, const Case &config, const AirSpace &air) {
  if (!vent.surface.value.empty())
    return air.pressure_jump(air.mesh().surface_index(vent.surface));
  const VentAxis axis = vent_axis(vent, config, air.mesh());
  return air.directional_gradient(air.mesh().volume_index(vent.volume), axis.direction / axis.length);
}

Coefficient vent_coefficient(const LoudVentConfig &vent, const AirModel &air) {
  if (!vent.surface.value.empty()) {
    const SurfaceConfig cloth =
        *std::find_if(air.surfaces.begin(), air.surfaces.end(),
                      [&](const SurfaceConfig &surface) { return surface.name.value == vent.surface.value; });
    return {"1/(i w Z)",
            [=](double omega) { return 1.0 / (Complex(0, omega) * sheet_impedance(cloth, omega)); }};
  }
  return {"1/(rho' w^2)", [density = dynamic_density(air, vent.volume)](double omega) {
            return 1.0 / (density(omega) * omega * omega);
          }};
}

void note_passages(const Case &config, const AirSpace &air, MeshFacts &facts) {
  for (const LoudVentConfig &vent : config.vents)
    if (!vent.volume.value.empty()) {
      const double length = vent_axis(vent, config, air.mesh()).length;
      facts.passages.push_back(
          {vent.volume, length, air.volume(air.mesh().volume_index(vent.volume)) / length});
    }
}

std::vector<Vent> vents(const Case &design, const MeshFacts &facts) {
  std::vector<Vent> vents;
  for (const LoudVentConfig &vent : design.vents)
    vents.push_back(!vent.volume.value.empty()    ? meshed_vent(vent, design, facts)
                    : !vent.surface.value.empty() ? meshed_cloth(vent, design, facts)
                                                  : lumped_vent(vent, design));
  return vents;
}

std::string describe_vent(const Vent &vent) {
  return fmt::format("Vent \"{}\": {:.4g} mm2, loses {:.3g} times rho/2 u^2 beside its friction", vent.name,
                     1e6 * vent.loss.area, vent.loss.coefficient);
}

} // namespace earshot
