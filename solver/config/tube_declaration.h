#ifndef EARSHOT_CONFIG_TUBE_DECLARATION_H
#define EARSHOT_CONFIG_TUBE_DECLARATION_H

#include "solver/config/specification.h"
#include "solver/config/tube_case.h"

/// The declaration of the keys of [[tube]]; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, TubeConfig &tube) {
  using spec::quantity;
  v.text("name", tube.name,
         spec::text("Name of its volume. Its mouth is the surface <name>_inlet, its outer end "
                    "<name>_opening, a wall unless [[surface]] says more.")
             .required());
  v.quantity("position", tube.place.position,
             quantity(unit::length,
                      "Where its axis leaves the wall: x, y, z of the mesh, of which the middle "
                      "of a [geometry]'s diaphragm is the origin.")
                 .usually(-0.2, 0.2));
  v.quantity(
      "axis", tube.place.axis,
      quantity(unit::ratio, "Direction outwards, of any length, within 60 degree of the wall's normal."));
  v.quantity("radius", tube.radius,
             quantity(unit::length, "Radius.").positive().usually(2e-5, 0.02).required());
  v.quantity("length", tube.length,
             quantity(unit::length, "Length along its axis, from the wall on.")
                 .positive()
                 .usually(2e-5, 0.2)
                 .required());
}

} // namespace earshot

#endif
