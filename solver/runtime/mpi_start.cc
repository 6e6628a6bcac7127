#include "solver/runtime/mpi_start.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace earshot {

namespace {

bool started_by_a_launcher() {
  constexpr std::array variables{"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"};
  return std::any_of(variables.begin(), variables.end(),
                     [](const char *name) { return std::getenv(name) != nullptr; });
}

/// Where Open MPI puts its files.
std::string temporary_folder() {
  for (const char *name : {"TMPDIR", "TEMP", "TMP"})
    if (const char *const folder = std::getenv(name))
      return folder;
  return "/tmp";
}

} // namespace

void prepare_mpi_start() {
  if (started_by_a_launcher())
    return;
  ::setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
  std::string trial = (std::filesystem::path(temporary_folder()) / "earshot-XXXXXX").string();
  if (::mkdtemp(trial.data()) == nullptr)
    throw UserError(
        fmt::format("the folder for temporary files, {}, can't be written to: {}; set TMPDIR to one "
                    "that can",
                    temporary_folder(), std::strerror(errno)));
  std::error_code ignored;
  std::filesystem::remove(trial, ignored);
}

} // namespace earshot
