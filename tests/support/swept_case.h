#ifndef EARSHOT_TESTS_SUPPORT_SWEPT_CASE_H
#define EARSHOT_TESTS_SUPPORT_SWEPT_CASE_H

#include "solver/analysis/frequency_sweep.h"
#include "solver/config/sweep_grid.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "solver/sweep/fast_sweep.h"

namespace earshot::testing {

/// A case on its mesh, swept over its frequencies.
struct SweptCase {
  explicit SweptCase(const Case &config)
      : model(config, prepare_mesh(config, MPI_COMM_WORLD), MPI_COMM_WORLD),
        factorization(model.problem(),
                      model.problem().at(2 * std::numbers::pi * middle_of(all_frequencies(config)))),
        fast(model.problem(), factorization, candidate_points(model.problem(), all_frequencies(config)),
             fast_sweep_options(model.problem(), config.sweep)) {
    fast.run();
  }

  const ReducedModel &reduced() const { return fast.model(); }

  Model model;
  Factorization factorization;
  FastSweep fast;
};

} // namespace earshot::testing

#endif
