#ifndef EARSHOT_CONFIG_PART_DECLARATION_H
#define EARSHOT_CONFIG_PART_DECLARATION_H

#include "solver/config/part_case.h"
#include "solver/config/specification.h"

/// The declaration of the keys of [[part]]; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, PartConfig &part) {
  using spec::quantity;
  using spec::text;
  v.text("name", part.name, text("Name of its volume.").required());
  v.quantity("from", part.from,
             quantity(unit::length, "Where it begins along the axis. Beside a [geometry] the end of the "
                                    "canal, surface \"ear\", is 0 mm.")
                 .usually(-0.2, 0.2)
                 .required());
  v.quantity("to", part.to,
             quantity(unit::length, "Where it ends, further along the axis.").usually(-0.2, 0.2).required());
  v.quantity("radius", part.radius,
             quantity(unit::length, "Outer radius.").positive().usually(2e-5, 0.2).required());
  v.quantity("end_radius", part.end_radius,
             quantity(unit::length, "Outer radius at its end, of a cone; without it the part is a cylinder.")
                 .positive()
                 .usually(2e-5, 0.2));
  v.quantity("inner_radius", part.inner_radius,
             quantity(unit::length, "Inner radius, of an annulus.").not_negative().usually(0.0, 0.2));
  v.quantity("angle", part.angle,
             quantity(unit::angle, "Angle that a sector spans; without it the part goes all around.")
                 .within({.lower = 0.0, .upper = 6.283185307179587, .lower_excluded = true}));
  v.quantity("direction", part.direction,
             quantity(unit::angle, "Middle of the first sector, from the x axis towards y."));
  v.integer("sectors", part.sectors, {"So many of these sectors, evenly around the axis.", 1, 100});
  v.text("from_surface", part.from_surface,
         text("Name of the surface in which it begins: of its mouths into other parts, or if there are none "
              "of all of it. Without a name it is a wall."));
  v.text("to_surface", part.to_surface, text("Name of the surface in which it ends, likewise."));
  v.text("inner_surface", part.inner_surface, text("Name of the inner round surface, likewise."));
  v.text("outer_surface", part.outer_surface, text("Name of the outer round surface, likewise."));
}

} // namespace earshot

#endif
