#ifndef EARSHOT_MESH_CHECKS_H
#define EARSHOT_MESH_CHECKS_H

#include "solver/config/case.h"
#include "solver/mesh/air_mesh.h"

#include <string>
#include <vector>

namespace earshot {

/// Checks that a mesh fits its case: every volume and surface that the case names exists, a driver's surface
/// separates its front from its rear air, openings and impedances lie on the outside and screens inside, and
/// all air is coupled, through screens if need be, to a driver, an opening or the ear.
/// @throws UserError with all findings, each at the key that names the region
void check_air_mesh(const AirMesh &mesh, const Case &config);

/// Parts of the air that are connected through faces.
/// @return for each cell the number of its part; parts are numbered in the order of their first cells
std::vector<int> connected_parts(const AirMesh &mesh);

/// How finely the mesh resolves a plane wave.
struct WaveResolution {
  double longest_edge;            ///< [m]
  std::string volume;             ///< where the longest edge is
  double elements_per_wavelength; ///< wavelength over longest edge [1]
};

/// @param sound_speed [m/s]
/// @param frequency the highest one [Hz]
WaveResolution wave_resolution(const AirMesh &mesh, double sound_speed, double frequency);

} // namespace earshot

#endif
