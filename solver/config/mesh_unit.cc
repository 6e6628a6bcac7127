#include "solver/config/mesh_unit.h"

#include "solver/config/units.h"

namespace earshot {

double metres_per_unit(const MeshConfig &mesh) {
  return mesh.unit.value.empty() ? mesh.scale.value
                                 : parse_quantity("1 " + mesh.unit.value, unit::length).value;
}

} // namespace earshot
