#include "solver/analysis/analyses.h"

#include "solver/analysis/contributions.h"
#include "solver/analysis/coupled_modes.h"
#include "solver/analysis/distortion_run.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/housing_force.h"
#include "solver/analysis/housing_motion.h"
#include "solver/analysis/isolation_study.h"
#include "solver/analysis/mode_study.h"
#include "solver/analysis/sensitivity_study.h"
#include "solver/analysis/suspension_study.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/prepare.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/on_root.h"

#include <fmt/format.h>

#include <numbers>

namespace earshot {

namespace {

std::vector<BodyModes> modes_of(const Model &model, const AnalysisConfig &analysis, MPI_Comm communicator) {
  std::vector<BodyModes> bodies;
  if (analysis.of.value == ModesOf::air) {
    bodies.push_back(enclosed_air_modes(model, analysis.up_to, communicator));
    return bodies;
  }
  for (const Driver &driver : model.drivers())
    if (driver.shell)
      bodies.push_back(diaphragm_modes(model, driver, analysis.up_to, communicator));
  return bodies;
}

/// Of a reduced model, with some direct solves to check it by; a network alone is solved directly.
/// Collective.
Isolation analyse_isolation(const Model &model, const AnalysisTools &tools, const IsolationConfig &analysis,
                            const std::filesystem::path &directory, spdlog::logger &log) {
  const Isolation found = model.has_mesh()
                              ? isolation(tools.reduced().estimate(), model.config(), model.facts(), analysis)
                              : lumped_isolation(model.config(), analysis);
  on_root(model.communicator(), [&] { write_isolation(directory, found); });
  log.info("{}", describe_isolation(found, analysis, model.air_properties().sound_speed));
  if (!model.has_mesh())
    return found;
  const auto checks = check_isolation(model, tools.factorization, found, analysis);
  log.info("{}", describe_checks(checks));
  for (const IsolationCheck &check : checks)
    if (!(check.difference_db <= largest_isolation_error))
      tools.warn(fmt::format("the isolation of {} is off by {:.2g} dB at {}; a smaller sweep.tolerance helps",
                             check.variant, check.difference_db, frequency_text(check.frequency_hz)));
  return found;
}

/// With elastic walls a second model tells what is heard with the housing at rest. Collective.
HousingMotion motion_of_housing(const Model &model, const AnalysisTools &tools) {
  const ReducedModel &reduced = tools.reduced().model();
  if (!model.config().housing->is_elastic())
    return housing_motion(reduced, model);
  const std::shared_ptr<const AirMesh> mesh(std::shared_ptr<const AirMesh>(), &model.air().mesh());
  const Model held(held_case(model.config()), mesh, model.communicator());
  const std::vector<double> frequencies = all_frequencies(model.config());
  Factorization factorization(held.problem(),
                              held.problem().at(2 * std::numbers::pi * middle_of(frequencies)));
  FastSweep sweep(held.problem(), factorization, candidate_points(held.problem(), frequencies),
                  fast_sweep_options(held.problem(), model.config().sweep));
  sweep.run();
  return housing_motion(reduced, model, &sweep.model());
}

} // namespace

std::vector<KeyFigure> run_analyses(const Model &model, const AnalysisTools &tools,
                                    const std::filesystem::path &directory, spdlog::logger &log) {
  const MPI_Comm communicator = model.communicator();
  std::vector<ModeRow> rows;
  std::vector<KeyFigure> figures;
  for (const AnalysisConfig &analysis : model.config().analyses)
    if (analysis.type.value == AnalysisType::sensitivity) {
      const FastSweep &reduced = tools.reduced();
      const DimensionSlopes dimensions = dimension_slopes(
          model, reduced.basis(), analysis, [&](const std::string &line) { log.info("{}", line); });
      for (const std::string &text : dimensions.left_out)
        log.info("Not among the dimensions: {}", text);
      on_root(communicator, [&] {
        const Sensitivities found =
            sensitivities(reduced.model(), model.config(), model.facts(), analysis, dimensions.slopes);
        write_sensitivities(directory, found);
        log.info("{}", describe_sensitivities(found));
      });
    } else if (analysis.type.value == AnalysisType::contributions) {
      const Contributions found = contributions(tools.reduced().model(), model.config(), model.facts());
      on_root(communicator, [&] { write_contributions(directory, found); });
      log.info("{}", describe_contributions(found));
    } else if (analysis.type.value == AnalysisType::housing_force) {
      const HousingForce found = housing_force(tools.reduced().model(), model);
      on_root(communicator, [&] { write_housing_force(directory, found); });
      log.info("{}", describe_housing_force(found));
    } else if (analysis.type.value == AnalysisType::housing) {
      const HousingMotion found = motion_of_housing(model, tools);
      on_root(communicator, [&] { write_housing_motion(directory, found); });
      log.info("{}", describe_housing_motion(found));
    } else if (analysis.type.value == AnalysisType::isolation) {
      const auto more =
          isolation_figures(analyse_isolation(model, tools, analysis.isolation, directory, log));
      figures.insert(figures.end(), more.begin(), more.end());
    } else if (analysis.type.value == AnalysisType::distortion) {
      const auto more = analyse_distortion(model, tools, analysis.distortion, directory, log);
      figures.insert(figures.end(), more.begin(), more.end());
    } else if (analysis.type.value == AnalysisType::suspension) {
      on_root(communicator,
              [&] { analyse_suspensions(model.config(), analysis.suspension, directory, log, tools.warn); });
    } else if (analysis.of.value == ModesOf::coupled) {
      const CoupledModes coupled = coupled_modes(model, tools.reduced(), tools.factorization, analysis);
      log.info("{}", coupled.description);
      rows.insert(rows.end(), coupled.rows.begin(), coupled.rows.end());
      if (analysis.fields)
        on_root(communicator, [&] { write_coupled_shapes(model, coupled, directory); });
    } else
      for (const BodyModes &body : modes_of(model, analysis, communicator)) {
        log.info("{}", describe_modes(body));
        const auto more = mode_rows(body);
        rows.insert(rows.end(), more.begin(), more.end());
        if (analysis.fields)
          on_root(communicator, [&] { write_shapes(body, directory); });
      }
  if (!rows.empty())
    on_root(communicator, [&] { write_modes(directory, rows); });
  return figures;
}

} // namespace earshot
