#include "solver/motor/planar_motor.h"

#include "solver/materials/conductor_path.h"
#include "solver/materials/winding.h"
#include "solver/motor/motor_design.h"
#include "solver/physics/magnetics/magnet_bar.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>

namespace earshot {
namespace {

constexpr double reference_temperature = 293.15; ///< [K]

ConductorPath path_of(const TraceConfig &trace) {
  const double pitch = trace.width + trace.gap;
  if (trace.pattern.value == TracePattern::meander)
    return meander(trace.legs, pitch, trace.length - trace.width);
  if (trace.pattern.value == TracePattern::spiral)
    try {
      return rectangular_spiral(trace.turns, pitch, trace.breadth - trace.width, trace.length - trace.width);
    } catch (const UserError &error) {
      throw UserError(trace.turns.where, error.diagnostics().front().message);
    }
  ConductorPath path;
  for (std::size_t k = 0; k < trace.x.size(); ++k)
    path.push_back({trace.x[k], trace.y[k]});
  return path;
}

std::string shown(const std::array<double, 2> &place) {
  return fmt::format("({:.4g} mm, {:.4g} mm)", 1e3 * place[0], 1e3 * place[1]);
}

/// Of a path its first corner's line, else the pattern's.
const SourcePosition &place_of(const TraceConfig &trace) {
  return trace.x.empty() ? trace.pattern.where : trace.x.front().where;
}

void check_crossing(const TraceConfig &trace, const ConductorPath &path) {
  if (const auto edges = crossing(path, trace.width))
    throw UserError(
        place_of(trace),
        fmt::format("found a trace that crosses or touches itself: from {} to {} and from {} to {}, "
                    "expected {:.4g} um between middle lines at least, its width",
                    shown(path[(*edges)[0]]), shown(path[(*edges)[0] + 1]), shown(path[(*edges)[1]]),
                    shown(path[(*edges)[1] + 1]), 1e6 * trace.width));
}

/// Of remanence 1 T, poles towards the film at z = 0; the front's are turned so that equal poles face each
/// other.
std::vector<MagnetBar> bars_of(const MagnetBarsConfig &magnets) {
  std::vector<MagnetBar> bars;
  for (const bool front : {false, true}) {
    if (magnets.sides.value == (front ? MagnetSides::rear : MagnetSides::front))
      continue;
    for (int k = 0; k < magnets.count; ++k) {
      const double x = (k - (magnets.count - 1) / 2.0) * magnets.pitch, near = magnets.distance,
                   far = near + magnets.height;
      const double pole = magnets.alternating && k % 2 == 1 ? -1 : 1;
      bars.push_back({{x - magnets.width / 2, -magnets.length / 2, front ? near : -far},
                      {x + magnets.width / 2, magnets.length / 2, front ? far : -near},
                      front ? -pole : pole});
    }
  }
  return bars;
}

/// Pieces as long and wide as half the way to the magnets, over which their field is all but linear; each
/// with 2 x 2 Gauss points. Forces are t x B ds of unit current.
std::vector<TracePiece> pieces_of(const ConductorPath &path, double width, const MagnetBarsConfig &magnets) {
  const std::vector<MagnetBar> bars = bars_of(magnets);
  const double step = magnets.distance / 2, gauss = 0.5 / std::sqrt(3.0);
  constexpr double most = 1e7; // some 10 s
  if (const double work = 4 * (length_of(path) / step + path.size()) * (width / step + 1) * bars.size();
      work > most)
    throw UserError(
        magnets.distance.where,
        fmt::format("found {:.4g} mm of trace at {:.4g} mm from {} bars: {:.2g} fields of a bar at a "
                    "piece as fine, expected at most {:.2g}, with a shorter trace, fewer bars or more "
                    "distance",
                    1e3 * length_of(path), 1e3 * magnets.distance, bars.size(), work, most));
  const int across = static_cast<int>(std::ceil(width / step));
  std::vector<TracePiece> pieces;
  for (std::size_t k = 0; k + 1 < path.size(); ++k) {
    const double dx = path[k + 1][0] - path[k][0], dy = path[k + 1][1] - path[k][1],
                 length = std::hypot(dx, dy);
    const double tx = dx / length, ty = dy / length;
    const int along = static_cast<int>(std::ceil(length / step));
    for (int i = 0; i < 2 * along; ++i)
      for (int j = 0; j < 2 * across; ++j) {
        const double s = length * (i / 2 + 0.5 + (i % 2 ? gauss : -gauss)) / along;
        const double t = width * ((j / 2 + 0.5 + (j % 2 ? gauss : -gauss)) / across - 0.5);
        const std::array<double, 2> at{path[k][0] + s * tx - t * ty, path[k][1] + s * ty + t * tx};
        const double ds = length / (2 * along) / (2 * across);
        const auto [bx, by, bz] = flux_density(bars, {at[0], at[1], 0});
        pieces.push_back({at, {tx, ty}, ds, {ds * ty * bz, -ds * tx * bz, ds * (tx * by - ty * bx)}});
      }
  }
  return pieces;
}

/// The force to the front per current and tesla of remanence; makes the pieces' forces shares of it.
double normalize(const PlanarMotorConfig &config, std::vector<TracePiece> &pieces) {
  double sum = 0, amount = 0;
  for (const TracePiece &piece : pieces) {
    sum += piece.force[2];
    amount += std::abs(piece.force[2]);
  }
  constexpr double least_share = 0.01;
  if (!(std::abs(sum) > least_share * amount))
    throw UserError(config.magnets.material.where.is_default() ? place_of(config.trace)
                                                               : config.magnets.material.where,
                    fmt::format("found a trace whose forces cancel each other to {:.2g} % of their amount, "
                                "expected its current to turn where the magnets' field along x does",
                                amount > 0 ? 100 * std::abs(sum) / amount : 0.0));
  for (TracePiece &piece : pieces)
    for (double &force : piece.force)
      force /= sum; // of a negative one the current is turned round
  return std::abs(sum);
}

} // namespace

PlanarMotor planar_motor(const PlanarMotorConfig &config,
                         const std::vector<MagneticMaterialConfig> &materials) {
  const TraceConfig &trace = config.trace;
  const WireMaterial metal = wire_material(trace.material);
  const MotorMaterial magnet = magnetic_material(config.magnets.material, materials);
  if (!magnet.is_magnet())
    throw UserError(config.magnets.material.where,
                    fmt::format("found \"{}\", which has no remanence, expected a magnet", magnet.name));
  const ConductorPath path = path_of(trace);
  check_crossing(trace, path);
  const double section = trace.width * trace.thickness,
               warming = 1 + metal.temperature_coefficient * (config.temperature - reference_temperature);
  PlanarMotor motor;
  motor.length = length_of(path);
  motor.resistance = warming * motor.length / (metal.conductivity * section);
  motor.mass = metal.density * section * motor.length;
  motor.trace.pieces = pieces_of(path, trace.width, config.magnets);
  motor.force_factor = remanence_at(magnet, config.temperature) * normalize(config, motor.trace.pieces);
  motor.trace.mass_per_length = metal.density * section;
  motor.trace.axial_stiffness = metal.youngs_modulus * section;
  motor.trace.bending_stiffness = metal.youngs_modulus * section * trace.thickness * trace.thickness / 12;
  return motor;
}

Case with_planar_motors(Case config) {
  for (DriverConfig &driver : config.drivers) {
    if (!driver.motor.planar)
      continue;
    PlanarMotor motor = planar_motor(*driver.motor.planar, config.magnetic_materials);
    driver.motor.force_factor.value = motor.force_factor;
    driver.motor.resistance.value = motor.resistance;
    driver.motor.trace = std::make_shared<const ComputedTrace>(std::move(motor.trace));
  }
  return config;
}

std::vector<std::string> describe_planar_motors(const Case &config) {
  std::vector<std::string> texts;
  for (const DriverConfig &driver : config.drivers) {
    if (!driver.motor.planar)
      continue;
    const PlanarMotor motor = planar_motor(*driver.motor.planar, config.magnetic_materials);
    texts.push_back(fmt::format("Motor of \"{}\"\n"
                                "    force factor     {:.4g} N/A, spread over its trace\n"
                                "    trace            {:.4g} mm, {:.4g} ohm, {:.4g} mg\n"
                                "    flux density     {:.3g} T on average over the trace, across its current",
                                driver.name.value, motor.force_factor, 1e3 * motor.length, motor.resistance,
                                1e6 * motor.mass, motor.force_factor / motor.length));
  }
  return texts;
}

} // namespace earshot
