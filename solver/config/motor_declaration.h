#ifndef EARSHOT_CONFIG_MOTOR_DECLARATION_H
#define EARSHOT_CONFIG_MOTOR_DECLARATION_H

#include "solver/config/motor_case.h"
#include "solver/config/specification.h"

/// The part of the declaration (declaration.h) that is about the magnetic field of motors.
namespace earshot {

template <class Visitor>
void describe(Visitor &v, MagneticMaterialConfig &material) {
  using spec::quantity;
  v.text("name", material.name, spec::text("Name that parts of motors refer to.").required());
  v.text("bh_curve", material.bh_curve,
         spec::text("Iron: CSV file with the columns flux_density_t, field_strength_a_m, from 0, 0 on, both "
                    "rising; continued into saturation.")
             .file());
  v.quantity("relative_permeability", material.relative_permeability,
             quantity(unit::ratio, "Without bh_curve; of a magnet the recoil permeability.")
                 .positive()
                 .usually(0.9, 1e5));
  v.quantity("conductivity", material.conductivity,
             quantity(unit::conductivity, "Electrical conductivity at 20 degrees Celsius.")
                 .not_negative()
                 .usually(0.0, 7e7));
  v.quantity("density", material.density,
             quantity(unit::density, "Mass per volume.").not_negative().usually(0.0, 25000.0));
  v.quantity("remanence", material.remanence,
             quantity(unit::flux_density, "Magnet: remanence at 20 degrees Celsius.")
                 .not_negative()
                 .usually(0.0, 1.6));
  v.quantity("intrinsic_coercivity", material.intrinsic_coercivity,
             quantity(unit::field_strength, "Magnet: intrinsic coercivity H_cJ at 20 degrees Celsius.")
                 .not_negative()
                 .usually(0.0, 4e6));
  v.quantity("remanence_coefficient", material.remanence_coefficient,
             quantity(unit::per_kelvin, "Magnet: relative change of the remanence per kelvin.")
                 .usually(-0.01, 0.01));
  v.quantity("coercivity_coefficient", material.coercivity_coefficient,
             quantity(unit::per_kelvin, "Magnet: relative change of the intrinsic coercivity per kelvin.")
                 .usually(-0.02, 0.01));
}

template <class Visitor>
void describe(Visitor &v, MagnetConfig &magnet) {
  using spec::quantity;
  v.text("material", magnet.material,
         spec::text("Grade N35, N38, N40, N42, N45, N48, N50 or N52, or a [[magnetic_material]]."));
  v.quantity("inner_radius", magnet.inner_radius,
             quantity(unit::length, "Inner radius; 0 for a disc.").not_negative().usually(0.0, 0.1));
  v.quantity("outer_radius", magnet.outer_radius,
             quantity(unit::length, "Outer radius.").positive().usually(5e-4, 0.1).required());
  v.quantity("height", magnet.height,
             quantity(unit::length, "Height along the axis.").positive().usually(2e-4, 0.05).required());
}

template <class Visitor>
void describe(Visitor &v, WasherConfig &washer) {
  using spec::quantity;
  v.text("material", washer.material,
         spec::text("\"low-carbon steel\", \"pure iron\", \"permendur\" or a [[magnetic_material]]."));
  v.quantity("thickness", washer.thickness,
             quantity(unit::length, "Thickness.").positive().usually(1e-4, 0.01).required());
  v.quantity("outer_radius", washer.outer_radius,
             quantity(unit::length, "Outer radius; without it that of the magnet.")
                 .not_negative()
                 .usually(0.0, 0.1));
}

template <class Visitor>
void describe(Visitor &v, YokeConfig &yoke) {
  using spec::quantity;
  v.text("material", yoke.material,
         spec::text("\"low-carbon steel\", \"pure iron\", \"permendur\" or a [[magnetic_material]]."));
  v.quantity("bottom_thickness", yoke.bottom_thickness,
             quantity(unit::length, "Thickness of the plate under the magnet.")
                 .positive()
                 .usually(1e-4, 0.02)
                 .required());
  v.quantity(
      "wall_thickness", yoke.wall_thickness,
      quantity(unit::length, "inner_magnet: thickness of the cup's wall.").not_negative().usually(0.0, 0.02));
  v.quantity("pole_radius", yoke.pole_radius,
             quantity(unit::length, "outer_ring: radius of the pole in the middle.")
                 .not_negative()
                 .usually(0.0, 0.05));
}

template <class Visitor>
void describe(Visitor &v, MotorPartConfig &part) {
  using spec::quantity;
  v.text("name", part.name,
         spec::text("Name of the part; with type = \"mesh\", of a surface of the file.").required());
  v.text("material", part.material,
         spec::text("A built-in material (air, copper, aluminium, brass, low-carbon steel, pure iron, "
                    "permendur, N35 to N52) or a [[magnetic_material]].")
             .required());
  v.quantity("r", part.r,
             quantity(unit::length,
                      "Radii of the outline's corners, in order; x when planar. The outline closes "
                      "by itself."));
  v.quantity("z", part.z, quantity(unit::length, "Heights of the corners; y when planar."));
  v.quantity("bulge", part.bulge,
             quantity(unit::ratio,
                      "Arcs: tan(angle / 4) of the edge from each corner to the next, positive when "
                      "it turns left, 0 when straight."));
  v.quantity("magnetization", part.magnetization,
             quantity(unit::angle, "Magnet: direction, from z (planar: y) towards r (x)."));
  v.quantity("size", part.size,
             quantity(unit::length, "Largest edge of its elements before refinement.").positive());
}

template <class Visitor>
void describe(Visitor &v, WindingConfig &winding) {
  using spec::quantity;
  v.text("material", winding.material,
         spec::text("Metal of the wire.")
             .one_of({"copper", "aluminium", "copper-clad aluminium 10 %", "copper-clad aluminium 15 %"}));
  v.quantity("wire_diameter", winding.wire_diameter,
             quantity(unit::length, "Diameter of the bare wire.").positive().usually(1e-5, 5e-4).required());
  v.quantity(
      "insulation_thickness", winding.insulation_thickness,
      quantity(unit::length, "Enamel and bond on the wire, on each side.").not_negative().usually(0.0, 5e-5));
  v.integer("layers", winding.layers, {"Layers, one around the other.", 1, 20});
  v.integer("turns", winding.turns, {"Turns in all layers together.", 0, 10000});
  v.quantity("inner_radius", winding.inner_radius,
             quantity(unit::length, "Inner radius; without it the winding stands in the middle of the gap.")
                 .positive()
                 .usually(5e-4, 0.1));
  v.quantity("offset", winding.offset,
             quantity(unit::length,
                      "Height of the winding's middle at rest, above the middle of the gap; with "
                      "parts or a mesh above z = 0.")
                 .usually(-0.01, 0.01));
}

template <class Visitor>
void describe(Visitor &v, TrackConfig &track) {
  using spec::quantity;
  v.quantity("x", track.x, quantity(unit::length, "Position of its middle.").required());
  v.quantity("y", track.y, quantity(unit::length, "Height of its middle at rest."));
  v.quantity(
      "width", track.width,
      quantity(unit::length, "Width of all its turns together.").positive().usually(2e-5, 0.05).required());
  v.quantity("thickness", track.thickness,
             quantity(unit::length, "Thickness of the metal.").positive().usually(1e-6, 1e-3).required());
  v.integer("turns", track.turns, {"Turns; negative where the current runs the other way.", -1000, 1000});
  v.text("material", track.material, spec::text("Metal.").one_of({"aluminium", "copper"}));
}

template <class Visitor>
void describe(Visitor &v, MagneticMotorConfig &motor) {
  using spec::quantity;
  choice(v, "type", motor.type,
         spec::text(
             "inner_magnet: magnet and washer in a cup. outer_ring: ring magnet and washer around a pole. "
             "dual_magnet: magnet and washer in the middle, and a ring magnet and washer around them. "
             "parts: [[driver.motor.magnetic.part]]. mesh: a .msh file whose surfaces are parts.")
             .required());
  v.flag("planar", motor.planar,
         "parts, mesh: long in the third direction instead of round about the axis r = 0.");
  v.quantity(
      "depth", motor.depth,
      quantity(unit::length, "planar: length in the third direction.").not_negative().usually(0.0, 0.3));
  v.section("magnet", motor.magnet, "The magnet; of dual_magnet the inner one.");
  v.section("outer_magnet", motor.outer_magnet, "dual_magnet: the ring around the gap.");
  v.section("washer", motor.washer, "Plates on the magnets.");
  v.section("yoke", motor.yoke, "Cup, back plate and pole.");
  v.quantity(
      "gap_width", motor.gap_width,
      quantity(unit::length, "Width of the air gap, iron to iron.").not_negative().usually(0.0, 0.005));
  v.quantity("copper_ring", motor.copper_ring,
             quantity(unit::length, "Thickness of a copper ring on the inner wall of the gap; 0 for none.")
                 .not_negative()
                 .usually(0.0, 0.002));
  v.list("part", motor.parts, "Pieces of one material each, side by side; air is what they leave.", 0);
  v.text("mesh", motor.mesh,
         spec::text(
             "mesh: .msh file of triangles or quadrilaterals with named surfaces in the plane z = 0; x is "
             "r, y is z. A surface \"open_air\", an annulus, stands for the space outside.")
             .file());
  v.quantity("mesh_scale", motor.mesh_scale,
             quantity(unit::ratio, "Metres per unit of the file.").positive());
  v.section("winding", motor.winding, "Voice coil of round wire.");
  v.list("track", motor.tracks, "planar: flat conductors on the film, in series.", 0);
  v.quantity(
      "temperature", motor.temperature,
      quantity(unit::temperature, "Temperature of magnets and coil.").positive().usually(233.15, 423.15));
  v.quantity("displacement_range", motor.displacement_range,
             quantity(unit::length, "The curves reach from minus to plus this displacement.")
                 .positive()
                 .usually(1e-5, 0.01));
  v.integer("positions", motor.positions, {"Displacements at which the curves are computed.", 5, 201});
  v.quantity("current_range", motor.current_range,
             quantity(unit::current,
                      "L(i), of iron that the coil's own field saturates, reaches from minus to "
                      "plus this current.")
                 .positive()
                 .usually(0.01, 5.0));
  v.quantity("accuracy", motor.accuracy,
             quantity(unit::ratio, "Relative change of the force factor at which the mesh is fine enough.")
                 .within({.lower = 1e-6, .upper = 0.1}));
  v.quantity("highest_frequency", motor.highest_frequency,
             quantity(unit::frequency, "Up to where the blocked impedance is computed.")
                 .positive()
                 .usually(1e3, 1e5));
}

template <class Visitor>
void describe(Visitor &v, TraceConfig &trace) {
  using spec::quantity;
  v.text("zone", trace.zone, spec::text("Flat zone of the diaphragm that it lies on.").required());
  v.text("material", trace.material, spec::text("Metal.").one_of({"aluminium", "copper"}));
  v.quantity("width", trace.width,
             quantity(unit::length, "Width of the conductor.").positive().usually(1e-5, 5e-3).required());
  v.quantity("thickness", trace.thickness,
             quantity(unit::length, "Thickness of the metal.").positive().usually(1e-7, 1e-4).required());
  choice(v, "pattern", trace.pattern,
         spec::text("meander: legs to and fro along y, beside each other along x. spiral: rectangular turns "
                    "about the film's centre. path: from corner to corner.")
             .required());
  v.quantity("gap", trace.gap,
             quantity(unit::length, "meander, spiral: free film between neighbours.")
                 .not_negative()
                 .usually(0.0, 0.01));
  v.integer("legs", trace.legs, {"meander: legs along y.", 0, 1000});
  v.integer("turns", trace.turns, {"spiral: turns.", 0, 1000});
  v.quantity("length", trace.length,
             quantity(unit::length, "meander, spiral: all of it along y.").not_negative().usually(0.0, 0.3));
  v.quantity("breadth", trace.breadth,
             quantity(unit::length, "spiral: all of it along x.").not_negative().usually(0.0, 0.3));
  v.quantity("x", trace.x,
             quantity(unit::length, "path: corners of its middle line, from the film's centre."));
  v.quantity("y", trace.y, quantity(unit::length, "path: the same along the magnets' bars."));
}

template <class Visitor>
void describe(Visitor &v, MagnetBarsConfig &bars) {
  using spec::quantity;
  v.text("material", bars.material,
         spec::text("Grade N35, N38, N40, N42, N45, N48, N50 or N52, or a [[magnetic_material]]."));
  v.integer("count", bars.count, {"Bars side by side along x, the middle one or gap at x = 0.", 1, 1000});
  v.quantity("width", bars.width,
             quantity(unit::length, "Width of a bar, along x.").positive().usually(1e-4, 0.05).required());
  v.quantity("height", bars.height,
             quantity(unit::length, "Height of a bar, across the film, along which it is magnetised.")
                 .positive()
                 .usually(1e-4, 0.05)
                 .required());
  v.quantity("length", bars.length,
             quantity(unit::length, "Length of a bar, along y.").positive().usually(5e-4, 0.3).required());
  v.quantity("pitch", bars.pitch,
             quantity(unit::length, "From the middle of a bar to that of the next one.")
                 .not_negative()
                 .usually(0.0, 0.1));
  v.quantity("distance", bars.distance,
             quantity(unit::length, "From the film at rest to the bars' faces.")
                 .positive()
                 .usually(5e-5, 0.01)
                 .required());
  v.flag("alternating", bars.alternating, "Neighbours have opposite poles at the film.");
  choice(v, "sides", bars.sides,
         spec::text("Where they are: behind the film, before it, or on both sides, where equal poles face "
                    "each other."));
}

template <class Visitor>
void describe(Visitor &v, PlanarMotorConfig &motor) {
  using spec::quantity;
  v.section("trace", motor.trace, "Conductor on the film; x and y lie in the film's plane.");
  v.section("magnets", motor.magnets, "Bars without iron, whose field at the film is known in closed form.");
  v.quantity(
      "temperature", motor.temperature,
      quantity(unit::temperature, "Temperature of magnets and trace.").positive().usually(233.15, 423.15));
}

} // namespace earshot

#endif
