#include "solver/analysis/distortion_run.h"

#include "solver/analysis/distortion.h"
#include "solver/analysis/distortion_sensitivity.h"
#include "solver/config/sweep_grid.h"
#include "solver/runtime/on_root.h"

#include <algorithm>

namespace earshot {

std::vector<KeyFigure> analyse_distortion(const Model &model, const AnalysisTools &tools,
                                          const DistortionConfig &config,
                                          const std::filesystem::path &directory, spdlog::logger &log) {
  FastSweep &sweep = tools.reduced();
  const MPI_Comm communicator = model.communicator();
  const LargeSignal large = LargeSignalFinder(model).of(model.config());
  for (const LargeSignalDriver &driver : large.drivers)
    if (!driver.curves.empty())
      log.info("{}", describe_large_signal(driver.config, driver.curves));
  for (const Vent &vent : large.vents)
    log.info("{}", describe_vent(vent));
  hold_static_limit(model.problem(), sweep);
  const LawPorts ports(sweep.model(), model.problem().functions(), model.config().source.voltage,
                       large.driver_names(), large.vents, large.area_drivers());
  const std::vector<double> frequencies = all_frequencies(model.config());
  std::vector<KeyFigure> figures;
  DistortionConfig at_voltages = config;
  on_root(communicator, [&] {
    DistortionStudy study(ports, large, config, frequencies.back());
    const Distortion found = study.run(fundamentals(config, frequencies));
    at_voltages.voltages.assign(study.voltages().begin(), study.voltages().end());
    figures = study.figures();
    write_distortion(directory, found);
    log.info("{}", describe_distortion(found, figures));
    for (const std::string &text : study.warnings())
      tools.warn(text);
  });
  if (config.sensitivities) {
    const auto found = distortion_sensitivities(model, sweep.model(), at_voltages,
                                                fundamentals(config, frequencies), tools.show_progress);
    on_root(communicator, [&] {
      write_atomically(directory / "distortion_sensitivity.csv", distortion_sensitivity_csv(found));
      log.info("{}", describe_distortion_sensitivities(found));
    });
  }
  return figures;
}

bool asks_for_distortion(const Case &config) {
  return std::any_of(config.analyses.begin(), config.analyses.end(), [](const AnalysisConfig &analysis) {
    return analysis.type.value == AnalysisType::distortion;
  });
}

std::vector<KeyFigure> design_distortion(const ReducedModel &reduced, const CoefficientFunctions &functions,
                                         const Case &design, const LargeSignal &large) {
  for (const AnalysisConfig &analysis : design.analyses)
    if (analysis.type.value == AnalysisType::distortion) {
      const LawPorts ports(reduced, functions, design.source.voltage, large.driver_names(), large.vents,
                           large.area_drivers());
      return DistortionStudy(ports, large, analysis.distortion, all_frequencies(design).back()).figures();
    }
  return {};
}

} // namespace earshot
