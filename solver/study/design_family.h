#ifndef EARSHOT_STUDY_DESIGN_FAMILY_H
#define EARSHOT_STUDY_DESIGN_FAMILY_H

#include "solver/analysis/dimension_box.h"
#include "solver/analysis/large_signal_drivers.h"
#include "solver/model/model.h"
#include "solver/results/key_figures.h"
#include "solver/results/response.h"
#include "solver/runtime/interrupt.h"
#include "solver/runtime/options.h"
#include "solver/sweep/fast_sweep.h"

#include <spdlog/logger.h>

#include <functional>
#include <set>
#include <vector>

namespace earshot {

/// What is known of a design.
struct DesignAnswer {
  Response response;
  std::vector<KeyFigure> figures; ///< of isolation and distortion, as far as they are asked for
  std::string failure = {};       ///< why there is no answer; empty: there is one
};

/// Designs that share every matrix with one model: they differ in coefficients alone, so one basis answers
/// all of them. So do those of a range of one dimension, whose matrices are interpolated. Every method is
/// collective; what it refers to must outlive it.
class DesignFamily {
public:
  /// @param sweep of the model's problem, fitted to `model`'s own design
  /// @param designs with their motors computed
  /// @param box whose problem the sweep is of; null: that of the model
  DesignFamily(const Model &model, FastSweep &sweep, std::vector<Case> designs,
               std::vector<double> frequencies_hz, const DimensionBox *box = nullptr);

  /// Fits the basis to some designs that lie far apart, answers all, and goes on until every answer is within
  /// the tolerance and direct solves have confirmed it.
  /// @param keep takes a design's number and its answer, on rank 0, again when it has become better
  /// @return false when the user stopped it @throws FactorizationError
  using Keep = std::function<void(std::size_t design, DesignAnswer answer, bool within_tolerance)>;
  bool solve(const Options &options, spdlog::logger &log, const Interrupt &interrupt, const Keep &keep);

  /// Estimated error of the worst answer over its tolerance.
  double largest_excess() const;

private:
  CoefficientFunctions functions_of(const Case &design) const;
  MeshFacts facts_of(const Case &design) const;
  void find_nonlinearities();

  struct Worst {
    double excess = 0;
    std::size_t frequency = 0; ///< index
  };

  bool train();
  bool evaluate(const std::vector<std::size_t> &designs, bool visible, const Interrupt &interrupt,
                const Keep &keep);
  std::vector<double> answer(std::size_t design);
  std::pair<std::vector<double>, std::string> answer_or_failure(std::size_t design);
  DesignAnswer unpacked(std::size_t design, const std::vector<double> &numbers) const;
  void learn(std::vector<std::size_t> designs);
  Factors worst_point(std::size_t design) const;
  std::vector<Factors> points(std::size_t design, const std::vector<double> &frequencies_hz) const;

  const Model &model_;
  FastSweep &sweep_;
  std::vector<Case> designs_;
  std::vector<double> frequencies_;
  const DimensionBox *box_;
  std::vector<CoefficientFunctions> functions_;
  /// What of a design isn't linear, where distortion is asked for, or why that can't be told.
  struct Nonlinearity {
    LargeSignal large;
    std::string failure;
  };
  std::vector<Nonlinearity> nonlinearities_; ///< of each design
  std::vector<Worst> worst_;                 ///< of each design's answer
  std::set<std::size_t> learned_;            ///< designs whose bands are among the sweep's candidates
  std::vector<std::string> figures_;         ///< names of those beside the response's
};

} // namespace earshot

#endif
