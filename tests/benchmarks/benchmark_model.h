#ifndef EARSHOT_TESTS_BENCHMARKS_BENCHMARK_MODEL_H
#define EARSHOT_TESTS_BENCHMARKS_BENCHMARK_MODEL_H

#include "solver/config/reader.h"
#include "solver/model/model.h"
#include "solver/model/prepare.h"
#include "tests/benchmarks/seconds.h"

#include <algorithm>
#include <memory>
#include <string>

namespace earshot {

struct BenchmarkModel {
  Case config;
  std::unique_ptr<Model> model;
  double assembly; ///< [s]
};

/// The case of a command line of [case file] [key=value ...], by default the default case, meshed and
/// assembled.
inline BenchmarkModel benchmark_model(int argc, char **argv) {
  const std::string file = argc > 1 ? argv[1] : EARSHOT_SOURCE_DIR "/configs/single_dynamic.toml";
  BenchmarkModel result{read_case(file, {argv + std::min(argc, 2), argv + argc}), nullptr, 0};
  const auto mesh = prepare_mesh(result.config, MPI_COMM_WORLD);
  result.assembly =
      seconds([&] { result.model = std::make_unique<Model>(result.config, mesh, MPI_COMM_WORLD); });
  return result;
}

} // namespace earshot

#endif
