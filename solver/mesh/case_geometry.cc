#include "solver/mesh/case_geometry.h"

#include "solver/mesh/air_geometry.h"

namespace earshot {

CaseGeometry::CaseGeometry(const Case &config, const Profile *diaphragm)
    : parts_(config.parts), tubes_(config.tubes) {
  if (config.geometry)
    layout_ = lay_out_template(*config.geometry, diaphragm);
  // one driver has no image that its symmetry would matter to; tubes have none
  if (!layout_ && config.drivers.size() > 1 && tubes_.empty())
    half_ = mirror_half(parts_);
}

void CaseGeometry::build(const std::string &model) const {
  build_air_geometry(layout(), half_ ? half_->parts : parts_, tubes_, model);
}

TetrahedralMesh CaseGeometry::whole(const TetrahedralMesh &mesh) const {
  return half_ ? with_mirror_image(mesh, *half_) : mesh;
}

} // namespace earshot
