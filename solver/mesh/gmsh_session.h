#ifndef EARSHOT_MESH_GMSH_SESSION_H
#define EARSHOT_MESH_GMSH_SESSION_H

#include <functional>
#include <string>
#include <vector>

namespace earshot {

/// Gmsh, started silent, without the user's own settings and on one thread, so that equal input gives
/// equal meshes; stopped at the end of its life. Only one can live at a time.
class GmshSession {
public:
  GmshSession();
  ~GmshSession();
  GmshSession(const GmshSession &) = delete;
  GmshSession &operator=(const GmshSession &) = delete;

  /// Runs a few gmsh calls.
  /// @param doing what the calls do, for the message, e.g. "meshing the air"
  /// @throws UserError with gmsh's own words when gmsh fails
  void run(const std::string &doing, const std::function<void()> &calls) const;

  /// Meshes up to a dimension. Gmsh meshes in parallel regions, which no exception may leave: so it goes on
  /// at errors and ends with the faces that it could mesh.
  /// @return its errors, a line each
  static std::vector<std::string> mesh_as_far_as_possible(int dimension);
};

} // namespace earshot

#endif
