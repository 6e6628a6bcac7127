#ifndef EARSHOT_TESTS_SUPPORT_DISTORTION_OF_CASE_H
#define EARSHOT_TESTS_SUPPORT_DISTORTION_OF_CASE_H

#include "solver/analysis/distortion_run.h"
#include "solver/files/tables.h"
#include "solver/runtime/on_root.h"
#include "tests/support/swept_case.h"
#include "tests/support/temporary_directory.h"

#include <spdlog/spdlog.h>

#include <functional>
#include <string>

namespace earshot::testing {

/// distortion.csv of a case, on rank 0; empty on the others. Collective.
inline Table distortion_of(const Case &config, const DistortionConfig &distortion,
                           const std::function<void(const std::string &)> &warn) {
  SweptCase solved(config);
  const TemporaryDirectory folder;
  const AnalysisTools tools{[&]() -> FastSweep & { return solved.fast; }, solved.factorization, warn};
  analyse_distortion(solved.model, tools, distortion, folder.path, *spdlog::default_logger());
  Table table;
  on_root(MPI_COMM_WORLD, [&] { table = read_table(folder.path / "distortion.csv"); });
  return table;
}

} // namespace earshot::testing

#endif
