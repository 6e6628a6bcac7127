#ifndef EARSHOT_ANALYSIS_FREQUENCY_SWEEP_H
#define EARSHOT_ANALYSIS_FREQUENCY_SWEEP_H

#include "solver/config/case.h"
#include "solver/model/model.h"
#include "solver/runtime/interrupt.h"
#include "solver/runtime/options.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <string>
#include <vector>

namespace earshot {

/// Tolerances of a fast sweep: [sweep] tolerance for the pressures at the eardrum and at the probes, and
/// 1e-4 of a current for every 0.01 dB, which is as much of the impedance. Openings that an isolation
/// analysis asks for are goals to a tenth.
FastSweepOptions fast_sweep_options(const FrequencyProblem &problem, const SweepConfig &sweep);

/// Whether so many points are worth a fast sweep: a few are solved one by one at less cost.
bool fast_sweep_pays(const SweepConfig &sweep, std::size_t n_points);

/// The frequencies [Hz] that analyses of the whole band want a basis for: those of the sweep, or a grid
/// between the ends of one with few points. @throws UserError for a single frequency, which is no band
std::vector<double> band_of_analyses(const std::vector<double> &frequencies);

/// The points that a basis is fitted to: all of the frequencies [Hz], or an even choice of many.
std::vector<Factors> candidate_points(const FrequencyProblem &problem,
                                      const std::vector<double> &frequencies);

/// What a fast sweep asks after each step: tells the log how far it is, and whether the user wants it to
/// stop. Everything that it is given must outlive it. Collective when called.
FastSweep::GoOn watch(const FastSweep &sweep, const Model &model, const Options &options, spdlog::logger &log,
                      const Interrupt &interrupt);

/// A step of the sweep for the log: factorisations, vectors, error.
std::string describe_step(const FastSweep &sweep, double tolerance_db);

/// How the answers were confirmed, and what was solved directly instead.
std::vector<std::string> describe_outcome(const FastSweepRecord &record, double tolerance_db);

/// Where the tolerance is not met, or can't be.
std::vector<std::string> sweep_warnings(const FastSweepRecord &record, double tolerance_db);

} // namespace earshot

#endif
