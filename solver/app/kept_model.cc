#include "solver/app/kept_model.h"

#include "solver/analysis/design_box.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/config/documents.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/cost.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/results/frequency_text.h"
#include "solver/runtime/interrupt.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace earshot {

namespace {

/// Takes what a box's problem has behind the model's own terms and loads.
SavedDimensions take_dimensions(ReducedModel &joint, const DimensionBox &box) {
  SavedDimensions dimensions{box.interpolation(), box.term_changes(), box.load_changes(), {}, {}};
  const auto first_term = joint.terms.end() - std::ssize(box.term_changes());
  dimensions.terms.assign(first_term, joint.terms.end());
  joint.terms.erase(first_term, joint.terms.end());
  const auto first_load = joint.loads.end() - std::ssize(box.load_changes());
  dimensions.loads.assign(first_load, joint.loads.end());
  joint.loads.erase(first_load, joint.loads.end());
  return dimensions;
}

/// One model that is kept, from ranges to what answers within them.
class Keeping {
public:
  Keeping(const Model &model, const Case &config, const Options &options, spdlog::logger &log)
      : model_(model), config_(config), options_(options), log_(log), ranges_(design_ranges(config)),
        band_(band_of_analyses(all_frequencies(config))) {
    std::copy_if(ranges_.begin(), ranges_.end(), std::back_inserter(dimensions_),
                 [](const DesignRange &range) { return range.moves_mesh; });
    std::erase_if(ranges_,
                  [&](const DesignRange &range) { return !range.moves_mesh && !is_answered(range); });
  }

  bool has_ranges() const { return !ranges_.empty(); }
  bool has_dimensions() const { return !dimensions_.empty(); }

  /// @param functions  of designs of the sweep's problem
  void fit(FastSweep &sweep, const DesignFunctions &functions) {
    const Interrupt interrupt;
    if (!fit_to_ranges(
            sweep, model_.config(), ranges_, band_,
            [&](const Case &design) { return functions(with_motors_of(design)); },
            watch(sweep, model_, options_, log_, interrupt)))
      throw Stopped("stopped while the model that is kept was made");
    for (const std::string &line : describe_outcome(sweep.record(), config_.sweep.tolerance))
      log_.info("{}", line);
  }

  SavedModel with_dimensions(const std::function<void(const FrequencyProblem &, FastSweep &)> &hold,
                             std::map<std::string, double> rest_stiffness) {
    const DimensionBox box = followed();
    const FrequencyProblem &problem = box.problem();
    log_.info("{} meshes, {} changed matrices", box.interpolation().nodes().size(),
              box.term_changes().size());
    Factorization factorization(problem, problem.at(middle_of(band_)));
    require_memory(factorization_need(factorization), available_memory(problem.partition.communicator),
                   options_.force, [&](const std::string &text) { log_.warn("{}", text); });
    FastSweep sweep(problem, factorization, candidate_points(problem, band_),
                    fast_sweep_options(problem, config_.sweep));
    fit(sweep, [&](const Case &design) { return box.functions(design); });
    hold(problem, sweep);
    const LevelError error = interpolation_error(model_, box, sweep, dimensions_, checked());
    tell(error);
    SavedModel saved = saved_model_of(model_, config_, sweep, std::move(rest_stiffness));
    saved.dimensions = take_dimensions(saved.model, box);
    saved.checked_hz = error.frequency_hz;
    saved.interpolation_error_db = error.db;
    return saved;
  }

private:
  /// Numbers that change matrices can't be answered, and say so where they are asked for.
  bool is_answered(const DesignRange &range) const {
    try {
      return same_matrices(model_.config(),
                           with_motors_of(with_dimension(model_.config(), range.number, range.high)),
                           model_.facts());
    } catch (const UserError &) {
      return false;
    }
  }

  Case with_motors_of(const Case &design) const {
    return with_motors(design, compute_motors(design, MPI_COMM_SELF));
  }

  DimensionBox followed() const {
    try {
      return DimensionBox(model_, dimensions_, [&](const std::string &line) { log_.info("{}", line); });
    } catch (const UserError &error) {
      throw UserError(fmt::format("the mesh can't follow the dimensions over their ranges: {}; expected "
                                  "narrower ones, or keys that change together as \"a = b\"",
                                  error.diagnostics().front().message));
    }
  }

  std::vector<double> checked() const {
    constexpr std::size_t most = 61;
    std::vector<double> some;
    const std::size_t n = std::min(most, band_.size());
    for (std::size_t k = 0; k < n; ++k)
      some.push_back(band_[n == 1 ? 0 : k * (band_.size() - 1) / (n - 1)]);
    return some;
  }

  void tell(const LevelError &error) const {
    constexpr double usual_band_hz = 10e3;
    double below = 0;
    for (std::size_t k = 0; k < error.db.size(); ++k)
      if (error.frequency_hz[k] <= usual_band_hz)
        below = std::max(below, error.db[k]);
    log_.info("matrices that are interpolated are off by {:.2g} dB up to {}, {:.2g} dB in all, where all "
              "dimensions change at once",
              below, frequency_text(usual_band_hz), *std::max_element(error.db.begin(), error.db.end()));
  }

  const Model &model_;
  const Case &config_;
  const Options &options_;
  spdlog::logger &log_;
  std::vector<DesignRange> ranges_, dimensions_;
  std::vector<double> band_;
};

} // namespace

void require_mesh_that_follows(const Case &config, const AirMesh &mesh) {
  for (const DesignRange &range : design_ranges(config))
    if (range.moves_mesh && !mesh.generated)
      throw UserError(
          SourcePosition{config.file, 0, 0, range.number.name},
          "found a dimension of a mesh of a file or of CAD, whose nodes can't follow it; expected one "
          "of a template or of parts");
}

SavedModel saved_model_of(const Model &model, const Case &config, const FastSweep &fast,
                          std::map<std::string, double> rest_stiffness) {
  const std::vector<double> frequencies = sweep_frequencies(config.sweep);
  const ErrorEstimate estimate = fast.estimate();
  return {"",
          resolved_toml(config),
          matrix_signature(model.config(), model.facts()),
          model.facts(),
          fast.model(),
          estimate.levels(),
          estimate.calibrations(),
          frequencies.front(),
          frequencies.back(),
          std::move(rest_stiffness)};
}

SavedModel kept_model(const Model &model, const Case &config, const std::function<FastSweep &()> &reduced,
                      const std::function<void(const FrequencyProblem &, FastSweep &)> &hold,
                      std::map<std::string, double> rest_stiffness, const Options &options,
                      spdlog::logger &log) {
  Keeping keeping(model, config, options, log);
  if (keeping.has_dimensions())
    return keeping.with_dimensions(hold, std::move(rest_stiffness));
  FastSweep &sweep = reduced();
  if (keeping.has_ranges())
    keeping.fit(sweep, [&](const Case &design) { return coefficient_functions(design, model.facts()); });
  hold(model.problem(), sweep);
  return saved_model_of(model, config, sweep, std::move(rest_stiffness));
}

} // namespace earshot
