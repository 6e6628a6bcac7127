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

/// How finely a volume of the mesh resolves a plane wave.
struct WaveResolution {
  double longest_edge = 0;            ///< [m]
  std::string volume;                 ///< where the longest edge is
  double elements_per_wavelength = 0; ///< wavelength over longest edge [1]
};

/// Of each volume, in the order of mesh.volumes.
/// @param sound_speed [m/s]
/// @param frequency the highest one [Hz]
std::vector<WaveResolution> wave_resolutions(const AirMesh &mesh, double sound_speed, double frequency);

/// Of the coarsest volume.
WaveResolution wave_resolution(const AirMesh &mesh, double sound_speed, double frequency);

} // namespace earshot

#endif
