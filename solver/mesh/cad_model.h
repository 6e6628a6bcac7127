#ifndef EARSHOT_MESH_CAD_MODEL_H
#define EARSHOT_MESH_CAD_MODEL_H

#include "solver/config/located.h"
#include "solver/mesh/vector3.h"

#include <array>
#include <string>
#include <vector>

namespace earshot {

/// A box along the axes [m].
struct Box {
  Vector3 low{1e30, 1e30, 1e30}, high{-1e30, -1e30, -1e30};

  void include(const Vector3 &point);
  /// Whether another box lies in this one, or beyond it by at most `tolerance` [m].
  bool contains(const Box &other, double tolerance) const;
  double diagonal() const { return norm(high - low); }
};

/// A solid of air.
struct CadSolid {
  int tag = 0;            ///< gmsh's number
  std::string in_file;    ///< what the file or a body calls it; may be empty
  double volume = 0;      ///< [m3], of the exact shape
  Vector3 centre{};       ///< [m], of mass
  Box box;                ///< of its facets
  std::vector<int> faces; ///< indices into CadModel::faces
  bool placed = false;    ///< air of a body
};

/// A face between two solids, or of one.
struct CadFace {
  int tag = 0;
  std::string in_file;
  double area = 0;         ///< [m2], of the exact shape
  Vector3 centre{};        ///< [m], of mass
  Vector3 normal{};        ///< mean of its unit normals, out of its first solid; short where it is bent
  Box box;                 ///< of its facets
  std::vector<int> solids; ///< one or two indices into CadModel::solids
  std::vector<std::array<int, 3>> facets; ///< triangles of points of the model
  double size = 0;                        ///< [m] of elements that its shape asks for; 0: none
};

/// What a CAD file holds, with its faces as triangles whose corners lie on them.
struct CadModel {
  std::vector<Vector3> points; ///< [m]
  std::vector<CadSolid> solids;
  std::vector<CadFace> faces;
  std::vector<std::string> notes; ///< what was mended, a line each
  std::vector<Diagnostic> faults; ///< of bodies: openings that reach no air

  Box box() const;
};

/// A face with a name, as it was before faces were joined; those that stay whole keep place and area.
struct NamedPlace {
  std::string name;
  Vector3 centre; ///< [m]
  double area;    ///< [m2]
};

/// Whether a point is in a solid, as far as its facets tell. @param solid index
bool is_inside(const CadModel &model, int solid, const Vector3 &point);

/// Distance of a point from the facets of a face [m]. @param face index
double distance_to_face(const CadModel &model, int face, const Vector3 &point);

} // namespace earshot

#endif
