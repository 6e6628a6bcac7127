#include "solver/config/distortion_check.h"

#include "solver/config/name_check.h"
#include "solver/config/sweep_grid.h"

#include <fmt/format.h>

#include <algorithm>

namespace earshot {

namespace {

using Diagnostics = std::vector<Diagnostic>;

/// What moves along its axis, by a coil on it.
bool has_profile(const DriverConfig &driver) {
  return driver.diaphragm && driver.coil && driver.diaphragm->surface_mesh.value.empty();
}

bool has_laws(const DriverConfig &driver) {
  if (driver.motor.magnetic)
    return true;
  if (!driver.large_signal)
    return false;
  const LargeSignalConfig &large = *driver.large_signal;
  return !large.stiffness.empty() || !large.stiffness_table.value.empty() || !large.force_factor.empty() ||
         large.computed_stiffness || !large.force_factor_table.value.empty() || !large.inductance.empty() ||
         !large.inductance_table.value.empty() || !large.saturation.empty() || has_area_law(large);
}

void check_large_signal(const DriverConfig &driver, const LargeSignalConfig &large,
                        Diagnostics &diagnostics) {
  const auto refuse_both = [&](const std::vector<Located<double>> &polynomial,
                               const Located<std::string> &table, const char *name) {
    if (!polynomial.empty() && !table.value.empty())
      diagnostics.push_back(
          {table.where, fmt::format("found a table beside the polynomial {0}, expected {0} or "
                                    "{0}_table",
                                    name)});
  };
  refuse_both(large.stiffness, large.stiffness_table, "stiffness");
  refuse_both(large.force_factor, large.force_factor_table, "force_factor");
  refuse_both(large.inductance, large.inductance_table, "inductance");
  if (large.computed_stiffness && (!large.stiffness.empty() || !large.stiffness_table.value.empty()))
    diagnostics.push_back({large.computed_stiffness.where,
                           "found computed_stiffness beside a stated one, expected one of them"});
  if (large.computed_area && !large.area_table.value.empty())
    diagnostics.push_back(
        {large.computed_area.where, "found computed_area beside area_table, expected one of them"});
  for (const auto &[computed, name] : {std::pair(&large.computed_stiffness, "computed_stiffness"),
                                       std::pair(&large.computed_area, "computed_area")})
    if (*computed && !has_profile(driver))
      diagnostics.push_back({computed->where, fmt::format("found {} of a driver without a diaphragm of "
                                                          "zones, expected [[driver.diaphragm.zone]]",
                                                          name)});
  if (!large.inductance.empty() && driver.motor.magnetic)
    diagnostics.push_back(
        {large.inductance.front().where,
         "found an inductance beside [driver.motor.magnetic], which computes its own, expected one "
         "of them"});
  for (const auto *polynomial : {&large.inductance, &large.saturation})
    if (!polynomial->empty() && !driver.motor.magnetic && driver.motor.inductance == 0)
      diagnostics.push_back({polynomial->front().where,
                             "found a law of an inductance that is zero, expected driver.motor.inductance"});
}

void check_static_pressure(const DriverConfig &driver, Diagnostics &diagnostics) {
  const Located<double> &pressure = driver.diaphragm->pressure_difference;
  if (pressure == 0)
    return;
  if (!has_profile(driver))
    diagnostics.push_back({pressure.where, "found a static pressure on a diaphragm without zones or coil, "
                                           "expected [[driver.diaphragm.zone]] and [driver.coil]"});
  if (driver.large_signal && driver.large_signal->computed_stiffness)
    diagnostics.push_back({pressure.where, "found a static pressure beside computed_stiffness, which is that "
                                           "from rest, expected one of them"});
}

/// A cloth has no coefficient that would do without being asked for; what it isn't has no open share.
void check_cloth(const LoudVentConfig &vent, bool is_cloth, Diagnostics &diagnostics) {
  const bool has_coefficient = !vent.loss_coefficient.where.is_default(), has_share = vent.open_share > 0;
  if (is_cloth && has_coefficient == has_share)
    diagnostics.push_back(
        {vent.name().where, "found a cloth, expected either loss_coefficient or open_share"});
  if (!is_cloth && has_share)
    diagnostics.push_back({vent.open_share.where, "found the open share of what is no cloth, expected "
                                                  "loss_coefficient, or a [[surface]] or element with "
                                                  "model or kind \"screen\""});
}

void check_cloth_surface(const Case &c, const LoudVentConfig &vent, Diagnostics &diagnostics) {
  std::vector<std::string> cloths;
  for (const SurfaceConfig &surface : c.surfaces)
    if (surface.model.value == SurfaceModel::screen)
      cloths.push_back(surface.name);
  if (std::find(cloths.begin(), cloths.end(), vent.surface.value) == cloths.end())
    diagnostics.push_back(
        {vent.surface.where,
         fmt::format("found \"{}\", which is no [[surface]] with model = \"screen\"{}", vent.surface.value,
                     cloths.empty() ? "" : ", " + expected_one_of(vent.surface, cloths))});
  check_cloth(vent, true, diagnostics);
}

/// A vent's place and kind.
void check_vent(const Case &c, const LoudVentConfig &vent, Diagnostics &diagnostics) {
  const auto given = {!vent.volume.value.empty(), !vent.surface.value.empty(), !vent.element.value.empty()};
  if (std::count(given.begin(), given.end(), true) != 1) {
    diagnostics.push_back(
        {vent.loss_coefficient.where, "missing, expected exactly one of volume, surface and element"});
    return;
  }
  check_plain(vent.name(), diagnostics);
  if (!vent.surface.value.empty())
    return check_cloth_surface(c, vent, diagnostics);
  for (const VolumeConfig &volume : c.volumes)
    if (volume.name.value == vent.volume.value &&
        (volume.model.value == VolumeModel::thermoviscous || volume.model.value == VolumeModel::sequential))
      diagnostics.push_back({vent.volume.where, fmt::format("found the {} volume \"{}\", expected "
                                                            "one of plain air, a tube or a slit",
                                                            volume.model.value, vent.volume.value)});
  std::vector<std::string> passages;
  bool is_cloth = false;
  if (c.leak)
    passages.push_back("leak");
  if (c.network)
    for (const NetworkElementConfig &element : c.network->elements)
      if (const ElementKind kind = element.kind; kind == ElementKind::tube || kind == ElementKind::slit ||
                                                 kind == ElementKind::annulus ||
                                                 kind == ElementKind::screen) {
        passages.push_back(element.name);
        is_cloth = is_cloth || (kind == ElementKind::screen && element.name.value == vent.element.value);
      }
  check_cloth(vent, is_cloth, diagnostics);
  if (vent.element.value.empty())
    return;
  if (std::find(passages.begin(), passages.end(), vent.element.value) == passages.end())
    diagnostics.push_back(
        {vent.element.where,
         fmt::format("found \"{}\", which is no tube, slit, annulus or screen of [network] and no [leak]{}",
                     vent.element.value,
                     passages.empty() ? "" : ", " + expected_one_of(vent.element, passages))});
}

void check_vents(const Case &c, Diagnostics &diagnostics) {
  std::vector<const Located<std::string> *> names;
  for (const LoudVentConfig &vent : c.vents) {
    check_vent(c, vent, diagnostics);
    names.push_back(&vent.name());
  }
  check_unique(names, diagnostics);
}

void check_frequencies(const Case &c, const DistortionConfig &distortion, Diagnostics &diagnostics) {
  const std::vector<double> sweep = sweep_frequencies(c.sweep);
  if (sweep.empty()) // told elsewhere
    return;
  constexpr double rounding = 1.01; // preferred frequencies have rounded names
  const auto inside = [&](const Located<double> &frequency) {
    if (frequency * rounding < sweep.front() || frequency > rounding * sweep.back())
      diagnostics.push_back(
          {frequency.where, fmt::format("found {:g} Hz, expected a frequency of the sweep, {:.6g} to "
                                        "{:.6g} Hz",
                                        frequency.value, sweep.front(), sweep.back())});
  };
  for (const auto *end : {&distortion.from, &distortion.to})
    if (*end)
      inside(**end);
  if (!distortion.levels.empty() || distortion.voltages.empty())
    inside(distortion.level_frequency);
  if (distortion.from && distortion.to && *distortion.from > distortion.to->value)
    diagnostics.push_back({distortion.to->where, fmt::format("found {:g} Hz, expected at least from, {:g} Hz",
                                                             distortion.to->value, distortion.from->value)});
}

void check_tones(const Case &c, const DistortionConfig &distortion, Diagnostics &diagnostics) {
  if (distortion.tones.empty())
    return;
  if (distortion.tones.size() != 2) {
    diagnostics.push_back({distortion.tones.front().where,
                           fmt::format("found {} tones, expected two", distortion.tones.size())});
    return;
  }
  if (same_frequency(distortion.tones[0], distortion.tones[1]))
    diagnostics.push_back(
        {distortion.tones[1].where, "found the same tone twice, expected two different ones"});
  for (const Located<double> &tone : distortion.tones)
    if (const std::vector<double> sweep = sweep_frequencies(c.sweep);
        !sweep.empty() && (tone < sweep.front() / 1.01 || tone > sweep.back() * 1.01))
      diagnostics.push_back(
          {tone.where, fmt::format("found {:g} Hz, expected a frequency of the sweep, {:.6g} "
                                   "to {:.6g} Hz",
                                   tone.value, sweep.front(), sweep.back())});
}

} // namespace

void check_distortion(const Case &c, Diagnostics &diagnostics) {
  for (const DriverConfig &driver : c.drivers) {
    if (driver.large_signal)
      check_large_signal(driver, *driver.large_signal, diagnostics);
    if (driver.diaphragm)
      check_static_pressure(driver, diagnostics);
  }
  check_vents(c, diagnostics);
  for (const AnalysisConfig &analysis : c.analyses) {
    if (analysis.type.value == AnalysisType::suspension && !c.drivers.empty() &&
        std::none_of(c.drivers.begin(), c.drivers.end(), has_profile))
      diagnostics.push_back({analysis.type.where,
                             "found \"suspension\" in a case without a diaphragm of zones, expected "
                             "[[driver.diaphragm.zone]]"});
    if (analysis.type.value != AnalysisType::distortion)
      continue;
    check_frequencies(c, analysis.distortion, diagnostics);
    check_tones(c, analysis.distortion, diagnostics);
    if (!c.drivers.empty() && c.vents.empty() && std::none_of(c.drivers.begin(), c.drivers.end(), has_laws))
      diagnostics.push_back({analysis.type.where,
                             "found \"distortion\" in a case whose drivers are linear, expected "
                             "[driver.large_signal], [driver.motor.magnetic] or [[vent]]"});
  }
}

} // namespace earshot
