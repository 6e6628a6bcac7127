#ifndef EARSHOT_MESH_PART_SIZE_H
#define EARSHOT_MESH_PART_SIZE_H

#include "solver/config/part_case.h"
#include "solver/mesh/sized_region.h"
#include "solver/mesh/template_layout.h"

#include <vector>

namespace earshot {

/// What parts ask for: a volume its [[mesh.region]] size, else the smaller of the global size and, if it
/// reaches the axis, its radius; the rim of a mouth between two parts a quarter of the global size. A slit
/// thinner than its edges are long gets one layer of flat tetrahedra, across which the pressure hardly
/// varies.
/// @param layout what the parts begin behind, or null
std::vector<SizedRegion> part_sizes(const std::vector<PartConfig> &parts, const TemplateLayout *layout,
                                    const MeshConfig &mesh);

} // namespace earshot

#endif
