#ifndef EARSHOT_MESH_CAD_FILE_H
#define EARSHOT_MESH_CAD_FILE_H

#include "solver/config/cad_case.h"
#include "solver/mesh/gmsh_session.h"

#include <string>
#include <vector>

namespace earshot {

/// Lengths of the gmsh model that a CAD file is read into, as of `geometry_unit`.
inline constexpr double cad_unit = 1e-3; ///< [m]

/// Reads the solids of a CAD file into the session's current OpenCASCADE model, in units of `cad_unit`,
/// mended if the case says so. The file is checked to look like its format and read from a private copy.
/// @return what was mended, a line each
/// @throws UserError naming the file when it is no regular file, too large, of another format, cut off or
/// without a solid, or when its extent is absurd
std::vector<std::string> read_cad_file(const CadConfig &cad, const GmshSession &gmsh);

} // namespace earshot

#endif
