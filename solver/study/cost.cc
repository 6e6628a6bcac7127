#include "solver/study/cost.h"

#include "solver/config/located.h"
#include "solver/study/prepare.h"

#include <fmt/core.h>

namespace earshot {

namespace {

double gibibytes(double bytes) {
  return bytes / (1024.0 * 1024.0 * 1024.0);
}

} // namespace

std::string describe_unknowns(const Model &model) {
  std::string text = fmt::format("unknowns: {} (air {}", model.unknowns().size(), model.air().n_unknowns());
  for (const Driver &driver : model.drivers())
    text += fmt::format(", {} {}", driver.config.name.value, model.unknowns().size(driver.structure_field));
  return text + ", circuits the rest)";
}

std::string describe_cost(const Factorization &factorization) {
  return fmt::format("factor: {:.3g} million entries, about {:.2f} GiB of memory",
                     1e-6 * factorization.estimated_factor_entries(),
                     gibibytes(factorization.estimated_bytes()));
}

void require_memory(const Factorization &factorization, bool force, MPI_Comm communicator,
                    spdlog::logger &log) {
  log.info("{}", describe_cost(factorization));
  const double needed = factorization.estimated_bytes(), available = available_memory(communicator);
  if (available == 0 || needed < available)
    return;
  const std::string message = fmt::format(
      "the factorisation needs about {:.2f} GiB and {:.2f} GiB are free: a coarser mesh (mesh.size), "
      "more machines or --force would go on",
      gibibytes(needed), gibibytes(available));
  if (!force)
    throw UserError(message);
  log.warn("warning: {}", message);
}

} // namespace earshot
