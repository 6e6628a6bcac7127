#include "solver/runtime/versions.h"

#include "solver/output/field_files.h"
#include "solver/version.h"

#include <deal.II/base/config.h>
#include <gmsh.h>
#include <petscversion.h>
#include <zmumps_c.h>

#include <fmt/core.h>

namespace earshot {

std::vector<std::pair<std::string, std::string>> versions() {
  return {
      {"earshot", version},
      {"deal.II", DEAL_II_PACKAGE_VERSION},
      {"PETSc", fmt::format("{}.{}.{}", PETSC_VERSION_MAJOR, PETSC_VERSION_MINOR, PETSC_VERSION_SUBMINOR)},
      {"MUMPS", MUMPS_VERSION},
      {"gmsh", GMSH_API_VERSION},
      {"VTK", vtk_version()},
  };
}

} // namespace earshot
