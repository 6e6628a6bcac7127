#ifndef EARSHOT_CONFIG_CAD_DECLARATION_H
#define EARSHOT_CONFIG_CAD_DECLARATION_H

#include "solver/config/body_declaration.h"
#include "solver/config/cad_case.h"
#include "solver/config/specification.h"

/// The declaration of the keys of [geometry] that are about a CAD file; see declaration.h.
namespace earshot {

template <class Visitor, class Selector>
void describe_box(Visitor &v, Selector &selector) {
  v.quantity("box_from", selector.box_from,
             spec::quantity(unit::length, "Corner of a box that it lies in: x, y, z.").usually(-0.2, 0.2));
  v.quantity(
      "box_to", selector.box_to,
      spec::quantity(unit::length, "The opposite corner, with the greatest x, y, z.").usually(-0.2, 0.2));
}

template <class Visitor>
void describe(Visitor &v, CadVolumeConfig &volume) {
  using spec::text;
  v.text("name", volume.name, text("Name that the solid gets; several may share one.").required());
  v.text("in_file", volume.in_file, text("What the file calls it (`earshot check` lists the names)."));
  v.quantity("point", volume.point,
             spec::quantity(unit::length, "A point inside it: x, y, z.").usually(-0.2, 0.2));
  describe_box(v, volume);
  v.integer("count", volume.count, {"So many solids that all this holds for.", 1, 10000});
}

template <class Visitor>
void describe(Visitor &v, CadSurfaceConfig &surface) {
  using spec::quantity;
  using spec::text;
  v.text("name", surface.name, text("Name that the face gets; several may share one.").required());
  v.text("in_file", surface.in_file, text("What the file calls it."));
  v.quantity(
      "near", surface.near,
      quantity(unit::length, "The face nearest to this point, of those that all else holds for: x, y, z.")
          .usually(-0.2, 0.2));
  v.texts(
      "between", surface.between,
      text("Two volumes that it lies between; \"outside\" for one of them: a face with air on one side."));
  v.quantity("plane_point", surface.plane_point,
             quantity(unit::length, "Point of a plane that it lies in: x, y, z.").usually(-0.2, 0.2));
  v.quantity("plane_normal", surface.plane_normal,
             quantity(unit::ratio, "Normal of this plane, of any length: x, y, z."));
  v.quantity("area", surface.area,
             quantity(unit::area, "Least and greatest area.").not_negative().usually(0.0, 0.04));
  describe_box(v, surface);
  v.integer("count", surface.count,
            {"So many faces that all this holds for; with `near` so many of the nearest.", 1, 10000});
}

template <class Visitor>
void describe(Visitor &v, CadCapConfig &cap) {
  v.text("name", cap.name, spec::text("Name of the surface that closes the opening.").required());
  v.quantity("near", cap.near,
             spec::quantity(unit::length,
                            "About the middle of the opening: x, y, z. The closed edge whose middle "
                            "is nearest is closed, by a flat face if it is flat.")
                 .usually(-0.2, 0.2));
}

/// These keys stand in [geometry] itself.
template <class Visitor>
void describe_cad(Visitor &v, CadConfig &cad) {
  using spec::text;
  v.text(
      "step", cad.step,
      text("STEP file of the air or of the parts around it, instead of the template. Its units are honoured.")
          .file());
  v.text("iges", cad.iges, text("The same as an IGES file.").file());
  v.text("brep", cad.brep, text("The same as a BREP file of OpenCASCADE.").file());
  v.text("unit", cad.unit,
         text("Unit of the lengths in a BREP file, which doesn't say; without it mm.")
             .one_of({"m", "cm", "mm", "um", "inch"}));
  choice(v, "holds", cad.holds,
         text("What the solids of the file are: the air itself, or the parts around it. Then the air is what "
              "they "
              "enclose, divided by caps and by the file's faces that bound no solid."));
  v.quantity("heal", cad.heal,
             spec::quantity(unit::length, "Largest gap, edge or face of the file that is mended; without it "
                                          "the file is taken as it is.")
                 .not_negative()
                 .usually(0.0, 2e-4));
  v.list("volume", cad.volumes, "Solids of a CAD file that get a name.", 0);
  v.list("surface", cad.surfaces, "Faces of a CAD file that get a name.", 0);
  v.list("cap", cad.caps, "Parts: openings that are closed.", 0);
  v.list("box", cad.boxes, "Boxes with a spout, such as balanced armatures, that take up air.", 0);
}

} // namespace earshot

#endif
