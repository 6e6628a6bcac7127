#include "solver/config/mesh_unit.h"

#include "solver/config/units.h"

namespace earshot {

double metres_per_unit(const MeshConfig &mesh) {
  return mesh.unit.value.empty() ? mesh.scale.value : metres_in(mesh.unit);
}

} // namespace earshot
