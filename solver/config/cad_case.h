#ifndef EARSHOT_CONFIG_CAD_CASE_H
#define EARSHOT_CONFIG_CAD_CASE_H

#include "solver/config/body_case.h"
#include "solver/config/kinds.h"

#include <string>
#include <vector>

/// What a case file says of a geometry that a CAD program made. See case.h.
namespace earshot {

/// [[geometry.volume]]: gives solids of the file a name. All that is said must hold.
struct CadVolumeConfig {
  Located<std::string> name;
  Located<std::string> in_file;  ///< what the file calls it
  TripleConfig point;            ///< [m] a point inside
  TripleConfig box_from, box_to; ///< [m] opposite corners of a box that it lies in
  Located<int> count{1};         ///< so many solids bear the name
};

/// [[geometry.surface]]: gives faces a name. All that is said must hold.
struct CadSurfaceConfig {
  Located<std::string> name;
  Located<std::string> in_file;
  TripleConfig near;                         ///< [m] the face nearest to this point, of those that are left
  std::vector<Located<std::string>> between; ///< two volumes, or one and "outside"
  TripleConfig plane_point, plane_normal;    ///< [m], [1] a plane that it lies in
  std::vector<Located<double>> area;         ///< [m2] least and greatest
  TripleConfig box_from, box_to;             ///< [m] opposite corners of a box that it lies in
  Located<int> count{1};                     ///< so many faces bear the name
};

/// [[geometry.cap]]: a face that closes an opening of the parts.
struct CadCapConfig {
  Located<std::string> name; ///< of the surface of the air that it makes
  TripleConfig near;         ///< [m] about the middle of the opening
};

/// Keys of [geometry] for a CAD file instead of the template.
struct CadConfig {
  Located<std::string> step, iges, brep; ///< file; one of them
  Located<std::string> unit;             ///< of lengths in a BREP file, which doesn't say; empty: mm
  Located<CadContent> holds{CadContent::air};
  Located<double> heal{0.0}; ///< [m] gaps, edges and faces up to this size are mended; 0: none
  std::vector<CadVolumeConfig> volumes;
  std::vector<CadSurfaceConfig> surfaces;
  std::vector<CadCapConfig> caps;
  std::vector<BoxConfig> boxes;

  /// The file's key; null when there is none.
  const Located<std::string> *file() const {
    for (const Located<std::string> *key : {&step, &iges, &brep})
      if (!key->value.empty())
        return key;
    return nullptr;
  }
};

} // namespace earshot

#endif
