#include "solver/model/air_losses.h"

#include "solver/config/network_check.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/surface_tables.h"
#include "solver/results/frequency_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace earshot {

namespace {

const VolumeConfig *stated_volume(const Case &config, const std::string &name) {
  const auto found = std::find_if(config.volumes.begin(), config.volumes.end(),
                                  [&](const VolumeConfig &volume) { return volume.name.value == name; });
  return found == config.volumes.end() ? nullptr : &*found;
}

std::vector<Gap> gaps_of(const WallGaps &gaps, int volume, int surface = -1) {
  std::vector<Gap> result;
  for (const WallFace &face : gaps.faces)
    if (face.volume == volume && (surface < 0 || face.surface == surface))
      result.push_back({face.gap, face.area});
  return result;
}

/// The gap that a share of the area doesn't reach.
double quantile(const std::vector<Gap> &sorted, double area, double share) {
  double below = 0;
  for (const Gap &gap : sorted)
    if ((below += gap.area) >= share * area)
      return gap.distance;
  return std::numeric_limits<double>::infinity();
}

AirLosses::Wall wall_of(const std::string &surface, std::vector<Gap> gaps) {
  std::sort(gaps.begin(), gaps.end(), [](const Gap &a, const Gap &b) { return a.distance < b.distance; });
  double area = 0;
  for (const Gap &gap : gaps)
    area += gap.area;
  return {surface, area, quantile(gaps, area, 0.1), quantile(gaps, area, 0.5), false, {}};
}

LossChoice best_losses(const AirProperties &air, const UniformSection &section, const std::vector<Gap> &gaps,
                       const Band &band) {
  if (section.kind == UniformSection::Kind::other)
    return boundary_layers(air, gaps, band);
  const bool tube = section.kind == UniformSection::Kind::tube;
  return choose_losses(air, {tube ? Passage::Kind::tube : Passage::Kind::slit, section.width},
                       section.side_share, band);
}

Band band_of(const Case &config) {
  const std::vector<double> frequencies = all_frequencies(config);
  return {2 * std::numbers::pi * frequencies.front(), 2 * std::numbers::pi * frequencies.back()};
}

std::string percent(double error) {
  if (!std::isfinite(error))
    return "unknown";
  return 100 * error < 10 ? fmt::format("{:.2g} %", 100 * error) : fmt::format("{:.0f} %", 100 * error);
}

std::string hertz(double omega) {
  return frequency_text(omega / (2 * std::numbers::pi), 3);
}

std::string millimetres(double length) {
  return std::isfinite(length) ? fmt::format("{:.3g}", 1e3 * length) : "open";
}

std::string text_of(const AirLosses::Volume &volume) {
  std::string text = volume.model == VolumeModel::boundary_layer ? "boundary layer" : name_of(volume.model);
  if (volume.width > 0)
    text += fmt::format(" of {:.3g} mm", 1e3 * volume.width);
  return text + (volume.stated ? ", as stated" : "");
}

/// How much of a mouth the end of a passage is where it widens to the section beyond.
double share_of(const UniformSection &passage, const UniformSection &beyond) {
  if (passage.kind == UniformSection::Kind::other || passage.kind != beyond.kind)
    return 1;
  const double ratio = passage.width / beyond.width;
  // A slit's resistance is made nearer to its mouth than a tube's: measured by mouth_resistance.cc.
  return step_share(std::pow(ratio, passage.kind == UniformSection::Kind::tube ? 2 : 1.5));
}

SurfaceRole role_of(const SurfaceConfig &surface) {
  const SurfaceModel model = surface.model;
  if (model == SurfaceModel::screen)
    return SurfaceRole::screen;
  if (model == SurfaceModel::opening && surface.radiation.value != OpeningRadiation::none)
    return SurfaceRole::opening;
  return model == SurfaceModel::symmetry ? SurfaceRole::symmetry : SurfaceRole::wall;
}

std::vector<MeshFacts::VolumeMouths> mouths_of(const Case &config, const AirMesh &mesh,
                                               const WallGaps &gaps) {
  std::vector<UniformSection> sections;
  for (int volume = 0; volume < static_cast<int>(mesh.volumes.size()); ++volume)
    sections.push_back(uniform_section(gaps, volume));
  std::vector<MeshFacts::VolumeMouths> result;
  const std::vector<Mouths> found = find_mouths(mesh, surface_roles(config, mesh));
  for (std::size_t volume = 0; volume < found.size(); ++volume) {
    double onto_air = 0, onto_volumes = 0;
    for (const int beyond : found[volume].beyond)
      if (beyond == Mouths::free_air)
        onto_air += 1;
      else if (const VolumeConfig *stated = stated_volume(config, mesh.volumes[beyond]);
               !stated ||
               stated->model.value != VolumeModel::thermoviscous) // which has the flow at the mouth in full
        onto_volumes += share_of(sections[volume], sections[beyond]);
    const double pieces = found[volume].pieces;
    if (found[volume].length > 0)
      result.push_back({mesh.volumes[volume], (onto_air + onto_volumes) / pieces, onto_volumes / pieces,
                        found[volume].length});
  }
  return result;
}

PassageMouths mouths_of(const std::string &volume, const MeshFacts &facts) {
  const auto found = std::find_if(facts.mouths.begin(), facts.mouths.end(),
                                  [&](const auto &mouths) { return mouths.volume == volume; });
  return found == facts.mouths.end() ? PassageMouths{}
                                     : PassageMouths{found->number, found->length, found->layered};
}

/// Length of mouths for a volume's own friction [m].
double friction_length(const AirLosses::Volume &volume) {
  return volume.mouths * (volume.model == VolumeModel::tube ? tube_mouth_length(volume.width)
                                                            : slit_mouth_length(volume.width));
}

} // namespace

std::vector<SurfaceRole> surface_roles(const Case &config, const AirMesh &mesh) {
  std::vector<SurfaceRole> roles;
  for (const std::string &name : mesh.surfaces) {
    const auto found = std::find_if(config.surfaces.begin(), config.surfaces.end(),
                                    [&](const SurfaceConfig &surface) { return surface.name.value == name; });
    roles.push_back(found == config.surfaces.end() ? SurfaceRole::wall : role_of(*found));
  }
  return roles;
}

AirLosses choose_losses(const Case &config, const AirMesh &mesh, const AirProperties &air) {
  std::vector<bool> is_mirror;
  for (const SurfaceRole role : surface_roles(config, mesh))
    is_mirror.push_back(role == SurfaceRole::symmetry);
  const WallGaps gaps = wall_gaps(mesh, layered_walls(mesh.surfaces, air_model(config, air, {})), is_mirror);
  AirLosses losses{band_of(config), {}, mouths_of(config, mesh, gaps)};
  if (config.air.losses.value == WallLosses::none)
    return losses;
  for (int v = 0; v < static_cast<int>(mesh.volumes.size()); ++v) {
    const std::string &name = mesh.volumes[v];
    const std::vector<Gap> around = gaps_of(gaps, v);
    AirLosses::Volume volume{name, uniform_section(gaps, v), false, VolumeModel::unset, 0, {}, around, 0, {}};
    if (const VolumeConfig *stated = stated_volume(config, name)) {
      volume.stated = true;
      volume.model = stated->model;
      volume.width = volume.model == VolumeModel::tube   ? stated->radius.value
                     : volume.model == VolumeModel::slit ? stated->gap.value
                                                         : 0.0;
    }
    const bool layers =
        config.air.losses.value == WallLosses::boundary_layer || volume.model == VolumeModel::boundary_layer;
    if (layers || !volume.stated) {
      volume.judged = layers ? boundary_layers(air, around, losses.band)
                             : best_losses(air, volume.section, around, losses.band);
      volume.model = volume.judged.model;
      volume.width = volume.judged.width;
    }
    if (volume.model == VolumeModel::tube || volume.model == VolumeModel::slit)
      for (const MeshFacts::VolumeMouths &mouths : losses.mouths)
        if (mouths.volume == name)
          volume.mouths = mouths.number;
    for (int s = 0; s < static_cast<int>(mesh.surfaces.size()); ++s)
      if (const auto before = gaps_of(gaps, v, s); !before.empty()) {
        AirLosses::Wall wall = wall_of(mesh.surfaces[s], before);
        wall.layered = volume.model == VolumeModel::boundary_layer;
        if (wall.layered)
          wall.judged = volume.section.kind == UniformSection::Kind::other || layers
                            ? boundary_layers(air, before, losses.band)
                            : volume.judged;
        volume.walls.push_back(wall);
      }
    losses.volumes.push_back(std::move(volume));
  }
  return losses;
}

void note_losses(const AirLosses &losses, const AirProperties &air, MeshFacts &facts) {
  facts.narrow_volumes.clear();
  for (const AirLosses::Volume &volume : losses.volumes)
    if (!volume.stated && volume.model != VolumeModel::boundary_layer)
      facts.narrow_volumes.push_back({volume.name, volume.model, volume.width});
  facts.mouths = losses.mouths;
  facts.largest_curvature = losses.volumes.empty() ? 0 : 1 / air.thermal_layer(losses.band.lowest);
}

std::string describe_losses(const AirLosses &losses, const AirProperties &air) {
  if (losses.volumes.empty())
    return "Losses of the air: none\n";
  std::string text =
      fmt::format("Losses of the air from {} (viscous layer of {} mm) to {} ({} mm)\n",
                  hertz(losses.band.lowest), millimetres(air.viscous_layer(losses.band.lowest)),
                  hertz(losses.band.highest), millimetres(air.viscous_layer(losses.band.highest)));
  const auto row = [](const std::string &name, const std::string &size, const std::string &model, bool known,
                      const LossChoice &judged) {
    std::string line = fmt::format("  {:<22}{:<27}   {:<28}", name, size, model);
    if (known)
      line += fmt::format("{:>8}{:>8}   {}", percent(judged.error), percent(judged.narrow_share),
                          std::isfinite(judged.valid_from) ? hertz(judged.valid_from) : "nowhere");
    return line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  };
  text += fmt::format("  {:<22}{:>9}{:>9}{:>9}   {:<28}{:>8}{:>8}   {}\n", "volume, wall", "mm2", "gap mm",
                      "half >", "model", "error", "narrow", "below 2 % from");
  for (const AirLosses::Volume &volume : losses.volumes) {
    text += row(volume.name, "", text_of(volume),
                !volume.stated || volume.model == VolumeModel::boundary_layer, volume.judged);
    if (volume.mouths > 0)
      text += row("  mouths", "",
                  fmt::format("{:.2g}, as {:.3g} mm more", volume.mouths, 1e3 * friction_length(volume)),
                  false, {});
    for (const AirLosses::Wall &wall : volume.walls)
      text += row("  " + wall.surface,
                  fmt::format("{:>9.3g}{:>9}{:>9}", 1e6 * wall.area, millimetres(wall.small_gap),
                              millimetres(wall.usual_gap)),
                  wall.layered ? "boundary layer" : "in the volume's fluid", wall.layered, wall.judged);
  }
  return text;
}

namespace {

/// What helps where layers meet: a stated slit where most walls face each other, which a mesh that is coarse
/// against their distance hides.
std::string way_out_of(const AirLosses::Volume &volume) {
  const std::string general =
      "[[volume]] model = \"sequential\" serves gaps of any shape that no narrow vent opens into";
  const auto largest = std::max_element(volume.walls.begin(), volume.walls.end(),
                                        [](const auto &a, const auto &b) { return a.area < b.area; });
  if (largest == volume.walls.end() || !std::isfinite(largest->usual_gap))
    return general;
  return fmt::format(
      "if it is a gap between two walls, model = \"slit\" with its width (about {:.2g} mm in this "
      "mesh) is right, and a finer [[mesh.region]] lets it be found; {}",
      1e3 * largest->usual_gap, general);
}

} // namespace

std::vector<LossDoubt> loss_doubts(const AirLosses &losses, const Case &config) {
  std::vector<LossDoubt> doubts;
  for (const AirLosses::Volume &volume : losses.volumes)
    if (!volume.stated && config.air.losses.value == WallLosses::automatic &&
        volume.judged.error > loss_tolerance)
      doubts.push_back(
          {volume.name, volume.judged, volume.gaps,
           fmt::format("volume '{}': no model of its losses is within 2 % below {} ({}: {} at worst), as its "
                       "layers meet and its section is not that of one tube or slit; {}",
                       volume.name, hertz(std::min(volume.judged.valid_from, losses.band.highest)),
                       text_of(volume), percent(volume.judged.error), way_out_of(volume))});
  return doubts;
}

std::vector<std::string> loss_warnings(const AirLosses &losses, const Case &config) {
  std::vector<std::string> warnings;
  for (const LossDoubt &doubt : loss_doubts(losses, config))
    warnings.push_back(doubt.text);
  for (const AirLosses::Volume &volume : losses.volumes) {
    const LossChoice &judged = volume.judged;
    constexpr double few = 0.01; // of the walls: what edges of a mesh may feign
    const std::string way_out = way_out_of(volume);
    const bool chosen = !volume.stated && config.air.losses.value == WallLosses::automatic;
    if (chosen && judged.error <= loss_tolerance && judged.narrow_share > few)
      warnings.push_back(fmt::format("volume '{}': before {} of its walls layers meet at {}; a tube or slit "
                                     "that is a volume of its own gets a model of its own, and {}",
                                     volume.name, percent(judged.narrow_share), hertz(losses.band.lowest),
                                     way_out));
    const bool tube = volume.model == VolumeModel::tube && volume.section.kind == UniformSection::Kind::tube;
    const bool slit = volume.model == VolumeModel::slit && volume.section.kind == UniformSection::Kind::slit;
    constexpr double clear_difference = 0.05;
    if (volume.stated && (tube || slit) &&
        std::abs(volume.width / volume.section.width - 1) > clear_difference)
      warnings.push_back(fmt::format("volume '{}' is stated as a {} of {:.3g} mm, the mesh has {:.3g} mm",
                                     volume.name, volume.model, 1e3 * volume.width,
                                     1e3 * volume.section.width));
  }
  return warnings;
}

AirModel air_model(const Case &config, const AirProperties &air, const MeshFacts &facts) {
  AirModel model;
  model.properties = air;
  model.wall_losses = config.air.losses.value != WallLosses::none;
  model.surfaces = surfaces_with_tables(config);
  for (const VolumeConfig &volume : config.volumes)
    if (volume.model.value != VolumeModel::boundary_layer)
      model.volumes.push_back(volume);
  for (const MeshFacts::NarrowVolume &found : facts.narrow_volumes)
    if (config.air.losses.value == WallLosses::automatic && !stated_volume(config, found.name)) {
      VolumeConfig volume;
      volume.name = found.name;
      volume.model = found.model;
      (found.model == VolumeModel::tube ? volume.radius : volume.gap) = found.width;
      model.volumes.push_back(volume);
    }
  for (const VolumeConfig &volume : model.volumes)
    model.mouths[volume.name] = mouths_of(volume.name, facts);
  if (!model.wall_losses)
    for (auto &[volume, mouths] : model.mouths)
      mouths.layered = 0;
  model.sequential.rates = facts.profile_rates;
  if (facts.largest_curvature > 0)
    model.largest_curvature = facts.largest_curvature;
  if (config.network)
    for (const NetworkPortConfig &port : config.network->ports)
      model.not_walls.insert(port.surface);
  if (config.ear.model.value != EarModel::rigid && ends_surface(config))
    model.not_walls.insert(config.ear.surface);
  return model;
}

} // namespace earshot
