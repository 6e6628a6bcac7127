#ifndef EARSHOT_OUTPUT_GEOMETRY_FILE_H
#define EARSHOT_OUTPUT_GEOMETRY_FILE_H

#include "solver/mesh/cad_model.h"
#include "solver/mesh/cad_names.h"

#include <filesystem>

namespace earshot {

/// Writes the faces of a CAD model as triangles [m] in a .vtp, with the cell data "face" (number), "surface"
/// (name or empty) and "volumes" ("front, nozzle"). @throws UserError when it can't be written
void write_geometry(const std::filesystem::path &file, const CadModel &model, const CadNames &names);

} // namespace earshot

#endif
