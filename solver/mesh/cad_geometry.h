#ifndef EARSHOT_MESH_CAD_GEOMETRY_H
#define EARSHOT_MESH_CAD_GEOMETRY_H

#include "solver/config/case.h"
#include "solver/mesh/cad_model.h"
#include "solver/mesh/cad_names.h"
#include "solver/mesh/placed_body.h"
#include "solver/mesh/refinement.h"
#include "solver/mesh/tetrahedral_mesh.h"

#include <set>
#include <string>

namespace earshot {

/// The CAD file of a case and what its selectors make of it.
struct CadInspection {
  CadModel model;
  CadNames names;
};

/// Reads the CAD file of a case to show what it holds, with bodies in its air, also where selectors fail.
/// @throws UserError as read_cad_model()
CadInspection inspect_cad(const CadConfig &cad, const PlacedBodies &bodies = {});

/// Every solid and face with name, size, centre, normal and neighbours, a line each.
std::string describe_cad_model(const CadInspection &inspection);

/// Meshes the air of a case's CAD file.
/// @param jumps surfaces across which the pressure jumps
/// @throws UserError as read_cad_model(); with all selectors that miss; with the faces that can't be meshed
TetrahedralMesh mesh_cad(const Case &config, const std::set<std::string> &jumps,
                         const MeshRefinement &refinement = {});

} // namespace earshot

#endif
