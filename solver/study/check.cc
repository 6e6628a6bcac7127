#include "solver/study/check.h"

#include "solver/config/documents.h"
#include "solver/config/reader.h"
#include "solver/config/sweep_grid.h"
#include "solver/study/cost.h"
#include "solver/study/on_root.h"
#include "solver/study/prepare.h"

#include <fmt/core.h>

#include <cmath>
#include <numbers>

namespace earshot {

int check(const Options &options, MPI_Comm communicator) {
  const bool root = dealii::Utilities::MPI::this_mpi_process(communicator) == 0;
  const auto say = [root](const std::string &text) {
    if (root)
      fmt::print("{}\n", text);
  };
  const Case config = read_case(options.case_file, options.overrides);
  say(resolved_toml(config));
  for (const Problem &warning : warnings(config))
    say(fmt::format("warning: {}", UserError({warning}).what()));
  const auto mesh = prepare_mesh(config, communicator);
  say(describe_mesh(*mesh));
  const Model model(config, mesh, communicator);
  say(describe_unknowns(model));
  say(describe_terms(model.problem()));

  const auto grid = sweep_frequencies(config.sweep);
  const Factorization factorization(model.problem(),
                                    {2 * std::numbers::pi * std::sqrt(grid.front() * grid.back())});
  say(describe_cost(factorization));
  say(fmt::format("frequencies: {} from {:.4g} Hz to {:.4g} Hz, about {:.0f} s in all at 10 GFlop/s",
                  grid.size(), grid.front(), grid.back(),
                  static_cast<double>(grid.size()) * factorization.estimated_flops() / 10e9));
  say(fmt::format("memory free: {:.2f} GiB", available_memory(communicator) / (1024.0 * 1024 * 1024)));
  return 0;
}

} // namespace earshot
