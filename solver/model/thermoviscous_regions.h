#ifndef EARSHOT_MODEL_THERMOVISCOUS_REGIONS_H
#define EARSHOT_MODEL_THERMOVISCOUS_REGIONS_H

#include "solver/config/case.h"
#include "solver/fem/unknowns.h"
#include "solver/fem/viscous_space.h"
#include "solver/materials/air.h"
#include "solver/model/driver.h"

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace earshot {

/// The volumes with [[volume]] model = "thermoviscous", as indices into the mesh's volumes.
std::vector<int> thermoviscous_volumes(const Case &config, const AirMesh &mesh);

/// The surfaces with something joined to the pressure of the air before them: ear, ports, screens, impedances
/// and openings, as indices into the mesh's surfaces.
std::set<int> joined_surfaces(const Case &config, const AirMesh &mesh);

/// Displacement, temperature and pressure of the thermoviscous volumes of a case.
struct ThermoviscousRegions {
  std::unique_ptr<ViscousSpace> space;
  std::set<int> symmetries; ///< surfaces of the mesh
  int displacement_field = -1, temperature_field = -1, pressure_field = -1;

  /// Where the unknowns stand, and how diaphragms and pistons move the nodes that lie on them; a rim that
  /// lies on a wall as well stands still. Valid once all fields are added.
  ViscousNumbering numbering(const Unknowns &unknowns, const std::vector<Driver> &drivers) const;

  /// Writes the pressures of nodes inside of the regions [Pa], those between vertices as their mean.
  void add_node_pressures(const Unknowns &unknowns, std::span<const Complex> solution,
                          std::vector<Complex> &pressures) const;
};

/// Declares their fields; nothing without such volumes. Collective.
/// @throws UserError for a rigid ear or a probe at a wall of such a volume, for a plane of symmetry that
/// isn't flat
ThermoviscousRegions declare_thermoviscous_regions(const Case &config, const AirSpace &air,
                                                   Unknowns &unknowns);

/// Volumes whose mesh is too coarse at the walls for the layers at the highest frequency, a sentence each.
std::vector<std::string> thermoviscous_warnings(const Case &config, const AirSpace &space,
                                                const AirProperties &air);

} // namespace earshot

#endif
