#ifndef EARSHOT_CONFIG_OUTSIDE_DECLARATION_H
#define EARSHOT_CONFIG_OUTSIDE_DECLARATION_H

#include "solver/config/outside_case.h"
#include "solver/config/specification.h"

/// Keys of leak, housing and isolation; see declaration.h.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, LeakConfig &leak) {
  using spec::quantity;
  v.quantity("length", leak.length,
             quantity(unit::length, "Length from the canal to the outside.")
                 .positive()
                 .usually(1e-4, 0.05)
                 .required());
  v.quantity("radius", leak.radius, quantity(unit::length, "Of a tube.").not_negative().usually(0.0, 0.003));
  v.quantity("gap", leak.gap,
             quantity(unit::length, "Of a slit: distance of its walls.").not_negative().usually(0.0, 0.001));
  v.quantity(
      "width", leak.width,
      quantity(unit::length, "Of a slit: its extent around the tip.").not_negative().usually(0.0, 0.05));
  v.flag("closed", leak.closed, "Stopped at its outer end.");
}

template <class Visitor>
void describe(Visitor &v, HousingSupportConfig &support) {
  using spec::quantity;
  v.text("name", support.name, spec::text("Name of the support.").required());
  v.quantity("position", support.position,
             quantity(unit::length, "Where it holds the housing: x, y, z; by default the centre of mass."));
  v.quantity("direction", support.direction,
             quantity(unit::ratio,
                      "Of its first axis, such as [0, 0, 1]; by default x. The other two are y and z, "
                      "turned with it by the smallest angle."));
  v.quantity("radius", support.radius,
             quantity(unit::length, "With elastic walls: those that are no farther than this from the "
                                    "position hold to it, the nearer the more.")
                 .positive()
                 .usually(5e-4, 0.05));
  v.text("surface", support.surface,
         spec::text("With elastic walls: surface of the air whose walls it holds instead, all alike."));
  v.quantity(
      "stiffness", support.stiffness,
      quantity(unit::stiffness, "Force per displacement along its three axes; 0 by default.").not_negative());
  v.quantity(
      "damping", support.damping,
      quantity(unit::mechanical_resistance, "Force per velocity along them, likewise.").not_negative());
  v.quantity("rotational_stiffness", support.rotational_stiffness,
             quantity(unit::rotational_stiffness, "Torque per angle about them, likewise.").not_negative());
  v.quantity("rotational_damping", support.rotational_damping,
             quantity(unit::rotational_resistance, "Torque per angular velocity about them, likewise.")
                 .not_negative());
}

template <class Visitor>
void describe(Visitor &v, HousingPointConfig &point) {
  v.text("name", point.name, spec::text("Name of the point; heads its columns.").required());
  v.quantity("position", point.position,
             spec::quantity(unit::length, "Where it is: x, y, z; by default the centre of mass."));
}

template <class Visitor>
void describe(Visitor &v, HousingMoverConfig &mover) {
  v.text("element", mover.element,
         spec::text("Element of the network with a moving mass: an armature or a moving coil.").required());
  v.quantity("position", mover.position,
             spec::quantity(unit::length, "Where the mass is: x, y, z; by default the centre of mass."));
  v.quantity(
      "direction", mover.direction,
      spec::quantity(unit::ratio, "In which its positive displacement goes, such as [0, 0, 1].").not_empty());
}

template <class Visitor>
void describe(Visitor &v, HousingLayerConfig &layer) {
  v.text("material", layer.material, spec::text("Name of an isotropic [[material]].").required());
  v.quantity(
      "thickness", layer.thickness,
      spec::quantity(unit::length, "Thickness of the layer.").positive().usually(1e-5, 5e-3).required());
  v.texts("volumes", layer.volumes,
          spec::text("Volumes of air whose walls have this layer, and others that name the same volumes; "
                     "without it the walls of all that none names."));
}

/// Keys of a housing that moves in six directions.
template <class Visitor>
void describe_body(Visitor &v, HousingConfig &housing) {
  using spec::quantity;
  v.quantity("mass", housing.mass,
             quantity(unit::mass, "Of the whole earphone, drivers included.").positive().usually(1e-4, 0.05));
  v.quantity(
      "wall_density", housing.wall_density,
      quantity(unit::density, "Of the walls, whose mass stands for mass.").positive().usually(500, 20e3));
  v.quantity("wall_thickness", housing.wall_thickness,
             quantity(unit::length, "Of the walls, likewise.").positive().usually(1e-4, 5e-3));
  v.quantity("centre", housing.centre,
             quantity(unit::length, "Centre of mass: x, y, z; by default that of the air's walls."));
  v.quantity("inertia", housing.inertia,
             quantity(unit::moment_of_inertia,
                      "Moments of inertia xx, yy, zz about the centre of mass; by default "
                      "the mass lies evenly on the air's walls.")
                 .positive());
  v.quantity("inertia_products", housing.inertia_products,
             quantity(unit::moment_of_inertia, "Entries xy, yz, zx of the tensor of inertia; 0 by default."));
  v.texts("fixed", housing.fixed,
          spec::text("Volumes of the head, whose walls stay at rest, or \"none\"; by default the canal of a "
                     "template and the "
                     "parts behind it, else the volumes that the ear's surface ends. Walls in the plane of "
                     "their mouth into "
                     "moving ones are the tip's, and move."));
  v.texts("moving", housing.moving, spec::text("Surfaces of fixed volumes that move all the same."));
  v.list("wall", housing.walls,
         "Layers of elastic walls, the outermost first. With one or more the walls of the air are a shell "
         "that bends and stretches; mass is then that of walls and drivers together.",
         0);
  v.list("support", housing.supports,
         "What holds the housing. With one or more the housing moves in six directions, pushed by its "
         "drivers and "
         "by the air, and its walls push the air.",
         0);
  v.list("point", housing.points, "Where the acceleration of the housing is asked for.", 0);
  v.list("mover", housing.movers, "Drivers of the network whose moving masses push the housing back.", 0);
  v.quantity("direction", housing.direction,
             quantity(unit::ratio, "With supports: towards the eardrum, across outer_area and canal_area; by "
                                   "default [0, 0, 1]."));
}

template <class Visitor>
void describe(Visitor &v, HousingConfig &housing) {
  using spec::quantity;
  describe_body(v, housing);
  v.quantity(
      "contact_area", housing.contact_area,
      quantity(unit::area, "Without supports: of the skin that it rests on.").positive().usually(1e-6, 1e-2));
  v.quantity(
      "skin_stiffness", housing.skin_stiffness,
      quantity(unit::skin_stiffness, "Without supports: pressure on that skin per displacement.").positive());
  v.quantity("skin_damping", housing.skin_damping,
             quantity(unit::specific_resistance, "Pressure on that skin per velocity.").not_negative());
  v.quantity("outer_area", housing.outer_area,
             quantity(unit::area, "Area across its motion that sound from outside acts on.")
                 .positive()
                 .usually(1e-6, 1e-2));
  v.quantity("canal_area", housing.canal_area,
             quantity(unit::area,
                      "Area across its motion that closes the canal. With supports: of the tip around its "
                      "bore, where the canal is no volume of the mesh.")
                 .positive()
                 .usually(1e-6, 1e-3));
}

/// Keys of an [[analysis]].
template <class Visitor>
void describe_isolation(Visitor &v, IsolationConfig &isolation) {
  using spec::quantity;
  choices(
      v, "driver", isolation.driver,
      spec::text("Isolation: what the plug is connected to: amplifier (source.output_impedance), short or "
                 "open; by default amplifier and open."));
  v.texts("close", isolation.close,
          spec::text("Isolation: openings to close, one variant for each besides the case as it is: names of "
                     "surfaces with model opening and of network elements of kind radiation, \"leak\", "
                     "\"vents\" (all but the leak) or \"all\"; by default vents."));
  v.quantity("canal_length", isolation.canal_length,
             quantity(unit::length,
                      "Isolation: of the open ear, from its entrance to the plane where ear.model begins; by "
                      "default what that model leaves of 25 mm.")
                 .not_negative()
                 .usually(0.0, 0.04));
  v.quantity("canal_radius", isolation.canal_radius,
             quantity(unit::length, "Isolation: of the open ear's canal.").positive().usually(0.002, 0.006));
  v.quantity("housing_size", isolation.housing_size,
             quantity(unit::length, "Isolation: largest extent of the worn earphone; sound from outside is "
                                    "taken as equal all around it.")
                 .positive()
                 .usually(0.005, 0.1));
  v.formerly("shell_size", "housing_size");
}

} // namespace earshot

#endif
