#ifndef EARSHOT_MESH_CASE_GEOMETRY_H
#define EARSHOT_MESH_CASE_GEOMETRY_H

#include "solver/config/case.h"
#include "solver/mesh/mirror_half.h"
#include "solver/mesh/template_layout.h"

#include <optional>
#include <string>
#include <vector>

namespace earshot {

/// What gmsh builds of a case's template, parts and tubes: all of it, or one half of parts that are their own
/// mirror image.
class CaseGeometry {
public:
  /// @param config, diaphragm outlive it; see build_air_mesh()
  /// @throws UserError naming every key whose value does not fit
  CaseGeometry(const Case &config, const Profile *diaphragm);

  /// Makes it a model of the gmsh session that is running, in units of `geometry_unit`. @throws UserError
  void build(const std::string &model) const;

  /// A mesh of what was built, with its mirror image if that was one half.
  TetrahedralMesh whole(const TetrahedralMesh &mesh) const;

  const TemplateLayout *layout() const { return layout_ ? &*layout_ : nullptr; }
  const std::optional<MirrorHalf> &half() const { return half_; }
  std::string origin() const { return layout_ ? "[geometry]" : "[[part]]"; } ///< for messages

private:
  const std::vector<PartConfig> &parts_;
  const std::vector<TubeConfig> &tubes_;
  std::optional<TemplateLayout> layout_;
  std::optional<MirrorHalf> half_;
};

} // namespace earshot

#endif
