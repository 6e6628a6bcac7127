#ifndef EARSHOT_MESH_CAD_NAMES_H
#define EARSHOT_MESH_CAD_NAMES_H

#include "solver/config/cad_case.h"
#include "solver/mesh/cad_model.h"

#include <string>
#include <vector>

namespace earshot {

/// What the case calls solids and faces, in the order of the model.
struct CadNames {
  std::vector<std::string> solids; ///< by a selector, else by the file, else "solid_<number>"
  std::vector<std::string> faces;  ///< by a selector, else by the file; empty for none
  std::vector<Diagnostic> faults;  ///< selectors that catch nothing, or more or less than they say
};

/// Lets the selectors of a case name what a CAD file holds.
CadNames name_cad(const CadModel &model, const CadConfig &cad);

/// "solid 3 (rear, 379 mm3, centre (0, 0, -2) mm)". @param solid index
std::string describe_solid(const CadModel &model, const CadNames &names, int solid);

/// "face 7 (12.57 mm2, centre (0, 0, 5.2) mm, normal (0, 0, 1), between front and nozzle)". @param face index
std::string describe_face(const CadModel &model, const CadNames &names, int face);

} // namespace earshot

#endif
