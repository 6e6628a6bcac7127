#ifndef EARSHOT_CONFIG_BODY_DECLARATION_H
#define EARSHOT_CONFIG_BODY_DECLARATION_H

#include "solver/config/body_case.h"
#include "solver/config/specification.h"

/// The declaration of the keys of solids that are placed in the air of a CAD file; see declaration.h.
namespace earshot {

/// These keys stand in the table of what is placed.
template <class Visitor>
void describe_placement(Visitor &v, PlacementConfig &place, const std::string &position,
                        const std::string &axis) {
  using spec::quantity;
  v.quantity("position", place.position, quantity(unit::length, position).usually(-0.2, 0.2));
  v.quantity("axis", place.axis, quantity(unit::ratio, axis));
  v.quantity("roll", place.roll,
             quantity(unit::angle, "Turn about the axis. At 0 the body's x runs along the file's x axis as "
                                   "seen along the body's, or along its y axis where that is x."));
}

template <class Visitor>
void describe(Visitor &v, HolesConfig &holes) {
  using spec::quantity;
  v.integer("number", holes.number, {"So many, evenly on the circle.", 1, 200});
  v.quantity("radius", holes.radius,
             quantity(unit::length, "Radius of each hole.").positive().usually(2e-5, 5e-3).required());
  v.quantity("circle", holes.circle,
             quantity(unit::length, "Radius of the circle about the axis that their middles lie on.")
                 .not_negative()
                 .usually(0.0, 0.02));
  v.quantity("direction", holes.direction,
             quantity(unit::angle, "Direction of the first, from the body's x towards its y."));
  v.text(
      "surface", holes.surface,
      spec::text("Name of their outer ends, for a cloth or an opening; without it <driver>_rear_opening or "
                 "<driver>_front_opening."));
}

template <class Visitor>
void describe(Visitor &v, FlangeConfig &flange) {
  using spec::quantity;
  v.quantity("radius", flange.radius,
             quantity(unit::length, "Outer radius.").positive().usually(1e-3, 0.03).required());
  v.quantity("thickness", flange.thickness,
             quantity(unit::length, "Thickness, from the rim's plane backwards.")
                 .positive()
                 .usually(5e-5, 5e-3)
                 .required());
}

template <class Visitor>
void describe(Visitor &v, BodyConfig &body) {
  using spec::quantity;
  v.quantity("radius", body.radius,
             quantity(unit::length, "Outer radius of the basket; its air is as wide as the diaphragm.")
                 .positive()
                 .usually(1e-3, 0.03)
                 .required());
  v.quantity("rear_depth", body.rear_depth,
             quantity(unit::length, "From the rim's plane to the basket's outer back.")
                 .positive()
                 .usually(5e-4, 0.02)
                 .required());
  v.quantity("front_depth", body.front_depth,
             quantity(unit::length, "From the rim's plane to the body's outer front.")
                 .positive()
                 .usually(1e-4, 0.01)
                 .required());
  v.quantity("wall", body.wall,
             quantity(unit::length, "Thickness of the back, and of the cover where there is one.")
                 .positive()
                 .usually(5e-5, 3e-3)
                 .required());
  v.quantity("diaphragm_radius", body.diaphragm_radius,
             quantity(unit::length, "Radius of a piston; that of a diaphragm follows from its zones.")
                 .not_negative()
                 .usually(5e-4, 0.03));
  v.quantity("motor_radius", body.motor_radius,
             quantity(unit::length, "Radius of the magnet system behind the diaphragm; 0 for none.")
                 .not_negative()
                 .usually(0.0, 0.02));
  v.quantity(
      "motor_height", body.motor_height,
      quantity(unit::length, "Its height from the basket's outer back.").not_negative().usually(0.0, 0.02));
  v.list("rear_opening", body.rear_openings, "Holes through the basket's back.", 0);
  v.list("front_opening", body.front_openings,
         "Holes through a cover in front of the diaphragm; without them there is no cover.", 0);
  v.section("flange", body.flange,
            "Plate around the body that divides the air; what of it lies beyond the air is in the wall.");
}

template <class Visitor>
void describe(Visitor &v, BoxConfig &box) {
  using spec::quantity;
  v.text("name", box.name, spec::text("Name of the box.").required());
  describe_placement(v, box.place, "Middle of the spout's mouth: x, y, z.",
                     "Direction in which sound leaves the spout, of any length: x, y, z.");
  const auto length = [&](const char *key, Located<double> &value, const std::string &meaning) {
    v.quantity(key, value, quantity(unit::length, meaning).positive().usually(1e-4, 0.02).required());
  };
  length("length", box.length, "Length of the box along its axis, without the spout.");
  length("width", box.width, "Width, along the box' x.");
  length("height", box.height, "Height, along the box' y.");
  length("spout_length", box.spout_length, "Length of the spout.");
  length("spout_radius", box.spout_radius, "Outer radius of the spout.");
  length("mouth_radius", box.mouth_radius, "Radius of its bore, whose end is the mouth.");
  v.quantity("spout_offset", box.spout_offset,
             quantity(unit::length, "Distance of the spout from the middle of the box, along the box' y.")
                 .usually(-0.01, 0.01));
  v.text("surface", box.surface,
         spec::text("Name of the mouth, for a [[network.port]]; without it <name>_mouth."));
}

} // namespace earshot

#endif
