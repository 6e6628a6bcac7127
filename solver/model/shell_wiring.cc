#include "solver/model/shell_wiring.h"

#include "solver/mesh/placed_body.h"
#include "solver/mesh/quad_surface_reader.h"
#include "solver/model/diaphragm_rest.h"
#include "solver/model/diaphragm_sections.h"
#include "solver/model/static_state.h"
#include "solver/physics/structure/trace_terms.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

dealii::Tensor<1, 3> tensor_of(const Vector3 &v) {
  return dealii::Tensor<1, 3>({v[0], v[1], v[2]});
}

/// The points of a trace on its shell, whose plane has the axis' direction as its normal: x runs along the
/// global x there (or y, where that is the normal), turned by the roll of a driver that is placed.
/// @throws UserError for a trace that leaves its zone
std::vector<TracePoint> trace_points(const DriverConfig &driver, const ShellSpace &space,
                                     const ShellAxis &axis) {
  const BodyFrame frame =
      frame_along({axis.direction[0], axis.direction[1], axis.direction[2]}, driver.place.roll);
  const dealii::Tensor<1, 3> x = tensor_of(frame.x), y = tensor_of(frame.y), n = tensor_of(frame.z);
  const TraceConfig &trace = driver.motor.planar->trace;
  const int zone = space.mesh().zone_index(trace.zone);
  std::vector<TracePoint> points;
  for (const TracePiece &piece : driver.motor.trace->pieces) {
    const auto [px, py] = piece.position;
    ShellPoint on_shell = space.closest(axis.origin + px * x + py * y);
    if (on_shell.distance > 0.01 * trace.width || space.mesh().zone[on_shell.cell] != zone)
      throw UserError(
          trace.zone.where,
          fmt::format("found a trace that leaves the zone \"{}\" at ({:.4g} mm, {:.4g} mm) from its "
                      "middle, expected it on the zone",
                      trace.zone.value, 1e3 * px, 1e3 * py));
    points.push_back({std::move(on_shell), piece.direction[0] * x + piece.direction[1] * y, piece.length,
                      piece.force[0] * x + piece.force[1] * y + piece.force[2] * n});
  }
  return points;
}

/// The trace lies on the front of its zone's layers.
TraceSection trace_section(const DriverConfig &driver) {
  const ComputedTrace &trace = *driver.motor.trace;
  double thickness = driver.motor.planar->trace.thickness;
  for (const ZoneConfig &zone : driver.diaphragm->zones)
    if (zone.name.value == driver.motor.planar->trace.zone.value)
      for (const LayerConfig &layer : zone.layers)
        thickness += layer.thickness;
  return {trace.mass_per_length, trace.axial_stiffness, trace.bending_stiffness, thickness / 2};
}

ShellProperties qualified_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const std::vector<MeshFacts::Zone> &zones,
                                     const std::string &qualifier) {
  ShellProperties properties = diaphragm_properties(driver, materials, zones);
  properties.qualifier = qualifier;
  return properties;
}

ShellSpace::EdgeConstraint edge_of(const DiaphragmConfig &diaphragm) {
  return diaphragm.rim.value == RimSupport::clamped ? ShellSpace::clamped : ShellSpace::free;
}

} // namespace

std::unique_ptr<ShellSpace> diaphragm_space(const DriverConfig &driver,
                                            const std::vector<MaterialConfig> &materials,
                                            const ShellAxis &axis, double scale, double highest_frequency,
                                            const std::optional<DiscDivision> &division) {
  const DiaphragmConfig &diaphragm = *driver.diaphragm;
  return pointing_at(driver.name.where, [&] {
    const auto profile = diaphragm_profile(driver);
    ShellMesh mesh;
    if (profile && division) {
      mesh = disc_shell(*profile, axis, *division);
    } else if (profile) {
      std::vector<double> sizes;
      for (std::size_t k = 0; k < diaphragm.zones.size(); ++k) {
        const double wavelength =
            bending_wavelength(zone_section(diaphragm.zones[k], materials), highest_frequency);
        sizes.push_back(std::min(wavelength / diaphragm.elements_per_wavelength,
                                 geometric_size(*profile, k) * diaphragm.degree.value / 4));
      }
      mesh = disc_shell(*profile, axis, sizes);
    } else {
      mesh = surface_shell(read_quad_surface(diaphragm.surface_mesh, scale));
    }
    return std::make_unique<ShellSpace>(std::move(mesh), diaphragm.degree.value, edge_of(diaphragm));
  });
}

std::vector<MeshFacts::Zone> zones_of(const ShellSpace &space) {
  std::vector<MeshFacts::Zone> zones;
  for (const std::string &name : space.mesh().zones)
    zones.push_back({name, space.area(static_cast<int>(zones.size()))});
  return zones;
}

std::vector<std::string> zone_names(const std::vector<MeshFacts::Zone> &zones) {
  std::vector<std::string> names;
  for (const MeshFacts::Zone &zone : zones)
    names.push_back(zone.name);
  return names;
}

ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const ShellSpace &space) {
  return diaphragm_properties(driver, materials, zones_of(space));
}

ShellProperties diaphragm_properties(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                                     const std::vector<MeshFacts::Zone> &zones) {
  ShellProperties properties = stretched_diaphragm(driver, materials, zones);
  if (const auto state = static_state(driver, materials)) {
    for (ShellSection &section : properties.sections)
      section.tension = 0; // is part of the membrane forces
    properties.prestress = prestress_of(*state);
    properties.pressure = driver.diaphragm->pressure_difference;
  } else if (const auto rest = diaphragm_rest(driver, materials)) {
    for (std::size_t k = 0; k < zones.size(); ++k)
      properties.sections[k].tension = rest->zones[k].even_tension;
    for (const DiaphragmRest::Zone &zone : rest->zones)
      properties.prestress.push_back(zone.prestress);
  }
  return properties;
}

SparseVector driven_displacement(const DriverConfig &driver, const ShellSpace &space, const ShellAxis &axis) {
  return driver.motor.trace
             ? trace_displacement(trace_points(driver, space, axis))
             : space.mean_displacement(space.mesh().zone_index(driver.coil->zone), axis.direction);
}

SparseVector displacement_along_trace(const DriverConfig &driver, const ShellSpace &space,
                                      const ShellAxis &axis) {
  std::vector<TracePoint> points = trace_points(driver, space, axis);
  for (TracePoint &point : points)
    point.force = point.length * axis.direction / axis.direction.norm();
  return trace_displacement(points);
}

void add_diaphragm_terms(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                         const ShellSpace &space, const ShellAxis &axis, const std::string &qualifier,
                         const std::function<Index(Index)> &to_global, MPI_Comm communicator,
                         ProblemBuilder problem) {
  int rank = 0, n_ranks = 1;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &n_ranks);
  const auto add_terms = [&](const ShellSpace &midsurface) {
    add_shell_terms(midsurface, qualified_properties(driver, materials, zones_of(space), qualifier),
                    to_global, rank, n_ranks, problem);
  };
  // The same elements, unknowns and areas, deflected; the air keeps the shape as drawn.
  if (const auto state = static_state(driver, materials))
    add_terms(ShellSpace(deflected(space.mesh(), *state), space.degree(), edge_of(*driver.diaphragm)));
  else
    add_terms(space);
  if (driver.motor.trace)
    add_trace_terms(
        qualifier + "trace", trace_section(driver),
        [&] {
          return trace_matrices(space, trace_points(driver, space, axis), to_global, rank, n_ranks,
                                problem.partition());
        },
        problem);
}

void add_diaphragm_terms(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                         const std::vector<MeshFacts::Zone> &zones, const std::string &qualifier,
                         ProblemBuilder problem) {
  add_shell_terms(ShellMatrices(zone_names(zones)), qualified_properties(driver, materials, zones, qualifier),
                  problem);
  if (driver.motor.trace)
    add_trace_terms(qualifier + "trace", trace_section(driver), {}, problem);
}

void add_diaphragm_on_base(const DriverConfig &driver, const std::vector<MaterialConfig> &materials,
                           const std::vector<MeshFacts::Zone> &zones, const ShellSpace *space,
                           const ShellAxis &axis, const std::string &qualifier,
                           const std::function<Index(Index)> &to_global, const RigidBase &base,
                           MPI_Comm communicator, ProblemBuilder problem) {
  int rank = 0, n_ranks = 1;
  MPI_Comm_rank(communicator, &rank);
  MPI_Comm_size(communicator, &n_ranks);
  const ShellProperties properties = qualified_properties(driver, materials, zones, qualifier);
  add_shell_on_base(space ? ShellMatrices(*space, to_global, rank, n_ranks, problem.partition())
                          : ShellMatrices(zone_names(zones)),
                    properties, base.motions, base.numbers, problem);
  if (!driver.motor.trace)
    return;
  const double mass = driver.motor.trace->mass_per_length;
  problem.add_term("mass on the housing", qualifier + "trace",
                   {"-w^2 m", [mass](double omega) { return Complex(-omega * omega * mass); }}, "", [&] {
                     return trace_on_base(trace_points(driver, *space, axis), to_global, rank, n_ranks,
                                          base.motions, base.numbers, problem.partition());
                   });
}

} // namespace earshot
