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

MpiFolder::MpiFolder() {
  if (started_by_a_launcher())
    return;
  ::setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
  std::string folder = (std::filesystem::path(temporary_folder()) / "earshot-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr)
    throw UserError(
        fmt::format("the folder for temporary files, {}, can't be written to: {}; set TMPDIR to one "
                    "that can",
                    temporary_folder(), std::strerror(errno)));
  ::setenv("OMPI_MCA_orte_tmpdir_base", folder.c_str(), 0);
  path_ = folder;
}

MpiFolder::~MpiFolder() {
  std::error_code ignored;
  if (!path_.empty())
    std::filesystem::remove_all(path_, ignored);
}

} // namespace earshot
