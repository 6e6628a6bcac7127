#ifndef EARSHOT_MESH_CAD_READER_H
#define EARSHOT_MESH_CAD_READER_H

#include "solver/config/cad_case.h"
#include "solver/mesh/cad_model.h"
#include "solver/mesh/gmsh_session.h"
#include "solver/mesh/placed_body.h"

namespace earshot {

/// Reads a CAD file whose solids are the air into a new model of the session, where faces that solids have in
/// common become one face. Bodies are cut into it.
/// @throws UserError as read_cad_file(), further naming solids that overlap and faces that can't be meshed,
/// with their places and sizes; as cut_bodies()
CadModel read_cad_model(const CadConfig &cad, const GmshSession &gmsh, const PlacedBodies &bodies);

/// A face of gmsh's model as it is now.
NamedPlace named_place(const std::string &name, int face);

/// "(1.5, 0, -2) mm".
std::string shown_point(const Vector3 &point);

} // namespace earshot

#endif
