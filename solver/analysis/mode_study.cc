#include "solver/analysis/mode_study.h"

#include "solver/analysis/air_modes.h"
#include "solver/analysis/diaphragm_alone.h"
#include "solver/analysis/field_output.h"
#include "solver/analysis/shell_modes.h"
#include "solver/config/sweep_grid.h"
#include "solver/physics/acoustics/rigid_air.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace earshot {

namespace {

/// Scales values so that the largest norm of `components` in turn is 1.
std::vector<Complex> scaled_to_one(std::vector<Complex> values, std::size_t components) {
  double largest = 0;
  for (std::size_t k = 0; k < values.size(); k += components) {
    double square = 0;
    for (std::size_t c = 0; c < components; ++c)
      square += std::norm(values[k + c]);
    largest = std::max(largest, std::sqrt(square));
  }
  for (Complex &value : values)
    value /= largest > 0 ? largest : 1;
  return values;
}

std::vector<PointData> shell_field(const ShellSpace &space, const std::vector<Complex> &shape) {
  std::vector<Complex> u;
  for (std::size_t node = 0; node < space.n_nodes(); ++node)
    for (int c = 0; c < 3; ++c) {
      const Index unknown = space.unknowns(node)[c];
      u.push_back(unknown == no_unknown ? 0.0 : shape[unknown]);
    }
  return displacement_data(scaled_to_one(std::move(u), 3));
}

std::vector<std::string> screens(const Case &config) {
  std::vector<std::string> names;
  for (const SurfaceConfig &surface : config.surfaces)
    if (surface.model.value == SurfaceModel::screen)
      names.push_back(surface.name);
  return names;
}

} // namespace

BodyModes diaphragm_modes(const Model &model, const Driver &driver, double up_to, MPI_Comm communicator) {
  const double highest = std::max(up_to, all_frequencies(model.config()).back());
  const DiaphragmAlone alone =
      diaphragm_alone(model.config(), driver.config, driver.axis, highest, communicator);
  ModeSet modes = shell_modes({alone.problem, *alone.space, driver.axis, alone.coil}, up_to);
  for (std::string &zone : modes.zones)
    zone = qualifier_of(driver.config, model.config()) + zone;
  return {driver.config.name, std::move(modes), shell_field_mesh(*alone.space),
          [space = alone.space](const std::vector<Complex> &shape) { return shell_field(*space, shape); }};
}

BodyModes enclosed_air_modes(const Model &model, double up_to, MPI_Comm communicator) {
  const AirSpace &air = model.air();
  Unknowns unknowns(communicator);
  const int field = unknowns.add_field("air", air.n_owned());
  FrequencyProblem problem;
  problem.partition = unknowns.partition();
  add_rigid_air(air, AirMatrices(air, problem.partition, unknowns.numbering(field)), model.air_properties(),
                screens(model.config()), problem);
  std::vector<Index> number;
  for (const Index unknown : air.unknown_of_node())
    number.push_back(unknown == no_unknown ? no_unknown : unknowns.global(field, unknown));
  const auto pressure = [number](const std::vector<Complex> &shape) {
    std::vector<Complex> values;
    for (const Index unknown : number)
      values.push_back(unknown == no_unknown ? 0.0 : shape[unknown]);
    return pressure_data(scaled_to_one(std::move(values), 1));
  };
  return {"air", air_modes(problem, air.mesh().volumes, up_to), air_field_mesh(air.mesh()), pressure};
}

std::vector<ModeRow> mode_rows(const BodyModes &body) {
  std::vector<ModeRow> rows;
  for (const Mode &mode : body.modes.modes) {
    ModeRow row;
    row.body = body.body;
    row.frequency_hz = mode.frequency;
    row.quality = mode.quality;
    row.m = mode.m;
    row.n = mode.n;
    row.kind = mode.kind;
    row.multiplicity = static_cast<int>(mode.shapes.size());
    row.modal_force_factor = mode.modal_force_factor;
    row.modal_volume_displacement = mode.modal_volume_displacement;
    row.modal_mass_kg = mode.modal_mass;
    for (std::size_t zone = 0; zone < body.modes.zones.size(); ++zone) {
      row.kinetic.emplace_back(body.modes.zones[zone], mode.kinetic_shares[zone]);
      row.potential.emplace_back(body.modes.zones[zone], mode.potential_shares[zone]);
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

void write_shapes(const BodyModes &body, const std::filesystem::path &directory) {
  FieldSeries series(directory / "modes", body.body, body.mesh);
  for (const Mode &mode : body.modes.modes) {
    if (mode.frequency == 0)
      continue;
    std::vector<PointData> data = body.field(mode.shapes[0]);
    if (mode.shapes.size() > 1)
      for (PointData &partner : body.field(mode.shapes[1])) {
        partner.name = "partner_" + partner.name;
        data.push_back(std::move(partner));
      }
    series.write(mode.frequency, data);
  }
}

std::string describe_modes(const BodyModes &body) {
  std::string text = fmt::format("Modes of {}: {} with each pair counted twice, none missed by the count of "
                                 "pivots\n  frequency [Hz]   m   n  what",
                                 body.body, body.modes.count());
  for (const Mode &mode : body.modes.modes) {
    const auto order = [](int k) { return k < 0 ? std::string("-") : std::to_string(k); };
    text += fmt::format("\n  {:14.2f}  {:>2}  {:>2}  {}{}", mode.frequency, order(mode.m), order(mode.n),
                        mode.kind, mode.shapes.size() > 1 ? " (pair)" : "");
  }
  return text;
}

} // namespace earshot
