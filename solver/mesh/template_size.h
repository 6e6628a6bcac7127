#ifndef EARSHOT_MESH_TEMPLATE_SIZE_H
#define EARSHOT_MESH_TEMPLATE_SIZE_H

#include "solver/mesh/sized_region.h"
#include "solver/mesh/template_layout.h"

namespace earshot {

/// Edge length at a zone of the diaphragm that its shape asks for [m].
double zone_size(const Profile &profile, std::size_t zone);

/// What the template asks for, but for its vents: see tube_size().
///
/// A volume asks for its [[mesh.region]] size, else for the smaller of the global size and its radius (a
/// narrow tube then has two elements of second order across). A curved zone of the diaphragm asks for a third
/// of its width, or half a wave, a straight one for twice its width. The rim of a mouth, where a tube opens
/// into a wider one, asks for a quarter of the global size. What is asked for in one place grows
/// with the distance from it.
std::vector<SizedRegion> template_sizes(const TemplateLayout &layout, const MeshConfig &mesh);

/// What a tube asks for: no edge is longer than its radius, whatever the case asks. With fewer around it, as
/// when a study narrows it alone, it has no round section, and its air not the losses of a tube.
SizedTube tube_size(const DrilledTube &tube, const MeshConfig &mesh);

} // namespace earshot

#endif
