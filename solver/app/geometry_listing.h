#ifndef EARSHOT_APP_GEOMETRY_LISTING_H
#define EARSHOT_APP_GEOMETRY_LISTING_H

#include "solver/runtime/options.h"

#include <mpi.h>

#include <filesystem>
#include <optional>

namespace earshot {

/// Prints every solid and face of a case's CAD file, also where its selectors fail, and with an output folder
/// writes them there as geometry.vtp. Nothing for a case without CAD file. Rank 0 works. @return the file
std::optional<std::filesystem::path> list_geometry(const Options &options, MPI_Comm communicator);

} // namespace earshot

#endif
