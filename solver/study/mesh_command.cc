#include "solver/study/mesh_command.h"

#include "solver/config/reader.h"
#include "solver/mesh/mesh_writer.h"
#include "solver/study/on_root.h"
#include "solver/study/prepare.h"

#include <fmt/core.h>

namespace earshot {

int write_mesh(const Options &options, const std::string &file, MPI_Comm communicator) {
  const Case config = read_case(options.case_file, options.overrides);
  const auto mesh = prepare_mesh(config, communicator);
  on_root(communicator, [&] {
    write_msh(*mesh, file);
    fmt::print("{}\n{}\n", describe_mesh(*mesh), file);
  });
  return 0;
}

} // namespace earshot
