#include "solver/study/study_run.h"

#include "solver/analysis/direct_response.h"
#include "solver/analysis/distortion_run.h"
#include "solver/analysis/frequency_sweep.h"
#include "solver/analysis/isolation_study.h"
#include "solver/analysis/key_figures.h"
#include "solver/config/digest.h"
#include "solver/config/documents.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/case_terms.h"
#include "solver/model/cost.h"
#include "solver/model/network_parts.h"
#include "solver/model/outside.h"
#include "solver/model/prepare.h"
#include "solver/motor/motors.h"
#include "solver/runtime/interrupt.h"
#include "solver/runtime/on_root.h"
#include "solver/runtime/progress.h"
#include "solver/study/design_family.h"
#include "solver/study/study_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <set>

namespace earshot {

namespace {

namespace fs = std::filesystem;

/// A study's designs, of which nothing is known.
StudyResults unanswered(const Case &config, const StudyConfig &study) {
  StudyResults results;
  results.name = study.name;
  results.designs = study_designs(config, study);
  results.case_text = resolved_toml(without_requests(config)) + digests_of_files(without_requests(config));
  results.frequency_hz = sweep_frequencies(config.sweep);
  results.results.resize(results.designs.designs.size());
  return results;
}

/// Designs that differ from the case in one dimension, beside numbers that are in coefficients alone.
struct DimensionRange {
  Dimension dimension;
  std::vector<std::size_t> designs;
  double low, high; ///< values of the dimension
};

/// One study: its designs, what is known of them, and its files.
class StudyRun {
public:
  StudyRun(const Case &config, const StudyConfig &study, const StudyTools &tools)
      : tools_(tools), root_(dealii::Utilities::MPI::this_mpi_process(tools.communicator) == 0),
        results_(unanswered(config, study)) {
    cases_ = cases_of(config, study, results_.designs);
    take_over();
  }

  /// @return false when the user stopped it
  bool solve(const Case &config, const Model &model, const std::function<FastSweep &()> &reduced);
  bool solve_without_mesh();

private:
  using Numbers = std::vector<std::size_t>;

  void take_over();
  void leave_to_other_shards(const std::function<std::string(std::size_t design)> &family_of);
  void for_each_pending(const std::function<void(std::size_t)> &work);
  void tell_failure(std::size_t design, const std::string &reason);
  void refuse(std::size_t design, const std::string &reason);
  Numbers take_family(const Case &base, const MeshFacts &facts);
  bool solve_family(const Model &model, FastSweep &sweep, const Numbers &family, bool is_own,
                    const DimensionBox *box = nullptr);
  void find_ranges(const Case &config, const MeshFacts &facts);
  bool solve_ranges(const Model &model);
  bool solve_range(const Model &model, const DimensionRange &range, const Numbers &designs);
  bool solve_with_mesh(std::size_t first);
  void warn_of(std::size_t design, const Model &model);
  bool solve_on_mesh(std::size_t first, const Model &model);
  void keep(std::size_t design, DesignResult result);
  void write() const { write_study(tools_.directory / "study", results_); }
  void report() const;

  const StudyTools &tools_;
  bool root_;
  StudyResults results_;                    ///< answers on rank 0 only
  std::vector<Case> cases_;                 ///< with their motors, those of pending designs
  Numbers pending_;                         ///< designs without an answer
  std::vector<DimensionRange> ranges_;      ///< of enough designs, whether they are pending or not
  std::vector<std::string> known_warnings_; ///< of models, told once
  std::chrono::steady_clock::time_point next_writing_;
};

void StudyRun::take_over() {
  on_root(tools_.communicator, [&] {
    if (tools_.options.resume && take_over_study(tools_.directory / "study", results_))
      tools_.log.info("study {}: {} of {} designs were done before", results_.name, results_.n_done(),
                      results_.results.size());
    for (std::size_t k = 0; k < results_.results.size(); ++k)
      if (!results_.results[k].done)
        pending_.push_back(k);
  });
  pending_ = dealii::Utilities::MPI::broadcast(tools_.communicator, pending_);
}

/// Keeps this shard's designs alone. A family stays together, as one basis answers it: so the numbers don't
/// depend on how many shards there are.
void StudyRun::leave_to_other_shards(const std::function<std::string(std::size_t design)> &family_of) {
  const Shard &shard = tools_.options.shard;
  if (shard.count == 1)
    return;
  std::map<std::string, int> families; // in the order of their first designs
  std::set<std::size_t> others;
  for (std::size_t k = 0; k < cases_.size(); ++k) {
    const int family = families.emplace(family_of(k), static_cast<int>(families.size())).first->second;
    if (family % shard.count != shard.number - 1)
      others.insert(k);
  }
  std::erase_if(pending_, [&](std::size_t k) { return others.count(k) > 0; });
  tools_.log.info("study {}: {} of {} designs belong to shard {} of {}", results_.name,
                  cases_.size() - others.size(), cases_.size(), shard.number, shard.count);
}

/// Does something for every design that is left; where it can't be done, the design gets a note instead of an
/// answer. The same on every rank.
void StudyRun::for_each_pending(const std::function<void(std::size_t)> &work) {
  for (const std::size_t k : Numbers(pending_))
    try {
      work(k);
    } catch (const UserError &error) {
      refuse(k, error.diagnostics().front().message);
    } catch (const FactorizationError &error) {
      refuse(k, error.what());
    }
}

void StudyRun::tell_failure(std::size_t design, const std::string &reason) {
  tools_.warn(fmt::format("study {}, design {} ({}): {}", results_.name, design + 1,
                          results_.designs.describe(design), reason));
}

void StudyRun::refuse(std::size_t design, const std::string &reason) {
  tell_failure(design, reason);
  keep(design, {true, DesignMatrices::own, {}, {}, reason});
  std::erase(pending_, design);
}

/// Takes the designs that share the matrices of `base` out of those that are left.
StudyRun::Numbers StudyRun::take_family(const Case &base, const MeshFacts &facts) {
  Numbers family;
  for_each_pending([&](std::size_t k) {
    if (same_matrices(base, cases_[k], facts))
      family.push_back(k);
  });
  std::erase_if(pending_,
                [&](std::size_t k) { return std::find(family.begin(), family.end(), k) != family.end(); });
  return family;
}

bool StudyRun::solve(const Case &config, const Model &model, const std::function<FastSweep &()> &reduced) {
  find_ranges(without_requests(config), model.facts());
  leave_to_other_shards([&](std::size_t k) {
    for (const DimensionRange &range : ranges_)
      if (std::find(range.designs.begin(), range.designs.end(), k) != range.designs.end())
        return "along " + range.dimension.name;
    try {
      return matrix_signature(cases_[k], model.facts());
    } catch (const UserError &) { // the shard that it falls to tells why
      return fmt::format("design {}", k);
    }
  });
  if (pending_.empty()) {
    on_root(tools_.communicator, [&] { write(); });
    return true;
  }
  for_each_pending([&](std::size_t k) {
    cases_[k] = with_motors(cases_[k], compute_motors(cases_[k], tools_.communicator));
  });
  const Numbers family =
      take_family(with_motors(config, compute_motors(config, tools_.communicator)), model.facts());
  tools_.log.info("study {}: {} designs; {} share the matrices of the case and its reduced model, {} need "
                  "matrices of their own",
                  results_.name, results_.results.size(), family.size(), pending_.size());
  known_warnings_ = model.warnings();
  bool finished = family.empty() || solve_family(model, reduced(), family, false);
  finished = finished && solve_ranges(model);
  while (finished && !pending_.empty())
    finished = solve_with_mesh(pending_.front());
  on_root(tools_.communicator, [&] {
    write();
    report();
  });
  return finished;
}

bool StudyRun::solve_family(const Model &model, FastSweep &sweep, const Numbers &family, bool is_own,
                            const DimensionBox *box) {
  std::vector<Case> designs;
  for (const std::size_t k : family)
    designs.push_back(cases_[k]);
  const int before = sweep.record().factorizations;
  const DesignMatrices matrices = box      ? DesignMatrices::interpolated
                                  : is_own ? DesignMatrices::own
                                           : DesignMatrices::shared;
  DesignFamily solver(model, sweep, designs, results_.frequency_hz, box);
  const bool finished =
      solver.solve(tools_.options, tools_.log, tools_.interrupt,
                   [&](std::size_t k, DesignAnswer answer, bool within_tolerance) {
                     if (!answer.failure.empty())
                       tell_failure(family[k], answer.failure);
                     keep(family[k], {within_tolerance, matrices, std::move(answer.response),
                                      std::move(answer.figures), answer.failure});
                   });
  const double tolerance = model.config().sweep.tolerance;
  tools_.log.info("study {}: {} answered by {} factorisations, {} basis vectors; estimated error {:.2g} dB",
                  results_.name, family.size(), sweep.record().factorizations - (is_own ? 0 : before),
                  sweep.basis().size(), tolerance * solver.largest_excess());
  for (const std::string &line : describe_outcome(sweep.record(), tolerance))
    tools_.log.debug("{}", line);
  if (finished && solver.largest_excess() > 1)
    tools_.warn(fmt::format("study {}: the tolerance of {:g} dB is not met by all designs: the error may be "
                            "{:.2g} dB; error_db in its table says where",
                            results_.name, tolerance, tolerance * solver.largest_excess()));
  if (finished && root_)
    for (const std::size_t k : family) // as good as they get
      results_.results[k].done = true;
  return finished;
}

/// Designs along one dimension of the case's mesh are answered together where they are so many that meshes of
/// their own would cost more. All of the study count, so that neither shards nor what is done change an
/// answer.
void StudyRun::find_ranges(const Case &config, const MeshFacts &facts) {
  constexpr std::size_t least_designs = 8;
  for (std::size_t k = 0; k < cases_.size(); ++k)
    try {
      if (asks_for_distortion(cases_[k]) || asks_for_isolation(cases_[k]))
        continue;
      const auto dimension = dimension_between(config, cases_[k], facts);
      if (!dimension)
        continue;
      const double value =
          find_parameter(parameters_of(cases_[k]), {dimension->parameters.front().key, {}}).value;
      auto range = std::find_if(ranges_.begin(), ranges_.end(), [&](const DimensionRange &other) {
        return other.dimension.name == dimension->name;
      });
      if (range == ranges_.end())
        range = ranges_.insert(range, {*dimension, {}, value, value});
      range->designs.push_back(k);
      range->low = std::min(range->low, value);
      range->high = std::max(range->high, value);
    } catch (const UserError &) { // is told when the design is answered
    }
  std::erase_if(ranges_, [](const DimensionRange &range) {
    return range.designs.size() < least_designs || range.low == range.high;
  });
}

bool StudyRun::solve_ranges(const Model &model) {
  const auto leave = [&](const DimensionRange &range, const std::string &reason) {
    tools_.log.info("study {}: meshes of their own for designs along {}: {}", results_.name,
                    range.dimension.name, reason);
  };
  for (const DimensionRange &range : ranges_) {
    Numbers designs;
    for (const std::size_t k : pending_)
      if (std::find(range.designs.begin(), range.designs.end(), k) != range.designs.end())
        designs.push_back(k);
    try {
      if (!designs.empty() && !solve_range(model, range, designs))
        return false;
    } catch (const UserError &error) {
      leave(range, error.diagnostics().front().message);
    } catch (const FactorizationError &error) {
      leave(range, error.what());
    }
  }
  return true;
}

/// @throws UserError where the mesh can't follow, or matrices can't be interpolated well enough
bool StudyRun::solve_range(const Model &model, const DimensionRange &range, const Numbers &designs) {
  const std::vector<double> band = band_of_analyses(results_.frequency_hz);
  const std::vector<double> checked{band.back(), band[band.size() * 3 / 4], band[band.size() / 2]};
  DimensionBox box(model, {{range.dimension, range.low, range.high, true}});
  box.measure_error(model, checked);
  constexpr double most_error_db = 0.05;
  if (!(box.error_db() <= most_error_db))
    throw UserError(fmt::format("interpolated matrices are off by {:.2g} dB", box.error_db()));
  tools_.log.info("study {}: {} designs along {} share matrices that are interpolated, to {:.2g} dB",
                  results_.name, designs.size(), range.dimension.name, box.error_db());
  const FrequencyProblem &problem = box.problem();
  Factorization factorization(problem, problem.at(middle_of(band)));
  require_memory(factorization_need(factorization), available_memory(tools_.communicator),
                 tools_.options.force, tools_.warn);
  FastSweep sweep(problem, factorization, candidate_points(problem, band),
                  fast_sweep_options(problem, model.config().sweep));
  std::erase_if(pending_,
                [&](std::size_t k) { return std::find(designs.begin(), designs.end(), k) != designs.end(); });
  return solve_family(model, sweep, designs, true, &box);
}

/// A mesh for the first design that is left, and whoever shares its matrices.
bool StudyRun::solve_with_mesh(std::size_t first) {
  try {
    const Case &config = cases_[first];
    tools_.log.info("study {}: a mesh for design {} ({})", results_.name, first + 1,
                    results_.designs.describe(first));
    const MeshForecast forecast = forecast_mesh(config);
    require_mesh(forecast, forecast.solution, available_memory(tools_.communicator), tools_.options.force,
                 tools_.warn);
    const Model model(config, prepare_mesh(config, tools_.communicator), tools_.communicator);
    warn_of(first, model);
    return solve_on_mesh(first, model);
  } catch (const UserError &error) {
    refuse(first, error.diagnostics().front().message);
  } catch (const FactorizationError &error) {
    refuse(first, error.what());
  }
  return true;
}

void StudyRun::warn_of(std::size_t design, const Model &model) {
  for (const std::string &text : model.warnings())
    if (std::find(known_warnings_.begin(), known_warnings_.end(), text) == known_warnings_.end()) {
      tools_.warn(fmt::format("study {}, design {}: {}", results_.name, design + 1, text));
      known_warnings_.push_back(text);
    }
}

bool StudyRun::solve_on_mesh(std::size_t first, const Model &model) {
  const FrequencyProblem &problem = model.problem();
  const std::vector<double> band = band_of_analyses(results_.frequency_hz);
  Factorization factorization(problem, problem.at(middle_of(band)));
  require_memory(factorization_need(factorization), available_memory(tools_.communicator),
                 tools_.options.force, tools_.warn);
  FastSweep sweep(problem, factorization, candidate_points(problem, band),
                  fast_sweep_options(problem, model.config().sweep));
  if (!sweep.run(watch(sweep, model, tools_.options, tools_.log, tools_.interrupt)))
    return false;
  const Numbers family = take_family(model.config(), model.facts());
  if (std::find(family.begin(), family.end(), first) == family.end())
    throw std::logic_error("a design doesn't share its own matrices");
  return solve_family(model, sweep, family, true);
}

/// On rank 0, which alone has the answers. Files follow, but not so often that writing them takes its time.
void StudyRun::keep(std::size_t design, DesignResult result) {
  if (!root_)
    return;
  if (result.failure.empty()) {
    const std::vector<KeyFigure> figures = key_figures(result.response);
    result.figures.insert(result.figures.begin(), figures.begin(), figures.end());
  }
  results_.results[design] = std::move(result);
  const auto start = std::chrono::steady_clock::now();
  if (start < next_writing_)
    return;
  write();
  const auto end = std::chrono::steady_clock::now();
  constexpr int share = 20;
  next_writing_ =
      end + std::max<std::chrono::steady_clock::duration>(std::chrono::seconds(5), share * (end - start));
}

void StudyRun::report() const {
  const auto failed = std::count_if(results_.results.begin(), results_.results.end(),
                                    [](const DesignResult &result) { return !result.failure.empty(); });
  tools_.log.info("study {}: {} of {} designs are done{}: study/{}.csv, study/{}.h5", results_.name,
                  results_.n_done() - failed, results_.results.size(),
                  failed > 0 ? fmt::format(", {} can't be built", failed) : "", results_.name, results_.name);
}

/// Networks alone are solved anew for each design, which may have an amplifier in it.
bool StudyRun::solve_without_mesh() {
  leave_to_other_shards([](std::size_t k) { return std::to_string(k); });
  tools_.log.info("study {}: {} designs without a mesh", results_.name, results_.results.size());
  Progress progress(results_.results.size(), results_.results.size() - pending_.size(),
                    root_ && !tools_.options.quiet);
  bool finished = true;
  for_each_pending([&](std::size_t k) {
    if (!finished)
      return;
    const Response response =
        direct_response(Model(cases_[k], nullptr, tools_.communicator), results_.frequency_hz);
    keep(k, {true, DesignMatrices::own, response, design_isolation(cases_[k]), ""});
    progress.step(fmt::format("design {}", k + 1));
    finished = !tools_.interrupt.requested(tools_.communicator);
  });
  write();
  report();
  return finished;
}

} // namespace

std::vector<std::string> check_studies(const Case &config) {
  std::vector<std::string> lines;
  for (const StudyConfig &study : config.studies) {
    if (study.name.value.find_first_of("/\\") != std::string::npos)
      throw UserError(study.name.where,
                      fmt::format("found \"{}\", expected a name that a file can have", study.name.value));
    for (const StudyConfig &other : config.studies)
      if (&other != &study && other.name.value == study.name.value)
        throw UserError(study.name.where, fmt::format("found \"{}\" more than once, expected different names",
                                                      study.name.value));
    const StudyDesigns designs = study_designs(config, study);
    cases_of(config, study, designs);
    lines.push_back(fmt::format("study {}: designs: {}, parameters: {}", study.name.value,
                                designs.designs.size(), designs.columns.size()));
  }
  return lines;
}

bool run_studies(const Case &config, const Model &model, const std::function<FastSweep &()> &reduced,
                 const StudyTools &tools) {
  for (const StudyConfig &study : config.studies) {
    StudyRun run(config, study, tools);
    if (!(model.has_mesh() ? run.solve(config, model, reduced) : run.solve_without_mesh()))
      return false;
  }
  return true;
}

std::vector<MergedStudy> merge_studies(const Case &config, const std::vector<fs::path> &shards,
                                       const fs::path &directory) {
  std::vector<MergedStudy> merged;
  for (const StudyConfig &study : config.studies) {
    StudyResults results = unanswered(config, study);
    MergedStudy &outcome = merged.emplace_back(MergedStudy{results.name, results.results.size(), 0, {}});
    for (const fs::path &shard : shards)
      if (!take_over_study(shard / "study", results, FailedDesigns::taken_over))
        outcome.strangers.push_back(shard);
    outcome.n_done = results.n_done();
    write_study(directory / "study", results);
  }
  return merged;
}

} // namespace earshot
