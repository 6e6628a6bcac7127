#ifndef EARSHOT_MESH_GEOMETRY_UNIT_H
#define EARSHOT_MESH_GEOMETRY_UNIT_H

namespace earshot {

/// Unit of gmsh's models: OpenCASCADE's absolute tolerances suit millimetres.
inline constexpr double geometry_unit = 1e-3; ///< [m]

} // namespace earshot

#endif
